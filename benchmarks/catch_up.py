"""Catching up with one append costs in proportion to its thread, not to the ledger.

One act is recorded at a time, each followed by bringing the read model up to date. `ledger` is the
time in a ledger of the full size over the time in one of a tenth of it, for threads of twenty acts
in both; `thread` is the time for a thread of two hundred acts over the time for one of twenty, in
the same ledger, ten times the work.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from benchmarks.common.ledgers import filled
from benchmarks.common.measuring import arguments, ratios, report, seconds, spread
from benchmarks.common.workload import ACTS_A_THREAD, thread_name
from ledger.acts import ACT_CLASS_BY_WORD
from ledger.commands import OpenThread, RecordAct
from ledger.dates import parse_act_date
from ledger.events import ThreadOpened
from projections.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.store import Ledger

ROUNDS = 20
_TIMES = 10
_LONG = "long-thread"


class Kept:
    """A ledger whose read model is brought up to date after every act."""

    def __init__(self, ledger: Ledger, reader: Reader) -> None:
        self._ledger = ledger
        self._model = reader.model
        self._numbers = iter(range(10**6))
        self._model.catch_up()

    def prepare(self) -> None:
        """A thread that is ten times as long as the others."""
        opening = ThreadOpened(thread=_LONG, title="A long negotiation", zone="UTC")
        acts = [self._act(_LONG, 1900) for _ in range(_TIMES * ACTS_A_THREAD)]
        self._ledger.handle([OpenThread(opening), *acts])
        self._model.catch_up()

    def catch_up(self, thread: str) -> float:
        """Seconds to catch up with one more act of a thread."""
        self._ledger.handle([self._act(thread, 2030)])
        return seconds(self._model.catch_up)

    def _act(self, thread: str, century: int) -> RecordAct:
        number = next(self._numbers)
        day = f"{century + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        act = ACT_CLASS_BY_WORD["demand"].model_validate(
            {
                "id": f"late-{number}",
                "from": ("USA",),
                "to": ("RUS",),
                "dates": [{"role": "delivered", "date": parse_act_date(day, zone="UTC")}],
                "points": [{"label": f"late-{number}", "kind": "demand", "text": "One thing more"}],
            }
        )
        return RecordAct(thread, act)


def main() -> None:
    """Measure and report."""
    options = arguments(__doc__ or "", 10_000)
    with ExitStack() as stack:
        small, large = (_kept(stack, options.size // times) for times in (_TIMES, 1))
        large.prepare()
        names = list(_names(options.size // _TIMES // ACTS_A_THREAD))
        before = [(small.catch_up(name), large.catch_up(name)) for name in names]
        lengths = [(large.catch_up(_LONG), large.catch_up(name)) for name in names]
    in_small, in_large = zip(*before, strict=True)
    in_long, in_short = zip(*lengths, strict=True)
    figures = {
        f"{name}_ms": {key: round(value * 1000, 2) for key, value in spread(times).items()}
        for name, times in (
            ("small_ledger", in_small),
            ("large_ledger", in_large),
            ("long_thread", in_long),
            ("short_thread", in_short),
        )
    }
    report(
        "catch_up",
        f"one append at a time into {options.size // _TIMES:,} and {options.size:,} acts",
        {"ledger": ratios(in_large, in_small), "thread": ratios(in_long, in_short)},
        figures,
        as_json=options.json,
    )


def _kept(stack: ExitStack, acts: int) -> Kept:
    ledger = stack.enter_context(filled(acts))
    return Kept(ledger, stack.enter_context(Reader(ledger)))


def _names(threads: int) -> Iterator[str]:
    """Another thread in every round."""
    return (thread_name(number % threads) for number in range(ROUNDS))


if __name__ == "__main__":
    main()
