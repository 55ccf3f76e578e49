"""What has to hold after any fault, and how the faulty are started."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import groupby, pairwise
from typing import IO, TYPE_CHECKING

from ledger.acts import Act
from ledger.commands import OpenThread
from ledger.integrity.leaf import commitment, leaf_hash, leaf_header
from ledger.integrity.merkle import root_of
from ledger.store import Ledger
from tests.cli.conftest import ROOT
from tests.cli.kept import LEDGER
from tests.core.given import opened
from tests.faults.writers import START

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ledger.store import Recorded
    from tests.cli.conftest import Runner

ROUNDS = {"nightly": 100}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 10)
"""How often what is left to chance is tried."""
TOMORROW = "2022-02-04T12:00Z"
"""A day after the instant at which the command records."""
BATCH = re.compile(r"(?P<name>.+-\d+-of-(?P<size>\d+))-\d+")


def dice() -> random.Random:
    """Chance, the same each time."""
    return random.Random(8)  # noqa: S311 -- no secret


def path_of(runner: Runner) -> Path:
    return runner.folder / LEDGER


def open_thread(path: Path, *names: str) -> None:
    with Ledger.open(path, clock=lambda: START, recorder="registrar") as ledger:
        ledger.handle([OpenThread(opened(name).opening) for name in names])


def start(
    story: str, path: Path, *arguments: str, stdout: int | IO[str] = subprocess.PIPE
) -> subprocess.Popen[str]:
    """A process of `tests.faults.writers`."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writers", story, str(path), *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def lines(text: str) -> list[str]:
    """The whole lines of what a process said; one that was cut off was not said."""
    return text.split("\n")[:-1]


def write_acts(
    runner: Runner, thread: str, number: int, *, threads: int = 1, text: str = "said"
) -> list[str]:
    """An act file in the runner's folder that opens threads, and the names of its acts, sorted."""
    slugs = [thread, *(f"{thread}-{each}" for each in range(1, threads))]
    acts = [
        {"statement": f"s{each}", "thread": slugs[each % threads], "summary": f"{text} {each}"}
        for each in range(number)
    ]
    given = {
        "threads": {slug: {"title": f"Thread {slug}"} for slug in slugs},
        "from": "USA",
        "when": "2021-12-01",
        "acts": acts,
    }
    (runner.folder / "acts.json").write_text(json.dumps(given))
    return sorted(f"{act['thread']}/{act['statement']}" for act in acts)


# ------------------------------------------------------------------------------ in the middle of it


def until_it_writes(path: Path, process: subprocess.Popen[bytes]) -> bool:
    """Wait until somebody holds the write lock; False where the process ended before."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        while process.poll() is None:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            other.execute("ROLLBACK")
            time.sleep(0.001)
    return False


def until_it_is_open(path: Path, process: subprocess.Popen[bytes]) -> bool:
    """Wait until somebody has opened the ledger; False where the process ended before."""
    companion = path.with_name(f"{path.name}-wal")
    while process.poll() is None:
        if companion.exists():
            return True
        time.sleep(0.001)
    return False


# ------------------------------------------------------------------------------- what has to hold


def stored(path: Path) -> list[Recorded]:
    """Every event of the log, once it is certain that all is well with file, log and tree."""
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Ledger.open(path, clock=lambda: START, recorder="auditor", read_only=True) as ledger:
        assert ledger.problems() == []
        events = list(ledger.log())
        leaves = [leaf_of(event) for event in events]
        assert ledger.leaves() == leaves
        assert ledger.tree() == (len(leaves), root_of(leaves))
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    transactions = [instant for instant, _ in groupby(events, lambda event: event.recorded_at)]
    assert all(one < next_one for one, next_one in pairwise(transactions))
    _check_batches(events)
    return events


def leaf_of(event: Recorded) -> bytes:
    """Its leaf, from nothing but its bytes."""
    header = leaf_header(
        stream=event.originator_id,
        version=event.originator_version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
    )
    return leaf_hash(commitment(header, event.body, event.nonce), event.recorded_at)


def _check_batches(events: Iterable[Recorded]) -> None:
    """What belongs together stands together, whole, and has one instant."""
    batched = [(one, found) for one in events if (found := BATCH.fullmatch(name_of(one)))]
    seen: set[str] = set()
    for name, group in groupby(batched, lambda one: one[1]["name"]):
        together = list(group)
        assert name not in seen
        seen.add(name)
        assert len(together) == int(together[0][1]["size"])
        assert len({event.recorded_at for event, _ in together}) == 1


def names(events: Iterable[Recorded]) -> list[str]:
    """The acts among events, in the order of the log."""
    return [name for one in events if (name := name_of(one))]


def name_of(event: Recorded) -> str:
    """THREAD/ACT, empty for what is no act."""
    return f"{event.originator_id}/{event.event.id}" if isinstance(event.event, Act) else ""


def check_nothing_is_lost(
    path: Path, acknowledged: Sequence[str], *, unsaid: int = 0
) -> list[Recorded]:
    """All that was acknowledged is where it was said to be, and nothing else is there.

    But for the transactions, at most `unsaid`, that were stored by writers who did not live to say
    so. Acknowledged are lines of `tests.faults.writers`, of all that writes batches.
    """
    events = stored(path)
    told: set[str] = set()
    for line in acknowledged:
        position, *refs = line.split()
        first = int(position) - 1
        assert names(events[first : first + len(refs)]) == refs
        assert told.isdisjoint(refs)
        told.update(refs)
    batches = [BATCH.fullmatch(one) for one in names(events) if one not in told]
    assert len({found["name"] for found in batches if found}) <= unsaid
    return events


def check_it_goes_on(runner: Runner) -> None:
    """The next command is not kept waiting, records, is believed, and nothing is found wrong."""
    no_wait = {"DIPLEDGER_BUSY_TIMEOUT": "0.1"}
    before, act = stored(path_of(runner)), "what-came-after"
    runner(
        "append", "statement", "before", "--id", act, "--from", "USA",
        "--when", "2021-12-20", "--summary", "all goes on", env=no_wait,
    ).ok()  # fmt: skip
    assert names(stored(path_of(runner))[len(before) :]) == [f"before/{act}"]
    told = runner("timeline", "before", "--format", "json", now=TOMORROW, env=no_wait).ok()
    assert act in told.out
    assert told.err == ""
    runner("doctor", now=TOMORROW, env=no_wait).ok()
    assert sorted(one.name for one in runner.folder.glob(f"{LEDGER}*")) == [LEDGER]
