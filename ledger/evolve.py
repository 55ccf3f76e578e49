"""State and event → state. Evolve never refuses: what is in the log has happened."""

from __future__ import annotations

from dataclasses import replace
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
    from collections.abc import Iterable

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
    for stream, event, recording in events:
        world = evolve(world, stream, event, recording)
    return world


def _evolve_thread(event: ThreadEvent, thread: ThreadRecord, recording: Recording) -> ThreadRecord:
    match event:
        case Act():
            return _with_act(event, thread, recording)
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


def _with_act(act: Act, thread: ThreadRecord, recording: Recording) -> ThreadRecord:
    like = likeness(act)
    owners = dict.fromkeys((point.label for point in act.points), act.id)
    return replace(
        thread,
        acts={**thread.acts, act.id: act},
        recorded={**thread.recorded, act.id: act},
        recordings={**thread.recordings, act.id: recording},
        owners={**thread.owners, **owners} if owners else thread.owners,
        alike={**thread.alike, like: (*thread.alike.get(like, ()), act.id)},
    )


def _with_notice(notice: Notice, thread: ThreadRecord, recording: Recording) -> ThreadRecord:
    """Read the acts anew: a notice is rare, and what it takes back may be another notice."""
    notices = (*thread.notices, Noted(notice, recording))
    acts = believed(thread.recorded, in_force([one.notice for one in notices]))
    return with_acts(replace(thread, notices=notices), acts)
