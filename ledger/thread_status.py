"""The status of a thread: rules S1, S2 and S4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.obligations import Obligation, Owed
from ledger.refs import full
from ledger.vocabulary import Effect, Status, ThreadStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.dates import Instant
    from ledger.placing import Placed
    from ledger.points import PointState
    from ledger.state import Closing, World

_KIND_EFFECTS = {
    "war": Effect.WAR,
    "break": Effect.BREAKS_OFF,
    "suspension": Effect.SUSPENDS,
}
_ENDS = {
    "resumption": {Effect.SUSPENDS},
    "restoration": {Effect.BREAKS_OFF},
    "peace": {Effect.WAR},
}
_OUTCOMES = (
    (Effect.SETTLES, ThreadStatus.SETTLED),
    (Effect.SETTLES_IN_PRINCIPLE, ThreadStatus.SETTLED_IN_PRINCIPLE),
    (Effect.FAILS, ThreadStatus.FAILED),
)
_STATED = tuple(effect for effect, _ in _OUTCOMES)
_STANDING = (
    (Effect.WAR, ThreadStatus.AT_WAR),
    (Effect.BREAKS_OFF, ThreadStatus.BROKEN_OFF),
    (Effect.SUSPENDS, ThreadStatus.SUSPENDED),
)


@dataclass(frozen=True, slots=True)
class ThreadStanding:
    """The thread's status, why (a sentence), and the acts that make it so."""

    status: ThreadStatus
    why: str
    acts: tuple[Placed, ...] = ()
    since: Instant | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a thread's status follows from, at one instant."""

    effects: Mapping[Effect, Placed]
    last_own: Placed | None
    points: Mapping[str, PointState]
    obligations: Sequence[Obligation]
    closing: Closing | None


def thread_standing(at: Circumstances) -> ThreadStanding:
    """The first that applies, in the order of rule S1."""
    closing = at.closing
    if closing is not None and closing.closed:
        return ThreadStanding(
            ThreadStatus.CLOSED,
            f"closed by the registrar: {closing.reason}",
            since=closing.when.latest,
        )
    effects = at.effects
    for effect, status in _STANDING:
        if effect in effects:
            act = effects[effect]
            return ThreadStanding(status, f"an act {effect.meaning}", (act,), act.at)
    owed = [one for one in at.obligations if one.state is Owed.OWED]
    concluded = None if owed else _concluded(at.points, effects)
    if concluded is not None:
        return concluded
    if owed:
        first = min(owed, key=lambda one: one.since)
        debtors = ", ".join(sorted({one.debtor for one in owed}))
        acts = tuple(dict.fromkeys(one.act for one in owed))
        return ThreadStanding(
            ThreadStatus.AWAITING_REPLY, f"a reply is owed by {debtors}", acts, first.since
        )
    last = at.last_own
    if last is not None and last.act.KIND.word == "talks":
        return ThreadStanding(ThreadStatus.IN_TALKS, "the last act is talks", (last,), last.at)
    return ThreadStanding(ThreadStatus.OPEN, ThreadStatus.OPEN.meaning)


_AGREED = frozenset({Status.ACCEPTED, Status.FULFILLED})


def _concluded(
    points: Mapping[str, PointState], effects: Mapping[Effect, Placed]
) -> ThreadStanding | None:
    """Settled, settled in principle or failed, when nothing is owed (rule S1)."""
    said = {status: effects[effect] for effect, status in _OUTCOMES if effect in effects}
    found: list[ThreadStanding] = []
    live = [state for state in points.values() if state.live and not state.children]
    agreed = [state for state in live if state.status in _AGREED]
    asking = [state for state in live if state.file.point.kind.asks]
    if asking and all(state.status in _AGREED for state in asking):
        why = "every point is accepted or fulfilled"
        found.append(_because(ThreadStatus.SETTLED, why, asking))
    if len({state.file.raisers for state in agreed}) > 1:
        why = "two raisers each have a point accepted or fulfilled"
        found.append(_because(ThreadStatus.SETTLED_IN_PRINCIPLE, why, agreed))
    rejected = [
        state
        for state in live
        if any(party.word.status is Status.REJECTED for party in state.parties)
    ]
    if rejected:
        found.append(_because(ThreadStatus.FAILED, "a point stands rejected", rejected))
    for _, status in _OUTCOMES:
        if status in said:
            act = said[status]
            return ThreadStanding(status, "an act says so", (act,), act.at)
        for standing in found:
            if standing.status is status:
                return standing
    return None


def _because(status: ThreadStatus, why: str, points: Sequence[PointState]) -> ThreadStanding:
    words = [state.overall for state in points]
    acts = tuple(dict.fromkeys(word.act for word in words if word.act is not None))
    return ThreadStanding(status, why, acts, max(word.since for word in words))


def take_effects(placed: Placed, thread: str, world: World, holding: dict[Effect, Placed]) -> None:
    """Keep up to date the effects on the thread that still hold, each with its act (rule S2).

    Resumption ends suspended, restoration broken off, peace at war; the effect `resumes` ends all
    three. `settles` holds while it is the latest effect stated, the others until another outcome.
    """
    home = placed.thread == thread
    word = placed.act.KIND.word
    if home and word in _KIND_EFFECTS:
        holding[_KIND_EFFECTS[word]] = placed
    if home:
        for ended in _ENDS.get(word, ()):
            holding.pop(ended, None)
    if _withdraws_talks(placed, thread, world):
        holding[Effect.SUSPENDS] = placed
    for stated in placed.act.effects:
        if (stated.thread or placed.thread) == thread:
            _take_effect(stated.effect, placed, holding)


def _take_effect(effect: Effect, placed: Placed, holding: dict[Effect, Placed]) -> None:
    holding.pop(Effect.SETTLES, None)
    if effect in _STATED:
        for outcome in _STATED:
            holding.pop(outcome, None)
    if effect is Effect.RESUMES:
        for ended, _ in _STANDING:
            holding.pop(ended, None)
        return
    holding[effect] = placed


def _withdraws_talks(placed: Placed, thread: str, world: World) -> bool:
    """Whether it withdraws an offer of talks made in the thread, which suspends it (rule S1)."""
    for ref in placed.act.withdraws_acts:
        withdrawn = world.act(full(ref, placed.thread))
        in_thread = full(ref, placed.thread).startswith(f"{thread}/")
        if in_thread and withdrawn is not None and withdrawn.KIND.word == "offer-talks":
            return True
    return False
