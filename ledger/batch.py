"""Several commands at once, in whatever order they were written: all, or every reason why not.

What is referred to is decided before what refers to it: parties, threads, then acts along their
references, also across threads. That order does not depend on the order of writing.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ledger.belief import subject
from ledger.commands import (
    AmendThread,
    Command,
    OpenThread,
    RecordAct,
    RecordNotice,
    RegisterParty,
)
from ledger.decide import StreamEvent, advance, decide
from ledger.errors import DipledgerError, Refused, SeveralErrors
from ledger.events import PartyRegistered
from ledger.refs import act_refs, full, point_refs
from ledger.rules import parties_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ledger.state import World

T = TypeVar("T")

_Giver = OpenThread | RegisterParty | RecordAct
"""What others may depend on; the rest is the registrar's, in its own order."""


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """Something that was read, and where: `acts.yaml:12`, or an option."""

    item: T
    where: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What carries the commands out; no events at all if there is an error."""

    events: tuple[StreamEvent, ...]
    errors: tuple[DipledgerError, ...]


class Name(NamedTuple):
    """What a command gives to others or needs of them: a party, a thread, an act, a point."""

    sort: str
    ref: str

    def __str__(self) -> str:
        return self.ref if self.sort == "act" else f"the {self.sort} {self.ref}"


def decide_all(
    world: World, commands: Sequence[Located[Command]], unread: Collection[str] = ()
) -> Decided:
    """The events of all commands in an order that can be recorded, or every error in theirs.

    `unread` are full references of acts and points, and slugs of threads, that stood in the same
    input but could not be read: what depends on them is refused for that, and for nothing else.
    """
    batch = _Batch(world, commands, frozenset(unread))
    batch.run()
    if batch.errors:
        found = sorted(batch.errors, key=lambda each: each[0])
        return Decided((), tuple(error for _, error in found))
    return Decided(tuple(batch.events), ())


class _Batch:
    """The commands in a fixed order, what each waits for, and what came of them so far."""

    def __init__(
        self, world: World, commands: Sequence[Located[Command]], unread: frozenset[str]
    ) -> None:
        self.events: list[StreamEvent] = []
        self.errors: list[tuple[int, DipledgerError]] = []
        self._world = world
        self._unread = unread
        self._places = sorted(range(len(commands)), key=lambda at: _rank(commands[at].item))
        self._commands = [commands[place] for place in self._places]
        self._needed = [
            tuple(name for name in _needs(each.item) if not _known(world, name))
            for each in self._commands
        ]
        self._earlier = self._links()
        self._later: dict[int, list[int]] = defaultdict(list)
        for at, links in enumerate(self._earlier):
            for link in links:
                self._later[link].append(at)
        self._waiting = [len(links) for links in self._earlier]
        self._done: set[int] = set()
        self._refused: set[int] = set()

    def run(self) -> None:
        """Decide every command; what refers to itself in a circle is refused."""
        ready = [at for at, count in enumerate(self._waiting) if count == 0]
        self._drain(ready)
        for start in range(len(self._commands)):
            while start not in self._done:
                circle = self._circle(start)
                self._refuse_circle(circle)
                self._release(circle, ready)
                self._drain(ready)

    def _drain(self, ready: list[int]) -> None:
        while ready:
            at = heapq.heappop(ready)
            self._decide(at)
            self._release((at,), ready)

    def _links(self) -> list[set[int]]:
        """For each command, the others that give what it needs."""
        givers: dict[Name, int] = {}
        for at, each in enumerate(self._commands):
            for name in _gives(each.item):
                givers.setdefault(name, at)
        links = [
            {givers[name] for name in names if name in givers} - {at}
            for at, names in enumerate(self._needed)
        ]
        registrar: dict[str, int] = {}
        for at, each in enumerate(self._commands):
            if not isinstance(each.item, _Giver):
                # What the registrar does to a thread happens in the order in which it was written.
                thread = each.item.thread
                links[at] |= {registrar[thread]} if thread in registrar else set()
                registrar[thread] = at
        return links

    def _release(self, done: Sequence[int], ready: list[int]) -> None:
        self._done.update(done)
        for at in done:
            for later in self._later[at]:
                self._waiting[later] -= 1
                if self._waiting[later] == 0 and later not in self._done:
                    heapq.heappush(ready, later)

    def _decide(self, at: int) -> None:
        command = self._commands[at].item
        if missing := sorted(name for name in self._needed[at] if name.ref in self._unread):
            self._refuse(at, _depends(missing, "could not be read"))
            self._suppose(command)
            return
        refused = [self._commands[link].item for link in sorted(self._earlier[at] & self._refused)]
        if givers := [each for each in refused if isinstance(each, _Giver)]:
            names = [_name(each) for each in givers]
            self._refuse(at, _depends(names, "are refused" if len(names) > 1 else "is refused"))
        try:
            events = decide(self._world, command)
        except SeveralErrors as several:
            for error in several.errors:
                self._refuse(at, error)
        except DipledgerError as error:
            self._refuse(at, error)
        else:
            self.events.extend(events)
            self._world = advance(self._world, events)
            return
        self._suppose(command)

    def _suppose(self, command: Command) -> None:
        """Go on as if a refused command had been carried out: others show their own faults."""
        name = _name(command)
        if _known(self._world, name):
            return
        match command:
            case OpenThread(opening=opening):
                self._world = advance(self._world, ((opening.thread, opening),))
            case RegisterParty(party=party):
                event = PartyRegistered(party=party)
                self._world = advance(self._world, ((f"party:{party.code}", event),))
            case RecordAct(thread=thread, act=act):
                self._world = advance(self._world, ((thread, act),))
            case _:
                pass

    def _circle(self, start: int) -> list[int]:
        """Commands each of which needs the next, and the last the first."""
        path: dict[int, None] = {}
        at = start
        while at not in path:
            path[at] = None
            at = min(self._earlier[at] - self._done)
        walked = list(path)
        return walked[walked.index(at) :]

    def _refuse_circle(self, circle: Sequence[int]) -> None:
        names = _joined(sorted(_name(self._commands[at].item) for at in circle))
        for at in circle:
            error = Refused(
                f"{names} refer to each other in a circle",
                mend="Take one of the references out.",
                rule="T6",
            )
            self._refuse(at, error)
            self._suppose(self._commands[at].item)

    def _refuse(self, at: int, error: DipledgerError) -> None:
        self._refused.add(at)
        where = self._commands[at].where
        self.errors.append((self._places[at], error.at(where) if where else error))


def _rank(command: Command) -> tuple[int, str]:
    match command:
        case RegisterParty(party=party):
            return 0, party.code
        case OpenThread(opening=opening):
            return 1, opening.thread
        case RecordAct():
            return 2, command.ref
        case _:
            return 3, command.thread


def _name(command: Command) -> Name:
    match command:
        case RegisterParty(party=party):
            return Name("party", party.code)
        case OpenThread(opening=opening):
            return Name("thread", opening.thread)
        case RecordAct():
            return Name("act", command.ref)
        case _:
            return Name("thread", command.thread)


def _gives(command: Command) -> Iterator[Name]:
    """What others may refer to once the command is carried out."""
    match command:
        case RegisterParty() | OpenThread():
            yield _name(command)
        case RecordAct(thread=thread, act=act):
            yield _name(command)
            for point in act.points:
                yield Name("point", full(point.label, thread))
        case _:
            return


def _needs(command: Command) -> Iterator[Name]:
    """What has to be there before the command can be carried out."""
    match command:
        case RegisterParty(party=party):
            yield from _parties(member.party for member in party.members)
            yield from _parties(earlier.party for earlier in party.succession)
        case OpenThread(opening=opening):
            yield from _parties(opening.parties)
            if opening.parent is not None:
                yield Name("thread", opening.parent)
        case RecordAct(thread=thread, act=act):
            yield Name("thread", thread)
            yield from (Name("act", ref) for _, ref in act_refs(act, thread))
            yield from (Name("point", ref) for _, ref in point_refs(act, thread))
            yield from (Name("thread", effect.thread) for effect in act.effects if effect.thread)
            yield from _parties(parties_named(act))
        case RecordNotice(thread=thread, notice=notice):
            yield Name("thread", thread)
            if subject(notice):
                yield Name("act", full(subject(notice), thread))
        case _:
            yield Name("thread", command.thread)
            if isinstance(command, AmendThread):
                yield from _parties(command.amendment.parties or ())


def _parties(codes: Iterable[str]) -> Iterator[Name]:
    return (Name("party", code) for code in codes)


def _known(world: World, name: Name) -> bool:
    match name.sort:
        case "party":
            return world.party(name.ref) is not None
        case "thread":
            return name.ref in world.thread_ids
        case "act":
            return world.act(name.ref) is not None
        case _:
            return world.owner(name.ref) is not None


def _depends(names: Sequence[Name], what: str) -> Refused:
    return Refused(f"depends on {_joined(names)}, which {what}")


def _joined(names: Sequence[Name]) -> str:
    texts = list(dict.fromkeys(str(name) for name in names))
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
