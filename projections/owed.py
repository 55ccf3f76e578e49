"""Replies owed, as balances between parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates import day_count
from ledger.obligations import Owed
from ledger.refs import name_of, short
from ledger.timeline import Fold
from projections.lens import Lens, WorldSource, thread_at
from projections.text import placed_text, span_text
from projections.views.threads import ObligationView, OwedView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.obligations import Obligation
    from ledger.state import ThreadRecord, World
    from ledger.timeline import Negotiation


def owed_view(
    source: WorldSource, lens: Lens, *, party: str | None = None, thread: str | None = None
) -> OwedView:
    """What is owed over all threads (or in one), by one party or by all; the longest owed first."""
    if thread is None:
        world = source.world(None, known_at=lens.known_at)
        records = tuple(world.threads.values())
    else:
        world, record = thread_at(source, thread, lens)
        records = (record,)
    found = [view for view in _all_owed(world, records, lens) if party in (None, view.debtor)]
    return OwedView(owed=tuple(sorted(found, key=lambda view: (view.since, view.thread, view.act))))


def _all_owed(
    world: World, records: Iterable[ThreadRecord], lens: Lens
) -> Iterator[ObligationView]:
    for record in records:
        state = Fold(world, record).state(lens.instant(record.zone))
        for one in state.owed:
            yield obligation_view(one, state)


def obligation_view(one: Obligation, state: Negotiation) -> ObligationView:
    """One reply owed, settled or ended, with its days counted (rule T5)."""
    home, zone = state.record.id, state.record.zone
    end = state.as_of if one.settled_at is None else one.settled_at
    due = due_of(one, state)
    late = one.state is Owed.OWED and due is not None and state.as_of > due
    return ObligationView(
        thread=home,
        debtor=one.debtor,
        creditors=one.creditors,
        act=short(one.act.ref, home),
        points=tuple(name_of(ref) for ref in one.points),
        state=one.state,
        since=one.since,
        since_text=placed_text(one.act, zone),
        days=day_count(one.since, end, zone),
        due=due,
        overdue=span_text(due, state.as_of, zone) if late and due is not None else None,
        settled_by=None if one.by is None else short(one.by.ref, home),
        settled_at=one.settled_at,
        rule=one.rule,
        loose_ends=tuple(name_of(ref) for ref in state.loose_ends[one.key]),
    )


def due_of(one: Obligation, state: Negotiation) -> int | None:
    """The deadline of the points it asks, the last one where it was extended (rule O1)."""
    return state.points[one.points[0]].deadline
