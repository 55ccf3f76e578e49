"""Readers who do not let go: writers go on, the answer stays one state, and growth ends."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ledger.store import Ledger
from projections import Reader
from tests.faults.checks import (
    check_it_goes_on,
    check_nothing_is_lost,
    lines,
    open_thread,
    path_of,
    start,
    stored,
)
from tests.faults.writers import START

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Runner

BATCHES = 200
FOLDED_AT = 4_200_000
"""Bytes; SQLite folds a write-ahead log of 1,000 pages into the file, unless somebody reads."""
COUNT = "SELECT count(*) FROM stored_events"


def test_while_readers_hold_one_state_thousands_are_recorded_and_then_growth_ends(
    harmed: Runner,
) -> None:
    path = path_of(harmed)
    open_thread(path, "long")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as tool,
        Ledger.open(path, clock=lambda: START, recorder="reader", read_only=True) as ledger,
        Reader(ledger) as reader,
        start("writes", path, "long", "w", "0") as writer,
    ):
        tool.execute("BEGIN")
        events = tool.execute(COUNT).fetchone()
        with reader.snapshot(reader.lens()) as snapshot:
            statuses = list(snapshot.statuses())
            acknowledged = acknowledgements(writer)
            held = waiting(path)
            assert list(snapshot.statuses()) == statuses
            assert tool.execute(COUNT).fetchone() == events
        tool.execute("ROLLBACK")
        acknowledged += acknowledgements(writer)
        assert held > FOLDED_AT
        # It is begun anew, in the room it has.
        assert waiting(path) < held + FOLDED_AT / 10
        writer.kill()
        assert writer.stdout is not None
        acknowledged += lines(writer.stdout.read())
        assert tool.execute(COUNT).fetchone() > (2 * BATCHES,)
    check_nothing_is_lost(path, acknowledged, unsaid=1)
    check_it_goes_on(harmed)


def acknowledgements(writer: subprocess.Popen[str]) -> list[str]:
    assert writer.stdout is not None
    return [writer.stdout.readline().strip() for _ in range(BATCHES)]


def waiting(path: Path) -> int:
    """Bytes in the write-ahead log."""
    return path.with_name(f"{path.name}-wal").stat().st_size


def test_an_answer_that_is_read_slowly_is_one_state_and_keeps_nobody_waiting(
    harmed: Runner,
) -> None:
    path = path_of(harmed)
    open_thread(path, "first", "later")
    with start("writes", path, "first", "w", "150") as writer:
        writer.communicate()
    with harmed.start("log", "--format", "jsonl", stdout=-1) as reader:
        assert reader.stdout is not None
        answer = reader.stdout.readline()  # and no more than what a pipe holds
        with start("writes", path, "later", "w", str(BATCHES)) as writer:
            writer.communicate()
        assert waiting_or_none(path) < FOLDED_AT
        answer += reader.stdout.read()

    assert reader.returncode == 0
    told = [json.loads(line)["leaf"] for line in answer.splitlines()]
    events = stored(path)
    assert told == [event.leaf.hex() for event in events[: len(told)]]
    # Not in the middle of a transaction, nor with what came after the question.
    assert events[len(told)].recorded_at > events[len(told) - 1].recorded_at
    assert events[len(told)].originator_id == "later"
    check_it_goes_on(harmed)


def waiting_or_none(path: Path) -> int:
    return waiting(path) if path.with_name(f"{path.name}-wal").exists() else 0
