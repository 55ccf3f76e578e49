"""Decided events as a log, transaction by transaction, for the read model to be made from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.decide import advance, decide
from ledger.events import encode
from ledger.evolve import evolve_all
from ledger.moments import parse_moment
from ledger.seen import seen_by
from ledger.state import Recording, World
from ledger.store.envelope import Recorded
from projections.lens import LEDGER
from tests.core.given import lens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.commands import Command
    from ledger.decide import StreamEvent
    from projections.lens import Lens


def told(commands: Iterable[Command | StreamEvent]) -> EventsLog:
    """A log of one transaction for each command; an event with its stream goes in as it is."""
    world, transactions = World(), []
    for one in commands:
        events = (one,) if isinstance(one, tuple) else decide(world, one)
        world = advance(world, events)
        transactions.append(events)
    return EventsLog(transactions)


class EventsLog:
    """A log that grows: `upto` is how many of its transactions are recorded so far."""

    def __init__(self, transactions: Iterable[Sequence[StreamEvent]]) -> None:
        self.told: list[list[Recorded]] = []
        versions: dict[str, int] = {}
        position = 0
        for number, events in enumerate(transactions, start=1):
            self.told.append([])
            for stream, event in events:
                position += 1
                versions[stream] = versions.get(stream, 0) + 1
                topic, body = encode(event)
                self.told[-1].append(
                    Recorded(
                        originator_id=stream,
                        originator_version=versions[stream],
                        recorded_at=number * 1_000_000,
                        recorded_by="tester",
                        topic=topic,
                        body=body,
                        marking=None,
                        key=None,
                        position=position,
                        leaf=position.to_bytes(32, "big"),
                        nonce=bytes(32),
                        event=event,
                    )
                )
        self.upto = len(self.told)

    def __len__(self) -> int:
        return len(self.told)

    def ends(self) -> list[int]:
        """The last position of every transaction recorded so far."""
        return [told[-1].position or 0 for told in self.told[: self.upto]]

    def _recorded(self) -> Iterator[Recorded]:
        for told in self.told[: self.upto]:
            yield from told

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Recorded]:
        """As `Ledger.log`."""
        last = float("inf") if upto is None else upto
        found = (one for one in self._recorded() if after < (one.position or 0) <= last)
        for number, one in enumerate(found):
            if number == limit:
                return
            yield one

    def events_of(self, streams: Iterable[str], *, upto: int) -> list[Recorded]:
        """As `Ledger.events_of`."""
        wanted = set(streams)
        return [one for one in self.log(upto=upto) if one.originator_id in wanted]

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:  # noqa: ARG002
        """All that was recorded up to a position."""
        return evolve_all(
            World(),
            (
                (
                    one.originator_id,
                    one.event,  # type: ignore[misc]
                    Recording(one.position or 0, one.recorded_at, one.recorded_by),
                )
                for one in self.log(upto=known_at)
                if one.event is not None
            ),
        )

    def head(self) -> tuple[int, int]:
        """As `Ledger.head`."""
        last = list(self._recorded())[-1:]
        return (last[0].position or 0, last[0].recorded_at) if last else (0, 0)

    @property
    def now(self) -> int:
        """When the last was recorded."""
        return self.head()[1] // 1_000_000

    def position_at(self, recorded_at: int) -> int:
        """As `Ledger.position_at`."""
        known = [one.position or 0 for one in self._recorded() if one.recorded_at <= recorded_at]
        return known[-1] if known else 0

    def seal_key(self, _key_id: str) -> None:
        """Nothing is sealed."""

    def beside(self) -> None:
        """Nowhere: the tables are kept in memory."""

    def whole(self, position: int) -> int:
        """As `Ledger.whole`."""
        return next((end for end in self.ends() if end >= position > 0), position)


def as_known(log: EventsLog, viewer: str, as_of: str, known_at: str) -> tuple[Lens, World]:
    """The lens of a viewer at a date, and all that it knew then, for a fold; the ledger knows all.

    `known_at` is on the calendar of the public or a party.
    """
    through, world = lens(as_of), log.world(None)
    if viewer == LEDGER:
        return through, world
    through = replace(through, known_by=viewer, known_at=parse_moment(known_at))
    return through, seen_by(world, viewer, through.knowledge)
