"""Acts → states over act time, the clock included: the fold that every answer comes from.

Rules T3 (as-of), T6 (every rule is judged at the act's own time) and T7 (the clock changes state
too). Pure: the same world gives the same timeline, whatever the order in which it was recorded.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.dossier import Dossier, answers_given, files_of
from ledger.obligations import Obligation, ObligationKey, Owed, after, loose_ends, opened_by
from ledger.placing import Placed, Selection, place, select
from ledger.points import PointState, point_states
from ledger.thread_status import Circumstances, ThreadStanding, thread_standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from ledger.dossier import PointFile
    from ledger.state import Closing, ThreadRecord, World


@dataclass(frozen=True, slots=True)
class Negotiation:
    """The derived state of one thread at one instant."""

    record: ThreadRecord
    as_of: Instant
    standing: ThreadStanding
    points: Mapping[str, PointState]
    obligations: tuple[Obligation, ...]
    loose_ends: Mapping[ObligationKey, tuple[str, ...]]
    selection: Selection

    @property
    def owed(self) -> tuple[Obligation, ...]:
        """The replies still owed."""
        return tuple(one for one in self.obligations if one.state is Owed.OWED)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a replay: an act, or (None) the clock or the registrar, and the state after."""

    at: Instant
    act: Placed | None
    state: Negotiation


class Fold:
    """The fold of one thread: file acts in order of replay, ask for the state in between."""

    def __init__(self, world: World, record: ThreadRecord) -> None:
        self._world = world
        self._record = record
        self._placed = acts_of(world, record)
        self._chances = chances_of_answer(self._placed, record.id)

    def state(self, as_of: Instant) -> Negotiation:
        """The state once everything that had happened by T is filed."""
        selection = select(self._placed, as_of)
        dossier = Dossier(self._record.id)
        obligations: list[Obligation] = []
        for placed in selection.happened:
            obligations = _file(placed, dossier, obligations)
        return self._snapshot(dossier, obligations, selection, as_of)

    def steps(self, until: Instant) -> Iterator[Step]:
        """Every act, deadline and closing up to `until`, in order, each with the state after it."""
        happened = select(self._placed, until).happened
        dossier = Dossier(self._record.id)
        obligations: list[Obligation] = []
        queue = deque(happened)
        passed: set[Instant] = set()
        while True:
            at = queue[0].at if queue else None
            tick = self._next_tick(dossier, passed, until if at is None else at)
            if tick is not None:
                passed.add(tick)
                selection = select(self._placed, tick)
                yield Step(tick, None, self._snapshot(dossier, obligations, selection, tick))
                continue
            if at is None:
                return
            placed = queue.popleft()
            obligations = _file(placed, dossier, obligations)
            selection = select(self._placed, at)
            yield Step(at, placed, self._snapshot(dossier, obligations, selection, at))

    def _next_tick(self, dossier: Dossier, passed: set[Instant], until: Instant) -> Instant | None:
        """The next instant by `until` at which the clock or the registrar may change it."""
        lapses = {deadline + 1 for deadline in dossier.deadlines.values()}
        closings = {
            closing.when.latest
            for closing in self._record.closings
            if closing.when.latest is not None
        }
        return min(
            (tick for tick in (lapses | closings) - passed if tick <= until),
            default=None,
        )

    def _snapshot(
        self,
        dossier: Dossier,
        obligations: list[Obligation],
        selection: Selection,
        as_of: Instant,
    ) -> Negotiation:
        points = point_states(dossier, as_of, self._chances)
        circumstances = Circumstances(
            thread=self._record.id,
            applied=dossier.applied,
            points=points,
            obligations=obligations,
            closing=closing_at(self._record, as_of),
        )
        standing = thread_standing(circumstances, self._world)
        return Negotiation(
            record=self._record,
            as_of=as_of,
            standing=standing,
            points=points,
            obligations=tuple(obligations),
            loose_ends={one.key: loose_ends(one, dossier) for one in obligations},
            selection=selection,
        )


def _file(placed: Placed, dossier: Dossier, obligations: list[Obligation]) -> list[Obligation]:
    dossier.apply(placed)
    opened = opened_by(placed, dossier) if placed.thread == dossier.thread else []
    return after(placed, [*obligations, *opened], dossier)


def acts_of(world: World, record: ThreadRecord) -> tuple[Placed, ...]:
    """The thread's own acts and those of other threads that bear on it, placed in time."""
    everywhere = place(world)
    own = [f"{record.id}/{act_id}" for act_id in record.acts]
    refs = dict.fromkeys((*own, *record.linked))
    return tuple(everywhere[ref] for ref in refs if ref in everywhere)


def chances_of_answer(
    placed: tuple[Placed, ...], thread: str
) -> dict[tuple[str, str], Instant | None]:
    """For each point and party, the earliest instant of any answer there may be (P3)."""
    files: dict[str, PointFile] = {}
    for one in placed:
        if one.thread == thread:
            files.update((file.ref, file) for file in files_of(one))
    for file in files.values():
        parent = None if file.point.parent is None else f"{thread}/{file.point.parent}"
        if parent in files:
            files[parent].children.append(file.ref)
    chances: dict[tuple[str, str], Instant | None] = {}
    for one in placed:
        for given in answers_given(one, files):
            for party in given.parties:
                key = (given.point, party)
                known = chances.get(key, one.earliest)
                both = None not in (known, one.earliest)
                chances[key] = min(known, one.earliest) if both else None  # type: ignore[type-var]
    return chances


def closing_at(record: ThreadRecord, as_of: Instant) -> Closing | None:
    """The registrar's last word by T, by its own date and then by order of recording."""
    spoken = [
        (closing.when.latest, index)
        for index, closing in enumerate(record.closings)
        if closing.when.latest is not None and closing.when.latest <= as_of
    ]
    return record.closings[max(spoken)[1]] if spoken else None
