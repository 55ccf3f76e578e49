"""Two sliders replay a negotiation: what had happened, and what was known of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.web.browsing import Browse, Served

THREAD = "/threads/us-russia-2021"
LEAK = "?known_by=public&as_of=2022-01-27&known_at=2022-01-27"
UNDISCLOSED = re.compile(r"answered \(?undisclosed")


def status(page: Page, label: str) -> Locator:
    """The word of a point in the table of points."""
    return page.locator(f"#p-{label} .status, tbody:has(.label:text-is('{label}')) .status").first


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def test_the_arrow_keys_go_back_and_forth_in_time(site: Served, browse: Browse) -> None:
    page = browse(site).open(THREAD)
    happened = slider(page, "What had happened")
    expect(happened).to_have_attribute("aria-valuetext", re.compile("^2022-01-27: membership"))
    happened.focus()
    happened.press("ArrowLeft")
    expect(page.locator(".told")).to_contain_text("As of 2022-01-26")
    expect(happened).to_have_attribute("aria-valuetext", re.compile("^2022-01-26: .*us-reply"))
    expect(happened).to_be_focused()
    expect(status(page, "ukraine")).to_contain_text("rejected")
    happened.press("ArrowLeft")
    expect(status(page, "ukraine")).to_contain_text("outstanding")
    expect(happened).to_be_focused()
    happened.press("Home")
    expect(page.get_by_text("No point had been raised by then.")).to_be_visible()
    happened.press("End")
    expect(status(page, "ukraine")).to_contain_text("rejected")
    assert "as_of=2022-01-27" in page.url


def test_a_key_held_down_ends_where_it_should(site: Served, browse: Browse) -> None:
    page = browse(site).open(THREAD)
    slider(page, "What had happened").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".told")).to_contain_text("As of 2021-12-14")
    assert "as_of=2021-12-14" in page.url


def test_what_is_around_the_page_follows_the_slider(site: Served, browse: Browse) -> None:
    page = browse(site).open(THREAD)
    slider(page, "What had happened").press("ArrowLeft")
    expect(page.locator(".told")).to_contain_text("As of 2022-01-26")
    for name in ("Overview", "français", "This page as JSON"):
        link = page.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", re.compile("as_of=2022-01-26"))
    page.locator("#find").fill("ukraine")
    page.locator("#find").press("Enter")
    expect(page.locator(".told")).to_contain_text("As of 2022-01-26")


def test_what_the_last_step_changed_is_marked(site: Served, browse: Browse) -> None:
    page = browse(site).open(f"{THREAD}?as_of=2022-01-26")
    slider(page, "What had happened").press("ArrowRight")
    step = page.get_by_role("region", name="The last step: what happened")
    expect(step).to_contain_text("membership-position")
    changed = page.locator(".points .changed .label")
    expect(changed).to_have_text(["ukraine"])
    expect(page.locator(".points .changed")).to_contain_text("changed")


def test_what_is_still_ahead_fades_in_the_picture(site: Served, browse: Browse) -> None:
    page = browse(site).open(f"{THREAD}?as_of=2021-12-15")
    picture = page.locator("svg.timeline:visible")
    reply = picture.locator("[data-act='us-russia-2021/us-reply']").first
    shape = reply.locator(".shape")
    expect(reply).to_have_class(re.compile("ahead"))
    expect(shape).to_have_css("opacity", "0.38")
    expect(reply).to_have_attribute("aria-label", re.compile("still ahead"))
    slider(page, "What had happened").press("ArrowRight")
    expect(reply).to_have_class(re.compile("happened current"))
    expect(shape).to_have_css("opacity", "1")
    reply.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("us-reply")


def test_the_picture_says_nothing_that_its_table_does_not(site: Served, browse: Browse) -> None:
    page = browse(site).open(THREAD)
    drawn = page.locator("svg.timeline:visible [data-act]")
    acts = drawn.evaluate_all("all => [...new Set(all.map(one => one.dataset.act))]")
    page.get_by_text("The same as a table").click()
    rows = page.locator(".picture-table tbody th").all_text_contents()
    assert {act.partition("/")[2] for act in acts} == set(rows)
    assert len(rows) == 6


def test_a_leak_is_one_step_of_what_was_known(site: Served, browse: Browse) -> None:
    page = browse(site).open(f"{THREAD}{LEAK}")
    known = slider(page, "What was known")
    expect(status(page, "concerns")).to_contain_text(UNDISCLOSED)
    known.focus()
    known.press("ArrowRight")
    expect(status(page, "concerns")).to_contain_text("countered")
    expect(known).to_be_focused()
    expect(known).to_have_attribute("aria-valuetext", re.compile("^2022-02-02: "))
    expect(page.locator(".points .changed .label")).to_have_text(["concerns"])
    expect(page.get_by_role("region", name="The last step: what became known")).to_be_visible()
    expect(page.locator(".told")).to_contain_text("As of 2022-01-27")
    known.press("ArrowLeft")
    expect(status(page, "concerns")).to_contain_text(UNDISCLOSED)


def test_the_address_says_all_of_it(site: Served, browse: Browse) -> None:
    visitor = browse(site)
    page = visitor.open(f"{THREAD}{LEAK}")
    slider(page, "What was known").press("ArrowRight")
    expect(status(page, "concerns")).to_contain_text("countered")
    shown = page.locator("main").inner_text()
    copied = visitor.open(page.url)
    assert copied.locator("main").inner_text() == shown
    page.get_by_role("link", name="Compare two dates").click()
    page.go_back()
    expect(status(page, "concerns")).to_contain_text("countered")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Compare")


def test_play_goes_through_it_and_stops_at_the_end(site: Served, browse: Browse) -> None:
    visitor = browse(site)
    page = visitor.context.new_page()
    page.clock.install(time=0)
    page.goto(THREAD)
    page.clock.pause_at(100_000)
    play = page.locator("[data-slider=as_of] .play")
    happened = slider(page, "What had happened")
    play.click()
    expect(play).to_have_text("Pause")
    for day in ("2021-12-14", "2021-12-15", "2022-01-26", "2022-01-27"):
        expect(page.locator(".told")).to_contain_text(f"As of {day}")
        expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
        page.clock.run_for(1_400)
    expect(play).to_have_text("Play")
    expect(happened).to_have_attribute("aria-valuetext", re.compile("^2022-01-27"))
    play.click()
    expect(page.locator(".told")).to_contain_text("As of 2021-12-14")
    play.click()
    expect(play).to_have_text("Play")
    page.clock.run_for(5_000)
    expect(page.locator(".told")).to_contain_text("As of 2021-12-14")
