"""The ledger over its file: load, decide, save; races, known-at, markers, idempotency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.commands import Command, RecordAct, RegisterParty
from ledger.errors import Refused, SeveralErrors
from ledger.events import LinkedActReceived
from ledger.parties import Party
from ledger.store import Ledger, MovedOn, Seen
from projections.source import LedgerSource
from projections.threads import thread_view
from tests.core.given import act, demand, lens, opened, reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = 1_640_000_000_000_000
ONE = {"1": "leave"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    Ledger.create(file)
    return file


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """The ledger, open, with a clock that stands still."""
    with Ledger.open(path, clock=lambda: START, recorder="desk") as one:
        yield one


def test_what_is_recorded_is_there_for_the_next_process(ledger: Ledger, path: Path) -> None:
    receipt = ledger.handle([opened(), RecordAct("t", demand("d", points=ONE))])
    assert (receipt.positions, receipt.refs) == ((1, 2), ("t/d",))
    with Ledger.open(path, clock=lambda: START, recorder="other", read_only=True) as again:
        thread = again.world(["t"]).threads["t"]
    assert list(thread.acts) == ["d"]
    recording = thread.recordings["d"]
    assert (recording.position, recording.recorded_by) == (2, "desk")
    assert recording.recorded_at == receipt.recorded_at >= START


def test_a_batch_is_all_or_nothing_and_tells_every_reason(ledger: Ledger) -> None:
    ledger.handle([opened()])
    good: Command = RecordAct("t", demand("d", points=ONE))
    bad: list[Command] = [
        RecordAct("t", reply(f"r{n}", answers={f"no{n}": "reject"})) for n in (1, 2)
    ]
    with pytest.raises(SeveralErrors) as caught:
        ledger.handle([good, *bad])
    assert len(caught.value.errors) == 2
    assert ledger.head()[0] == 1
    assert ledger.check([good, *bad])[0] != ()
    assert ledger.check([good]) == ((), ())
    assert ledger.head()[0] == 1, "a check writes nothing"
    with pytest.raises(Refused):
        ledger.handle([bad[0]])


def test_references_may_be_recorded_in_any_order(ledger: Ledger) -> None:
    answer = RecordAct("t", reply("r", answers={"1": "reject"}))
    ledger.handle([answer, RecordAct("t", demand("d", points=ONE)), opened()])
    assert set(ledger.world(["t"]).threads["t"].acts) == {"d", "r"}


def test_a_question_has_what_it_names_whatever_was_asked_before_it(ledger: Ledger) -> None:
    ledger.handle([opened("t"), opened("other")])
    assert set(ledger.world(None).threads) == {"t", "other"}
    assert set(ledger.world(["t"]).threads) == {"t"}


def test_an_act_that_bears_on_another_thread_marks_it_in_the_same_transaction(
    ledger: Ledger,
) -> None:
    ledger.handle([opened("us"), opened("nato"), RecordAct("nato", demand("d", points=ONE))])
    receipt = ledger.handle([RecordAct("us", reply("r", answers={"nato/1": "reject"}))])
    stored = list(ledger.log(after=receipt.positions[0] - 1))
    assert [one.originator_id for one in stored] == ["us", "nato"]
    assert stored[1].event == LinkedActReceived(thread="us", act="r")
    assert len({one.recorded_at for one in stored}) == 1
    view = thread_view(LedgerSource(ledger), "nato", lens())
    assert view.points[0].status.status == "rejected"
    assert view.points[0].status.act == "us/r"


def test_as_known_at_an_earlier_position(ledger: Ledger) -> None:
    first = ledger.handle([opened(), RecordAct("t", demand("d", points=ONE))])
    ledger.handle([RecordAct("t", reply("r", answers={"1": "reject"}))])
    before = ledger.world(["t"], known_at=first.positions[-1])
    assert list(before.threads["t"].acts) == ["d"]
    assert list(ledger.world(["t"]).threads["t"].acts) == ["d", "r"]
    assert ledger.position_at(first.recorded_at) == first.positions[-1]
    assert ledger.world(None, known_at=0).threads == {}


def test_one_instant_a_transaction_strictly_later_than_the_last(ledger: Ledger) -> None:
    receipts = [ledger.handle([opened(f"t{n}")]) for n in range(3)]
    instants = [one.recorded_at for one in receipts]
    assert instants == [START, START + 1, START + 2]


def test_under_a_key_work_is_done_once(ledger: Ledger) -> None:
    commands: list[Command] = [opened(), RecordAct("t", demand("d", points=ONE))]
    first = ledger.handle(commands, key="import-1")
    assert ledger.handle(commands, key="import-1") == first
    assert ledger.head()[0] == 2


def test_a_lost_race_is_decided_anew_on_what_the_winner_left(ledger: Ledger, path: Path) -> None:
    ledger.handle([opened()])
    with Ledger.open(path, clock=lambda: START, recorder="rival") as rival:
        rival.world(["t"])
        ledger.handle([RecordAct("t", demand("d", points=ONE))])
        rival.handle([RecordAct("t", reply("r", answers={"1": "reject"}))])
        ledger.handle([RecordAct("t", act("statement", "s", by="USA", summary="x"))])
        with pytest.raises(Refused, match="label 1 is taken"):
            rival.handle([RecordAct("t", demand("e", when="2022", points=ONE))])
    thread = ledger.world(["t"]).threads["t"]
    assert list(thread.acts) == ["d", "r", "s"]


def test_a_registered_party_is_known_to_every_thread(ledger: Ledger) -> None:
    league = Party.model_validate({"code": "LEAGUE-X", "name": "A league", "kind": "group"})
    ledger.handle([RegisterParty(league)])
    ledger.handle([opened(), RecordAct("t", demand("d", by="LEAGUE-X", points=ONE))])
    assert ledger.world(["t"]).parties == {"LEAGUE-X": league}


def test_odd_acts_are_recorded_with_a_warning(ledger: Ledger) -> None:
    ledger.handle([opened()])
    odd = [
        RecordAct("t", act("statement", "undated", by="USA", summary="x")),
        RecordAct("t", demand("future", when="2030-01-01", points=ONE)),
        RecordAct("t", act("statement", "old", by="FRA", when="1600", summary="y")),
        RecordAct("t", act("statement", "late", by="OTT", when="1999", summary="z")),
        RecordAct(
            "t",
            act(
                "statement",
                "hidden",
                by="GBR",
                when="2031",
                summary="\u202ex",
                answers={"1": "reject"},
            ),
        ),
    ]
    warnings = " ".join(ledger.handle(odd).warnings)
    assert "t/undated has no date of its own" in warnings
    assert "t/future is dated 2030-01-01, after the day it is recorded" in warnings
    assert "t/old is dated 1600-12-31, before 1648" in warnings
    assert "t/late names OTT (Ottoman Empire), which was there from" in warnings
    assert "t/hidden has invisible characters" in warnings
    assert "GBR was not asked 1" in warnings
    for_who_was = reply("r", by="GBR", on_behalf_of=["USA"], when="2031", answers={"1": "reject"})
    assert "not asked" not in " ".join(ledger.handle([RecordAct("t", for_who_was)]).warnings)


def test_a_clock_behind_the_log_is_said(path: Path) -> None:
    with Ledger.open(path, clock=lambda: START, recorder="desk") as one:
        one.handle([opened()])
    with Ledger.open(path, clock=lambda: START - 60_000_000, recorder="desk") as one:
        receipt = one.handle([opened("u")])
    assert any("the clock is 60 s behind" in warning for warning in receipt.warnings)
    assert receipt.recorded_at == START + 1


def test_whoever_decided_on_less_than_was_recorded_is_told(ledger: Ledger, path: Path) -> None:
    ledger.handle([opened(), opened("other")])
    statements = [
        RecordAct("t", act("statement", f"s{n}", by="USA", summary=f"{n}")) for n in (1, 2)
    ]
    with Ledger.open(path, clock=lambda: START, recorder="rival") as rival:
        seen = Seen("t", rival.version("t"))
        ledger.handle([RecordAct("other", demand("d", points=ONE))])
        assert seen.version == rival.version("t"), "another thread is none of its business"
        assert rival.handle(statements[:1], seen=seen).refs == ("t/s1",)
        with pytest.raises(MovedOn, match="more was recorded in the thread t"):
            rival.handle(statements[1:], seen=seen)
        assert rival.handle(statements[1:], seen=Seen("t", seen.version + 1)).refs == ("t/s2",)


def test_a_race_lost_after_deciding_is_more_recorded_meanwhile_too(
    ledger: Ledger, path: Path
) -> None:
    ledger.handle([opened()])
    seen = Seen("t", ledger.version("t"))
    with Ledger.open(path, clock=lambda: START, recorder="rival") as rival:

        def win(*_: object) -> list[str]:
            rival.handle([RecordAct("t", demand("d", points=ONE))], seen=seen)
            return []

        # Between deciding and saving; warnings are looked for there.
        ledger._warnings = win  # type: ignore[assignment,method-assign]
        with pytest.raises(MovedOn):
            ledger.handle([RecordAct("t", act("statement", "s", by="USA", summary="x"))], seen=seen)
    assert list(ledger.world(["t"]).threads["t"].acts) == ["d"]


def test_work_done_under_its_key_meanwhile_is_done_and_no_conflict(
    ledger: Ledger, path: Path
) -> None:
    ledger.handle([opened()])
    seen = Seen("t", ledger.version("t"))
    work = [RecordAct("t", demand("d", points=ONE))]
    with Ledger.open(path, clock=lambda: START, recorder="twin") as twin:
        decide = twin._decide

        def late(*given: Any) -> object:  # noqa: ANN401 -- as it is called
            ledger.handle(work, key="form-1", seen=seen)
            return decide(*given)

        twin._decide = late  # type: ignore[assignment,method-assign]
        assert twin.handle(work, key="form-1", seen=seen).refs == ("t/d",)
