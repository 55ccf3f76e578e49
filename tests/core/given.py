"""Stories: given these acts, as of this date, this point is …

Every act goes through `decide` and `evolve`, so a story that could not be recorded cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger.acts import ACT_CLASS_BY_WORD, Act
from ledger.commands import Command, OpenThread, RecordAct
from ledger.dates import parse_act_date
from ledger.decide import advance, decide
from ledger.events import ThreadOpened
from ledger.moments import parse_moment
from ledger.state import Recording, World
from ledger.timeline import Fold, Negotiation
from projections.lens import Lens
from tests.core.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.points import PointState

NOW = "2026-01-01"
"""When questions are asked that name no date."""

_NAMES = {"by": "from"}


def act(kind: str, id_: str, *, zone: str = "UTC", **fields: Any) -> Act:  # noqa: ANN401 -- what a story says
    """An act from what a story says of it.

    `by` and `to` are codes (`"USA GBR"`), `when` is the delivery, other dates go by their role;
    `points` maps labels to texts or fields, `answers` points to stances or fields.
    """
    cls = ACT_CLASS_BY_WORD[kind]
    data: dict[str, Any] = {"id": id_}
    dates = []
    for name, value in fields.items():
        if name in ("by", "to"):
            data[_NAMES.get(name, name)] = tuple(value.split())
        elif name in ("when", "delivered", "sent", "dated", "drafted", "received", "published"):
            role = "delivered" if name == "when" else name
            dates += [
                {"role": role, "date": parse_act_date(text, zone=zone)}
                for text in ([value] if isinstance(value, str) else value)
            ]
        elif name == "deadline":
            data[name] = parse_act_date(value, zone=zone)
        elif name == "points":
            data[name] = [_point(label, said, cls) for label, said in value.items()]
        elif name == "answers":
            data[name] = [_answer(ref, said) for ref, said in value.items()]
        else:
            data[name] = value
    return cls.model_validate({**data, "dates": [*data.get("dates", ()), *dates]})


def _point(label: str, said: str | Mapping[str, Any], cls: type[Act]) -> dict[str, Any]:
    fields = {"text": said} if isinstance(said, str) else dict(said)
    return {"label": label, "kind": cls.KIND.point_kind, "text": f"point {label}", **fields}


def _answer(ref: str, said: str | Mapping[str, Any]) -> dict[str, Any]:
    fields = {"stance": said} if isinstance(said, str) else dict(said)
    return {"point": ref, **fields}


def demand(id_: str, **fields: Any) -> Act:  # noqa: ANN401 -- what a story says
    """RUS demands something of the USA, unless the story says otherwise."""
    return act("demand", id_, **{"by": "RUS", "to": "USA", "when": "2021-12-15", **fields})


def reply(id_: str, **fields: Any) -> Act:  # noqa: ANN401 -- what a story says
    """The USA replies to RUS, unless the story says otherwise."""
    return act("reply", id_, **{"by": "USA", "to": "RUS", "when": "2022-01-26", **fields})


def opened(thread: str = "t", zone: str = "UTC") -> OpenThread:
    """The command that opens a thread."""
    return OpenThread(ThreadOpened(thread=thread, title=f"Thread {thread}", zone=zone))


def record(commands: Iterable[Command], world: World | None = None) -> World:
    """The world after these commands, each decided on what the earlier ones left."""
    world = world or World()
    for position, command in enumerate(commands, start=1):
        world = advance(world, decide(world, command))
        if isinstance(command, RecordAct):
            world = _stamped(world, command, position)
    return world


def _stamped(world: World, command: RecordAct, position: int) -> World:
    thread = world.threads[command.thread]
    recording = Recording(position, position * 1_000_000, "tester")
    recordings = {**thread.recordings, command.act.id: recording}
    return replace(
        world, threads={**world.threads, thread.id: replace(thread, recordings=recordings)}
    )


@dataclass(frozen=True)
class Story:
    """A world under test, and the thread that is asked about."""

    world: World
    thread: str

    @property
    def source(self) -> Source:
        """For projections."""
        return Source(self.world)

    def and_(self, *acts: Act, thread: str | None = None) -> Story:
        """The story goes on."""
        commands = [RecordAct(thread or self.thread, one) for one in acts]
        return replace(self, world=record(commands, self.world))

    def about(self, thread: str) -> Story:
        """Ask about another thread."""
        return replace(self, thread=thread)

    def as_of(self, moment: str) -> Asked:
        """The state at a date."""
        thread = self.world.threads[self.thread]
        at = lens(moment).instant(thread.zone)
        return Asked(Fold(self.world, thread).state(at))

    def now(self) -> Asked:
        """The state long after."""
        return self.as_of(NOW)


def lens(moment: str = NOW) -> Lens:
    """A lens on a date."""
    return Lens(now=parse_moment(NOW).end("UTC", 0), as_of=parse_moment(moment))


def given(*acts: Act, thread: str = "t", zone: str = "UTC") -> Story:
    """A story of acts in one thread."""
    commands: list[Command] = [opened(thread, zone)]
    commands += [RecordAct(thread, one) for one in acts]
    return Story(record(commands), thread)


@dataclass(frozen=True)
class Asked:
    """A state, asked questions."""

    state: Negotiation

    def point(self, label: str) -> PointState:
        """The state of a point."""
        return self.state.points[f"{self.state.record.id}/{label}"]

    def status(self, label: str, party: str | None = None) -> str:
        """The word of a point, overall or for one addressee."""
        point = self.point(label)
        if party is None:
            return point.status.value
        one = point.of(party)
        assert one is not None, f"{party} was not asked {label}"
        return one.word.status.value

    @property
    def thread(self) -> str:
        """The word of the thread."""
        return self.state.standing.status.value

    @property
    def owed(self) -> list[str]:
        """Who owes whom a reply to what: `USA>RUS:d`."""
        return [
            f"{one.debtor}>{'+'.join(one.creditors)}:{one.act.act.id}" for one in self.state.owed
        ]

    @property
    def possible(self) -> list[str]:
        """Acts that may have happened."""
        return [one.act.id for one in self.state.selection.possible]

    @property
    def undated(self) -> list[str]:
        """Acts without any bound."""
        return [one.act.id for one in self.state.selection.undated]

    @property
    def happened(self) -> list[str]:
        """Acts in order of replay."""
        return [one.act.id for one in self.state.selection.happened]
