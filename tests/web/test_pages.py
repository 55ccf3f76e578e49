"""Somebody opens the page, follows a negotiation, searches, compares, reads an act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.web.cases import small
from tests.web.conftest import served

if TYPE_CHECKING:
    from tests.cli.conftest import Runner
    from tests.web.browsing import Browse, Served

UNDISCLOSED = re.compile(r"answered \(?undisclosed")


def test_from_who_owes_whom_to_the_words_of_a_reply(site: Served, browse: Browse) -> None:
    page = browse(site).open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who owes whom, and what is new")
    late = page.get_by_role("row").filter(has_text="overdue by").first
    expect(late).to_contain_text("extended")
    owed = page.get_by_role("row").filter(has_text="us-talks-offer")
    expect(owed).to_contain_text("no deadline")
    owed.get_by_role("link", name="us-russia-2021").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Security guarantees")
    point = page.locator("tbody").filter(has_text="never to join NATO").first
    expect(point.locator(".status").first).to_have_text(re.compile("rejected"))
    point.get_by_role("link", name="us-reply").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("us-reply")
    expect(page.locator("blockquote")).to_have_text("The words of the paper.")
    answers = page.get_by_role("region", name="Answers given")
    expect(answers).to_contain_text("Arms control and transparency instead")
    page.get_by_role("navigation", name="Where you are").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Security guarantees")


def test_the_same_address_has_the_same_for_a_program(site: Served, browse: Browse) -> None:
    page = browse(site).open("/threads/us-russia-2021?known_by=public&known_at=2022-01-27")
    twin = page.get_by_role("link", name="This page as JSON").get_attribute("href")
    assert twin
    told = page.request.get(twin).json()
    assert told["dipledger"]["schema"] == "thread-page/1"
    assert (told["known_by"], told["data"]["thread"]["status"]["status"]) == (
        "public",
        "awaiting_reply",
    )


def test_negotiations_by_status_and_what_is_new_since_a_day(site: Served, browse: Browse) -> None:
    page = browse(site).open("/")
    page.get_by_role("list", name="By status").get_by_role("link", name="at war").click()
    expect(page.locator(".threads li")).to_have_count(1)
    expect(page.locator(".threads li")).to_contain_text("Serbia")
    page.get_by_role("link", name="all", exact=True).click()
    page.get_by_label("Since").fill("2022-01-20")
    page.get_by_role("button", name="Show what is new").click()
    happened = page.locator("h3", has_text="What happened").locator("+ ul")
    expect(happened).to_contain_text("us-reply")
    expect(happened).not_to_contain_text("draft-treaty")
    expect(page.get_by_label("Since")).to_have_value("2022-01-20")


def test_words_that_are_searched_are_marked_where_they_stand(site: Served, browse: Browse) -> None:
    page = browse(site).open("/")
    page.get_by_role("searchbox").first.fill("ukraine nato")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("fit")
    hits = page.locator(".found mark")
    assert {text.casefold() for text in hits.all_text_contents()} >= {"ukraine", "nato"}
    two_points = "withdraws its forces from Eastern Europe / Ukraine is assured never to join NATO"
    expect(page.locator(".found")).to_contain_text(two_points)
    expect(page.get_by_label("Words")).to_have_value("ukraine nato")
    page.get_by_label("Party").fill("NATO")
    page.get_by_label("Words").press("Enter")
    expect(page.locator(".found")).to_contain_text("NATO")
    assert "party=NATO" in page.url
    page.get_by_label("Words").fill('"unclosed')
    page.get_by_label("Words").press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value('"unclosed')
    page.goto("/search?q=nato&kind=demnad")
    expect(page.locator(".problem")).to_contain_text(re.compile("^kind: there is no kind of act"))


def test_two_dates_and_two_moments_of_knowledge_side_by_side(site: Served, browse: Browse) -> None:
    page = browse(site).open("/threads/us-russia-2021")
    page.get_by_role("link", name="Compare two dates").click()
    page.get_by_label("from", exact=True).fill("2022-01-25")
    page.get_by_label("to", exact=True).fill("2022-01-27")
    page.get_by_role("button", name="Compare").click()
    table = page.get_by_role("table", name="Side by side")
    row = table.get_by_role("row").filter(has_text="never to join NATO")
    expect(row.get_by_role("cell").nth(0)).to_contain_text("outstanding")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("rejected")
    expect(row).to_contain_text("differs")

    page.goto(
        "/threads/us-russia-2021/compare?axis=known_at&known_by=public"
        "&first=2022-01-27&second=2022-02-03&as_of=2022-01-27"
    )
    differing = table.locator("tr.changed")
    expect(differing).to_have_count(1)
    expect(differing.get_by_role("cell").nth(0)).to_contain_text(UNDISCLOSED)
    expect(differing.get_by_role("cell").nth(1)).to_contain_text("countered")


def test_a_proof_is_downloaded_and_holds(dipledger: Runner, browse: Browse) -> None:
    small(dipledger)
    dipledger("keys", "new", "registry.example/2026").ok()
    dipledger("checkpoint", "create").ok()
    with served(dipledger) as proving:
        visitor = browse(proving)
        page = visitor.open("/threads/straits")
        expect(page.get_by_text("Record:")).to_have_count(0)
        page.get_by_role("link", name="note").first.click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the proof").click()
        assert download.value.suggested_filename == "straits-note.proof.json"
        file = dipledger.folder / "proof.json"
        download.value.save_as(file)
        visitor.leave()
    dipledger("verify-proof", file).ok()


def test_what_is_not_there_is_said_kindly(site: Served, browse: Browse) -> None:
    visitor = browse(site)
    page = visitor.open("/threads/us-rusia-2021")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    expect(page.locator(".problem")).to_contain_text("us-russia-2021")
    page.goto("/threads/us-russia-2021?as_of=the+ides")
    expect(page.get_by_role("heading", level=1)).to_have_text("This cannot be shown")
    page.get_by_role("link", name="To the overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who owes whom, and what is new")
    visitor.forgive("status of 404", "status of 400")


def test_everything_in_french_and_the_language_stays(site: Served, browse: Browse) -> None:
    page = browse(site, locale="fr-FR").open("/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page = browse(site).open("/")
    page.get_by_role("link", name="français").click()
    page.get_by_role("link", name="Security guarantees that Russia demands of the United").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    words = page.locator(".points .status")
    assert "rejected" not in " ".join(words.all_text_contents())
    expect(page.get_by_role("button", name="Search")).to_have_count(0)


def test_every_page_works_without_a_script(site: Served, browse: Browse) -> None:
    page = browse(site, java_script_enabled=False).open("/threads/us-russia-2021")
    expect(page.locator("input[type=range]").first).to_be_hidden()
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.get_by_role("link", name="One step back: 2022-01-26").click()
    page.get_by_role("link", name="One step back: 2021-12-15").click()
    point = page.locator("tbody").filter(has_text="never to join NATO").first
    expect(point.locator(".status").first).to_contain_text("outstanding")
    page.get_by_label("Known to").select_option("public")
    page.get_by_label("As of", exact=True).fill("2022-01-27")
    page.get_by_label("As known at").fill("2022-01-27")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".told")).to_contain_text("As the public knew it")
    page.get_by_role("searchbox").fill("ukraine")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".found mark").first).to_be_visible()
    assert "known_by=public" in page.url


def test_an_act_is_recorded_without_a_script(desk: Served, browse: Browse) -> None:
    page = browse(desk, java_script_enabled=False).open("/threads/straits")
    page.get_by_role("link", name="reply", exact=True).click()
    page.locator("[name=delivered]").fill("2022-01-18")
    page.locator("[name='answer.1.stance']").select_option("accept")
    page.get_by_role("button", name="Show before recording").click()
    expect(page.get_by_role("heading", name="This would be recorded")).to_be_visible()
    expect(page.locator("[name=delivered]")).to_have_value("2022-01-18")
    page.locator("button[value=record]").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded.")
    page.reload()
    expect(page.get_by_text("Recorded.", exact=True)).to_have_count(0)
    expect(page.get_by_role("region", name="Answers given")).to_contain_text("accept")
