"""A read model that is built while others record and ask, killed, without room, without rights."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import NOW, ROOT
from tests.cli.kept import (
    LEDGER,
    answers,
    asked_once,
    change,
    every_row,
    layers,
    log_of,
    nothing_is_left_over,
    seen_acts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Runner

NOBODY = 65534


@pytest.fixture
def july(dipledger: Runner) -> Runner:
    """A ledger of July 1914 that has been asked, so that there is a read model."""
    return asked_once(dipledger)


# ----------------------------------------------------------------------------- crowds and killings

WRITER = """
import sys
from pathlib import Path
from tests.core.given import act, opened
from ledger.commands import RecordAct
from ledger.store import Ledger
path, count = sys.argv[1:]
with Ledger.open(Path(path), clock=lambda: 1_640_000_000_000_000, recorder="w") as ledger:
    for n in range(int(count)):
        if n % 10 == 0:
            ledger.handle([opened(f"t{n}")])
        one = act("statement", f"s{n}", by="USA", when="2022-01-01", summary=f"statement {n}")
        ledger.handle([RecordAct(f"t{n // 10 * 10}", one)])
"""


def test_rebuilding_while_others_record_and_ask_loses_nothing(july: Runner) -> None:
    threads, count, acts = 20, 200, seen_acts(july)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(july.folder / LEDGER), str(count)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=july.environment(),
    )
    rebuilt: list[tuple[int, bytes]] = []

    def rebuild() -> None:
        while writer.poll() is None:
            with july.start("projection", "rebuild", stderr=-1, stdout=-1) as one:
                _, err = one.communicate()
            rebuilt.append((one.returncode, err))

    builder = threading.Thread(target=rebuild)
    builder.start()
    seen: list[tuple[str, int]] = []
    try:
        while writer.poll() is None:
            who = ("ledger", "public")[len(seen) % 2]
            told = july("threads", "--known-by", who, "--format", "json", now="2023-01-01").ok()
            assert told.err == ""
            seen.append((who, sum(one["acts"] for one in told.data["threads"])))
    finally:
        builder.join()
        _, err = writer.communicate()
    assert (writer.returncode, err) == (0, "")
    assert {code for code, _ in rebuilt} == {0}, rebuilt
    for viewer in ("ledger", "public"):
        counts = [number for who, number in seen if who == viewer]
        assert counts == sorted(counts)

    told = july("threads", "--format", "json", now="2023-01-01").ok().data["threads"]
    assert len(told) == threads + 2
    assert sum(one["acts"] for one in told) == seen_acts(july) == acts + count
    july("threads", "--known-by", "public").ok()
    rows = every_row(july)
    july("projection", "rebuild").ok()
    assert every_row(july) == rows
    assert nothing_is_left_over(july)


def stopped(runner: Runner, after: float, number: int) -> int:
    """How a rebuild ends that is sent a signal in the middle."""
    with runner.start("projection", "rebuild", stderr=-1, stdout=-1) as one:
        time.sleep(after)
        one.send_signal(number)
        one.communicate()
    return one.returncode


def test_a_killed_rebuild_leaves_the_old_layers_and_is_swept_up_by_the_next(
    july: Runner,
) -> None:
    right, log = answers(july), log_of(july)
    started = time.monotonic()
    july.start("projection", "rebuild", stderr=-1, stdout=-1).communicate()
    usual = time.monotonic() - started
    dice = random.Random(7)  # noqa: S311 -- no secret
    codes = [stopped(july, usual * (0.4 + 0.6 * dice.random()), signal.SIGKILL) for _ in range(5)]

    assert -signal.SIGKILL in codes
    assert answers(july) == right
    july("projection", "rebuild").ok()
    assert nothing_is_left_over(july)
    assert log_of(july) == log


def test_what_a_killed_build_left_is_swept_up_whoever_it_was_for(july: Runner) -> None:
    change(
        july,
        "INSERT INTO read_layer SELECT max(layer) + 1, 'GBR', 1, 0, x'01', 'building'"
        " FROM read_layer",
        "INSERT INTO read_told SELECT max(layer), 1 FROM read_layer",
    )
    july("projection", "rebuild").ok()
    assert nothing_is_left_over(july)


def test_an_interrupted_rebuild_ends_with_130_and_the_old_layers_answer(july: Runner) -> None:
    right, number = answers(july), in_use(july)
    holder = sqlite3.connect(july.folder / LEDGER, isolation_level=None)
    with closing(holder):
        holder.execute("BEGIN IMMEDIATE")  # so that the rebuild is in the middle for certain
        with july.start("projection", "rebuild", stderr=-1, stdout=-1) as one:
            time.sleep(1.5)
            one.send_signal(signal.SIGINT)
            time.sleep(0.2)
            holder.execute("ROLLBACK")
            _, err = one.communicate()
    assert one.returncode == 130, err
    assert in_use(july) == number
    assert answers(july) == right


def in_use(runner: Runner) -> list[Any]:
    with closing(sqlite3.connect(runner.folder / LEDGER)) as other:
        return other.execute("SELECT layer FROM read_layer WHERE stage = 'current'").fetchall()


def test_two_that_ask_first_are_both_answered_and_one_layer_remains(july: Runner) -> None:
    change(july, "DROP TABLE read_layer")
    pair = [
        july.start("threads", "--format", "csv", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [one.communicate() for one in pair]

    assert [one.returncode for one in pair] == [0, 0], told
    assert told[0][0] == told[1][0] != b""
    assert layers(july) == [("ledger", 0)]
    july("projection", "rebuild").ok()
    assert nothing_is_left_over(july)


# --------------------------------------------------------------------------- disks and rights


def test_a_full_disk_costs_the_rows_and_not_the_answer(july: Runner) -> None:
    change(july, "DROP TABLE read_layer")
    log = log_of(july)
    size = (july.folder / LEDGER).stat().st_size
    code = (
        "import resource, sys;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 4}, resource.RLIM_INFINITY));"
        "from cli.app import main; main()"
    )
    told, failed = (
        subprocess.run(
            [sys.executable, "-c", code, *command],
            cwd=july.folder,
            env=july.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        for command in (("points", "--format", "csv"), ("projection", "rebuild"))
    )
    assert told.returncode == 0, told.stderr
    assert "this is answered from memory" in told.stderr
    assert failed.returncode == 2
    assert "Traceback" not in failed.stderr
    assert log_of(july) == log
    right = july("points", "--format", "csv").ok().out
    assert told.stdout == right.replace("\r\n", "\n")


def test_a_ledger_kept_locked_is_answered_from_memory(july: Runner) -> None:
    right = july("threads", "--format", "csv").ok().out
    july("thread", "open", "later", "--title", "Later").ok()
    with closing(sqlite3.connect(july.folder / LEDGER, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = july("threads", "--format", "csv", env={"DIPLEDGER_BUSY_TIMEOUT": "0.2"}).ok()
        failed = july("projection", "rebuild", env={"DIPLEDGER_BUSY_TIMEOUT": "0.2"})
    assert "another program keeps the ledger locked; this is answered from memory" in told.err
    assert len(told.out.splitlines()) == len(right.splitlines()) + 1
    assert failed.code == 4


@pytest.fixture
def shelf(july: Runner) -> Iterator[Path]:
    """A folder that a user without privileges owns, with a ledger that has no read model."""
    folder = Path(tempfile.mkdtemp())
    path = folder / LEDGER
    change(july, "DROP TABLE read_layer")
    shutil.copy(july.folder / LEDGER, path)
    if os.geteuid() == 0:
        for file in (folder, path):
            os.chown(file, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("what", "mode"), [("file", 0o400), ("folder", 0o500)])
def test_without_the_right_to_write_questions_are_answered_and_nothing_is_written(
    july: Runner, shelf: Path, what: str, mode: int
) -> None:
    right = july("points", "--format", "csv").ok().out.replace("\r\n", "\n")
    (shelf if what == "folder" else shelf / LEDGER).chmod(mode)
    before = (shelf / LEDGER).read_bytes()

    told, status, failed = (
        unprivileged(july.folder / LEDGER, shelf, *command)
        for command in (
            ("points", "--format", "csv"),
            ("projection", "status"),
            ("projection", "rebuild"),
        )
    )
    assert (told.returncode, told.stdout) == (0, right), told.stderr
    assert "every question builds it in memory" in status.stdout
    assert failed.returncode == 2
    assert "nothing is kept beside it" in failed.stderr
    assert (shelf / LEDGER).read_bytes() == before


def unprivileged(warm: Path, shelf: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A call by somebody who may not do everything."""
    # Nobody may not be able to import anything here, so all of it is imported by being used once.
    code = (
        "import contextlib, encodings.ascii, io, os, sys\n"
        "from cli.failures import run\n"
        "from cli.root import call\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(sys.stdout):\n"
        f"    run(lambda: call(['--ledger', {str(warm)!r}, *sys.argv[1:]]))\n"
        "if os.geteuid() == 0:\n"
        f"    os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        f"sys.exit(run(lambda: call(['--ledger', {str(shelf / LEDGER)!r}, *sys.argv[1:]])))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd="/",
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": "/",
            "LOGNAME": "reader",
            "DIPLEDGER_NOW": NOW,
        },
        capture_output=True,
        text=True,
        check=False,
    )
