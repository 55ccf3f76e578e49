"""A layer in use brought up to date with what was recorded since."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from ledger.events import PartyAmended
from ledger.placing import place
from ledger.state import World
from projections.lens import PUBLIC
from projections.read_model.building import viewer_beliefs
from projections.read_model.catching_up import (
    PARTY_STREAMS,
    learn_transactions,
    names_threads,
    transactions,
)
from projections.read_model.layers import Layer, Layers, Overtaken, base_of, person_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.store.envelope import Recorded
    from projections.source import Log

_EVENTS_AT_A_TIME: Final = 1_000


def update(log: Log, layers: Layers, layer: Layer) -> None:
    """Bring a layer further, by some transactions; nothing where somebody else was faster."""
    try:
        if layer.viewer == base_of(layer.viewer):
            _update_ledger(log, layers, layer, _pending(log, layer, log.head()[0]))
        else:
            _update_viewer(log, layers, layer)
    except Overtaken:
        return


def _pending(log: Log, layer: Layer, upto: int) -> list[Recorded]:
    """What was recorded since, up to the end of a transaction."""
    pending: list[Recorded] = []
    for stored in log.log(after=layer.position, upto=upto):
        full = len(pending) >= _EVENTS_AT_A_TIME
        if full and stored.recorded_at != pending[-1].recorded_at:
            break
        pending.append(stored)
    return pending


def _touched(
    layers: Layers, pending: Sequence[Recorded], base: str
) -> tuple[set[str], set[tuple[str, str]]]:
    """The threads that any of the events may have changed, and the links they bring."""
    streams = {one.originator_id for one in pending}
    threads = {one for one in streams if not one.startswith(PARTY_STREAMS)}
    amended = {one.event.party.code for one in pending if isinstance(one.event, PartyAmended)}
    if amended:
        threads |= layers.naming(amended, base)
    known = layers.slugs(base) | threads
    links = {
        (one.originator_id, other)
        for one in pending
        if one.originator_id in threads
        for other in names_threads(one) & known
        if other != one.originator_id
    }
    return threads | {other for _, other in links}, links


def _update_ledger(log: Log, layers: Layers, layer: Layer, pending: Sequence[Recorded]) -> None:
    touched, links = _touched(layers, pending, layer.viewer)
    threads = layers.linked(touched)
    rows = layers.rows(layer)
    beliefs = {thread: rows.held(thread) for thread in sorted(threads)}
    known = log.world(threads, known_at=layer.position) if layer.position else World()
    everywhere = place(known)
    for thread, one in beliefs.items():
        if thread in known.threads:
            one.remember(known, everywhere)
    ends = array("q")
    for stored, after in zip(pending, [*pending[1:], None], strict=True):
        if after is None or after.recorded_at != stored.recorded_at:
            ends.append(stored.position or 0)
    learn_transactions(beliefs, known, transactions(pending, ends))
    with layers.moving(layer, pending[-1].position or 0, pending[-1].leaf) as written:
        written.write(beliefs.values())
        layers.link(links)


def _update_viewer(log: Log, layers: Layers, layer: Layer) -> None:
    """Its calendar is read anew from what the ledger believes now, for the threads in question.

    No further than the ledger's own layer, which says which threads those are; Overtaken where that
    one is not ahead.
    """
    base, who = base_of(layer.viewer), person_of(layer.viewer)
    with layers.reading():
        own = layers.current(base)
        pending = [] if own is None else _pending(log, layer, own.position)
        if not pending:
            raise Overtaken
        touched, _ = _touched(layers, pending, base)
        threads = layers.linked(touched) & (layers.slugs(base) | touched)
        if who != PUBLIC:
            threads &= layers.linked(layers.naming([who], base)) | layers.told(layer)
    position = pending[-1].position or 0
    beliefs = viewer_beliefs(log, sorted(threads), who, position)
    with layers.moving(layer, position, pending[-1].leaf) as written:
        for one in beliefs:
            written.forget(one.thread)
            written.tell(one.thread)
        written.write(beliefs)
