"""Every recorded event judged again: what was accepted stands, what was slipped in does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of

from ledger.commands import AmendThread, CloseThread, RecordAct, RecordNotice, ReopenThread
from ledger.dates import parse_act_date
from ledger.decide import decide
from ledger.events import (
    LinkedActReceived,
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadOpened,
)
from ledger.notices import ActRetracted
from ledger.parties import Party
from ledger.rejudge import Rejudging
from tests.core.given import act, demand, opened, record, reply
from tests.reference.histories import History, histories

if TYPE_CHECKING:
    from ledger.commands import Command
    from ledger.decide import StreamEvent
    from ledger.state import World

THREADS = [opened("t"), opened("u")]
RAISED = demand("d", points={"1": "leave"})
ANSWERED = reply("r", answers={"1": "reject"}, replies_to=("d",))


def judged(*transactions: list[StreamEvent]) -> tuple[int, int, str] | None:
    """The first transaction and event that speak against the rules, and why."""
    rejudging = Rejudging()
    for number, events in enumerate(transactions):
        found = rejudging.judge(events)
        if found is not None:
            return (number, *found)
    return None


def told(*commands: Command) -> list[list[StreamEvent]]:
    """What was recorded by commands, a transaction each."""
    transactions: list[list[StreamEvent]] = []
    world: World = record([])
    for command in commands:
        events = decide(world, command)
        transactions.append(list(events))
        world = record([command], world)
    return transactions


@any_of(histories())
def test_whatever_could_be_recorded_would_be_taken_again(history: History) -> None:
    assert judged(*map(list, history.events)) is None


@any_of(histories())
def test_also_in_one_transaction(history: History) -> None:
    assert judged([event for events in history.events for event in events]) is None


def test_what_the_registrar_did_is_taken_again() -> None:
    day = parse_act_date("2022-02-01")
    assert (
        judged(
            *told(
                *THREADS,
                AmendThread("t", ThreadAmended(title="Talks", reason="a better name")),
                CloseThread("t", day, "done"),
                ReopenThread("t", day, "not done"),
            )
        )
        is None
    )


def test_dependants_go_with_what_is_retracted() -> None:
    retraction = ActRetracted(id="x", act="d", reason="never sent")
    transactions = told(
        *THREADS,
        RecordAct("t", RAISED),
        RecordAct("t", ANSWERED),
        RecordNotice("t", retraction, with_dependants=True),
    )
    assert len(transactions[-1]) == 2
    assert judged(*transactions) is None
    # Without them the retraction leaves a broken reference.
    assert judged(*transactions[:-1], transactions[-1][:1]) == (
        *(4, 0),
        "it was not stored with the events that belong to it",
    )


def test_an_act_that_no_rule_would_let_pass() -> None:
    transactions = told(*THREADS, RecordAct("t", RAISED))
    found = judged(*transactions, [("t", reply("r", answers={"2": "reject"}))])
    assert found is not None
    assert found[:2] == (3, 0)
    assert "2" in found[2]


def test_an_act_whose_marker_in_the_other_thread_is_missing_or_has_no_act() -> None:
    answer = act("reply", "r", by="USA", to="RUS", when="2022-01-26", answers={"t/1": "reject"})
    transactions = told(*THREADS, RecordAct("t", RAISED), RecordAct("u", answer))
    assert judged(*transactions) is None
    assert judged(*transactions[:-1], transactions[-1][:1]) == (
        *(3, 0),
        "it was not stored with the events that belong to it",
    )
    assert judged(*transactions, [("t", LinkedActReceived(thread="u", act="r"))]) == (
        *(4, 0),
        "a marker of an act that was not recorded with it",
    )


def test_what_comes_after_a_fault_is_taken_in_but_not_judged() -> None:
    rejudging = Rejudging()
    events = [event for events in told(*THREADS) for event in events]
    events += [("t", reply("r", answers={"2": "reject"})), ("t", RAISED), ("t", ANSWERED)]
    found = rejudging.judge(events)
    assert found is not None
    assert found[0] == 2
    assert rejudging.judge([("t", reply("s", answers={"1": "accept"}))]) is None


@pytest.mark.parametrize("code", ["NATO", "LEAGUE"])
def test_a_party_that_a_later_release_ships_was_registered_rightly(code: str) -> None:
    party = Party.model_validate({"code": code, "name": "A body", "kind": "organisation"})
    events: list[StreamEvent] = [
        (f"party:{code}", PartyRegistered(party=party)),
        (f"party:{code}", PartyAmended(party=party, reason="a better name")),
    ]
    assert judged(events) is None


def test_a_party_registered_twice_and_a_thread_opened_twice() -> None:
    party = Party.model_validate({"code": "LEAGUE", "name": "A body", "kind": "organisation"})
    again: list[StreamEvent] = [("party:LEAGUE", PartyRegistered(party=party))]
    found = judged(again, again)
    assert found is not None
    assert found[:2] == (1, 0)
    thread: list[StreamEvent] = [("t", ThreadOpened(thread="t", title="T"))]
    assert judged(thread, thread) is not None
