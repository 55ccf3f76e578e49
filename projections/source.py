"""The ledger as a source of worlds: what the viewer of a lens knew at K, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ledger.seen import seen_by
from ledger.since import known_since

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.dates import Instant
    from ledger.state import World
    from ledger.store.envelope import Recorded
    from projections.lens import Lens


class Believed(Protocol):
    """What is believed by the record, which the store reads from its log."""

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:
        """The named threads (None: all), those linked to them, and all registered parties."""
        ...


class Log(Believed, Protocol):
    """The log that the read model is made from, as the store reads it."""

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Recorded]:
        """The events after a position, in order."""
        ...

    def events_of(self, streams: Iterable[str], *, upto: int) -> Sequence[Recorded]:
        """The events of some streams, in order."""
        ...

    def head(self) -> tuple[int, int]:
        """The last position and its instant."""
        ...


class Kept(Log, Protocol):
    """An open ledger, as `ledger.Ledger` is."""

    @property
    def now(self) -> Instant:
        """Now by its clock."""
        ...

    def position_at(self, recorded_at: int) -> int:
        """The last position recorded at or before an instant in microseconds; 0: none."""
        ...

    def whole(self, position: int) -> int:
        """The last position of the transaction that a position is in."""
        ...

    def seal_key(self, key_id: str) -> bytes | None:
        """The key of a sealed text; None where it is not there."""
        ...

    def beside(self) -> sqlite3.Connection | None:
        """A connection for what is kept beside the log; None where nothing may be written."""
        ...


class LedgerSource:
    """Answers for any viewer, from what the ledger believes."""

    def __init__(self, believed: Believed) -> None:
        self._believed = believed

    def seal_key(self, key_id: str) -> bytes | None:  # noqa: ARG002
        """The key of a sealed text; None: what is only believed has none."""
        return None

    def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
        """See `WorldSource`. Of one thread, K is read in its zone, with all that is linked to it.

        The parties that others know of are those named in the acts they know, so that asking them
        for no thread in particular reads all. A clearance is not for it to apply: what is left
        out depends on the whole log (`Reader`).
        """
        if lens.hides:
            raise ValueError("a clearance is applied to a log, and here there is none")
        if lens.is_ledger:
            return self._believed.world(threads, known_at=lens.position)
        asked = None if threads is None else list(threads)
        world = self._believed.world(asked or None)
        return seen_by(world, lens.known_by, _at(world, asked, lens))

    def known_since(self, thread: str, viewer: str, lens: Lens) -> Mapping[str, Instant]:
        """Since when a viewer knows of each act of a thread and of those linked to it.

        Told is only what the lens's own viewer may know: what the ledger holds by then; of others'
        calendars what has come by their K. By full reference; what is not known is not there.
        """
        if lens.hides:
            raise ValueError("a clearance is applied to a log, and here there is none")
        world = self._believed.world([thread], known_at=lens.position if lens.is_ledger else None)
        since = known_since(world, viewer)
        if lens.is_ledger:
            return since
        by = _at(world, [thread], lens)
        zones = {thread.id: thread.zone for thread in world.threads.values()}
        return {ref: at for ref, at in since.items() if at <= by(zones[ref.partition("/")[0]])}


def _at(world: World, asked: list[str] | None, lens: Lens) -> Callable[[str], Instant]:
    if asked is None or len(asked) != 1 or asked[0] not in world.threads:
        return lens.knowledge
    instant = lens.knowledge(world.threads[asked[0]].zone)
    return lambda _: instant
