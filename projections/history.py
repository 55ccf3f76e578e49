"""The timeline of a thread: each act, deadline and closing with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.obligations import Owed
from ledger.refs import name_of
from ledger.timeline import Cause, Fold
from projections.lens import Lens, WorldSource, thread_at
from projections.text import brief, instant_text, placed_text, plain
from projections.views.history import Change, TimelineEntry, TimelineView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.obligations import Obligation
    from ledger.points import PointState
    from ledger.timeline import Negotiation, Step


def timeline_view(source: WorldSource, thread: str, lens: Lens) -> TimelineView:
    """Everything that happened by the date, in order of replay."""
    world, record = thread_at(source, thread, lens)
    steps = Fold(world, record).steps(lens.instant(record.zone))
    return TimelineView(thread=thread, entries=tuple(entries(steps)))


def entries(steps: Iterator[Step]) -> Iterator[TimelineEntry]:
    """Steps as published; an instant of the clock at which nothing changed is left out."""
    before: Negotiation | None = None
    for step in steps:
        changed = tuple(changes(before, step.state))
        before = step.state
        if step.cause is Cause.ACT or changed:
            yield _entry(step, changed)


def _entry(step: Step, changed: tuple[Change, ...]) -> TimelineEntry:
    zone = step.state.record.zone
    return TimelineEntry(
        at=step.at,
        at_text=instant_text(step.at, zone) if step.act is None else placed_text(step.act, zone),
        by=step.cause,
        act=None if step.act is None else brief(step.act, zone),
        changes=changed,
        status=step.state.standing.status,
    )


def changes(before: Negotiation | None, after: Negotiation) -> Iterator[Change]:
    """What differs between two states of a thread: points per addressee, replies, the thread."""
    for ref, point in after.points.items():
        old = None if before is None else before.points.get(ref)
        if old is not point:
            yield from _point_changes(old, point)
    known = {} if before is None else {one.key: one for one in before.obligations}
    for one in after.obligations:
        yield from _reply_changes(known.get(one.key), one)
    was = None if before is None else before.standing.status
    now = after.standing.status
    awaited = None if before is None else {one.debtor for one in before.owed}
    if was is not now or (awaited and awaited != {one.debtor for one in after.owed}):
        text = f"the thread is {plain(now)}: {after.standing.why}"
        yield Change(
            what="thread", ref=after.record.id, party=None, before=was, after=now, text=text
        )
    if after.dormant is not (before is not None and before.dormant):
        now_so = "the thread is dormant: a reply is owed, and nothing happened for two years"
        yield Change(
            what="thread",
            ref=after.record.id,
            party=None,
            before=now if after.dormant else "dormant",
            after="dormant" if after.dormant else now,
            text=now_so if after.dormant else "the thread is no longer dormant",
        )


def _point_changes(before: PointState | None, after: PointState) -> Iterator[Change]:
    label = after.file.point.label
    for party in after.parties:
        old = None if before is None else before.of(party.party)
        was = None if old is None else old.word.status
        now = party.word.status
        if was is now:
            continue
        if was is None:
            text = f"{label} is raised to {party.party}: {plain(now)}"
        else:
            text = f"{label} ({party.party}): {plain(was)} -> {plain(now)}"
        yield Change(what="point", ref=label, party=party.party, before=was, after=now, text=text)
    if before is None and not after.parties:
        now = after.overall.status
        yield Change(
            what="point",
            ref=label,
            party=None,
            before=None,
            after=now,
            text=f"{label} is raised: {plain(now)}",
        )
    new = after.positions[len(before.positions) if before is not None else 0 :]
    for given in new:
        yield Change(
            what="position",
            ref=label,
            party=given.by,
            before=None,
            after=given.stance,
            text=f"{given.by}, who was not asked, takes a position on {label}: "
            f"{given.stance.meaning}",
        )


def _reply_changes(before: Obligation | None, after: Obligation) -> Iterator[Change]:
    was = None if before is None else before.state
    if was is after.state:
        return
    pair = f"{after.debtor} -> {', '.join(after.creditors)}"
    act = name_of(after.act.ref)
    sentences = {
        Owed.OWED: f"{after.debtor} owes {' and '.join(after.creditors)} a reply to {act}",
        Owed.SETTLED: f"{after.debtor}'s reply to {act} is settled (rule {after.rule})",
        Owed.ENDED: f"{after.debtor}'s reply to {act} is no longer owed (rule {after.rule})",
    }
    yield Change(
        what="reply",
        ref=pair,
        party=after.debtor,
        before=was,
        after=after.state,
        text=sentences[after.state],
    )
