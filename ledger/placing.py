"""Where acts stand in time: their instants, the order of replay, what had happened by a date.

Rules T1 (act time), T2 (tightening), T3 (as-of) and T4 (order of replay).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from ledger.refs import full
from ledger.vocabulary import ACT_TIME_ORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.state import World

Bounds = tuple["Instant | None", "Instant | None"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An act with its bounds in time, tightened by its links; `stated` are its own."""

    ref: str
    act: Act
    earliest: Instant | None
    latest: Instant | None
    stated: Bounds
    answers: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.ref)

    @property
    def thread(self) -> str:
        """The act's home thread."""
        return self.ref.partition("/")[0]

    @property
    def at(self) -> Instant:
        """The instant it replays at; only asked of acts that have a latest instant."""
        assert self.latest is not None  # noqa: S101 -- selected acts are bounded (rule T3)
        return self.latest

    @property
    def rank(self) -> tuple[float, str]:
        """Its place among the acts of its instant."""
        return rank(self.act.sequence, self.act.id)


@dataclass(frozen=True, slots=True)
class Selection:
    """What had happened by T, in order of replay; what may have; what has no bound at all (T3)."""

    happened: tuple[Placed, ...]
    possible: tuple[Placed, ...]
    undated: tuple[Placed, ...]


def act_time(act: Act) -> Bounds:
    """Earliest and latest instant of an act by its own dates (rule T1).

    Delivered counts, else sent, else dated. Conflicting claims span; a preferred one replaces them.
    """
    for role in ACT_TIME_ORDER:
        claims = [claim for claim in act.dates if claim.role is role]
        claims = [claim for claim in claims if claim.preferred] or claims
        if claims:
            earliest = [claim.date.earliest for claim in claims]
            latest = [claim.date.latest for claim in claims]
            return _widest(earliest, min), _widest(latest, max)
    return None, None


def _widest(
    instants: list[Instant | None], pick: Callable[[list[Instant]], Instant]
) -> Instant | None:
    known = [instant for instant in instants if instant is not None]
    return pick(known) if len(known) == len(instants) else None


def linked_acts(world: World, ref: str, act: Act) -> tuple[str, ...]:
    """Full references of what an act replies to or whose points it answers, sorted (rule T2)."""
    home = ref.partition("/")[0]
    linked = {full(earlier, home) for earlier in act.replies_to}
    owners = {world.owner(full(answer.point, home)) for answer in act.answers}
    known = {owner for owner in owners if owner is not None}
    return tuple(sorted(earlier for earlier in (linked | known) - {ref} if world.act(earlier)))


def lower_bound(world: World, ref: str, act: Act) -> tuple[Instant, str] | None:
    """The latest of the earliest instants of all that an act answers, and whose it is (rule T2)."""
    best: tuple[Instant, str] | None = None
    seen: set[str] = set()
    waiting = list(linked_acts(world, ref, act))
    while waiting:
        earlier = waiting.pop()
        answered = world.act(earlier)
        if earlier in seen or answered is None:
            continue
        seen.add(earlier)
        instant, _ = act_time(answered)
        if instant is not None and (best is None or instant > best[0]):
            best = (instant, earlier)
        waiting.extend(linked_acts(world, earlier, answered))
    return best


def place(world: World) -> dict[str, Placed]:
    """Every act of the loaded threads, placed; keys are full references.

    Rule T2: an act is no later than its replies and no earlier than what it answers, transitively.
    """
    acts = {
        f"{thread.id}/{act_id}": act
        for thread in world.threads.values()
        for act_id, act in thread.acts.items()
    }
    links = {ref: linked_acts(world, ref, act) for ref, act in acts.items()}
    order = answers_last(links)
    stated = {ref: act_time(act) for ref, act in acts.items()}
    earliest = {ref: bounds[0] for ref, bounds in stated.items()}
    latest = {ref: bounds[1] for ref, bounds in stated.items()}
    for ref in order:
        earliest[ref] = _bound([earliest[ref], *(earliest[link] for link in links[ref])], max)
    for ref in reversed(order):
        for link in links[ref]:
            latest[link] = _bound([latest[link], latest[ref]], min)
    return {
        ref: Placed(ref, acts[ref], earliest[ref], latest[ref], stated[ref], links[ref])
        for ref in order
    }


def _bound(
    instants: list[Instant | None], pick: Callable[[list[Instant]], Instant]
) -> Instant | None:
    known = [instant for instant in instants if instant is not None]
    return pick(known) if known else None


def answers_last(links: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys so ordered that what is answered comes before its answers.

    Keys that are in a circle of references, or hang on one, are left out.
    """
    waiting = {ref: len(tuple(earlier)) for ref, earlier in links.items()}
    later: dict[str, list[str]] = defaultdict(list)
    for ref, earlier in links.items():
        for link in earlier:
            later[link].append(ref)
    ready = [ref for ref, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        ref = ready.pop()
        order.append(ref)
        for follower in later[ref]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
    return order


HAPPENED, POSSIBLE, UNDATED, AHEAD = "happened", "possible", "undated", "ahead"
"""How an act stands to a date (rule T3)."""


def standing_at(one: Placed, as_of: Instant) -> str:
    """Whether an act had happened by T, may have, has no bound in time, or lies ahead (rule T3)."""
    if one.earliest is None and one.latest is None:
        return UNDATED
    if one.latest is not None and one.latest <= as_of:
        return HAPPENED
    return POSSIBLE if one.earliest is None or one.earliest <= as_of else AHEAD


def select(placed: Iterable[Placed], as_of: Instant) -> Selection:
    """Sort acts into happened, possible and undated (rule T3).

    Happened: the latest instant is not after T. Possible: it may have been. The rest lies ahead.
    """
    sorted_out = defaultdict[str, list[Placed]](list)
    for one in placed:
        sorted_out[standing_at(one, as_of)].append(one)
    return Selection(
        tuple(in_order(sorted_out[HAPPENED])),
        tuple(sorted(sorted_out[POSSIBLE], key=lambda one: (one.earliest or 0, one.ref))),
        tuple(sorted(sorted_out[UNDATED], key=lambda one: one.ref)),
    )


class Ordered(Protocol):
    """What it takes to be put in the order of replay."""

    @property
    def ref(self) -> str:
        """Full reference of the act."""
        ...

    @property
    def at(self) -> Instant:
        """The instant it replays at."""
        ...

    @property
    def answers(self) -> tuple[str, ...]:
        """Full references of what it answers."""
        ...

    @property
    def rank(self) -> tuple[float, str]:
        """The registrar's sequence and the act's id."""
        ...


AnOrdered = TypeVar("AnOrdered", bound=Ordered)


def in_order(placed: Iterable[AnOrdered]) -> list[AnOrdered]:
    """The order of replay (rule T4): latest instant, links, the registrar's sequence, act id."""
    by_instant: dict[Instant, list[AnOrdered]] = defaultdict(list)
    for one in placed:
        by_instant[one.at].append(one)
    return [one for instant in sorted(by_instant) for one in _same_instant(by_instant[instant])]


def in_time(placed: Sequence[Placed]) -> Iterator[Placed]:
    """In the order of replay; then what has no end; then what has no date."""
    yield from in_order(one for one in placed if one.latest is not None)
    rest = [one for one in placed if one.latest is None]
    yield from sorted(rest, key=lambda one: (one.earliest is None, one.earliest or 0, one.ref))


def _same_instant(group: list[AnOrdered]) -> list[AnOrdered]:
    """Acts of one instant: never an answer before what it answers, else by sequence and id."""
    members = {one.ref: one for one in group}
    waiting = {one.ref: sum(link in members for link in one.answers) for one in group}
    followers: dict[str, list[AnOrdered]] = defaultdict(list)
    for one in group:
        for link in one.answers:
            followers[link].append(one)
    heap = [(one.rank, one.ref) for one in group if waiting[one.ref] == 0]
    heapq.heapify(heap)
    order: list[AnOrdered] = []
    while heap:
        _, ref = heapq.heappop(heap)
        order.append(members[ref])
        for one in followers[ref]:
            waiting[one.ref] -= 1
            if waiting[one.ref] == 0:
                heapq.heappush(heap, (one.rank, one.ref))
    return order


def rank(sequence: int | None, act_id: str) -> tuple[float, str]:
    """Where an act stands among those of its instant that no link orders."""
    return (float("inf") if sequence is None else sequence, act_id)
