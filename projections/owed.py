"""Replies owed, as balances between parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.asked import day_of
from ledger.dates import day_count
from ledger.obligations import Owed
from ledger.parties import members_on
from ledger.refs import name_of, short, thread_of
from projections.text import instant_text, placed_text, span_text
from projections.views.threads import BalanceView, ObligationView, OwedView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.obligations import Obligation
    from ledger.parties import Party
    from ledger.timeline import Negotiation
    from projections.lens import Lens
    from projections.read_model.cells import ReplyCell
    from projections.read_model.found import ThreadAt
    from projections.reader import Snapshots


@dataclass(frozen=True, slots=True)
class OwedFilter:
    """Which replies owed to list: those to which everything asked for applies.

    `creditor` is one of those waiting, `thread` the thread's id.
    `older_than` and `due_within` are moments relative to the date asked about, `-30d` and `+14d`:
    ages and terms are counted in days of the calendar (rule T5).
    """

    older_than: Moment | None = None
    overdue: bool = False
    due_within: Moment | None = None
    creditor: str | None = None
    thread: str | None = None

    def takes(self, one: ObligationView, as_of: Instant, zone: str) -> bool:
        """Whether the reply is asked for; one overdue is also due within any time."""
        if self.creditor is not None and self.creditor not in one.creditors:
            return False
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
    source: Snapshots,
    lens: Lens,
    wanted: OwedFilter = EVERY,
    *,
    party: Party | None = None,
) -> OwedView:
    """What is owed over all threads (or in one), by one party or by all, longest owed first.

    A group owes what it was asked as a body, and what its members were asked one by one (rule O4).
    """
    thread = wanted.thread
    with source.snapshot(lens) as snapshot:
        if thread is not None:
            snapshot.thread(thread)
        found = []
        for at, cell in snapshot.replies(owed=True):
            if thread is not None and at.slug != thread:
                continue
            if party is not None and cell.debtor not in _speaking_for(party, cell, at):
                continue
            view = owed_reply(at, cell)
            if wanted.takes(view, at.at, at.zone):
                found.append(view)
        possible = snapshot.possible()
    if thread is not None:
        possible = tuple(one for one in possible if thread_of(one.ref) == thread)
    found.sort(key=lambda view: (view.since, view.thread, view.act, view.debtor, view.creditors))
    return OwedView(
        owed=tuple(found),
        party=None if party is None else party.code,
        to=wanted.creditor,
        balances=_balances(found),
        possible=possible,
    )


def _speaking_for(party: Party, cell: ReplyCell, at: ThreadAt) -> tuple[str, ...]:
    """A party, and a group's members on the day of the act that asks."""
    return (party.code, *members_on(party, day_of(None, cell.since, at.zone)))


def _balances(owed: Iterable[ObligationView]) -> tuple[BalanceView, ...]:
    by_pair: dict[tuple[str, tuple[str, ...]], list[ObligationView]] = {}
    for view in owed:
        by_pair.setdefault((view.debtor, view.creditors), []).append(view)
    return tuple(
        balance_of(views[0], len(views), sum(view.overdue is not None for view in views))
        for views in by_pair.values()
    )


def balance_of(oldest: ObligationView, owed: int, overdue: int) -> BalanceView:
    """What one owes another in one line, by the reply owed the longest."""
    return BalanceView(
        debtor=oldest.debtor,
        creditors=oldest.creditors,
        owed=owed,
        overdue=overdue,
        oldest=oldest.since,
        oldest_text=oldest.since_text,
    )


def owed_reply(at: ThreadAt, cell: ReplyCell) -> ObligationView:
    """One reply that is still owed."""
    due = cell.due
    late = due is not None and at.at > due
    return ObligationView(
        thread=at.slug,
        debtor=cell.debtor,
        creditors=tuple(cell.creditors),
        act=cell.act,
        points=tuple(cell.points),
        state=cell.state,
        since=cell.since,
        since_text=cell.since_text,
        days=day_count(cell.since, at.at, at.zone),
        due=due,
        due_text=None if due is None else instant_text(due, at.zone),
        claimed_by=cell.claimed_by,
        claimed_according_to=tuple(cell.claimed_according_to),
        overdue=span_text(due, at.at, at.zone) if late and due is not None else None,
        settled_by=None,
        settled_at=None,
        settled_text=None,
        rule=cell.rule,
        loose_ends=(),
    )


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
