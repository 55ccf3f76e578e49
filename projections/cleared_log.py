"""A log as if what lies above a clearance had never been recorded, numbered without gaps.

Whatever is asked of it can only be answered from what may be seen: folds, counts, rankings, near
misses, positions and times of recording. A gap in the numbers would tell, for every stretch of the
log, how much of it is hidden; the one number a reader is told is that of the whole ledger.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, cast

from ledger.cleared import Hidden, hidden_in, hidden_parties, levels_above, party_names
from ledger.evolve import evolve_all
from ledger.rules import parties_named
from ledger.state import Recording, World
from projections.read_model.marked import acts_naming, threads_naming, to_look_through

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.dates import Instant
    from ledger.events import Event
    from ledger.store.envelope import Recorded
    from ledger.vocabulary import MarkingLevel
    from projections.read_model.snapshot import Snapshot
    from projections.source import Kept

_PARTY_STREAM: Final = "party:"


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a log, up to a position, lies above a clearance.

    `positions` of the hidden events ascend, and so do their versions in each stream; `traces` tell
    one beginning of `positions` from another.
    """

    upto: int
    hidden: Hidden = field(default_factory=Hidden)
    positions: tuple[int, ...] = ()
    versions: Mapping[str, Sequence[int]] = field(default_factory=dict)
    before: tuple[int, ...] = ()
    """How many events are shown before each of the hidden ones."""
    traces: tuple[bytes, ...] = (b"",)

    def number(self, position: int) -> int:
        """How many events are shown up to a position of the log."""
        return position - bisect_right(self.positions, position)

    def position(self, number: int) -> int:
        """The position in the log of the event that is shown under a number."""
        return number + bisect_left(self.before, number)

    def trace(self, position: int) -> bytes:
        """What is hidden up to a position, in a few bytes."""
        return self.traces[bisect_right(self.positions, position)]


def cut_of(log: Kept, snapshot: Snapshot, clearance: MarkingLevel, now: Instant, upto: int) -> Cut:
    """What lies above a clearance in a log up to a position.

    The snapshot is of all that the ledger knows, at that position or a later one.
    """
    slugs = to_look_through(snapshot, levels_above(clearance))
    if not slugs:
        return Cut(upto)
    world = log.world(slugs, known_at=upto)
    hidden = hidden_in(world, clearance, now)
    if not hidden.acts and not hidden.threads:
        return Cut(upto, hidden)
    hidden = replace(hidden, parties=_parties(log, snapshot, hidden, world, upto))
    streams = {*hidden.threads, *(ref.partition("/")[0] for ref in hidden.acts)}
    streams |= {t.id for t in world.threads.values() if not hidden.acts.isdisjoint(t.linked)}
    streams |= {f"{_PARTY_STREAM}{code}" for code in hidden.parties}
    found = [
        one
        for one in log.events_of(streams, upto=upto)
        if hidden.hides(one.originator_id, cast("Event", one.event))
    ]
    positions = tuple(one.position or 0 for one in found)
    versions: dict[str, list[int]] = defaultdict(list)
    traces = [b""]
    for one in found:
        versions[one.originator_id].append(one.originator_version)
        traces.append(blake2b(traces[-1] + one.leaf, digest_size=32).digest())
    before = tuple(position - place for place, position in enumerate(positions, start=1))
    return Cut(upto, hidden, positions, dict(versions), before, tuple(traces))


def _parties(
    log: Kept, snapshot: Snapshot, hidden: Hidden, world: World, upto: int
) -> frozenset[str]:
    if hidden.named.isdisjoint(world.parties):
        return frozenset()
    streams = [f"{_PARTY_STREAM}{code}" for code in world.parties]
    entries = log.events_of(streams, upto=upto)
    names = party_names(cast("Event", one.event) for one in entries)
    shown = {code for code in names if _is_named(log, snapshot, hidden, code, upto)}
    return hidden_parties(names, hidden, shown)


def _is_named(log: Kept, snapshot: Snapshot, hidden: Hidden, code: str, upto: int) -> bool:
    """Whether anything that is shown names a party, read without what is hidden."""
    if threads_naming(snapshot, code) - hidden.threads:
        return True
    slugs = {
        slug for slug, name in acts_naming(snapshot, code) if f"{slug}/{name}" not in hidden.acts
    }
    left = ClearedLog(log, Cut(upto, hidden))
    return any(
        code in parties_named(act)
        for slug in sorted(slugs)
        for thread in left.world([slug]).threads.values()
        for act in (*thread.acts.values(), *thread.recorded.values())
    )


class ClearedLog:
    """A log through a cut, as a log of its own: whoever is handed it sees no other."""

    def __init__(self, log: Kept, cut: Cut) -> None:
        self._log = log
        self.cut = cut

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Recorded]:
        """The events after a position, in order, each with its number and what is left of it.

        Its leaf is mixed with a trace of what is hidden before it. So what was made from the log
        while something else was hidden is not taken for made from this one.
        """
        for one, shown in self._shown(after, limit, upto):
            trace = self.cut.trace(one.position or 0)
            yield replace(shown, leaf=blake2b(one.leaf + trace, digest_size=32).digest())

    def as_recorded(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Recorded]:
        """The same with the leaf that each event has in the log's tree."""
        for _, shown in self._shown(after, limit, upto):
            yield shown

    def _shown(
        self, after: int, limit: int | None, upto: int | None
    ) -> Iterator[tuple[Recorded, Recorded]]:
        found = 0
        last = self.cut.upto if upto is None else self.cut.position(upto)
        for one in self._log.log(after=self._from(after), upto=min(last, self.cut.upto)):
            if limit is not None and found >= limit:
                return
            shown = self._cleared(one)
            if shown is not None:
                found += 1
                yield one, shown

    def _from(self, number: int) -> int:
        return self.cut.position(number) if number else 0

    def _cleared(self, one: Recorded) -> Recorded | None:
        stream, event = one.originator_id, cast("Event | None", one.event)
        if self.cut.hidden.hides(stream, event):
            return None
        position = one.position or 0
        hidden_versions = self.cut.versions.get(stream, ())
        return replace(
            one,
            position=self.cut.number(position),
            originator_version=one.originator_version
            - bisect_right(hidden_versions, one.originator_version),
            event=None if event is None else self.cut.hidden.cleared(stream, event, position),
        )

    def events_of(self, streams: Iterable[str], *, upto: int) -> list[Recorded]:
        """The events of some streams up to a position, in order; their leaves are those stored."""
        last = min(self.cut.position(upto), self.cut.upto)
        shown = map(self._cleared, self._log.events_of(streams, upto=last))
        return [one for one in shown if one is not None]

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:
        """What is believed by what is left of the named threads, and of those linked to them."""
        last = self.cut.upto
        if known_at is not None:
            last = min(self._log.whole(self._from(known_at)), last)
        loaded = self._log.world(threads, known_at=last)
        hidden = self.cut.hidden
        streams = [slug for slug in loaded.threads if slug not in hidden.threads]
        streams += [f"{_PARTY_STREAM}{code}" for code in loaded.parties]
        events = filter(None, map(self._cleared, self._log.events_of(streams, upto=last)))
        world = evolve_all(
            World(),
            (
                (
                    one.originator_id,
                    cast("Event", one.event),
                    Recording(one.position or 0, one.recorded_at, one.recorded_by),
                )
                for one in events
                if one.event is not None
            ),
        )
        return replace(world, thread_ids=_Without(loaded.thread_ids, hidden.threads))

    def head(self) -> tuple[int, int]:
        """The number of the last event that is shown, and its instant; (0, 0): there is none."""
        number = self.cut.number(self.cut.upto)
        position = self.cut.position(number)
        last = self._log.log(after=position - 1, upto=position) if number else ()
        return number, max((one.recorded_at for one in last), default=0)

    @property
    def now(self) -> Instant:
        """Now by the ledger's clock."""
        return self._log.now

    def position_at(self, recorded_at: int) -> int:
        """The last number recorded at or before an instant in microseconds; 0: none."""
        return self.cut.number(min(self._log.position_at(recorded_at), self.cut.upto))

    def whole(self, position: int) -> int:
        """The last number of the transaction that a number is in."""
        return self.cut.number(min(self._log.whole(self._from(position)), self.cut.upto))

    def seal_key(self, key_id: str) -> bytes | None:
        """The key of a sealed text: of an act that is shown, as its text would be."""
        return self._log.seal_key(key_id)

    def beside(self) -> sqlite3.Connection | None:
        """A connection for what is kept beside the log."""
        return self._log.beside()


class _Without(AbstractSet[str]):
    """The ids of a set that may be looked up one by one, but for some."""

    def __init__(self, ids: AbstractSet[str], but: AbstractSet[str]) -> None:
        self._ids = ids
        self._but = but

    def __contains__(self, one: object) -> bool:
        return one in self._ids and one not in self._but

    def __iter__(self) -> Iterator[str]:
        return (one for one in self._ids if one not in self._but)

    def __len__(self) -> int:
        return sum(1 for _ in self)
