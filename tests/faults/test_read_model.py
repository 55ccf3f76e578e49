"""A read model whose building is disturbed: by others, by signals, by a disk without room."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.cli.kept import (
    LEDGER,
    answers,
    change,
    every_row,
    layers,
    log_of,
    nothing_is_left_over,
    seen_acts,
)
from tests.faults.checks import ROUNDS, dice, path_of, start

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


# ----------------------------------------------------------------------------- crowds and killings


def test_rebuilding_while_others_record_and_ask_loses_nothing(july: Runner) -> None:
    threads, count, acts = 6, 60, seen_acts(july)
    writer = start("opens_threads", path_of(july), str(count))
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
    assert len(told) == threads + 3
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
    chance = dice()
    codes = [
        stopped(july, usual * chance.uniform(0.4, 1), signal.SIGKILL) for _ in range(ROUNDS // 3)
    ]

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


# ------------------------------------------------------------------------------ disks and locks


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
