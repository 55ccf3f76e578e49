"""A layer built from the whole log, beside the one in use."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from ledger.state import World
from projections.lens import PUBLIC
from projections.read_model.believed import ThreadBeliefs
from projections.read_model.catching_up import (
    PARTY_STREAMS,
    Components,
    learn_transactions,
    names_threads,
    transactions,
)
from projections.read_model.layers import Layer, Layers, Overtaken, base_of, person_of
from projections.read_model.learned import learn_by_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.store.envelope import Recorded
    from projections.source import Log

_ROWS_AT_A_TIME: Final = 5_000
_READ, _FOLDED = 1, 4
"""Steps that an event makes when it is read for the outline, and when it is folded."""


def build(
    log: Log,
    layers: Layers,
    viewer: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Build a viewer's layer and put it in use, unless somebody else did so meanwhile."""
    layer = layers.begin(viewer)
    try:
        if viewer == base_of(viewer):
            position, leaf = _build_ledger(log, layers, layer, progress)
        else:
            position, leaf = _build_viewer(log, layers, layer, progress)
        layers.finish(layer, position, leaf)
    except Overtaken:
        layers.abandon(layer)


class _Outline:
    """The log read once: where transactions end, what hangs together, which parties there are."""

    def __init__(self, log: Log, upto: int, tell: Callable[[int], None]) -> None:
        self.ends = array("q")
        self.parties: list[Recorded] = []
        self.components = Components()
        self.links: set[tuple[str, str]] = set()
        threads: set[str] = set()
        named: set[tuple[str, str]] = set()
        at, before = None, 0
        for stored in log.log(upto=upto):
            if at is not None and stored.recorded_at != at:
                self.ends.append(before)
            at, before = stored.recorded_at, stored.position or 0
            tell(before)
            stream = stored.originator_id
            if stream.startswith(PARTY_STREAMS):
                self.parties.append(stored)
                continue
            threads.add(stream)
            named |= {(stream, other) for other in names_threads(stored) if other != stream}
        if at is not None:
            self.ends.append(before)
        for thread in threads:
            self.components.add(thread)
        for one, other in named:
            if other in threads:
                self.links.add((one, other))
                self.components.join(one, other)


def _build_ledger(
    log: Log,
    layers: Layers,
    layer: Layer,
    progress: Callable[[int, int], None],
) -> tuple[int, bytes]:
    """The position it is built for, with its leaf."""
    upto, _ = log.head()
    last = next(log.log(after=upto - 1, limit=1), None) if upto else None

    def tell(read: int, folded: int = 0) -> None:
        progress(_READ * read + _FOLDED * folded, (_READ + _FOLDED) * upto)

    outline = _Outline(log, upto, tell)
    with layers.adding(layer):
        layers.link(outline.links)
    waiting: list[ThreadBeliefs] = []
    rows = done = 0
    for threads in outline.components.all():
        stored = log.events_of(threads, upto=upto)
        done += len(stored)
        told = transactions(_merged(stored, outline.parties), outline.ends)
        beliefs = {thread: ThreadBeliefs(thread) for thread in threads}
        learn_transactions(beliefs, World(), told)
        waiting += beliefs.values()
        rows += len(stored)
        if rows > _ROWS_AT_A_TIME:
            with layers.adding(layer) as written:
                written.write(waiting)
            waiting, rows = [], 0
        tell(upto, done)
    with layers.adding(layer) as written:
        written.write(waiting)
    tell(upto, upto)
    return upto, b"" if last is None else last.leaf


def _merged(events: Sequence[Recorded], parties: Sequence[Recorded]) -> list[Recorded]:
    return sorted((*events, *parties), key=lambda one: one.position or 0)


def _build_viewer(
    log: Log,
    layers: Layers,
    layer: Layer,
    progress: Callable[[int, int], None],
) -> tuple[int, bytes]:
    """As far as the ledger's own layer, which says which threads there are."""
    base, who = base_of(layer.viewer), person_of(layer.viewer)
    with layers.reading():
        own = layers.current(base)
        if own is None:
            raise Overtaken
        there = layers.slugs(base)
        threads = there if who == PUBLIC else layers.naming([who], base)
        components = _components(layers, threads, there)
    for done, together in enumerate(components, start=1):
        beliefs = viewer_beliefs(log, together, who, own.position)
        with layers.adding(layer) as rows:
            rows.write(beliefs)
            for thread in together:
                rows.tell(thread)
        progress(done, len(components))
    return own.position, own.leaf


def viewer_beliefs(log: Log, threads: Sequence[str], viewer: str, upto: int) -> list[ThreadBeliefs]:
    """What a viewer ever knew of threads that hang together, by the log up to a position."""
    world = log.world(threads, known_at=upto)
    beliefs = {thread: ThreadBeliefs(thread) for thread in threads}
    learn_by_calendar(beliefs, world, viewer)
    return list(beliefs.values())


def _components(layers: Layers, threads: set[str], there: set[str]) -> list[list[str]]:
    """The threads that hang together with these, of those there are; links are of all viewers."""
    found: list[list[str]] = []
    left = set(threads)
    while left:
        together = layers.linked([left.pop()]) & there
        left -= together
        found.append(sorted(together))
    return found
