"""Command → events, or a refusal in a sentence. Pure: nothing is stored here."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from ledger.corrections import record_notice
from ledger.errors import DipledgerError, Refused, SeveralErrors, refuse
from ledger.events import (
    Event,
    LinkedActReceived,
    PartyRegistered,
    ThreadClosed,
    ThreadReopened,
)
from ledger.evolve import evolve_all
from ledger.parties import shipped_party
from ledger.refs import threads_borne_on, threads_named
from ledger.rules import RULES, check_parties, identity, unknown_thread
from ledger.state import UNRECORDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.state import World

StreamEvent = tuple[str, Event]
"""An event and the stream it goes to: a thread's slug, or `party:CODE`."""


def decide(world: World, command: Command) -> tuple[StreamEvent, ...]:
    """The events that carry out a command, with their streams; raises Refused or SeveralErrors."""
    match command:
        case OpenThread():
            return _open_thread(world, command)
        case RegisterParty():
            return _register_party(world, command)
        case AmendThread() | CloseThread() | ReopenThread():
            return _registrar(world, command)
        case RecordNotice(thread=thread):
            _thread_is_there(world, thread)
            return record_notice(world, command)
        case RecordAct():  # pragma: no branch -- the last of the union
            return _record_act(world, command)


def advance(world: World, events: Iterable[StreamEvent]) -> World:
    """The world as it will be once these events are stored: what the next command is judged by."""
    return evolve_all(world, ((stream, event, UNRECORDED) for stream, event in events))


def _open_thread(world: World, command: OpenThread) -> tuple[StreamEvent, ...]:
    opening = command.opening
    if opening.thread in world.thread_ids:
        raise Refused(
            f"the thread {opening.thread} is already open",
            mend=f"See it with `dipledger show {opening.thread}`, or choose another id.",
        )
    if opening.parent is not None and opening.parent not in world.thread_ids:
        raise unknown_thread(world, opening.parent)
    _raise_all(check_parties(world, opening.parties))
    return ((opening.thread, opening),)


def _register_party(world: World, command: RegisterParty) -> tuple[StreamEvent, ...]:
    party = command.party
    if party.code in world.parties or shipped_party(party.code) is not None:
        raise Refused(
            f"the party {party.code} is already known",
            mend=f"See it with `dipledger party show {party.code}`, or choose another code.",
        )
    others = {member.party for member in party.members}
    others |= {succession.party for succession in party.succession}
    if party.code in others:
        raise Refused(f"the party {party.code} names itself as a member or a successor")
    _raise_all(check_parties(world, others))
    return ((f"party:{party.code}", PartyRegistered(party=party)),)


def _registrar(
    world: World, command: AmendThread | CloseThread | ReopenThread
) -> tuple[StreamEvent, ...]:
    thread = command.thread
    _thread_is_there(world, thread)
    if isinstance(command, AmendThread):
        _raise_all(check_parties(world, command.amendment.parties or ()))
        return ((thread, command.amendment),)
    closes = isinstance(command, CloseThread)
    _takes_turns(world, thread, closes=closes)
    event = ThreadClosed if closes else ThreadReopened
    return ((thread, event(when=command.when, reason=command.reason)),)


def _thread_is_there(world: World, thread: str) -> None:
    if thread not in world.threads:
        raise unknown_thread(world, thread)


def _takes_turns(world: World, thread: str, *, closes: bool) -> None:
    closings = world.threads[thread].closings
    is_closed = bool(closings) and closings[-1].closed
    if is_closed is closes:
        word = "already closed" if closes else "not closed"
        raise Refused(f"the thread {thread} is {word}")


def _record_act(world: World, command: RecordAct) -> tuple[StreamEvent, ...]:
    if command.seal:
        raise ValueError("what is to be sealed is sealed before it is decided")
    _thread_is_there(world, command.thread)
    _raise_all(identity(world, command))
    _raise_all(error for rule in RULES for error in rule(world, command))
    markers = (
        (thread, LinkedActReceived(thread=command.thread, act=command.act.id))
        for thread in threads_borne_on(command.act, command.thread)
    )
    return ((command.thread, command.act), *markers)


def _raise_all(errors: Iterable[DipledgerError]) -> None:
    found = tuple(errors)
    if len(found) == 1:
        refuse(found[0])
    if found:
        raise SeveralErrors(found)


def threads_needed(command: Command) -> Iterator[str]:
    """The threads that a command reads or writes, its own first."""
    match command:
        case OpenThread(opening=opening):
            yield opening.thread
            if opening.parent is not None:
                yield opening.parent
        case RegisterParty():
            return
        case RecordAct(thread=thread, act=act):
            yield thread
            yield from threads_named(act, thread)
        case _:
            yield command.thread
