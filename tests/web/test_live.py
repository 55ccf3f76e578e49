"""What is recorded while somebody looks shows itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from playwright.sync_api import Route, expect

from tests.web.browsing import unfold
from tests.web.cases import ANSWER, LATER

if TYPE_CHECKING:
    from tests.web.browsing import Browse, Served

THREAD = "/threads/straits"


def test_a_reply_that_is_recorded_in_one_tab_arrives_in_another(
    desk: Served, browse: Browse
) -> None:
    visitor = browse(desk)
    watched = visitor.open(THREAD)
    point = watched.locator("tbody").filter(has_text="Pay the dues").first
    expect(point.locator(".status").first).to_contain_text("lapsed")
    watched.evaluate("window.was_here = true")
    field = watched.get_by_label("As known at")
    field.focus()

    page = visitor.open(THREAD)
    page.get_by_role("link", name="reply", exact=True).click()
    unfold(page)
    page.locator("[name=id]").fill("answer")
    page.locator("[name=delivered]").fill("2022-01-18")
    page.locator("[name='answer.2.stance']").select_option("reject")
    page.locator("[name='answer.2.text']").fill("No dues are owed")
    page.locator("[name=summary]").fill("The dues are refused")
    page.locator("button[value=record]").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded.")
    expect(page.get_by_role("heading", level=1)).to_have_text("answer")

    expect(point.locator(".status").first).to_contain_text("rejected")
    expect(watched.locator("#said")).to_have_text("More was recorded; the page shows it.")
    expect(field).to_be_focused()
    assert watched.evaluate("window.was_here")


def test_what_somebody_is_at_stays_where_it_is(desk: Served, browse: Browse) -> None:
    page = browse(desk).open(THREAD)
    page.get_by_text("The same as a table").click()
    page.locator("#find").fill("due")
    page.get_by_label("As known at").fill("2022-01")
    page.get_by_label("As of", exact=True).fill("2022-0")
    page.get_by_label("As of", exact=True).press("ArrowLeft")
    desk.runner("append", "-", stdin=ANSWER).ok()
    expect(page.locator("#said")).to_have_text("More was recorded; the page shows it.")
    page.keyboard.type("1-1")
    expect(page.get_by_label("As of", exact=True)).to_have_value("2022-1-10")
    expect(page.get_by_label("As known at")).to_have_value("2022-01")
    expect(page.locator("#find")).to_have_value("due")
    expect(page.locator(".picture-table")).to_have_attribute("open", "")
    page.locator(".picture-table").get_by_role("link", name="answer").first.focus()
    desk.runner("append", "-", stdin=LATER).ok()
    expect(page.locator(".picture-table tbody tr")).to_have_count(3)
    expect(page.locator(".picture-table").get_by_role("link", name="answer").first).to_be_focused()


def test_what_another_program_records_arrives(desk: Served, browse: Browse) -> None:
    page = browse(desk).open("/")
    page.evaluate("window.was_here = true")
    line = page.locator(".threads li")
    expect(line).to_contain_text("1 act,")
    desk.runner("append", "-", stdin=ANSWER).ok()
    expect(line).to_contain_text("2 acts,")
    assert page.evaluate("window.was_here")


def test_a_tab_that_nobody_sees_holds_no_connection_and_is_up_to_date_when_seen_again(
    desk: Served, browse: Browse
) -> None:
    page = browse(desk).open("/")
    hidden = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => %s })"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"
    with page.expect_event("requestfailed", lambda one: "/live?" in one.url):
        page.evaluate(f"{hidden % 'true'}; {tell}")
    desk.runner("append", "-", stdin=ANSWER).ok()
    page.wait_for_timeout(1_000)
    line = page.locator(".threads li")
    expect(line).to_contain_text("1 act,")
    page.evaluate(f"{hidden % 'false'}; {tell}")
    expect(line).to_contain_text("2 acts,")


def test_an_answer_that_is_no_page_takes_the_place_of_none(desk: Served, browse: Browse) -> None:
    visitor = browse(desk)
    page = visitor.open(THREAD)
    page.locator("#find").fill("due")
    no_page = partial(Route.fulfill, body="<main>The code?</main>")
    for answer, recorded in ((partial(Route.fulfill, status=503), ANSWER), (no_page, LATER)):
        page.evaluate("document.getElementById('said').textContent = ''")
        page.route("**/threads/straits", answer)
        desk.runner("append", "-", stdin=recorded).ok()
        expect(page.locator("#said")).to_contain_text("The server does not answer")
        expect(page.get_by_role("heading", level=1)).to_have_text("The straits")
        expect(page.locator("#find")).to_have_value("due")
        page.unroute("**/threads/straits")
    page.route("**/threads/straits?**", lambda one: one.fulfill(status=403, body="Not from here."))
    page.get_by_role("slider", name="What had happened").press("ArrowLeft")
    expect(page.locator("body")).to_have_text("Not from here.")
    visitor.forgive("status of 503", "status of 403")


def test_a_page_whose_server_is_gone_says_so(desk: Served, browse: Browse) -> None:
    visitor = browse(desk)
    page = visitor.open(THREAD)
    with page.expect_request("**/live?**"):
        page.reload()
    desk.process.terminate()
    desk.process.wait(10)
    expect(page.locator("#said")).to_contain_text("The server does not answer")
    expect(page.get_by_role("heading", level=1)).to_have_text("The straits")
    visitor.leave()
    visitor.forgive("net::ERR_")
