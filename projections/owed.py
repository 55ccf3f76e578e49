"""Replies owed, as balances between parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.asked import day_of
from ledger.dates import day_count
from ledger.obligations import Owed
from ledger.refs import name_of, short
from ledger.timeline import Fold
from projections.lens import Lens, WorldSource, thread_at
from projections.text import instant_text, placed_text, span_text
from projections.views.threads import ObligationView, OwedView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.obligations import Obligation
    from ledger.state import ThreadRecord, World
    from ledger.timeline import Negotiation


@dataclass(frozen=True, slots=True)
class OwedFilter:
    """Which replies owed to list: those to which everything asked for applies.

    `older_than` and `due_within` are moments relative to the date asked about, `-30d` and `+14d`:
    ages and terms are counted in days of the calendar (rule T5).
    """

    older_than: Moment | None = None
    overdue: bool = False
    due_within: Moment | None = None

    def takes(self, one: ObligationView, as_of: Instant, zone: str) -> bool:
        """Whether the reply is asked for; one overdue is also due within any time."""
        if self.older_than is not None and one.since >= self.older_than.start(zone, as_of):
            return False
        if self.overdue and one.overdue is None:
            return False
        if self.due_within is None:
            return True
        return one.due is not None and one.due <= self.due_within.end(zone, as_of)


EVERY = OwedFilter()
"""Takes every reply owed."""


def owed_view(
    source: WorldSource,
    lens: Lens,
    wanted: OwedFilter = EVERY,
    *,
    party: str | None = None,
    thread: str | None = None,
) -> OwedView:
    """What is owed over all threads (or in one), by one party or by all, longest owed first.

    A group owes what it was asked as a body, and what its members were asked one by one (rule O4).
    """
    if thread is None:
        world = source.world(None, lens)
        records = tuple(world.threads.values())
    else:
        world, record = thread_at(source, thread, lens)
        records = (record,)
    found = [
        view
        for view in _all_owed(world, records, lens, wanted)
        if party is None or view.debtor in (party, *_members(world, party, view))
    ]
    found.sort(key=lambda view: (view.since, view.thread, view.act))
    return OwedView(owed=tuple(found), party=party)


def _members(world: World, party: str, view: ObligationView) -> tuple[str, ...]:
    """A group's members on the day of the act that asks; none for an ordinary party."""
    return world.members(party, day_of(None, view.since, world.threads[view.thread].zone))


def _all_owed(
    world: World, records: Iterable[ThreadRecord], lens: Lens, wanted: OwedFilter
) -> Iterator[ObligationView]:
    for record in records:
        state = Fold(world, record).state(lens.instant(record.zone))
        views = (obligation_view(one, state) for one in state.owed)
        yield from (view for view in views if wanted.takes(view, state.as_of, record.zone))


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
        due_text=None if due is None else instant_text(due, zone),
        claimed_by=None if one.claimed is None else short(one.claimed.ref, home),
        claimed_according_to=() if one.claimed is None else one.claimed.act.senders,
        overdue=span_text(due, state.as_of, zone) if late and due is not None else None,
        settled_by=None if one.by is None else short(one.by.ref, home),
        settled_at=one.settled_at,
        settled_text=None if one.by is None else placed_text(one.by, zone),
        rule=one.rule,
        loose_ends=tuple(name_of(ref) for ref in state.loose_ends[one.key]),
    )


def due_of(one: Obligation, state: Negotiation) -> int | None:
    """The deadline of the points it asks, the last one where it was extended (rule O1)."""
    return state.points[one.points[0]].deadline
