"""The two time axes of every question: as of when, and as known when (design, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ledger.errors import InputError
from ledger.near import near

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.state import ThreadRecord, World


@dataclass(frozen=True, slots=True)
class Lens:
    """What a reader asks for.

    `as_of` None means now; `known_at` is a log position, None means all of the log; `zone` None
    means each thread's own.
    """

    now: Instant
    as_of: Moment | None = None
    known_at: int | None = None
    zone: str | None = None

    def instant(self, thread_zone: str) -> Instant:
        """T as an instant: a bare day means its end, in the zone asked for or the thread's (T3)."""
        if self.as_of is None:
            return self.now
        return self.as_of.end(self.zone or thread_zone, self.now)


class WorldSource(Protocol):
    """Where the believed acts come from: the ledger's store, or a test's list of events."""

    def world(self, threads: Iterable[str] | None, *, known_at: int | None) -> World:
        """The named threads (None: all), those linked to them, and all registered parties."""
        ...


def thread_at(source: WorldSource, thread: str, lens: Lens) -> tuple[World, ThreadRecord]:
    """A thread as known, with the world around it; InputError where there is none."""
    world = source.world([thread], known_at=lens.known_at)
    record = world.threads.get(thread)
    if record is not None:
        return world, record
    if lens.known_at is not None and thread in source.world([thread], known_at=None).threads:
        raise InputError(
            f"the ledger knew nothing of the thread {thread} at its position {lens.known_at}",
            mend="Ask without `--known-at`, or for a later one (see `dipledger log`).",
        )
    raise InputError(
        f"there is no thread {thread}",
        near=near(thread, sorted(world.thread_ids)),
        mend="See `dipledger thread list`.",
    )
