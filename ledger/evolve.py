"""State and event → state. Evolve never refuses: what is in the log has happened."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.acts import Act
from ledger.belief import believed, in_force
from ledger.events import (
    Event,
    LinkedActReceived,
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadClosed,
    ThreadOpened,
    ThreadReopened,
)
from ledger.notices import Notice
from ledger.state import Closing, Noted, Recording, ThreadRecord, World, likeness, with_acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ThreadEvent = Act | Notice | ThreadAmended | ThreadClosed | ThreadReopened | LinkedActReceived


def evolve(world: World, stream: str, event: Event, recording: Recording) -> World:
    """The world after one event of a stream.

    The stream is a thread's slug or `party:CODE`. An event on a thread that was never opened (the
    reader's window starts later, or the log is foreign) changes nothing.
    """
    if isinstance(event, PartyRegistered | PartyAmended):
        return replace(world, parties={**world.parties, event.party.code: event.party})
    if isinstance(event, ThreadOpened):
        thread = ThreadRecord(opened=event, recording=recording)
    elif stream in world.threads:
        thread = _evolve_thread(event, world.threads[stream], recording)
    else:
        return world
    return replace(
        world,
        threads={**world.threads, stream: thread},
        thread_ids=world.thread_ids | {stream}
        if isinstance(event, ThreadOpened)
        else world.thread_ids,
    )


def evolve_all(world: World, events: Iterable[tuple[str, Event, Recording]]) -> World:
    """The world after many events, in recorded order."""
    for stream, run in groupby(events, key=_run):
        if stream is not None and stream in world.threads:
            acts = [(event, recording) for _, event, recording in run if isinstance(event, Act)]
            thread = _with_acts(world.threads[stream], acts)
            world = replace(world, threads={**world.threads, stream: thread})
            continue
        for name, event, recording in run:
            world = evolve(world, name, event, recording)
    return world


def _run(one: tuple[str, Event, Recording]) -> str | None:
    """The thread of an act, so that acts that follow each other in it are taken together."""
    return one[0] if isinstance(one[1], Act) else None


def _evolve_thread(event: ThreadEvent, thread: ThreadRecord, recording: Recording) -> ThreadRecord:
    match event:
        case Act():
            return _with_acts(thread, [(event, recording)])
        case Notice():
            return _with_notice(event, thread, recording)
        case ThreadAmended():
            changes = {
                name: value
                for name in ("title", "parties", "tags", "marking")
                if (value := getattr(event, name)) is not None
            }
            return replace(thread, opened=thread.opened.model_copy(update=changes))
        case ThreadClosed() | ThreadReopened():
            closing = Closing(isinstance(event, ThreadClosed), event.when, event.reason)
            return replace(thread, closings=(*thread.closings, closing))
        case LinkedActReceived():  # pragma: no branch -- the last of the union
            return replace(thread, linked=(*thread.linked, f"{event.thread}/{event.act}"))


def _with_acts(thread: ThreadRecord, acts: Sequence[tuple[Act, Recording]]) -> ThreadRecord:
    alike = dict(thread.alike)
    for act, _ in acts:
        like = likeness(act)
        alike[like] = (*alike.get(like, ()), act.id)
    added = {act.id: act for act, _ in acts}
    owners = {point.label: act.id for act, _ in acts for point in act.points}
    return replace(
        thread,
        acts={**thread.acts, **added},
        recorded={**thread.recorded, **added},
        recordings={**thread.recordings, **{act.id: recording for act, recording in acts}},
        owners={**thread.owners, **owners} if owners else thread.owners,
        alike=alike,
    )


def _with_notice(notice: Notice, thread: ThreadRecord, recording: Recording) -> ThreadRecord:
    """Read the acts anew: a notice is rare, and what it takes back may be another notice."""
    notices = (*thread.notices, Noted(notice, recording))
    acts = believed(thread.recorded, in_force([one.notice for one in notices]))
    return with_acts(replace(thread, notices=notices), acts)
