"""The timeline of a thread: each act, deadline and closing with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.bearing import acts_of
from ledger.obligations import Owed
from ledger.placing import place, select
from ledger.refs import name_of
from ledger.timeline import Cause, Fold
from projections.lens import Lens, WorldSource, thread_at
from projections.text import brief, instant_text, placed_text, plain
from projections.views.history import Change, TimelineEntry, TimelineView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.answers import Given
    from ledger.obligations import Obligation
    from ledger.points import PointState, Standing
    from ledger.timeline import Negotiation, Step
    from ledger.vocabulary import Status


def timeline_view(source: WorldSource, thread: str, lens: Lens) -> TimelineView:
    """Everything that happened by the date, in order of replay."""
    world, record = thread_at(source, thread, lens)
    at = lens.instant(record.zone)
    steps = Fold(world, record).steps(at)
    possible = select(acts_of(world, place(world), record), at).possible
    return TimelineView(
        thread=thread,
        entries=tuple(entries(steps)),
        possible=tuple(brief(one, record.zone) for one in possible),
    )


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
    yield from thread_changes(before, after)


def thread_changes(before: Negotiation | None, after: Negotiation) -> Iterator[Change]:
    """What differs in the status of the thread: its word, who is awaited, whether it is dormant."""
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
    old = {} if before is None else words_of(before)
    for party, word in words_of(after).items():
        was = old[party].status if party in old else None
        if was is word.status:
            continue
        text = status_text(label, party, was, word.status)
        asked = None if party is None else after.of(party)
        if asked is not None and asked.confidential:
            text += ", in confidence"
        yield Change(what="point", ref=label, party=party, before=was, after=word.status, text=text)
    new = after.positions[len(before.positions) if before is not None else 0 :]
    for given in new:
        yield Change(
            what="position",
            ref=label,
            party=given.by,
            before=None,
            after=given.stance,
            text=position_text(label, given),
        )


def words_of(point: PointState) -> dict[str | None, Standing]:
    """The word for each party asked; for a point to nobody in particular, the one under None."""
    return {one.party: one.word for one in point.parties} or {None: point.overall}


def status_text(label: str, party: str | None, was: Status | None, now: Status) -> str:
    """What became of a point, for a party that was asked, or for nobody in particular."""
    if was is None:
        return f"{label} is raised{f' to {party}' if party else ''}: {plain(now)}"
    return f"{label}{f' ({party})' if party else ''}: {plain(was)} -> {plain(now)}"


def position_text(label: str, given: Given) -> str:
    """A stance that changes no status."""
    return f"{given.by}, who was not asked, takes a position on {label}: {given.stance.meaning}"


def _reply_changes(before: Obligation | None, after: Obligation) -> Iterator[Change]:
    was = None if before is None else before.state
    if was is after.state:
        return
    pair = f"{after.debtor} -> {', '.join(after.creditors)}"
    yield Change(
        what="reply",
        ref=pair,
        party=after.debtor,
        before=was,
        after=after.state,
        text=reply_text(after),
    )


def reply_text(one: Obligation) -> str:
    """How it stands with a reply, in a sentence."""
    act = name_of(one.act.ref)
    sentences = {
        Owed.OWED: f"{one.debtor} owes {' and '.join(one.creditors)} a reply to {act}",
        Owed.SETTLED: f"{one.debtor}'s reply to {act} is settled (rule {one.rule})",
        Owed.ENDED: f"{one.debtor}'s reply to {act} is no longer owed (rule {one.rule})",
    }
    return sentences[one.state]
