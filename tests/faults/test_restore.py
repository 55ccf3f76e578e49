"""Backups and restores that are interrupted: there as a whole, or not at all."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.commands import OpenThread
from ledger.store import Ledger
from tests.cli.kept import LEDGER
from tests.core.given import opened
from tests.faults.checks import ROUNDS, check_it_goes_on, dice, path_of, stored
from tests.faults.writers import START

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Runner

THREADS = 40
LONG = 1.0
"""Seconds that making a copy takes at most, with the start of the command."""


@pytest.fixture
def large(harmed: Runner) -> Runner:
    """A ledger that takes a while to copy and to check."""
    with Ledger.open(path_of(harmed), clock=lambda: START, recorder="registrar") as ledger:
        ledger.handle(
            [
                OpenThread(opened(f"t-{each}").opening.model_copy(update={"note": "x" * 500_000}))
                for each in range(THREADS)
            ]
        )
    harmed("backup", "good").ok()
    return harmed


def until_it_is_being_made(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the copy is begun, or the process ended."""
    while process.poll() is None and not [*folder.glob(".dipledger-*/*")]:
        time.sleep(0.001)


def same(one: Path, other: Path) -> bool:
    """Whether both are the same ledger, event for event."""
    read = []
    for path in (one, other):
        with closing(sqlite3.connect(path)) as tool:
            read.append(tool.execute("SELECT * FROM stored_events ORDER BY 1").fetchall())
    return read[0] == read[1]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_copy_that_is_killed_is_there_as_a_whole_or_not_at_all(
    large: Runner, command: str
) -> None:
    chance = dice()
    call = {"backup": ("backup", "copy"), "restore": ("restore", "good", "copy")}[command]
    copy = large.folder / "copy"
    fates = set()
    for number in range(ROUNDS):
        with large.start(*call, stdout=-1, stderr=-1) as making:
            if number % 2:
                until_it_is_being_made(large.folder, making)
                time.sleep(chance.uniform(0, 0.15))
            else:
                time.sleep(chance.uniform(0, LONG))
            making.kill()
        if copy.exists() and copy.stat().st_size:
            assert same(copy, path_of(large))
            assert len(stored(copy)) == THREADS + 1
            fates.add("whole")
        else:
            fates.add("none")
        # The next one is made all the same, whatever was left behind, once the name is free.
        copy.unlink(missing_ok=True)
        assert not copy.with_name("copy-wal").exists()
    assert "none" in fates
    large(*call).ok()
    assert same(copy, path_of(large))
    told = large("doctor", "--format", "json", now="2022-02-04T12:00Z").ok().data["checks"]
    left = [one for one in told if one["check"] == "unfinished copy"]
    assert len(left) == len([*large.folder.glob(".dipledger-*")])
    check_it_goes_on(large)


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_copy_that_is_interrupted_leaves_nothing_behind(
    large: Runner, command: str, number: signal.Signals, code: int
) -> None:
    call = {"backup": ("backup", "copy"), "restore": ("restore", "good", "copy")}[command]
    with large.start(*call, stdout=-1, stderr=-1) as making:
        until_it_is_being_made(large.folder, making)
        making.send_signal(number)
        out, err = making.communicate()

    assert making.returncode == code, err
    assert out == b""
    assert b"Traceback" not in err
    assert sorted(one.name for one in large.folder.iterdir()) == ["good", LEDGER]
    large(*call).ok()
    assert same(large.folder / "copy", path_of(large))
    check_it_goes_on(large)
