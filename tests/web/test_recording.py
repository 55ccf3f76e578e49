"""Recording in a form of the page: the same act, the same refusals, once, and on what was seen."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import TYPE_CHECKING

import pytest

from cli.act_options import act_fields
from cli.web.ceiling import Ceiling
from cli.web.recording.form import MAX_ROWS, typed
from cli.web.recording.just_recorded import JustRecorded, Notes
from cli.web.recording.starting import may_append
from ledger.commands import RecordAct
from ledger.errors import SetupError
from ledger.importers.actfile import act_of_options
from ledger.importers.later import correct
from ledger.importers.plainly import settings_for
from ledger.store import Ledger
from projections.reader import Reader
from tests.core.given import act, demand, opened, reply
from tests.web.recording_desk import Desk, acts_in, client_of, opened_as_rival, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = '"><script>alert(1)</script>'
ASKED = {"1": "Ukraine never joins", "2": "withdraw"}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger in which Russia has demanded two things of the United States."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = tmp_path / "ledger.dipledger"
    Ledger.create(file)
    record(file, opened(), RecordAct("t", demand("treaty", points=ASKED)))
    return file


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """Somebody at the desk."""
    with client_of(path) as client:
        yield Desk(client)


REPLY = {
    "senders": "USA",
    "addressees": "RUS",
    "delivered": "2022-01-26",
    "replies_to": "treaty",
    "answer__1__stance": "reject",
    "answer__1__text": "The door is open.",
}
STATEMENT = {"senders": "USA", "delivered": "2022-01-26", "summary": "Only Ukraine decides."}


def test_a_reply_lists_what_is_asked_and_says_who_owes_it(desk: Desk) -> None:
    form = desk.form("reply")
    assert form.status == 200
    assert "Ukraine never joins" in form.html
    assert "USA owes a reply since 2021-12-15" in form.html
    assert 'name="senders" value="USA" checked' in form.html
    assert 'name="addressees" value="RUS" checked' in form.html
    assert 'name="replies_to" value="treaty" checked' in form.html
    assert '<option value="reject">' in form.control("answer.1.stance")
    assert 'type="date"' not in form.html
    assert "data-live" not in form.html, "nothing that is typed is replaced"


def test_what_has_no_form_is_not_there(desk: Desk) -> None:
    for address in ("/threads/nowhere/record/reply", "/threads/t/record/war"):
        assert desk.client.get(address).status_code == 404
    assert "dipledger append" in desk.client.get("/threads/t/record/warning").text


def test_a_form_records_the_act_that_the_options_of_the_command_line_describe(
    desk: Desk, path: Path
) -> None:
    sent = desk.form("reply").press(
        "record",
        **REPLY,
        instrument="letter",
        medium="written",
        summary="two\r\nlines",
        language="en",
        point__1__label="a",
        point__1__kind="offer",
        point__1__text="We talk: reciprocally (if you do)",
        person__1__role="bearer",
        person__1__name="John Sullivan",
        person__1__post="Ambassador",
        source__1__citation="El País",
        source__1__reliability="B",
        source__1__credibility="2",
        marking__level="secret",
        marking__caveats="NOFORN",
        disclosure="undisclosed",
    )
    assert sent.status == 303
    assert sent.response.headers["location"] == "/threads/t/acts/2022-01-26-usa-reply"
    options = {
        "senders": ["USA"],
        "addressees": ["RUS"],
        "delivered": ["2022-01-26"],
        "replies_to": ["treaty"],
        "answers": ["1=reject: The door is open."],
        "points": ["a(kind=offer): We talk: reciprocally (if you do)"],
        "persons": ["bearer=John Sullivan (Ambassador)"],
        "sources": ["El País [B2]"],
        "instrument": "letter",
        "medium": "written",
        "channel": "official",
        "summary": "two\nlines",
        "language": "en",
        "marking": "secret//NOFORN",
        "disclosure": "undisclosed",
    }
    with opened_as_rival(path) as ledger:
        typed_in = act_of_options(act_fields("reply", "t", options), settings_for(ledger, "t"))
    command = typed_in.commands[0].item
    assert isinstance(command, RecordAct)
    assert acts_in(path)["2022-01-26-usa-reply"] == command.act


def test_a_demand_has_a_deadline_and_as_many_points_as_are_wanted(desk: Desk, path: Path) -> None:
    form = desk.form("demand").press("rows", point__1__label="x", point__1__text="kept")
    assert 'id="point.10"' in form.html
    assert "kept" in form.control("point.1.text")
    said = {f"point__{n}__{part}": f"p{n}" for n in range(1, 11) for part in ("label", "text")}
    form.press(
        "record",
        senders="RUS",
        addressees_more="USA, FRA",
        delivered="2022-01-20",
        deadline="+48h",
        consequence="Measures.",
        **said,
    )
    assert form.status == 303
    recorded = acts_in(path)["2022-01-20-rus-demand"]
    assert recorded.addressees == ("USA", "FRA")
    assert len(recorded.points) == 10
    assert recorded.deadline.text == "2022-01-22 UTC"


def test_what_is_wrong_is_told_where_it_was_typed_and_nothing_typed_is_lost(
    desk: Desk, path: Path
) -> None:
    form = desk.form("reply").press(
        "record",
        senders="USA",
        delivered="26/01/2022",
        summary=HOSTILE,
        answer__1__text="no stance",
        answer__2__stance="reject",
        point__2__text="no label",
        person__1__name="nobody's role",
        language="no such language",
    )
    assert form.status == 422
    assert '"26/01/2022" is not a date' in form.problem("delivered")
    assert "stance is missing" in form.problem("answer.1")
    assert "label is missing" in form.problem("point.2")
    assert "role is missing" in form.problem("person.1")
    assert "a language tag" in form.problem("language")
    assert form.problem("summary") == form.problem("answer.2") == ""
    assert HOSTILE not in form.html
    assert HOSTILE in unescape(form.html)
    assert "no stance" in form.control("answer.1.text")
    assert '<option value="reject" selected>' in form.control("answer.2.stance")
    assert list(acts_in(path)) == ["treaty"]


def test_what_a_rule_refuses_is_told_with_near_misses(desk: Desk, path: Path) -> None:
    form = desk.form("statement").press("record", **{**STATEMENT, "addressees_more": "RSU"})
    assert form.status == 422
    assert "there is no party RSU" in form.problem("addressees")
    assert "RUS (Russian Federation)" in form.problem("addressees")
    assert list(acts_in(path)) == ["treaty"]


def test_before_recording_it_is_shown_what_would_be_and_nothing_is(desk: Desk, path: Path) -> None:
    form = desk.form("reply").press("check", **REPLY)
    assert form.status == 200
    assert "This would be recorded; nothing was yet" in form.html
    assert "2022-01-26-usa-reply" in form.html
    assert "rejected" in form.html[form.html.index("What it would change") :]
    assert list(acts_in(path)) == ["treaty"]
    assert form.press("check", **{**REPLY, "delivered": "2021-12-01"}).status == 422
    assert form.press("record", **REPLY).status == 303


def test_a_form_that_is_sent_twice_is_recorded_once(desk: Desk, path: Path) -> None:
    form = desk.form("reply")
    first = form.press("record", **REPLY).response.headers["location"]
    assert form.press("record", **REPLY).response.headers["location"] == first
    other = desk.form("statement")
    with ThreadPoolExecutor(4) as pool:
        sent = pool.map(lambda _: other.press("record", **STATEMENT).status, range(4))
        assert set(sent) == {303}
    assert list(acts_in(path)) == ["treaty", "2022-01-26-usa-reply", "2022-01-26-usa-statement"]


def test_what_was_recorded_while_one_wrote_is_shown_before_anything_is_recorded(
    desk: Desk, path: Path
) -> None:
    form = desk.form("reply")
    record(
        path,
        RecordAct("t", reply("us-reply", when="2022-01-26", answers={"2": "reject"})),
        opened("other"),
    )
    with opened_as_rival(path) as ledger:
        ledger.handle(correct(ledger, "t/treaty", {"place": "Moscow"}, reason="left out"))
    record(path, RecordAct("other", act("statement", "s", by="USA", answers={"t/1": "evade"})))
    form.press("record", **REPLY, answer__2__stance="defer")
    assert form.status == 409
    told = unescape(form.html)
    assert "us-reply: reply, USA to RUS, 2022-01-26" in told
    assert "was recorded while you wrote, by rival" in told
    assert "left out was recorded" in re.sub("<[^>]*>", "", told)
    assert "other/s bears on it" in told
    assert "The door is open." in form.control("answer.1.text")
    assert '<option value="defer" selected>' in form.control("answer.2.stance"), "still typed"
    assert "2022-01-26-usa-reply" not in acts_in(path)
    assert "Record all the same" in form.html
    assert form.press("record", **REPLY).status == 303


def test_who_goes_back_and_changes_what_was_recorded_is_told_of_the_first(
    desk: Desk, path: Path
) -> None:
    form = desk.form("statement")
    assert form.press("record", **STATEMENT).status == 303
    again = form.press("record", **{**STATEMENT, "summary": "Another thing."})
    assert again.status == 409
    assert "2022-01-26-usa-statement: statement, USA, 2022-01-26" in again.html
    assert again.press("record", **{**STATEMENT, "summary": "Another thing."}).status == 422
    assert list(acts_in(path)) == ["treaty", "2022-01-26-usa-statement"]


def test_the_same_act_again_needs_a_tick(desk: Desk, path: Path) -> None:
    record(path, RecordAct("t", act("statement", "s", by="USA", when="2022-01-26", summary="x")))
    said = {"senders": "USA", "delivered": "2022-01-26", "summary": "x", "id": "again"}
    form = desk.form("statement").press("record", **said)
    assert form.status == 422
    assert "the same act is already recorded as t/s" in form.html
    assert form.press("record", **said, another="yes").status == 303


def test_warnings_are_said_once_on_the_page_of_the_act_and_not_in_its_address(
    desk: Desk,
) -> None:
    sent = desk.form("statement").press("record", **{**STATEMENT, "delivered": "1600-01-01"})
    address = sent.response.headers["location"]
    assert address == "/threads/t/acts/1600-01-01-usa-statement"
    warning = "before 1648"
    assert warning in desk.client.get(address).text
    assert warning not in desk.client.get(address).text


def test_a_note_waits_a_minute_and_for_its_act_alone() -> None:
    notes, note = Notes(), JustRecorded("t/a", (3,), ("odd",))
    notes.put(note, 0)
    assert notes.take("t/b", 0) is None
    assert notes.take("t/a", 60) == note
    assert notes.take("t/a", 60) is None
    notes.put(note, 0)
    assert notes.take("t/a", 61) is None
    for number in range(101):
        notes.put(JustRecorded(f"t/{number}", (), ()), 0)
    assert notes.take("t/0", 0) is None


def test_whoever_sees_only_a_part_of_the_record_records_nothing(path: Path) -> None:
    secret = act(
        "statement", "s", by="USA", when="2022-01-02", summary="x", marking={"level": "secret"}
    )
    with opened_as_rival(path) as ledger, Reader(ledger) as reader:
        assert may_append(Ceiling(), reader)
        assert may_append(Ceiling(clearance="restricted"), reader)
        for ceiling in (Ceiling(known_by="public"), Ceiling(known_at="#1")):
            with pytest.raises(SetupError, match="a part of the record is hidden here"):
                may_append(ceiling, reader)
        with client_of(path, clearance="restricted") as client:
            form = Desk(client).form("statement")
            ledger.handle([opened("other"), RecordAct("other", secret)])
            with pytest.raises(SetupError, match="1 act of this ledger lies above RESTRICTED"):
                may_append(Ceiling(clearance="restricted"), reader)
            # The page was started before that was recorded.
            assert form.press("record", **STATEMENT).status == 503
            assert "Only Ukraine decides." in form.control("summary")
    assert list(acts_in(path)) == ["treaty"]


def test_nothing_is_recorded_on_top_of_an_older_copy(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copy(path, old)
    with client_of(path) as client:
        assert Desk(client).form("statement").press("record", **STATEMENT).status == 303
    shutil.copy(old, path)
    for beside in tmp_path.glob("ledger.dipledger-*"):
        beside.unlink()
    with client_of(path) as client:
        form = Desk(client).form("statement").press("record", **STATEMENT)
    assert form.status == 503
    assert "nothing is recorded in this ledger" in form.html


def test_what_a_program_sends_in_place_of_a_form_is_read_as_one() -> None:
    odd = typed([("seen", "9" * 30), ("rows", "-1"), ("nonce", "a b"), ("summary", "x\r\ny\rz")])
    assert (odd.seen, odd.rows, odd.nonce, odd.key) == (0, 5, "", None)
    assert odd.one("summary") == "x\ny\nz"
    assert typed([("rows", "999999")]).rows == MAX_ROWS
    one, other = (typed([("nonce", "n"), ("summary", text)]).key for text in "ab")
    assert one is not None
    assert one != other
    assert one == typed([("nonce", "n"), ("summary", "a"), ("do", "record"), ("seen", "3")]).key
