"""Every recorded event judged again, as it was when it was recorded: by all rules, in order.

What the store holds must be what deciding would have stored: the same events, their markers in
other threads among them, and nothing that a rule refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.acts import Act
from ledger.commands import (
    AmendThread,
    CloseThread,
    Command,
    OpenThread,
    RecordAct,
    RecordNotice,
    RegisterParty,
    ReopenThread,
)
from ledger.decide import decide, threads_needed
from ledger.errors import DipledgerError
from ledger.events import (
    LinkedActReceived,
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadClosed,
    ThreadOpened,
    ThreadReopened,
)
from ledger.evolve import evolve_all
from ledger.notices import Notice
from ledger.parties import shipped_party
from ledger.refs import threads_named
from ledger.state import UNRECORDED, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.decide import StreamEvent
    from ledger.events import Event
    from ledger.parties import Party
    from ledger.state import ThreadRecord


class Rejudging:
    """The record so far; `judge` takes one transaction after the other."""

    def __init__(self) -> None:
        self._threads: dict[str, ThreadRecord] = {}
        self._parties: dict[str, Party] = {}
        self._ids: set[str] = set()
        self._together: dict[str, set[str]] = {}
        """By thread, those it hangs together with, however far: one set for all of them."""

    def judge(self, events: Sequence[StreamEvent]) -> tuple[int, str] | None:
        """The index of the first event that speaks against the rules, and why; None: none does.

        The transaction is taken in either way.
        """
        found: tuple[int, str] | None = None
        at = 0
        while at < len(events):
            stream, event = events[at]
            world, told = self._around(stream, event), 1
            if found is None:
                against, told = _judged(world, events[at:])
                if against is not None:
                    found = (at, against)
                    told = 1
            self._take(events[at : at + told])
            at += told
        return found

    def _around(self, stream: str, event: Event) -> World:
        """What an event is judged by; a notice may leave an act of another thread broken."""
        needed = {stream}
        command = _command(stream, event)
        if isinstance(event, Notice):
            needed |= self._together.get(stream, set())
        elif command is not None:
            needed.update(threads_needed(command))
        threads = {name: self._threads[name] for name in needed if name in self._threads}
        return World(threads=threads, parties=self._parties, thread_ids=self._ids)

    def _take(self, events: Sequence[StreamEvent]) -> None:
        touched = {stream for stream, _ in events}
        held = {name: self._threads[name] for name in touched if name in self._threads}
        told = ((stream, event, UNRECORDED) for stream, event in events)
        world = evolve_all(World(threads=held), told)
        self._threads.update(world.threads)
        self._ids.update(world.threads)
        self._parties.update(world.parties)
        for stream, event in events:
            if isinstance(event, Act):
                self._join(stream, threads_named(event, stream))
            elif isinstance(event, Notice) and stream in world.threads:
                # What was corrected may name other threads than what was recorded.
                for act in world.threads[stream].acts.values():
                    self._join(stream, threads_named(act, stream))

    def _join(self, thread: str, others: Iterable[str]) -> None:
        for other in others:
            one, two = (self._together.setdefault(name, {name}) for name in (thread, other))
            if one is not two:
                less, more = sorted((one, two), key=len)
                more |= less
                self._together.update(dict.fromkeys(less, more))


def _judged(world: World, events: Sequence[StreamEvent]) -> tuple[str | None, int]:
    """What speaks against the first of some events, and how many were stored along with it."""
    stream, event = events[0]
    if isinstance(event, PartyRegistered) and shipped_party(event.party.code) is not None:
        return None, 1  # a later release ships what had to be registered then
    command = _command(stream, event)
    if command is None:
        if isinstance(event, LinkedActReceived):
            return "a marker of an act that was not recorded with it", 1
        return None, 1
    try:
        expected = decide(world, command)
    except DipledgerError as error:
        return str(error), 1
    if tuple(events[: len(expected)]) != expected:
        return "it was not stored with the events that belong to it", 1
    return None, len(expected)


def _command(stream: str, event: Event) -> Command | None:  # noqa: PLR0911 -- one for each sort
    """The command that an event came of; None: it came along with another, or there is none."""
    match event:
        case Act():
            return RecordAct(stream, event, another=True)
        case Notice():
            return RecordNotice(stream, event, with_dependants=True)
        case ThreadOpened():
            return OpenThread(event)
        case ThreadAmended():
            return AmendThread(stream, event)
        case ThreadClosed():
            return CloseThread(stream, event.when, event.reason)
        case ThreadReopened():
            return ReopenThread(stream, event.when, event.reason)
        case PartyRegistered():
            return RegisterParty(event.party)
        case PartyAmended() | LinkedActReceived():  # pragma: no branch -- the last of the union
            return None
