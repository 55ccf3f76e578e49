"""The state of one thread costs the same in a small ledger and in a large one.

A thread of twenty acts is opened and read as `dipledger show` reads it, from a ledger just opened,
in one of a hundredth of the size and in one of the full size; `ledger` is the time in the large one
over the time in the small one.
"""

from __future__ import annotations

from contextlib import ExitStack

from benchmarks.common.ledgers import filled
from benchmarks.common.measuring import arguments, paired, ratios, report, spread
from benchmarks.common.workload import thread_name
from ledger.store import Ledger
from projections.lens import Lens
from projections.reader import Reader
from projections.threads import thread_view

ROUNDS = 25
_TIMES = 100
_NOW = 4_000_000_000


def main() -> None:
    """Measure and report."""
    options = arguments(__doc__ or "", 100_000)
    with ExitStack() as stack:
        small = stack.enter_context(filled(options.size // _TIMES))
        large = stack.enter_context(filled(options.size))
        in_large, in_small = paired(lambda: _show(large), lambda: _show(small), ROUNDS)
    report(
        "one_thread",
        f"a thread of 20 acts in {options.size // _TIMES:,} and in {options.size:,} acts",
        {"ledger": ratios(in_large, in_small)},
        {
            "small_ms": {key: round(value * 1000, 2) for key, value in spread(in_small).items()},
            "large_ms": {key: round(value * 1000, 2) for key, value in spread(in_large).items()},
        },
        as_json=options.json,
    )


def _show(kept: Ledger) -> None:
    with (
        Ledger.open(kept.path, clock=lambda: 0, recorder="bench", read_only=True) as ledger,
        Reader(ledger) as reader,
    ):
        thread_view(reader, thread_name(0), Lens(_NOW))


if __name__ == "__main__":
    main()
