"""What a clearance lets be seen: the log as if what lies above it had never been recorded.

Hidden events are left out, and every reference to them with them, *before* anything is folded: no
status, count, suggestion or error can then depend on them. The level that counts is the one in
force now, by all that is recorded: a clearance says what a reader may see today, whatever date or
state of knowledge is asked about. A caveat is printed, never judged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from ledger.acts import Act
from ledger.belief import believed, in_force, subject
from ledger.clearing import Clearing
from ledger.events import LinkedActReceived, PartyAmended, PartyRegistered
from ledger.notices import ActCorrected, ActRetracted, ContentDisclosed, Notice
from ledger.refs import full
from ledger.rules import parties_named
from ledger.there import There
from ledger.vocabulary import MarkingLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from ledger.dates import Instant
    from ledger.events import Event
    from ledger.parts import Marking
    from ledger.state import ThreadRecord, World

LEVELS: Final = tuple(MarkingLevel)
"""From the lowest to the highest."""


def level_in_force(marking: Marking | None, now: Instant) -> MarkingLevel:
    """The level of a marking now; what is not marked, or has fallen by its date, is unclassified.

    A date that is not certain counts from its last instant, one without an end never.
    """
    if marking is None or has_fallen(marking, now):
        return MarkingLevel.UNCLASSIFIED
    return marking.level


def has_fallen(marking: Marking, now: Instant) -> bool:
    """Whether the date on which a marking falls lies in the past."""
    falls = falls_at(marking)
    return falls is not None and falls < now


def falls_at(marking: Marking | None) -> Instant | None:
    """The last instant at which a marking is in force; None: it does not fall by itself."""
    if marking is None or marking.declassified is None:
        return None
    return marking.declassified.latest


def levels_above(clearance: MarkingLevel) -> tuple[MarkingLevel, ...]:
    """The levels that a clearance does not reach."""
    return LEVELS[LEVELS.index(clearance) + 1 :]


def higher(one: MarkingLevel | None, other: MarkingLevel | None) -> MarkingLevel | None:
    """The higher of two levels; None stands below them all."""
    return max(one, other, key=lambda level: -1 if level is None else LEVELS.index(level))


def highest_in_force(world: World, now: Instant) -> MarkingLevel | None:
    """The highest level in force of a world's threads and acts; None: nothing is marked."""
    found: MarkingLevel | None = None
    for thread in world.threads.values():
        for marking in (thread.opened.marking, *(act.marking for act in thread.acts.values())):
            if marking is not None and marking.level is not found and not has_fallen(marking, now):
                found = higher(found, marking.level)
    return found


@dataclass(frozen=True, slots=True)
class Hidden:
    """What lies above a clearance.

    `acts` and `notices` are full references, those of hidden threads among them. `raised` tells, of
    each point that a hidden act ever raised, who did so in the order of recording: the position,
    and whether that act is hidden; a label may be used again once its act is retracted. `falls` are
    the last instants of the markings looked at, ascending.
    """

    threads: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    raised: Mapping[str, tuple[tuple[int, bool], ...]] = field(default_factory=dict)
    parties: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    """The parties that are named in what is hidden."""
    falls: tuple[Instant, ...] = ()

    def hides(self, stream: str, event: Event | None) -> bool:
        """Whether an event of a stream is left out whole; one of an unknown type by its thread."""
        match event:
            case Act():
                return f"{stream}/{event.id}" in self.acts
            case Notice():
                return f"{stream}/{event.id}" in self.notices
            case LinkedActReceived():
                return stream in self.threads or f"{event.thread}/{event.act}" in self.acts
            case PartyRegistered() | PartyAmended():
                return event.party.code in self.parties
            case _:
                return stream in self.threads

    def cleared(self, stream: str, event: Event, position: int) -> Event:
        """An event that is not hidden, without what refers to anything hidden.

        Point labels are read as at its position.
        """
        there = There(
            act=lambda ref: ref not in self.acts,
            point=lambda ref: not self.point(ref, position),
            thread=lambda slug: slug not in self.threads,
        )
        return Clearing(there, stream).event(event)

    def point(self, ref: str, position: int) -> bool:
        """Whether a point was a hidden act's at a position."""
        raised = self.raised.get(ref)
        if raised is None:
            return False
        by_then = [hidden for at, hidden in raised if at <= position]
        return by_then[-1] if by_then else raised[0][1]

    def fallen(self, now: Instant) -> int:
        """How many of the markings looked at have fallen; as long as it is so many, this holds."""
        return sum(falls < now for falls in self.falls)


def hidden_in(
    world: World,
    clearance: MarkingLevel,
    now: Instant,
    *,
    acts: AbstractSet[str] = frozenset(),
    threads: AbstractSet[str] = frozenset(),
) -> Hidden:
    """What of some threads lies above a clearance, by all that is recorded of them.

    An act lies at the higher of its own marking and its thread's. `acts`, as full references, and
    `threads` are hidden whatever their marking.
    """
    above = frozenset(levels_above(clearance))
    hidden_threads: set[str] = set()
    hidden_acts: set[str] = set()
    notices: set[str] = set()
    named: set[str] = set()
    falls: set[Instant] = set()
    raised: dict[str, tuple[tuple[int, bool], ...]] = {}
    for thread in world.threads.values():
        readings = _readings(thread)
        markings = [thread.opened.marking, *(act.marking for act in readings.values())]
        falls |= {at for at in map(falls_at, markings) if at is not None}
        whole = thread.id in threads or level_in_force(thread.opened.marking, now) in above
        ids = {
            act.id
            for act in readings.values()
            if whole or full(act.id, thread.id) in acts or level_in_force(act.marking, now) in above
        }
        if whole:
            hidden_threads.add(thread.id)
            named |= set(thread.opened.parties)
        if ids:
            hidden_acts |= {full(act_id, thread.id) for act_id in ids}
            notices |= {full(name, thread.id) for name in _notices_about(thread, ids)}
            raised |= _raised_in(thread, ids)
            for act_id in ids:
                named |= parties_named(readings[act_id]) | parties_named(thread.recorded[act_id])
    return Hidden(
        frozenset(hidden_threads),
        frozenset(hidden_acts),
        frozenset(notices),
        raised,
        named=frozenset(named),
        falls=tuple(sorted(falls)),
    )


def _readings(thread: ThreadRecord) -> Mapping[str, Act]:
    """Every act ever recorded as it is read now; one that is retracted as it was read last."""
    if not thread.notices:
        return thread.recorded
    holding = in_force([one.notice for one in thread.notices])
    return believed(
        thread.recorded,
        [one for one in holding if not (isinstance(one, ActRetracted) and one.act)],
    )


def _notices_about(thread: ThreadRecord, acts: AbstractSet[str]) -> set[str]:
    """The notices about these acts, and those that take such notices back."""
    found: set[str] = set()
    for noted in thread.notices:
        taken_back = noted.notice.notice if isinstance(noted.notice, ActRetracted) else None
        if subject(noted.notice) in acts or taken_back in found:
            found.add(noted.notice.id)
    return found


def _raised_in(
    thread: ThreadRecord, hidden: AbstractSet[str]
) -> dict[str, tuple[tuple[int, bool], ...]]:
    """The points of a thread that hidden acts ever raised, with all who raised one so called."""
    told = [
        (thread.recordings[act.id].position, act.id, point.label)
        for act in thread.recorded.values()
        for point in act.points
    ]
    for noted in thread.notices:
        told += [
            (noted.recording.position, subject(noted.notice), label)
            for label in _labels_added(noted.notice)
        ]
    raised: dict[str, list[tuple[int, bool]]] = {}
    for position, act, label in sorted(told):
        raised.setdefault(full(label, thread.id), []).append((position, act in hidden))
    return {ref: tuple(by) for ref, by in raised.items() if any(is_hidden for _, is_hidden in by)}


def _labels_added(notice: Notice) -> Iterator[str]:
    """The labels of the points that a notice says an act raised."""
    if isinstance(notice, ContentDisclosed):
        yield from (point.label for point in notice.points)
    if isinstance(notice, ActCorrected):
        for change in notice.changes:
            if change.field == "points" and isinstance(change.new, list):
                yield from (str(point["label"]) for point in change.new if isinstance(point, dict))


def hidden_parties(
    names: Mapping[str, AbstractSet[str]], hidden: Hidden, shown: AbstractSet[str]
) -> frozenset[str]:
    """The registered parties that only what is hidden names.

    `names` are the registered parties by code, with the parties that their own entries ever named;
    `shown` are those named in what may be seen. What the entry of a shown party names is shown too;
    a party that nothing else names goes with the hidden one that it belongs to.
    """
    seen, waiting = set[str](), [code for code in names if code in shown]
    while waiting:
        code = waiting.pop()
        if code in names and code not in seen:
            seen.add(code)
            waiting += names[code]
    found: set[str] = set()
    waiting = [code for code in names if code in hidden.named]
    while waiting:
        code = waiting.pop()
        if code in names and code not in seen and code not in found:
            found.add(code)
            waiting += names[code]
            waiting += [other for other, named in names.items() if code in named]
    return frozenset(found)


def party_names(events: Iterable[Event]) -> dict[str, set[str]]:
    """The registered parties by code, with the parties that their entries ever named."""
    names: dict[str, set[str]] = {}
    for event in events:
        if isinstance(event, PartyRegistered | PartyAmended):
            party = event.party
            named = chain(
                (one.party for one in party.members), (one.party for one in party.succession)
            )
            names.setdefault(party.code, set()).update(named)
    return names
