"""From the log to the rows of a layer: what was recorded since, thread by thread.

One way for all: a live append, a bulk import and a rebuild go through the same `learn_all`, so that
they leave the same rows. What differs is only how much is read at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, cast

from ledger.events import PartyAmended
from ledger.evolve import evolve_all
from ledger.state import Recording, World
from projections.read_model.believed import ThreadBeliefs, learn_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.events import Event
    from ledger.store.envelope import Recorded

PARTY_STREAMS = "party:"
_NAMES_THREAD = re.compile(rb'"([a-z0-9][a-z0-9-]*)/|"thread":"([a-z0-9-]+)"')


class Transaction(NamedTuple):
    """What became known at once: the last position of it, and its events here in question."""

    position: int
    events: tuple[tuple[str, Event, Recording], ...]

    @property
    def amends_parties(self) -> bool:
        """Whether the members of a group may be others from here on."""
        return any(isinstance(event, PartyAmended) for _, event, _ in self.events)


def transactions(stored: Iterable[Recorded], ends: Sequence[int]) -> Iterator[Transaction]:
    """Events by the transaction they were recorded in; `ends` are the last position of each."""
    events: list[tuple[str, Event, Recording]] = []
    at = 0
    for one in stored:
        position = one.position or 0
        end = ends[bisect_left(ends, position)]
        if events and end != at:
            yield Transaction(at, tuple(events))
            events = []
        at = end
        if one.event is not None:
            recording = Recording(position, one.recorded_at, one.recorded_by)
            events.append((one.originator_id, cast("Event", one.event), recording))
    if events:
        yield Transaction(at, tuple(events))


def learn_transactions(
    beliefs: Mapping[str, ThreadBeliefs], world: World, told: Iterable[Transaction]
) -> World:
    """Go through transactions one by one; the world after them."""
    for one in told:
        world = evolve_all(world, one.events)
        if any(stream in beliefs for stream, _, _ in one.events) or one.amends_parties:
            learn_all(beliefs, world, one.position, afresh=one.amends_parties)
    return world


def names_threads(stored: Recorded) -> set[str]:
    """The threads that an event may name: every one it does, and perhaps a word before a slash."""
    found = _NAMES_THREAD.findall(stored.body)
    return {(first or second).decode() for first, second in found}


class Components:
    """Threads that hang together, however far: what is told in one may change what holds in all."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Both hang together."""
        self._above[self._root(other)] = self._root(one)

    def add(self, one: str) -> None:
        """A thread, which may hang on nothing."""
        self._above.setdefault(one, one)

    def _root(self, one: str) -> str:
        self.add(one)
        while self._above[one] != one:
            self._above[one] = one = self._above[self._above[one]]
        return one

    def all(self) -> list[list[str]]:
        """Every component, its threads sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._above):
            found[self._root(one)].append(one)
        return list(found.values())
