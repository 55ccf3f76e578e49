"""The rules of time, read naively from the design's sentences: T1 to T4.

Nothing here is fast, and nothing is shared with what it checks: only the acts as stored and the
world as believed are the product's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.vocabulary import DateRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Act
    from ledger.state import World

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True)
class Dated:
    """An act, by its full reference, and its bounds as tightened by links."""

    ref: str
    act: Act
    earliest: int | None
    latest: int | None

    @property
    def home(self) -> str:
        return self.ref.split("/")[0]

    def full(self, ref: str) -> str:
        """What a reference in this act names: one without a thread is to the act's own."""
        return ref if "/" in ref else f"{self.home}/{ref}"


def stated(act: Act) -> Bounds:
    """T1: when it was delivered (else sent, else dated). Conflicting claims span; a preferred one
    replaces the span."""
    for role in (DateRole.DELIVERED, DateRole.SENT, DateRole.DATED):
        claims = [claim for claim in act.dates if claim.role is role]
        preferred = [claim for claim in claims if claim.preferred]
        dates = [claim.date for claim in preferred or claims]
        if dates:
            starts = [date.earliest for date in dates]
            ends = [date.latest for date in dates]
            return (
                None if None in starts else min(one for one in starts if one is not None),
                None if None in ends else max(one for one in ends if one is not None),
            )
    return None, None


def answered_by(world: World, ref: str) -> set[str]:
    """T2: links are replies-to and answers. The other acts that this one replies to or answers."""
    act = world.act(ref)
    assert act is not None
    home = ref.split("/", maxsplit=1)[0]
    replied = {name if "/" in name else f"{home}/{name}" for name in act.replies_to}
    for answer in act.answers:
        point = answer.point if "/" in answer.point else f"{home}/{answer.point}"
        replied |= {other for other in everything(world) if point in points_of(world, other)}
    return replied - {ref}


def everything(world: World) -> list[str]:
    """Every believed act of every thread."""
    return [f"{thread.id}/{act}" for thread in world.threads.values() for act in thread.acts]


def points_of(world: World, ref: str) -> list[str]:
    act = world.act(ref)
    assert act is not None
    return [f"{ref.split('/', maxsplit=1)[0]}/{point.label}" for point in act.points]


def dated_acts(world: World) -> list[Dated]:
    """T2: an act is no later than its replies, no earlier than what it answers; until it rests."""
    links = {ref: answered_by(world, ref) for ref in everything(world)}
    bounds = {ref: stated(act) for ref in links if (act := world.act(ref)) is not None}
    before: dict[str, Bounds] = {}
    while before != bounds:
        before = dict(bounds)
        for reply, answered in links.items():
            for other in answered:
                (first, last), (reply_first, reply_last) = bounds[other], bounds[reply]
                bounds[other] = first, _least(last, reply_last)
                bounds[reply] = _most(reply_first, first), reply_last
    found = {ref: Dated(ref, act, *bounds[ref]) for ref in links if (act := world.act(ref))}
    return in_order(found.values(), links)


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _most(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)


def in_order(acts: Iterable[Dated], links: dict[str, set[str]]) -> list[Dated]:
    """T4: latest instant, then the links, then the registrar's sequence, then act id.

    Acts without a latest instant come last: they have not happened by any date.
    """

    def rank(one: Dated) -> tuple[bool, int, bool, int, str, str]:
        return (
            one.latest is None,
            one.latest or 0,
            one.act.sequence is None,
            one.act.sequence or 0,
            one.act.id,
            one.ref,
        )

    waiting = sorted(acts, key=rank)
    order: list[Dated] = []
    while waiting:
        done = {one.ref for one in order}
        chosen = next(one for one in waiting if links[one.ref] <= done)
        order.append(chosen)
        waiting.remove(chosen)
    return order


def happened(acts: Iterable[Dated], as_of: int) -> list[Dated]:
    """T3: as-of selects acts whose latest instant is ≤ T."""
    return [one for one in acts if one.latest is not None and one.latest <= as_of]


def possible(acts: Iterable[Dated], as_of: int) -> list[Dated]:
    """T3: acts that may have happened by T."""
    return [
        one
        for one in acts
        if not undated([one])
        and (one.latest is None or one.latest > as_of)
        and (one.earliest is None or one.earliest <= as_of)
    ]


def undated(acts: Iterable[Dated]) -> list[Dated]:
    """T3: acts with no bound at all have their own list."""
    return [one for one in acts if one.earliest is None and one.latest is None]
