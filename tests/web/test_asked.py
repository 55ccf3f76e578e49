"""What an address asks, answered page by page: what is meant is shown, what is not is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ledger.commands import RecordAct, RecordNotice
from ledger.notices import ActCorrected, FieldChange
from ledger.store import Ledger
from tests.core.given import demand, opened, reply
from tests.web.recording_desk import client_of, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a demand, and an answer to it."""
    file = tmp_path / "ledger.dipledger"
    Ledger.create(file)
    asked = RecordAct("t", demand("treaty", when="2021-12-15", points={"1": "Leave"}))
    answer = reply("no", when="2022-01-26", answers={"1": "reject"}, replies_to=["treaty"])
    record(file, opened(), asked, RecordAct("t", answer))
    return file


@pytest.fixture
def browser(path: Path) -> Iterator[TestClient]:
    with client_of(path) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "where", "near"),
    [
        ("/threads/t.json?step=known-at", "step", ["known_at"]),
        ("/threads/t.json?lang=fra", "lang", ["fr"]),
        ("/threads/t/compare.json?first=2022-13-01", "first", []),
        ("/threads/t/compare.json?first=2022-01-01&second=soon", "second", []),
        ("/threads/t/compare.json?first=2022-01-01&as_of=soon", "as_of", []),
    ],
)
def test_what_an_address_says_wrongly_is_told_where_it_says_it(
    browser: TestClient, address: str, where: str, near: list[str]
) -> None:
    answer = browser.get(address)
    assert answer.status_code == 400
    told = answer.json()["error"]
    assert told["where"] == where
    assert told["near"] == near


def test_a_form_is_asked_for_as_carefully_as_a_page(browser: TestClient) -> None:
    refused = browser.get("/threads/t/record/reply?lang=zz")
    assert refused.status_code == 400
    assert "there is no language zz" in refused.text
    assert '<html lang="en"' in refused.text
    assert "lang=zz" not in refused.text
    assert browser.get("/threads/t/record/reply?lang=fr&as_of=2022-01-01").status_code == 200


@pytest.mark.parametrize(
    "address", ["/threads/t%2Fcompare", "/threads/t%2fcompare.json", "/threads/t/record%2Freply"]
)
def test_a_name_with_a_slash_in_it_is_not_two_names(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_a_proof_that_cannot_be_had_yet_is_not_a_ledger_that_cannot_be_read(
    browser: TestClient,
) -> None:
    answer = browser.get("/threads/t/acts/treaty/proof.json")
    assert answer.status_code == 404
    assert "cannot be proven yet" in answer.text
    assert "dipledger checkpoint create" in answer.text


def test_a_ledger_that_is_gone_is_told_of_without_the_folder_it_was_in(
    browser: TestClient, path: Path
) -> None:
    assert browser.get("/").status_code == 200
    path.rename(path.with_name("elsewhere"))
    path.write_text("No ledger at all.")
    gone = browser.get("/")
    assert gone.status_code == 503
    assert path.name in gone.text
    assert str(path.parent) not in gone.text


def test_what_became_known_to_the_ledger_is_told_by_the_time_it_was_recorded(
    browser: TestClient,
) -> None:
    told = browser.get("/?since=2022-01-26T12:00Z").text
    assert "known since 2022-01-27 16:13 UTC (#3)" in told
    public = browser.get("/?since=2021-12-01&known_by=public").text
    assert "UTC (#" not in public


def test_a_search_by_kind_stays_one_when_its_words_are_changed(browser: TestClient) -> None:
    form = browser.get("/search?q=leave&kind=demand").text
    assert re.search(r'<option value="demand" selected>\s*demand', form)
    of_any_kind = browser.get("/search?q=leave").text.partition('name="kind"')[2]
    assert "selected" not in of_any_kind.partition("</select>")[0]


def test_an_act_leads_to_what_it_replies_to_and_to_what_was_said_of_it_later(
    browser: TestClient, path: Path
) -> None:
    change = FieldChange(field="place", old=None, new="Moscow")
    slip = ActCorrected(id="slip", act="no", reason="a slip", changes=(change,))
    record(path, RecordNotice("t", slip))
    act = browser.get("/threads/t/acts/no?as_of=2022-02-01").text
    assert re.search(r'replies to</dt><dd><a href="/threads/t/acts/treaty\?as_of=2022-02-01">', act)
    assert "outstanding → rejected" in act
    assert 'notice</dt><dd><a href="/threads/t?as_of=2022-02-01#notice-slip">slip</a>' in act
    assert 'Notices about it: <a href="/threads/t?as_of=2022-02-01#notice-slip">' in act
    thread = browser.get("/threads/t?as_of=2022-02-01").text
    assert 'id="notice-slip"' in thread
    assert "place: nothing → Moscow" in thread


def test_a_reply_to_several_acts_leads_to_each(browser: TestClient, path: Path) -> None:
    note = RecordAct("t", demand("note", when="2022-01-20", points={"2": "Stay"}))
    both = reply("both", when="2022-01-27", answers={"2": "reject"}, replies_to=["treaty", "note"])
    record(path, note, RecordAct("t", both))
    told = browser.get("/threads/t/acts/both").text.partition("replies to</dt><dd>")[2]
    links = re.findall(r'href="/threads/t/acts/(\w+)"', told.partition("</dd>")[0])
    assert links == ["treaty", "note"]
