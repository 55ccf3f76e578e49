"""What happens to what was acknowledged: failing calls, full disks, kills, crowds."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from ledger.errors import SetupError
from ledger.store import VersionConflict, create_ledger_file
from ledger.store.connections import LedgerPool
from tests.store.stored import ROOT, another_tool, fill, note, open_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def test_a_file_that_may_not_grow_keeps_all_that_was_acknowledged(path: Path) -> None:
    with start("fills_the_disk", path) as writer:
        out, _ = writer.communicate()
    *acknowledged, sentence = out.splitlines()

    assert sentence == "the disk"
    assert len(acknowledged) > 10
    assert stored(path) == len(acknowledged) + 1  # the last one after there was room again


# -------------------------------------------------------------------------------------- crowds


def test_four_processes_append_five_hundred_acts_each_and_none_is_locked_out(path: Path) -> None:
    streams = ["shared", "shared", "own-1", "own-2"]
    writers = [start("appends_500", path, stream) for stream in streams]
    for writer in writers:
        with writer:
            out, err = writer.communicate()
        assert (out, err, writer.returncode) == ("500\n", "", 0)

    assert stored(path) == 2_000
    with open_log(path) as log:
        for stream, number in {"shared": 1_000, "own-1": 500, "own-2": 500}.items():
            versions = [event.originator_version for event in log.stream(stream)]
            assert versions == list(range(1, number + 1))
        instants = [event.recorded_at for event in log.all_after()]
        assert instants == sorted(set(instants))


def test_nothing_acknowledged_is_lost_when_a_writer_is_killed_ten_times(path: Path) -> None:
    acknowledged: list[str] = []
    for number in range(10):
        with start("appends_for_ever", path, f"run-{number}") as writer:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().strip() for _ in range(5 + 7 * number)]
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged += writer.stdout.read().split("\n")[:-1]
        assert writer.returncode == -signal.SIGKILL

    with open_log(path) as log:
        present = [f"{event.position} {event.originator_id}" for event in log.all_after()]
    assert set(acknowledged) <= set(present)
    assert len(set(acknowledged)) == len(acknowledged) >= 50
    # At most the one that was being written in each run, stored and not yet said to be.
    assert stored(path) <= len(acknowledged) + 10


# ------------------------------------------------------------- what is done in another process


def start(story: str, path: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.test_faults", story, str(path), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def appends_500(path: Path, stream: str) -> None:
    with open_log(path) as log:
        done = lost = 0
        version = 1
        while done < 500:
            try:
                log.append([note(stream, version)])
                done += 1
            except VersionConflict:
                lost += 1
                version += len(log.stream(stream, after_version=version))
            version += 1
        say(done)


def appends_for_ever(path: Path, stream: str) -> None:
    with open_log(path) as log:
        for version in count(1):
            (event,) = log.append([note(stream, version)])
            say(event.position, stream)


def fills_the_disk(path: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, most))
    with open_log(path) as log:
        for version in count(1):
            try:
                log.append([note("thread", version, "x" * 3_000)])
            except SetupError as error:
                assert log.head()[0] == version - 1
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                log.append([note("thread", version)])
                say(str(error)[:8])
                return
            say(version)


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
