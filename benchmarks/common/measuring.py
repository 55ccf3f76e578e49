"""Product and floor timed in turn, in one run; ratios printed, and JSON as the last line."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def arguments(
    description: str,
    size: int,
    more: Callable[[argparse.ArgumentParser], None] = lambda _: None,
) -> argparse.Namespace:
    """`--size` and `--json`, and what `more` adds."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", type=int, default=size, help=f"acts (default {size:,})")
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    more(parser)
    return parser.parse_args()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, without what earlier work left for the garbage collector."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired(
    product: Callable[[], object], floor: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Both timed in turn, round by round, after one round that is not counted."""
    product(), floor()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        mine.append(seconds(product))
        theirs.append(seconds(floor))
    return mine, theirs


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, median and greatest."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def ratios(mine: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """Time of the product over time of the floor, round by round."""
    return spread([one / other for one, other in zip(mine, theirs, strict=True)])


def report(
    name: str,
    workload: str,
    found: dict[str, dict[str, float]],
    figures: dict[str, Any],
    *,
    as_json: bool,
) -> None:
    """Print the ratios, then the figures, then everything as JSON where it is asked for."""
    out = sys.stdout
    out.write(f"{name}: {workload}\n")
    for label, one in found.items():
        shown = "  ".join(f"{key} {value:.3g}" for key, value in one.items())
        out.write(f"  {label}: {shown}\n")
    for label, value in figures.items():
        out.write(f"  {label}: {value}\n")
    if as_json:
        whole = {"name": name, "workload": workload, "ratios": found, "figures": figures}
        out.write(json.dumps(whole) + "\n")
