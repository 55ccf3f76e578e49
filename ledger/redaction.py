"""Which events a copy of a ledger withholds, so that others may have the rest.

What is asked for is a marking, points, persons or fields. With an event goes whatever names it: its
corrections, its markers in other threads, the acts that refer to it. For the bytes of an event are
given whole or not at all; read without the reference they would no longer fit their leaf.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ledger.acts import Act
from ledger.cleared import LEVELS, Hidden, hidden_in, hidden_parties, party_names
from ledger.errors import InputError
from ledger.events import PartyAmended, PartyRegistered, ThreadAmended, ThreadOpened
from ledger.evolve import evolve_all
from ledger.near import near
from ledger.notices import ActCorrected, ActRetracted, Notice, SourceCited
from ledger.refs import full
from ledger.rules import parties_named
from ledger.state import Recording, World
from ledger.text import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.dates import Instant
    from ledger.events import Event
    from ledger.vocabulary import MarkingLevel


class Logged(NamedTuple):
    """An event of the log as it is stored; `event` is None where it is of unknown type."""

    position: int
    stream: str
    event: Event | None
    body: bytes
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a copy is not to hold.

    `above` a marking, acts and threads by the level in force now; `points` as full references, with
    the acts that raise or answer them; `persons`, every event that has such a name in it, however
    it is written; `fields` of acts, by their names, with the acts that have one.
    """

    above: MarkingLevel | None = None
    points: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def asks(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.above or self.points or self.persons or self.fields)


def check_asked(log: Sequence[Logged], redaction: Redaction) -> None:
    """InputError for a point, a person or a field that no act has: a slip would give it away."""
    acts = [(one.stream, one.event) for one in log if isinstance(one.event, Act)]
    points = {full(point.label, stream) for stream, act in acts for point in act.points}
    points |= {full(answer.point, stream) for stream, act in acts for answer in act.answers}
    for point in sorted(redaction.points - points):
        raise InputError(f"there is no point {point}", near=near(point, sorted(points)))
    names = {
        field.alias or name
        for _, act in acts
        for name, field in type(act).model_fields.items()
        if name != "id"
    }
    for name in sorted(redaction.fields - names):
        raise InputError(f"no act has a field {name}", near=near(name, sorted(names)))
    persons = {person.name for _, act in acts for person in act.persons if person.name}
    said = _said_in(log, redaction)
    for person in sorted(redaction.persons):
        if not any(_name(person) in text for text in said.values()):
            raise InputError(f"nothing names {person}", near=near(person, sorted(persons)))


def withheld(log: Sequence[Logged], redaction: Redaction, now: Instant) -> frozenset[int]:
    """The positions of the events that the copy holds only the leaves of.

    An event of unknown type is withheld: what it says cannot be told.
    """
    world = evolve_all(
        World(),
        (
            (one.stream, one.event, Recording(one.position, 0, ""))
            for one in log
            if one.event is not None
        ),
    )
    kept = _Out(world, redaction, now)
    said, names = _said_in(log, redaction), [_name(person) for person in redaction.persons]
    chosen = [
        one
        for one in log
        if one.event is not None
        and (any(name in said[one.position] for name in names) or _is_chosen(one, redaction))
    ]
    kept.take(chosen)
    while True:
        hidden = kept.hidden()
        named = [
            one
            for one in log
            if one.event is not None
            and not kept.is_out(one, hidden)
            and kept.names_what_is_out(one.stream, one.event, one.position, hidden)
        ]
        if not named:
            break
        kept.take(named)
    positions = {one.position for one in log if one.event is None or kept.is_out(one, hidden)}
    return frozenset(positions | _parties_only_in(log, positions, hidden))


class _Out:
    """What has been found to go, beside what the marking asks for."""

    def __init__(self, world: World, redaction: Redaction, now: Instant) -> None:
        self._world = world
        self._clearance = redaction.above or LEVELS[-1]
        self._now = now
        self._acts: set[str] = set()
        self._threads: set[str] = set()
        self._notices: set[str] = set()
        self._positions: set[int] = set()

    def take(self, events: Iterable[Logged]) -> None:
        """Let these events go: an act with all that is said of it, a thread with all in it."""
        for one in events:
            match one.event:
                case Act():
                    self._acts.add(full(one.event.id, one.stream))
                case ThreadOpened():
                    self._threads.add(one.stream)
                case Notice():
                    self._notices.add(full(one.event.id, one.stream))
                case _:
                    self._positions.add(one.position)

    def hidden(self) -> Hidden:
        return hidden_in(
            self._world, self._clearance, self._now, acts=self._acts, threads=self._threads
        )

    def is_out(self, one: Logged, hidden: Hidden) -> bool:
        if one.position in self._positions or hidden.hides(one.stream, one.event):
            return True
        return isinstance(one.event, Notice) and full(one.event.id, one.stream) in self._notices

    def names_what_is_out(self, stream: str, event: Event, position: int, hidden: Hidden) -> bool:
        if isinstance(event, ActRetracted) and event.notice is not None:
            return full(event.notice, stream) in self._notices
        return hidden.cleared(stream, event, position) is not event


def _is_chosen(one: Logged, redaction: Redaction) -> bool:
    match one.event:
        case Act() as act:
            points = {full(point.label, one.stream) for point in act.points}
            points |= {full(answer.point, one.stream) for answer in act.answers}
            return not points.isdisjoint(redaction.points) or any(
                _has(act, name) for name in redaction.fields
            )
        case ActCorrected(changes=changes):
            return any(change.field in redaction.fields for change in changes)
        case SourceCited(claims=claims):
            return any(claim.field in redaction.fields for claim in claims)
        case _:
            return False


def _said_in(log: Sequence[Logged], redaction: Redaction) -> dict[int, str]:
    """What stands in each event, by its position, as words; empty where no name is looked for."""
    if not redaction.persons:
        return {}
    return {one.position: "\n".join(map(words_in, _texts_of(one))) for one in log}


def _texts_of(one: Logged) -> Iterator[str]:
    yield one.stream
    yield one.recorded_by
    body = one.body.decode()
    yield from [body] if one.event is None else _texts(json.loads(body))


def _name(person: str) -> str:
    """A name as words. InputError where there is no letter in it: it would be everywhere."""
    words = words_in(person)
    if not words:
        raise InputError(f"{person!r} is no name", mend="Give one with letters in it.")
    return words


def _texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, the names of fields among them."""
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield name
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)
        case _:  # a number, a truth value, nothing
            return


def _has(act: Act, name: str) -> bool:
    """Whether an act has a field, by its name in an act file: other than by default, or sealed."""
    if act.sealed is not None and name in act.sealed.fields:
        return True
    for own, field in type(act).model_fields.items():
        if name in (own, field.alias):
            return bool(getattr(act, own) != field.get_default(call_default_factory=True))
    return False


def _parties_only_in(log: Sequence[Logged], out: set[int], hidden: Hidden) -> set[int]:
    """The entries of parties that nothing else names than what is withheld."""
    entries = [one for one in log if isinstance(one.event, PartyRegistered | PartyAmended)]
    names = party_names(one.event for one in log if one.event is not None)
    shown: set[str] = set()
    gone: set[str] = set()
    for one in log:
        if one.event is not None:
            (gone if one.position in out else shown).update(_named(one.event))
    only = hidden_parties(names, replace(hidden, named=frozenset(gone)), shown)
    return {one.position for one in entries if one.stream.partition(":")[2] in only}


def _named(event: Event) -> Iterator[str]:
    match event:
        case Act():
            yield from parties_named(event)
        case ThreadOpened() | ThreadAmended():
            yield from event.parties or ()
        case _:
            return
