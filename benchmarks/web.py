"""The page: how soon the first one is there, and what a page costs in small and large ledgers.

`serve` is started as a process, and its pages fetched over its socket, in ledgers of 1,000 and
10,000 acts and of the full size, in threads of twenty acts. `start_over_floor` is the time from the
start of the command to the first page, over that of the floor: a process that imports the same
libraries, opens the ledger and prints a thread as `dipledger show` does.
`thread_large_over_small` and `home_large_over_small` are the times of a page in the largest ledger
over those in the smallest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.common.ledgers import filled
from benchmarks.common.measuring import arguments, ratios, report, spread
from benchmarks.common.workload import thread_name
from projections.lens import Lens
from projections.reader import Reader

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

SIZES = (1_000, 10_000)
ROUNDS = 11
STARTS = 7
_NOW = 4_000_000_000
PAGES = {
    "home": "/",
    "thread": f"/threads/{thread_name(0)}",
    "compare": f"/threads/{thread_name(0)}/compare",
    "search": "/search?q=bridge",
    "parties": "/parties",
}
FLOOR = """
import sys, starlette.applications, uvicorn, jinja2, pydantic
from pathlib import Path
from ledger.store import Ledger
from projections.reader import Reader
from projections.lens import Lens
with Ledger.open(Path(sys.argv[1]), clock=lambda: 0, recorder="b", read_only=True) as ledger:
    with Reader(ledger) as reader:
        print(reader.thread(sys.argv[2], Lens(4_000_000_000)).model_dump_json())
"""


def main() -> None:
    """Measure and report."""
    options = arguments(__doc__ or "", 20_000, _more)
    sizes = sorted({*SIZES, options.size})
    times: dict[tuple[int, str], list[float]] = {}
    weights: dict[str, int] = {}
    with ExitStack() as stack:
        made = {options.size: options.ledger} if options.ledger else {}
        ledgers = {size: made.get(size) or stack.enter_context(_built(size)) for size in sizes}
        starts, floors = _starts(ledgers[sizes[0]])
        servers = {size: stack.enter_context(_served(path)) for size, path in ledgers.items()}
        for number in range(ROUNDS + 1):
            for size, server in servers.items():
                for name, path in PAGES.items():
                    took, weight = _fetched(server + path)
                    if number:  # the first round is not counted
                        times.setdefault((size, name), []).append(took)
                    weights[name] = weight
    small, large = sizes[0], sizes[-1]
    report(
        "web",
        f"pages over a socket, in {', '.join(f'{size:,}' for size in sizes)} acts",
        {
            "start_over_floor": ratios(starts, floors),
            **{
                f"{name}_large_over_small": ratios(times[large, name], times[small, name])
                for name in ("thread", "home")
            },
        },
        {
            "first_page_ms": _milliseconds(starts),
            **{
                f"{name}_{size}_ms": _milliseconds(times[size, name])
                for name in PAGES
                for size in sizes
            },
            "bytes": weights,
        },
        as_json=options.json,
    )


def _more(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--ledger", type=Path, help="a ledger of the full size with its read model, made before"
    )


def _milliseconds(values: list[float]) -> dict[str, float]:
    return {key: round(value * 1000, 1) for key, value in spread(values).items()}


@contextmanager
def _built(size: int) -> Iterator[Path]:
    """A ledger with its read model."""
    with filled(size) as ledger:
        with Reader(ledger) as reader:
            reader.threads(Lens(_NOW))
        yield ledger.path


def _environment(folder: str) -> dict[str, str]:
    return {**os.environ, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}


@contextmanager
def _served(path: Path) -> Iterator[str]:
    """The page of a ledger; its address without the last slash."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "cli.app", "--ledger", str(path), "serve", "--port", "0"]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_environment(folder),
        ) as process:
            assert process.stdout is not None  # noqa: S101 -- a pipe
            try:
                yield process.stdout.readline().strip().rstrip("/")
            finally:
                process.terminate()


def _fetched(address: str) -> tuple[float, int]:
    """Seconds and bytes of a page."""
    start = perf_counter()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 -- our own, over HTTP
        body = answer.read()
    return perf_counter() - start, len(body)


def _starts(path: Path) -> tuple[list[float], list[float]]:
    """From the start of the command to the first page, and the floor, in turn."""
    marks: list[float] = []
    for _ in range(STARTS):
        marks.append(perf_counter())
        with _served(path) as server:
            _fetched(server + PAGES["thread"])
            marks.append(perf_counter())
        marks.append(perf_counter())
        subprocess.run(
            [sys.executable, "-c", FLOOR, str(path), thread_name(0)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        marks.append(perf_counter())
    lasted = [later - earlier for earlier, later in pairwise(marks)]
    return lasted[0::4], lasted[2::4]


if __name__ == "__main__":
    main()
