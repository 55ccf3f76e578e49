"""Other processes that check stretches of a log, one for each core but this one's.

They are started plainly, not by `multiprocessing`: a forked process would inherit SQLite's
connections, which are not to be shared, and a spawned one runs the program of a user of the library
once more. A worker is told its work by one line of JSON, and answers with a line for each stretch.

They begin at the end of the log and this process at its beginning, until they meet. Whatever a
worker does not get done, this process does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from ledger.store.differing import differs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST: Final = 3
_PROGRAM: Final = (
    "import json, sys; work = json.loads(sys.stdin.readline()); sys.path[:] = work.pop('path');"
    " from ledger.store.leaf_worker import answer; answer(**work)"
)


def spare_cores() -> int:
    """On how many cores beside this process's others may check; 0 where none can be started."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return min(usable - 1, _MOST) if sys.executable else 0


def with_workers(
    uri: str, count: int, workers: int, here: Callable[[int], bytes], *, copy: bool
) -> Iterator[bytes]:
    """The root over each of the first stretches, in their order.

    `here` checks one in this process. Differs with the first that does not fit, whoever found it.
    """
    told: dict[int, dict[str, Any]] = {}
    started = [
        _start(uri, range(count - 1 - number, -1, -workers), copy=copy) for number in range(workers)
    ]
    readers = [Thread(target=_listen, args=(one, told), daemon=True) for one in started]
    try:
        for reader in readers:
            reader.start()
        for number in range(count):
            found = told.get(number)
            if found is None:
                yield here(number)
            elif "root" in found:
                yield bytes.fromhex(found["root"])
            else:
                raise differs(found["what"], found["position"])
    finally:
        for worker in started:
            worker.kill()
        for worker, reader in zip(started, readers, strict=True):
            reader.join()
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
    with suppress(BrokenPipeError):  # it is gone already: what it does not do is done here
        worker.stdin.write(f"{json.dumps(work)}\n")
        worker.stdin.flush()
    return worker


def _listen(worker: subprocess.Popen[str], told: dict[int, dict[str, Any]]) -> None:
    """Take down what a worker says, as far as it gets."""
    assert worker.stdout is not None  # noqa: S101 -- it was asked for
    for line in worker.stdout:
        try:
            said = json.loads(line)
        except ValueError:  # it was killed in the middle of a line
            return
        told[said["number"]] = said
