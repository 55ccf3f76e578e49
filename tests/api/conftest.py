"""One case, recorded through the public names alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ledger import Ledger, correct, disclose, open_ledger, read_acts
from projections import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = 86_400
NOW = 1_643_889_600
"""2022-02-03T12:00Z."""
ACTS: dict[str, Any] = {
    "thread": "straits",
    "open": {
        "title": "Straits",
        "parties": ["RUS", "TUR"],
        "zone": "Europe/Istanbul",
        "tags": "sea",
    },
    "acts": [
        {
            "demand": "note",
            "from": "RUS",
            "to": "TUR",
            "when": "2021-12-15",
            "published": date(2021, 12, 17),
            "points": {"1": "Free passage", "2": {"text": "No tolls", "kind": "request"}},
            "people": ["bearer=Ivan (Envoy) [RUS]"],
        },
        {
            "reply": "answer",
            "from": "TUR",
            "to": "RUS",
            "when": "2022-01-12",
            "disclosure": "undisclosed",
            "answers": {"1": "reject: Never"},
            "sequence": 1,
            "place": None,
        },
        {
            "request": "reminder",
            "from": "RUS",
            "to": "TUR",
            "when": "2022-01-14",
            "own_answers": True,
            "points": {"3": "In writing"},
            "deadline": "2022-01-31",
        },
    ],
}


class Clock:
    """A clock that goes on by a day with each transaction."""

    def __init__(self) -> None:
        self.seconds = NOW - 3 * DAY

    def __call__(self) -> int:
        return self.seconds * 1_000_000


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The case, recorded on 31 January; corrected on 1 and disclosed on 2 February, at noon."""
    clock = Clock()
    url = f"sqlite:///{tmp_path}/straits.dipledger"
    with open_ledger(url, clock=clock, recorder=" desk ", create=True) as opened:
        opened.handle(read_acts(opened, ACTS))
        clock.seconds += DAY
        opened.handle(correct(opened, "straits/note", {"place": "Ankara"}, reason="The cover"))
        clock.seconds += DAY
        leaked = disclose(
            opened,
            "straits/answer",
            how="leaked",
            when="2022-02-02",
            reason="Printed",
            source=["A newspaper"],
            text="Turkey cannot agree.",
        )
        opened.handle([leaked], key="leak")
        clock.seconds += DAY
        assert opened.handle(leaked, key="leak").positions == (6,)
        yield opened


@pytest.fixture
def reader(ledger: Ledger) -> Iterator[Reader]:
    with Reader(ledger) as opened:
        yield opened
