"""The two time axes of every question: as of when, and as known when (design, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ledger.errors import InputError
from ledger.near import near
from ledger.seen import seen_by

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


LEDGER = "ledger"
"""The viewer that knows all that is recorded."""


class WorldSource(Protocol):
    """Where the believed acts come from: the ledger's store, or a test's list of events."""

    def world(self, threads: Iterable[str] | None, *, known_at: int | None) -> World:
        """The named threads (None: all), those linked to them, and all registered parties."""
        ...


class ViewedSource:
    """A source as one viewer knew it: every question asked of it is asked of what the viewer knew.

    `known_at` is on the viewer's own calendar: None means now; a bare day ends in `zone`, else in
    each thread's own.
    """

    def __init__(
        self,
        source: WorldSource,
        viewer: str,
        *,
        now: Instant,
        known_at: Moment | None,
        zone: str | None,
    ) -> None:
        self._source = source
        self._viewer = viewer
        self._lens = Lens(now=now, as_of=known_at, zone=zone)

    def world(self, threads: Iterable[str] | None, *, known_at: int | None) -> World:  # noqa: ARG002
        """The viewer's world; all threads are read, since one makes known what it answers."""
        return seen_by(
            self._source.world(None, known_at=known_at), self._viewer, self._lens.instant
        )


def thread_at(source: WorldSource, thread: str, lens: Lens) -> tuple[World, ThreadRecord]:
    """A thread as known, with the world around it; InputError where there is none."""
    world = source.world([thread], known_at=lens.known_at)
    record = world.threads.get(thread)
    if record is not None:
        return world, record
    if lens.known_at is not None and thread in source.world([thread], known_at=None).threads:
        raise InputError(
            f"the ledger knew nothing of the thread {thread} at its position {lens.known_at}",
            mend="Ask without `--known-at`, for a later one (see `dipledger log`), or for what "
            "others knew then with `--known-by public`.",
        )
    raise InputError(
        f"there is no thread {thread}",
        near=near(thread, sorted(world.thread_ids)),
        mend="See `dipledger thread list`.",
    )
