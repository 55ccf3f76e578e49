"""The state of a thread, and the list of threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.obligations import Owed
from ledger.refs import name_of, short
from ledger.timeline import Fold
from ledger.vocabulary import Status
from projections.lens import Lens, WorldSource, thread_at
from projections.owed import obligation_view
from projections.points import contents_text, points_view
from projections.text import brief
from projections.views.threads import (
    NotKnown,
    PackageView,
    ThreadHead,
    ThreadLine,
    ThreadStatusView,
    ThreadsView,
    ThreadView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.packages import Package
    from ledger.state import ThreadRecord
    from ledger.timeline import Negotiation
    from projections.read_model.cells import ThreadCell
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot
    from projections.reader import Snapshots


def negotiation(source: WorldSource, thread: str, lens: Lens) -> Negotiation:
    """The derived state of one thread through a lens."""
    world, record = thread_at(source, thread, lens)
    return Fold(world, record).state(lens.instant(record.zone))


def thread_view(source: WorldSource, thread: str, lens: Lens) -> ThreadView:
    """The thread at a date: what is open, the points, what is not known."""
    return thread_of_state(negotiation(source, thread, lens))


def thread_of_state(state: Negotiation) -> ThreadView:
    """The same of a state that is at hand."""
    zone = state.record.zone
    happened = state.selection.happened
    obligations = [obligation_view(one, state) for one in state.obligations]
    return ThreadView(
        thread=thread_head(state.record),
        as_of=state.as_of,
        status=thread_status(state),
        owed=tuple(one for one in obligations if one.state == Owed.OWED),
        settled=tuple(one for one in obligations if one.state != Owed.OWED),
        points=points_view(state).points,
        packages=tuple(_package(one) for one in state.packages),
        not_known=tuple(not_known(state)),
        last_act=brief(happened[-1], zone) if happened else None,
        acts=len(happened),
        possible=tuple(brief(placed, zone) for placed in state.selection.possible),
        undated=tuple(brief(placed, zone) for placed in state.selection.undated),
    )


def _package(one: Package) -> PackageView:
    return PackageView(
        name=one.name,
        raisers=one.raisers,
        points=tuple(name_of(ref) for ref in one.points),
        status=one.status,
        failed_by=tuple(name_of(ref) for ref in one.failed_by),
    )


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which threads to list: those to which everything asked for applies.

    `active` and `quiet` are moments before the date asked about: an act since then, or none.
    """

    party: str | None = None
    statuses: tuple[str, ...] = ()
    tag: str | None = None
    active: Moment | None = None
    quiet: Moment | None = None
    dormant: bool = False

    def takes(self, line: ThreadLine, last: Instant | None, thread: ThreadAt) -> bool:
        """Whether a thread is asked for, whose last act was at an instant; the party apart."""
        if self.statuses and line.status.status not in self.statuses:
            return False
        if self.tag is not None and self.tag not in line.thread.tags:
            return False
        if self.dormant and not line.status.dormant:
            return False
        if self.active is not None:
            since = self.active.start(thread.zone, thread.at)
            if last is None or last < since:
                return False
        if self.quiet is None:
            return True
        return last is None or last < self.quiet.start(thread.zone, thread.at)


EVERY_THREAD = ThreadFilter()
"""Takes every thread."""


def threads_view(source: Snapshots, lens: Lens, wanted: ThreadFilter = EVERY_THREAD) -> ThreadsView:
    """Every thread with its status at the date, by id."""
    with source.snapshot(lens) as snapshot:
        named = None if wanted.party is None else snapshot.naming(wanted.party)
        lines = []
        for thread, cell in snapshot.statuses():
            line = thread_line(snapshot, thread, cell)
            here = named is None or thread.number in named or wanted.party in line.thread.parties
            if here and wanted.takes(line, cell.last_at, thread):
                lines.append(line)
        possible = snapshot.possible()
    lines.sort(key=lambda line: line.thread.id)
    return ThreadsView(threads=tuple(lines), possible=possible)


def thread_line(snapshot: Snapshot, thread: ThreadAt, cell: ThreadCell) -> ThreadLine:
    """A thread as a list has it."""
    head = ThreadHead.model_validate_json(thread.head)
    if snapshot.knows(thread.parent):
        head = head.model_copy(update={"parent": thread.parent})
    return ThreadLine(
        thread=head,
        status=status_of_cell(cell),
        acts=cell.happened,
        owed=cell.owed,
        last=cell.last_text,
    )


def status_of_cell(cell: ThreadCell) -> ThreadStatusView:
    """A thread's status as its row has it."""
    return ThreadStatusView(
        status=cell.status,
        why=cell.why,
        since=cell.since,
        acts=tuple(cell.acts),
        awaiting=tuple(cell.awaiting),
        dormant=cell.dormant,
    )


def thread_head(record: ThreadRecord) -> ThreadHead:
    """What a thread is called and who is in it."""
    opened = record.opened
    return ThreadHead(
        id=opened.thread,
        title=opened.title,
        parties=opened.parties,
        zone=opened.zone,
        parent=opened.parent,
        tags=opened.tags,
        marking=None if opened.marking is None else opened.marking.text,
    )


def thread_status(state: Negotiation) -> ThreadStatusView:
    """The thread's status, with its reason (rule S1)."""
    standing = state.standing
    return ThreadStatusView(
        status=standing.status,
        why=standing.why,
        since=standing.since,
        acts=tuple(short(act.ref, state.record.id) for act in standing.acts),
        awaiting=tuple(sorted({one.debtor for one in state.owed})),
        dormant=state.dormant,
    )


def not_known(state: Negotiation) -> Iterator[NotKnown]:
    """What the ledger knows that it does not know: contents of acts, of points, of answers."""
    for placed in state.selection.happened:
        act = placed.act
        what = contents_text(act.contents, act.disclosure)
        if placed.thread == state.record.id and what is not None:
            yield NotKnown(ref=name_of(placed.ref), what=what)
    for ref, point in state.points.items():
        what = contents_text(point.file.point.contents, point.file.act.act.disclosure)
        if what is not None:
            yield NotKnown(ref=name_of(ref), what=what)
        for party in point.parties:
            if party.word.status is Status.ANSWERED_UNDISCLOSED and not point.children:
                what = f"{party.party} answered it; what the answer says is not known"
                yield NotKnown(ref=name_of(ref), what=what)
