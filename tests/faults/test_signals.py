"""Imports that are told to stop: by Ctrl-C, by the system, by a terminal that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tests.faults.checks import (
    ROUNDS,
    check_it_goes_on,
    dice,
    names,
    path_of,
    stored,
    until_it_is_open,
    until_it_writes,
    write_acts,
)

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
MANY = 10_000
PIPES = {"stdout": -1, "stderr": -1}


@pytest.mark.parametrize(
    ("moment", "number"), [("writes", signal.SIGINT), ("reads", signal.SIGTERM)]
)
def test_an_import_that_is_stopped_in_the_middle_is_there_as_a_whole_or_not_at_all(
    harmed: Runner, moment: str, number: signal.Signals
) -> None:
    acts = write_acts(harmed, "many", MANY, threads=50)
    with harmed.start("append", "--file", "acts.json", **PIPES) as importer:
        wait = until_it_writes if moment == "writes" else until_it_is_open
        assert wait(path_of(harmed), importer)
        time.sleep(0.5 if moment == "reads" else 0)
        importer.send_signal(number)
        out, err = importer.communicate()

    assert (importer.returncode, out, err) == (CODES[number], b"", b"")
    there = sorted(names(stored(path_of(harmed))))
    assert there in ([], acts)
    check_it_goes_on(harmed)


def test_an_import_may_be_stopped_at_any_moment(harmed: Runner) -> None:
    path, chance = path_of(harmed), dice()
    stopped = 0
    for each, (number, code) in zip(range(ROUNDS * 3 // 5), cycle(CODES.items()), strict=False):
        acts = write_acts(harmed, f"import-{each}", 300)
        with harmed.start("append", "--file", "acts.json", **PIPES) as importer:
            until_it_is_open(path, importer)
            time.sleep(chance.uniform(0, 0.3))
            importer.send_signal(number)
            out, err = importer.communicate()
        assert b"Traceback" not in err
        there = [name for name in names(stored(path)) if name.startswith(f"import-{each}/")]
        assert sorted(there) in ([], acts)
        # Who was stopped after the last word was nevertheless done.
        assert importer.returncode in ({0, code} if there else {code})
        assert there or (out, err) == (b"", b"")
        stopped += importer.returncode == code
    assert stopped
    check_it_goes_on(harmed)


def test_an_import_whose_reader_has_gone_is_recorded_all_the_same(harmed: Runner) -> None:
    acts = write_acts(harmed, "many", 300)
    reading, writing = os.pipe()
    os.close(reading)
    with harmed.start("append", "--file", "acts.json", stdout=writing, stderr=-1) as importer:
        os.close(writing)
        _, err = importer.communicate()

    assert importer.returncode == 141
    assert err == b"dipledger: recorded 1 thread and 300 acts (log positions 2 to 302)\n"
    assert sorted(names(stored(path_of(harmed)))) == acts
    check_it_goes_on(harmed)


def test_while_an_import_is_suspended_others_are_told_why_they_wait(harmed: Runner) -> None:
    acts = write_acts(harmed, "many", 300)
    statement = ("append", "statement", "before", "--from", "USA", "--summary", "meanwhile")
    no_wait = {"DIPLEDGER_BUSY_TIMEOUT": "0.2"}
    with harmed.start("append", "--file", "acts.json", **PIPES) as importer:
        assert until_it_writes(path_of(harmed), importer)
        importer.send_signal(signal.SIGSTOP)
        refused = harmed(*statement, env=no_wait)
        asked = harmed("timeline", "before", env=no_wait)
        importer.send_signal(signal.SIGCONT)
        _, err = importer.communicate()

    assert refused.code == 4
    assert "stayed busy: another program is writing to it" in refused.err
    assert "Try again when it has finished." in refused.err
    assert asked.code == 0
    assert importer.returncode == 0, err
    harmed(*statement).ok()
    assert len(names(stored(path_of(harmed)))) == len(acts) + 1
    check_it_goes_on(harmed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "moment",
    [
        # What is raised in a callback of SQLite becomes an error of SQLite.
        "import ledger.store.connections as store\nstore.authorize = interrupted",
        # What is raised there, or in a pattern that pydantic matches, is printed and forgotten.
        "import cli.append\ncli.append._check_usage = forgets",
        "import cli.failures\ncli.failures.say = interrupted",
    ],
    ids=["SQLite asks back", "an object is taken away", "an error is being told"],
)
def test_a_signal_that_comes_where_nothing_can_be_raised_ends_the_call(
    harmed: Runner, number: signal.Signals, moment: str
) -> None:
    script = (
        "import os, sys, time\n"
        "from cli.app import main\n"
        f"def interrupted(*_): os.kill(os.getpid(), {int(number)}); return 0\n"
        "class Text:\n"
        "    def __del__(self): interrupted()\n"
        "def forgets(*_): Text(); time.sleep(0.5)\n"
        f"{moment}\n"
        "sys.argv[1:] = ['append', 'statement', 'nowhere', '--from', 'USA', '--summary', 's']\n"
        "main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=harmed.folder,
        env=harmed.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        said = process.communicate()

    assert (process.returncode, *said) == (CODES[number], b"", b"")
