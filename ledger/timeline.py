"""Acts → states over act time, the clock included: the fold that every answer comes from.

Rules T3 (as-of), T6 (every rule is judged at the act's own time) and T7 (the clock changes state
too). Pure: the same world gives the same timeline, whatever the order in which it was recorded.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.bearing import acts_of, chances_of_answer, in_one_only, threads_hung_on
from ledger.dates import MIN_INSTANT, add_duration
from ledger.dossier import Dossier
from ledger.errors import InputError
from ledger.obligations import Balances, Obligation, ObligationKey, Owed, loose_ends, opened_by
from ledger.packages import Package, packages
from ledger.placing import Placed, Selection, place, select
from ledger.point_states import Papers, PointBook
from ledger.thread_status import (
    Circumstances,
    ThreadStanding,
    take_effects,
    thread_standing,
)
from ledger.vocabulary import Effect, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from ledger.points import Chances, PointState
    from ledger.state import Closing, ThreadRecord, World


DORMANT_AFTER = "P2Y"
"""How long a reply is owed without any act before the thread counts as dormant (rule S3)."""


@dataclass(frozen=True)
class Negotiation:
    """The derived state of one thread at an instant; `placed` are all acts it was folded from."""

    record: ThreadRecord
    as_of: Instant
    standing: ThreadStanding
    dormant: bool
    points: Mapping[str, PointState]
    packages: tuple[Package, ...]
    obligations: tuple[Obligation, ...]
    placed: tuple[Placed, ...]

    @cached_property
    def selection(self) -> Selection:
        """What had happened by then, what may have, what has no bound in time (rule T3)."""
        return select(self.placed, self.as_of)

    @cached_property
    def loose_ends(self) -> Mapping[ObligationKey, tuple[str, ...]]:
        """For each reply, the points never answered expressly after it was settled (rule O6)."""
        return {one.key: loose_ends(one, self.points) for one in self.obligations}

    @property
    def owed(self) -> tuple[Obligation, ...]:
        """The replies still owed."""
        return tuple(one for one in self.obligations if one.state is Owed.OWED)


class Cause(Word):
    """What makes a step of a replay."""

    ACT = "act", "an act of the thread, or one of another thread that bears on it"
    ELSEWHERE = "elsewhere", "an act in a thread that a condition hangs on (rule P6)"
    CLOCK = "clock", "a deadline that passes, a thread that goes dormant (rule T7)"
    REGISTRAR = "registrar", "the thread is closed or reopened"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a replay, and the state after it; `act` is None for clock and registrar."""

    at: Instant
    cause: Cause
    act: Placed | None
    state: Negotiation


class Fold:
    """The fold of one thread: file acts in order of replay, ask for the state in between."""

    def __init__(
        self, world: World, record: ThreadRecord, everywhere: Mapping[str, Placed] | None = None
    ) -> None:
        """`everywhere` are the acts of the whole world in their places, where they are at hand."""
        self._world = world
        self._record = record
        if everywhere is None:
            everywhere = place(world)
        self._acts = {
            thread: acts_of(world, everywhere, world.threads[thread])
            for thread in threads_hung_on(world, record.id)
        }
        self._placed = self._acts[record.id]
        self._all = tuple({one.ref: one for acts in self._acts.values() for one in acts}.values())
        self._chances = {
            thread: chances_of_answer(acts, world.threads[thread], world.members)
            for thread, acts in self._acts.items()
        }

    def differs_from(self, other: Fold) -> Instant | None:
        """From when on it may tell otherwise than a fold of an earlier world; None: never.

        Both have the same parties. What was added, dropped or changed says nothing of the time
        before it can have happened; without a bound, it may be of any time.
        """
        mine, theirs = self._record, other._record
        if mine.zone != theirs.zone or self._acts.keys() != other._acts.keys():
            return MIN_INSTANT
        changed = [
            MIN_INSTANT if one.earliest is None else one.earliest
            for thread, acts in self._acts.items()
            for one in in_one_only(acts, other._acts[thread])
        ]
        closings = set(mine.closings) ^ set(theirs.closings)
        changed += [one.when.latest for one in closings if one.when.latest is not None]
        return min(changed, default=None)

    def state(self, as_of: Instant) -> Negotiation:
        """The state once everything that had happened by T is filed."""
        course = _Course(self._world, self._record.id, self._acts, self._chances)
        for placed in select(self._all, as_of).happened:
            course.file(placed)
            course.book.remember(placed.at)
        return self._snapshot(course, as_of)

    def happened_before(self, instant: Instant) -> list[Placed]:
        """The acts of the thread, and those that bear on it, before an instant, in order."""
        return list(select(self._placed, instant - 1).happened)

    def steps(self, until: Instant, since: Instant = MIN_INSTANT) -> Iterator[Step]:
        """Every act, deadline and closing up to `until`, in order, each with the state after it.

        Those before `since` are gone through in silence; the state at `since` itself comes first
        then, as a step of the clock.
        """
        course = _Course(self._world, self._record.id, self._acts, self._chances)
        own = {one.ref for one in self._placed}
        queue = deque(select(self._all, until).happened)
        passed = since - 1
        while queue and queue[0].at < since:
            placed = queue.popleft()
            course.file(placed)
            course.book.remember(placed.at)
        if since > MIN_INSTANT:
            yield Step(since, Cause.CLOCK, None, self._snapshot(course, since))
        while True:
            at = queue[0].at if queue else None
            tick = self._next_tick(course, passed, until if at is None else at)
            if tick is not None:
                passed = tick
                closed = tick in self._closings()
                cause = Cause.REGISTRAR if closed else Cause.CLOCK
                yield Step(tick, cause, None, self._snapshot(course, tick))
                continue
            if at is None:
                return
            passed = at
            placed = queue.popleft()
            course.file(placed)
            cause = Cause.ACT if placed.ref in own else Cause.ELSEWHERE
            yield Step(at, cause, placed, self._snapshot(course, at))

    def _closings(self) -> set[Instant]:
        instants = (closing.when.latest for closing in self._record.closings)
        return {instant for instant in instants if instant is not None}

    def _next_tick(self, course: _Course, passed: Instant, until: Instant) -> Instant | None:
        """The next instant by `until` at which the clock or the registrar may change it.

        One that is past when an act sets it (an extension to a day gone by) shows with that act.
        """
        lapses = {deadline + 1 for deadline in course.dossier.deadlines.values()}
        ticks = lapses | self._closings() | {course.dormant_from()}
        waiting = (tick for tick in ticks if tick is not None and passed < tick <= until)
        return min(waiting, default=None)

    def _snapshot(self, course: _Course, as_of: Instant) -> Negotiation:
        states = course.book.states(as_of)
        points = {ref: states[ref] for ref in course.dossier.points}
        obligations = tuple(course.obligations)
        circumstances = Circumstances(
            effects=course.effects,
            last_own=course.last_own,
            points=points,
            obligations=obligations,
            closing=closing_at(self._record, as_of),
        )
        dormant_from = course.dormant_from()
        return Negotiation(
            record=self._record,
            as_of=as_of,
            standing=thread_standing(circumstances),
            dormant=dormant_from is not None and as_of >= dormant_from,
            points=points,
            packages=packages(points),
            obligations=obligations,
            placed=self._placed,
        )


class _Course:
    """A fold under way: the thread's dossier, those its conditions hang on, and what is owed."""

    def __init__(
        self,
        world: World,
        thread: str,
        acts: Mapping[str, tuple[Placed, ...]],
        chances: Mapping[str, Chances],
    ) -> None:
        self._world = world
        self._refs = {name: {one.ref for one in placed} for name, placed in acts.items()}
        self._dossiers = {
            name: Dossier(name, world.members, zone=world.threads[name].zone) for name in acts
        }
        papers = [Papers(one, chances[name]) for name, one in self._dossiers.items()]
        hanging = any(
            answer.condition is not None and answer.condition.point is not None
            for placed in acts.values()
            for one in placed
            for answer in one.act.answers
        )
        self.book = PointBook(papers, hanging=hanging)
        self.dossier = self._dossiers[thread]
        self.obligations = Balances()
        self.effects: dict[Effect, Placed] = {}
        self.last_own: Placed | None = None
        self._dormant: dict[Instant, Instant | None] = {}

    def file(self, placed: Placed) -> None:
        """File an act in every dossier that it belongs in."""
        for name, dossier in self._dossiers.items():
            if placed.ref in self._refs[name]:
                dossier.apply(placed)
        thread = self.dossier.thread
        if placed.ref not in self._refs[thread]:
            return
        if placed.thread == thread:
            self.last_own = placed
            self.obligations.open(opened_by(placed, self.dossier))
        self.obligations.after(placed, self.dossier)
        take_effects(placed, thread, self._world, self.effects)

    def dormant_from(self) -> Instant | None:
        """The instant from which the thread is dormant, unless another act comes (rule S3)."""
        if self.last_own is None or not self.obligations.any_owed:
            return None
        at = self.last_own.at
        if at not in self._dormant:
            self._dormant[at] = self._dormant_after(at)
        return self._dormant[at]

    def _dormant_after(self, at: Instant) -> Instant | None:
        """When a thread falls dormant whose last act was at an instant; None: time ends before."""
        try:
            return add_duration(at, DORMANT_AFTER, self.dossier.zone) + 1
        except InputError:
            return None


def closing_at(record: ThreadRecord, as_of: Instant) -> Closing | None:
    """The registrar's last word by T, by its own date and then by order of recording."""
    spoken = [
        (closing.when.latest, index)
        for index, closing in enumerate(record.closings)
        if closing.when.latest is not None and closing.when.latest <= as_of
    ]
    return record.closings[max(spoken)[1]] if spoken else None
