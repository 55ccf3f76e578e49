"""Processes that record through the library, without the start-up of a command for each act.

Run as `python -m tests.faults.writers STORY LEDGER …`. A line on stdout acknowledges one
transaction: the position of its first event, and the names of its acts.
"""

from __future__ import annotations

import resource
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.commands import RecordAct
from ledger.errors import SetupError
from ledger.store import Ledger
from tests.core.given import act, opened

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.commands import Command

START = 1_640_000_000_000_000
"""2021-12-20T11:33:20Z in microseconds."""
ROOM = 500_000
"""Bytes that a file may have whose disk is full."""


def batch(thread: str, name: str, number: int, text: str = "said") -> list[Command]:
    """One to three acts that belong together, and say so in their names: `a-7-of-3-2`."""
    size = 1 + number % 3
    ids = [f"{name}-{number}-of-{size}-{each}" for each in range(1, size + 1)]
    return [RecordAct(thread, statement(id_, f"{text} {id_}")) for id_ in ids]


def statement(id_: str, summary: str) -> Act:
    return act("statement", id_, by="USA", when="2021-12-01", summary=summary)


def writes(path: Path, thread: str, name: str, batches: str, behind: str = "0") -> None:
    """So many batches, or without end for 0, by a clock that stands still so many seconds ago."""
    now = START - int(behind) * 1_000_000
    with Ledger.open(path, clock=lambda: now, recorder=name) as ledger:
        for number in range(int(batches)) if int(batches) else count():
            receipt = ledger.handle(batch(thread, name, number))
            say(receipt.positions[0], *receipt.refs)


def opens_threads(path: Path, acts: str) -> None:
    """Acts one by one, and a new thread for every ten of them."""
    with Ledger.open(path, clock=lambda: START, recorder="opener") as ledger:
        for number in range(int(acts)):
            thread = f"t{number // 10 * 10}"
            if number % 10 == 0:
                ledger.handle(opened(thread))
            ledger.handle(RecordAct(thread, statement(f"s{number}", f"statement {number}")))


def fills_the_disk(path: Path, thread: str) -> None:
    """Until there is no more room; then says so, is given room, and goes on."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, most))
    with Ledger.open(path, clock=lambda: START, recorder="filler") as ledger:
        for number in count():
            try:
                receipt = ledger.handle(batch(thread, "fill", number, "x" * 3_000))
            except SetupError as error:
                before = ledger.head()[0]
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                receipt = ledger.handle(batch(thread, "room", number))
                assert receipt.positions[0] == before + 1
                say(receipt.positions[0], *receipt.refs)
                say(error)
                return
            say(receipt.positions[0], *receipt.refs)


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
