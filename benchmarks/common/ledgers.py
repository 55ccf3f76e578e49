"""A ledger file of the workload, with its read model."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import ledger.events
from benchmarks.common.workload import transactions
from ledger.store import EventLog, Ledger
from ledger.store.envelope import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.decide import StreamEvent

_START = 1_700_000_000_000_000
_SECOND = 1_000_000


@contextmanager
def filled(acts: int) -> Iterator[Ledger]:
    """A ledger with so many acts; the file is gone afterwards."""
    ticks = itertools.count(_START, _SECOND)
    with TemporaryDirectory(prefix="dipledger-bench-") as folder:
        path = Path(folder, "bench.dipledger")
        Ledger.create(path)
        with EventLog.open(path, codec=ledger.events, clock=lambda: next(ticks)) as log:
            fill(log, transactions(acts))
        with Ledger.open(path, clock=lambda: next(ticks), recorder="bench") as opened:
            yield opened


def fill(log: EventLog, told: Iterable[Sequence[StreamEvent]]) -> None:
    """Store events as they are; what they say was checked when the workload was made."""
    versions: dict[str, int] = {}
    for events in told:
        drafts = []
        for stream, event in events:
            versions[stream] = versions.get(stream, 0) + 1
            drafts.append(Recorded.draft(stream, versions[stream], event, recorded_by="bench"))
        log.append(drafts)
