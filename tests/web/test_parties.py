"""Somebody looks at who deals with whom, and follows one party."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.web.browsing import Browse, Served


def test_from_the_map_to_one_party_and_to_an_act_without_a_script(
    site: Served, browse: Browse
) -> None:
    page = browse(site, java_script_enabled=False).open("/parties?as_of=2022-01-25")
    page.locator("svg.map a", has_text="NATO").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who deals with NATO")
    dealings = page.get_by_role("group", name="Who says how much to whom")
    expect(dealings.locator("tbody tr")).to_have_count(1)
    expect(dealings).to_contain_text("demand 1")
    expect(dealings).to_contain_text("1 reply by NATO")
    expect(page.locator(".map .owing")).to_have_count(1)
    expect(page.locator(".map .badge text")).to_have_text("✉ 1")
    dealings.get_by_role("link", name="nato-russia-2021/draft-agreement").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("draft-agreement")


def test_the_dealings_in_one_thread_are_asked_for_by_a_form(site: Served, browse: Browse) -> None:
    visitor = browse(site)
    page = visitor.open("/parties?known_by=public")
    page.get_by_label("Thread").fill("july-1914")
    page.get_by_role("main").get_by_role("button", name="Show").last.click()
    expect(page.locator("svg.map a")).to_have_count(2)
    expect(page).to_have_url(re.compile("known_by=public.*thread=july-1914"))
    page.get_by_label("Thread").fill("none")
    page.get_by_role("main").get_by_role("button", name="Show").last.click()
    expect(page.get_by_role("main")).to_contain_text("there is no thread none")
    expect(page.get_by_role("main")).to_contain_text("There is nothing here")
    visitor.forgive("404")


def test_everybody_is_on_the_map_and_in_the_tables(site: Served, browse: Browse) -> None:
    page = browse(site).open("/parties")
    drawn = page.locator("svg.map .code").all_text_contents()
    listed = page.get_by_role("group", name="Who takes part").locator("tbody th")
    assert drawn == listed.all_text_contents()
    expect(page.get_by_role("main")).not_to_contain_text("not drawn")
