"""The derivation as the design's sentences have it: slow, plain, and nobody else's code.

What the product derives by folding once is derived here by asking anew, of the acts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.dates import add_duration
from ledger.vocabulary import Effect, Line, Status, ThreadStatus
from tests.reference import naive_time as time
from tests.reference.naive_owed import CLAIMED, OWED, Key, owed
from tests.reference.naive_points import GOOD, Past

if TYPE_CHECKING:
    from ledger.state import World
    from tests.reference.naive_time import Dated

BY_KIND = {
    "suspension": Effect.SUSPENDS,
    "break": Effect.BREAKS_OFF,
    "war": Effect.WAR,
}
OUTCOMES = (Effect.SETTLES, Effect.SETTLES_IN_PRINCIPLE, Effect.FAILS)


@dataclass(frozen=True)
class PointThen:
    """What is known of a point: its word, for each party, on each line."""

    overall: Status
    parties: dict[str, Status]
    lines: dict[str, dict[Line, Status]]
    live: bool


@dataclass(frozen=True)
class Then:
    """The state of a thread at an instant."""

    status: ThreadStatus
    dormant: bool
    points: dict[str, PointThen]
    owed: dict[Key, str]
    failed_packages: set[str]
    happened: list[str]
    possible: set[str]
    undated: set[str]


def state(world: World, thread: str, as_of: int) -> Then:
    """The state of one thread of a world, as of an instant."""
    every = time.dated_acts(world)
    acts = time.happened(every, as_of)
    past = Past(world, acts, as_of, Past(world, every, as_of))
    bearing = [one for one in every if one.home == thread or bears_on(one, thread)]
    points = {ref: one for ref, one in past.raised.items() if one.dated.home == thread}
    debts = owed(past, thread)
    packages = {one.point.package for one in points.values() if one.point.package}
    return Then(
        status=thread_status(past, thread, debts),
        dormant=dormant(past, thread, debts),
        points={
            ref: PointThen(
                past.overall(ref),
                {party: past.word_for(ref, party) for party in one.addressees},
                {party: past.lines(ref, party) for party in one.addressees},
                past.live(ref),
            )
            for ref, one in points.items()
        },
        owed=debts,
        failed_packages={name for name in packages if past.package_failed(thread, name)},
        happened=[one.ref for one in time.happened(bearing, as_of)],
        possible={one.ref for one in time.possible(bearing, as_of)},
        undated={one.ref for one in time.undated(bearing)},
    )


def bears_on(one: Dated, thread: str) -> bool:
    """Section 6: an act of another thread that answers, restates, withdraws or affects something
    in this one."""
    act = one.act
    refs = [*act.withdraws, *(answer.point for answer in act.answers)]
    refs += [ref for point in act.points for ref in (point.restates, point.supersedes) if ref]
    refs += [*act.replies_to, *act.supersedes, *act.withdraws_acts, *act.extends]
    conditions = [point.condition for point in act.points]
    conditions += [answer.condition for answer in act.answers]
    refs += [each.point for each in conditions if each is not None and each.point is not None]
    threads = {one.full(ref).split("/")[0] for ref in refs}
    threads |= {effect.thread or one.home for effect in act.effects}
    return thread in threads


def effects_of(past: Past, one: Dated, thread: str) -> list[Effect | str]:
    """S1, S2: what an act does to a thread: by its kind to its own, and as it states."""
    act = one.act
    found: list[Effect | str] = []
    if one.home == thread:
        if act.KIND.word in BY_KIND:
            found.append(BY_KIND[act.KIND.word])
        elif act.KIND.word in ("resumption", "restoration", "peace"):
            found.append(act.KIND.word)
    for ref in act.withdraws_acts:
        other = past.world.act(one.full(ref))
        assert other is not None
        if other.KIND.word == "offer-talks" and one.full(ref).split("/")[0] == thread:
            found.append(Effect.SUSPENDS)
    found += [effect.effect for effect in act.effects if (effect.thread or one.home) == thread]
    return found


def holding(past: Past, thread: str, effect: Effect, ends: str) -> bool:
    """S2: resumption ends suspended, restoration broken_off, peace at_war; the effect `resumes`
    ends all three."""
    holds = False
    for one in past.acts:
        for each in effects_of(past, one, thread):
            if each == effect:
                holds = True
            elif each in (ends, Effect.RESUMES):
                holds = False
    return holds


def closed(past: Past, thread: str) -> bool:
    """S1: closed (by the registrar), at its own date."""
    closings = [
        (closing.when.latest, number, closing.closed)
        for number, closing in enumerate(past.world.threads[thread].closings)
        if closing.when.latest is not None and closing.when.latest <= past.now
    ]
    return bool(closings) and max(closings)[2]


def thread_status(past: Past, thread: str, debts: dict[Key, str]) -> ThreadStatus:  # noqa: PLR0911 -- S1 is a list
    """S1: the first that applies."""
    words = ThreadStatus
    if closed(past, thread):
        return words.CLOSED
    if holding(past, thread, Effect.WAR, "peace"):
        return words.AT_WAR
    if holding(past, thread, Effect.BREAKS_OFF, "restoration"):
        return words.BROKEN_OFF
    if holding(past, thread, Effect.SUSPENDS, "resumption"):
        return words.SUSPENDED
    if not still_owed(debts):
        concluded = conclusion(past, thread)
        if concluded is not None:
            return concluded
    else:
        return words.AWAITING_REPLY
    own = [one for one in past.acts if one.home == thread]
    if own and own[-1].act.KIND.word == "talks":
        return words.IN_TALKS
    return words.OPEN


def conclusion(past: Past, thread: str) -> ThreadStatus | None:
    """S1, where nothing is owed: settled, settled in principle, or failed.

    What an act says holds until another says otherwise. Of points with parts, the parts count.
    """
    stated = [
        effect.effect
        for one in past.acts
        for effect in one.act.effects
        if (effect.thread or one.home) == thread
    ]
    outcomes = [each for each in stated if each in OUTCOMES]
    live = [ref for ref, one in past.raised.items() if one.dated.home == thread and past.live(ref)]
    live = [ref for ref in live if not past.parts(ref)]
    asking = [ref for ref in live if past.raised[ref].asks]
    if stated[-1:] == [Effect.SETTLES]:
        return ThreadStatus.SETTLED
    if asking and all(past.overall(ref) in GOOD for ref in asking):
        return ThreadStatus.SETTLED
    if outcomes[-1:] == [Effect.SETTLES_IN_PRINCIPLE]:
        return ThreadStatus.SETTLED_IN_PRINCIPLE
    if len({past.raised[ref].raisers for ref in live if past.overall(ref) in GOOD}) > 1:
        return ThreadStatus.SETTLED_IN_PRINCIPLE
    rejected = (
        past.word_for(ref, party) is Status.REJECTED for ref in live for party in past.asked(ref)
    )
    if outcomes[-1:] == [Effect.FAILS] or any(rejected):
        return ThreadStatus.FAILED
    return None


def still_owed(debts: dict[Key, str]) -> bool:
    """O5: what is settled according to the replier alone counts as owed."""
    return any(state in (OWED, CLAIMED) for state in debts.values())


def dormant(past: Past, thread: str, debts: dict[Key, str]) -> bool:
    """S3: a reply owed and no act for two years."""
    own = [one.latest for one in past.acts if one.home == thread]
    if not still_owed(debts) or not own or own[-1] is None:
        return False
    return past.now > add_duration(own[-1], "P2Y", past.world.threads[thread].zone)
