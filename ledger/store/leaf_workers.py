"""Other processes that check stretches of a log, one for each core.

They are started plainly, not by `multiprocessing`: a forked process would inherit SQLite's
connections, which are not to be shared, and a spawned one runs the program of a user of the library
once more. A worker is told its work by one line of JSON, and answers with a line for each stretch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from ledger.store.differing import differs

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 4
_PROGRAM: Final = (
    "import json, sys; work = json.loads(sys.stdin.readline()); sys.path[:] = work.pop('path');"
    " from ledger.store.leaf_workers import answer; answer(**work)"
)


def cores() -> int:
    """On how many cores this process may check at once."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return min(usable, _MOST) if sys.executable else 1


def from_workers(uri: str, numbers: range, workers: int, *, copy: bool) -> Iterator[bytes]:
    """The root over each stretch, in their order. Differs with the first that does not fit."""
    started = [_start(uri, numbers[first::workers], copy=copy) for first in range(workers)]
    try:
        for at, number in enumerate(numbers):
            yield _read(started[at % workers], number)
    finally:
        for worker in started:
            worker.kill()
            worker.communicate()


def _start(uri: str, numbers: range, *, copy: bool) -> subprocess.Popen[str]:
    worker = subprocess.Popen(  # noqa: S603 -- this Python, this module
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    work = {
        "path": sys.path,
        "uri": uri,
        "copy": copy,
        "numbers": [numbers.start, numbers.stop, numbers.step],
    }
    assert worker.stdin is not None  # noqa: S101 -- it was asked for
    worker.stdin.write(f"{json.dumps(work)}\n")
    worker.stdin.flush()
    return worker


def _read(worker: subprocess.Popen[str], number: int) -> bytes:
    assert worker.stdout is not None  # noqa: S101 -- it was asked for
    line = worker.stdout.readline()
    try:
        told = json.loads(line)
    except ValueError as error:
        raise differs(
            f"stretch {number} of the log could not be read by another process"
        ) from error
    if "what" in told:
        raise differs(told["what"], told["position"])
    return bytes.fromhex(told["root"])


def answer(uri: str, numbers: list[int], *, copy: bool) -> None:
    """In a worker: check the stretches, one after the other."""
    import sqlite3
    from contextlib import closing

    from ledger.store.differing import Differs
    from ledger.store.leaf_check import stretch

    def say(told: dict[str, object]) -> None:
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()

    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            for number in range(*numbers):
                say({"root": stretch(connection, number, copy=copy).hex()})
    except Differs as found:
        say({"what": found.what, "position": found.position})
    except sqlite3.DatabaseError as error:
        say({"what": f"SQLite cannot read all of it ({error})", "position": None})
