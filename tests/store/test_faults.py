"""What happens to what was acknowledged when a call fails, an interrupt comes, a disk is full."""

from __future__ import annotations

import gc
import sqlite3
import sys
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, ClassVar

import pytest

from ledger.errors import SetupError
from ledger.store import create_ledger_file
from ledger.store.connections import LedgerPool
from tests.store.stored import another_tool, fill, note, open_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.store import EventLog

DRAFTS = [note("a", 1), note("b", 1), note("a", 2)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    return file


def stored(path: Path) -> int:
    """How many records there are, after looking whether all is well with them."""
    with closing(another_tool(path)) as tool:
        assert tool.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with open_log(path) as log:
        assert log.problems() == []
        events = log.all_after()
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        return len(events)


# ------------------------------------------------------------------------------ failing calls


class Faulty(sqlite3.Connection):
    """Fails at its n-th call, before the call is made or after it."""

    calls: ClassVar[Iterator[int]] = count()
    fails_at: ClassVar[int] = -1
    after: ClassVar[bool] = False

    def cursor(self, *_: object) -> FaultyCursor:  # type: ignore[override]
        return super().cursor(FaultyCursor)

    def execute(self, *args: object) -> FaultyCursor:
        return self.cursor().execute(*args)

    def commit(self) -> None:
        fault(super().commit)

    def rollback(self) -> None:
        fault(super().rollback)


class FaultyCursor(sqlite3.Cursor):
    """As its connection."""

    def execute(self, *args: object) -> FaultyCursor:
        fault(super().execute, *args)
        return self

    def executemany(self, *args: object) -> FaultyCursor:
        fault(super().executemany, *args)
        return self


def fault(call: Callable[..., object], *args: object) -> None:
    number = next(Faulty.calls)
    if number == Faulty.fails_at and not Faulty.after:
        raise sqlite3.OperationalError("disk I/O error")
    call(*args)
    if number == Faulty.fails_at:
        raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("after", [False, True])
def test_an_error_at_any_call_leaves_all_or_nothing_and_a_log_that_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    monkeypatch.setattr(LedgerPool, "connection_class", Faulty)
    monkeypatch.setattr(Faulty, "after", after)
    failures = 0
    for fails_at in count():
        with open_log(path) as log:
            monkeypatch.setattr(Faulty, "fails_at", fails_at)
            monkeypatch.setattr(Faulty, "calls", count())
            before, failed = append_two(log)
            monkeypatch.setattr(Faulty, "fails_at", -1)
            assert log.head()[0] in {before, before + 2}
            if not failed:
                break
            failures += 1
            # The same connection, after the fault.
            version = log.head()[0] + 1
            assert log.append([note("a", version)])[0].position == version
        assert stored(path) == version
    assert failures >= 8  # begin, head, sequence, insert, commit, and the reading back


def test_an_error_at_any_call_of_opening_is_told_and_the_next_opening_works(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 1)
    monkeypatch.setattr(LedgerPool, "connection_class", Faulty)
    for fails_at in range(5):
        monkeypatch.setattr(Faulty, "fails_at", fails_at)
        monkeypatch.setattr(Faulty, "calls", count())
        with pytest.raises(SetupError, match="disk I/O error"):
            open_log(path)
        assert stored(path) == 1


def append_two(log: EventLog) -> tuple[int, bool]:
    with closing(another_tool(log.path)) as tool:
        (before,) = tool.execute("SELECT count(*) FROM stored_events").fetchone()
    try:
        log.append([note("a", before + 1), note("a", before + 2)])
    except SetupError:
        return before, True
    return before, False


def test_an_interrupt_at_any_step_of_sqlite_leaves_all_or_nothing(path: Path) -> None:
    steps = 0
    with open_log(path) as log:
        connection = pooled(log)
        for allowed in count(1, 3):
            connection.set_progress_handler(once(allowed), 1)
            try:
                log.append(DRAFTS)
            except SetupError:
                steps += 1
            else:
                break
            finally:
                connection.set_progress_handler(None, 1)
            assert log.head()[0] in {0, 3}
            if log.head()[0]:
                break
            assert not connection.in_transaction
    assert stored(path) == 3
    assert steps > 50


def test_a_connection_that_cannot_even_roll_back_is_given_up(path: Path) -> None:
    with open_log(path) as log:
        given_up = pooled(log)
        steps = count(1)
        given_up.set_progress_handler(lambda: next(steps) > 100, 1)
        with pytest.raises(SetupError, match="interrupted"):
            log.append(DRAFTS)
        with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
            given_up.execute("SELECT 1")

        log.append(DRAFTS)
    assert stored(path) == 3


def test_an_exception_of_python_in_the_middle_of_an_append_undoes_it(path: Path) -> None:
    def nonces() -> bytes:
        raise KeyboardInterrupt

    with open_log(path) as log:
        log.application.recorder._nonces = nonces
        with pytest.raises(KeyboardInterrupt):
            log.append(DRAFTS)
        log.application.recorder._nonces = lambda: bytes(32)
        log.append(DRAFTS)
    assert stored(path) == 3


def test_a_reading_that_a_signal_left_unfinished_is_cleared_away_without_a_word(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 3)
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    with open_log(path) as log:
        reading = log.reading()
        connection = reading.__enter__()
        assert connection.in_transaction
    # The signal came before a `with` had it: whoever collects it does so after the log was closed.
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        connection.execute("SELECT 1")
    del reading
    gc.collect()

    assert said == []


def once(number: int) -> Callable[[], bool]:
    """True when asked for the n-th time, and only then."""
    steps = count(1)
    return lambda: next(steps) == number


def pooled(log: EventLog) -> sqlite3.Connection:
    with log.application.datastore.raw() as connection:
        return connection


# ---------------------------------------------------------------------------------- full disks


def test_a_full_database_is_said_to_be_full_and_goes_on_when_there_is_room(path: Path) -> None:
    fill(path, 3)
    with open_log(path) as log:
        (pages,) = pooled(log).execute("PRAGMA page_count").fetchone()
        pooled(log).execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(SetupError, match="the disk is full") as caught:
            log.append([note("thread", 4, "x" * 100_000)])
        assert "Make room" in str(caught.value)
        pooled(log).execute("PRAGMA max_page_count = 1000000")
        log.append([note("thread", 4)])
    assert stored(path) == 4
