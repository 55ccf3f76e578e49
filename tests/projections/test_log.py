"""The raw log: every event in a few words, also those this version does not know."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ledger.acts import DemandIssued, StatementMade
from ledger.dates import parse_act_date
from ledger.events import (
    Event,
    LinkedActReceived,
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadClosed,
    ThreadOpened,
    ThreadReopened,
)
from ledger.notices import ActRetracted
from ledger.parties import Party, PartyKind
from ledger.parts import Point
from ledger.vocabulary import PointKind
from projections.log import log_view

DAY = parse_act_date("2022-01-26", zone="Europe/Moscow")
HRE = Party(code="HRE", name="Holy Roman Empire", kind=PartyKind.FORMER_STATE)


@dataclass
class Stored:
    """A stored event, as the store would hand it out."""

    event: object | None
    topic: str = "dipledger.Something.v1"
    position: int | None = 7
    originator_id: str = "us-russia-2021"
    originator_version: int = 3
    recorded_at: int = 1_643_274_000_000_001
    recorded_by: str = "registrar"
    marking: str | None = "secret//NOFORN"
    leaf: bytes = b"\xab" * 32


@pytest.mark.parametrize(
    ("event", "summary"),
    [
        (
            ThreadOpened(thread="us-russia-2021", title="Guarantees"),
            "opens the thread “Guarantees”",
        ),
        (ThreadAmended(title="Talks", reason="renamed"), "amends the thread: renamed"),
        (
            ThreadClosed(when=DAY, reason="war"),
            "closes the thread on 2022-01-26 Europe/Moscow: war",
        ),
        (
            ThreadReopened(when=DAY, reason="talks"),
            "reopens the thread on 2022-01-26 Europe/Moscow: talks",
        ),
        (ActRetracted(id="x", act="d", reason="never sent"), "retract d (x): never sent"),
        (ActRetracted(id="b", notice="x", reason="it was"), "retract x (b): it was"),
        (PartyRegistered(party=HRE), "registers HRE, Holy Roman Empire"),
        (PartyAmended(party=HRE, reason="new name"), "amends HRE: new name"),
        (LinkedActReceived(thread="nato-2021", act="reply"), "nato-2021/reply bears on it"),
        (
            DemandIssued(
                id="draft",
                senders=("RUS",),
                addressees=("USA", "FRA"),
                points=(Point(label="1", kind=PointKind.DEMAND, text="Withdraw."),),
            ),
            "demand draft, RUS -> USA, FRA: Withdraw.",
        ),
        (StatementMade(id="briefing", senders=("USA",)), "statement briefing, USA"),
    ],
)
def test_every_event_is_told_in_a_few_words(event: Event, summary: str) -> None:
    (entry,) = log_view([Stored(event)]).events

    assert (entry.summary, entry.known) == (summary, True)


def test_an_event_of_unknown_type_is_shown_and_not_dropped() -> None:
    (entry,) = log_view([Stored(None, topic="os:system")]).events

    assert (entry.topic, entry.known, entry.summary) == ("os:system", False, "unknown type")


def test_an_entry_says_where_it_stands_when_it_was_recorded_and_by_whom() -> None:
    (entry,) = log_view([Stored(None)]).events

    assert entry.position == 7
    assert (entry.stream, entry.version) == ("us-russia-2021", 3)
    assert entry.recorded_at == "2022-01-27T09:00:00.000001Z"
    assert (entry.recorded_by, entry.marking) == ("registrar", "secret//NOFORN")
    assert entry.leaf == "ab" * 32
