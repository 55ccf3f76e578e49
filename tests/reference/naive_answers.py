"""What an act raises and answers, read naively from the design's sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ledger.vocabulary import AddressedAs, Channel, Contents, Line, PointKind, Stance

if TYPE_CHECKING:
    from ledger.parts import Point
    from ledger.state import World
    from tests.reference.naive_points import Past
    from tests.reference.naive_time import Dated

ASKING = set(PointKind) - {PointKind.WARNING, PointKind.UNDERTAKING}
"""O1: demand, request, question, proposal, offer, condition, concern, protest; not a warning, not
an undertaking."""


@dataclass(frozen=True)
class Raised:
    """A point, where it was raised, by whom, and who was asked."""

    ref: str
    point: Point
    dated: Dated
    raisers: tuple[str, ...]
    addressees: tuple[str, ...]
    parent: str | None

    @property
    def asks(self) -> bool:
        return self.point.kind in ASKING


@dataclass(frozen=True)
class Said:
    """One giver's stance on one point; `expressly` unless the rules read it into the act."""

    point: str
    giver: str
    behalf: tuple[str, ...]
    stance: Stance
    dated: Dated
    condition: str | None = None
    conditional: bool = False
    expressly: bool = True

    @property
    def line(self) -> Line:
        """P2: official and public answers are one line, a confidential channel is a second."""
        hidden = self.dated.act.channel is Channel.CONFIDENTIAL
        return Line.CONFIDENTIAL if hidden else Line.OPEN


def points_raised(world: World, dated: Dated) -> list[Raised]:
    """The points of an act. O4: a group is asked as a body or member by member.

    Where nobody is addressed, the other participants are (the design is silent; vocabulary: of
    talks every participant is an actor).
    """
    act = dated.act
    found = []
    for point in act.points:
        raisers = (point.raiser,) if point.raiser else act.senders
        asked: list[str] = []
        for party in point.addressees or act.addressees or act.senders:
            members: tuple[str, ...] = ()
            if act.addressed_as is AddressedAs.MEMBERS:
                members = world.members(party, day_of(world, dated))
            asked += members or (party,)
        addressees = tuple(dict.fromkeys(one for one in asked if one not in raisers))
        parent = None if point.parent is None else dated.full(point.parent)
        found.append(Raised(dated.full(point.label), point, dated, raisers, addressees, parent))
    return found


def day_of(world: World, dated: Dated) -> str:
    """T1, T5: the act's day on the calendar of its thread's zone: the last that it can be."""
    instant = dated.earliest if dated.latest is None else dated.latest
    if instant is None:
        return ""
    zone = ZoneInfo(world.threads[dated.home].zone)
    return dt.datetime.fromtimestamp(instant, zone).date().isoformat()


def answers_in(dated: Dated, past: Past) -> list[Said]:
    """The answers of an act, to the points that were raised by then: express ones, those that
    cover the parts (P5), those of a returned paper (O3), and what is not known of a reply."""
    act = dated.act
    express = [
        Said(
            point=dated.full(answer.point),
            giver=giver,
            behalf=answer.on_behalf_of or act.on_behalf_of,
            stance=answer.stance,
            dated=dated,
            condition=dated.full(answer.condition.point)
            if answer.condition is not None and answer.condition.point is not None
            else None,
            conditional=answer.condition is not None,
        )
        for answer in act.answers
        for giver in answer.by or act.senders
    ]
    named = {(one.point, one.giver) for one in express}
    said = [each for one in express for each in (one, *covering(one, past, named))]
    return [*said, *implied(dated, past, {(one.point, one.giver) for one in said})]


def covering(said: Said, past: Past, named: set[tuple[str, str]]) -> list[Said]:
    """P5: an answer to a parent covers the sub-points not answered in the same act."""
    found = []
    for part in past.parts(said.point):
        if (part.ref, said.giver) not in named:
            one = replace(said, point=part.ref, expressly=False)
            found += [one, *covering(one, past, named)]
    return found


def implied(dated: Dated, past: Past, answered: set[tuple[str, str]]) -> list[Said]:
    """Section 3: a reply whose contents are not wholly known makes the points it is not known to
    answer answered_undisclosed. O3: a returned paper has its points rejected.

    These are the points asked of who replies, or on whose behalf, in the acts that it replies to or
    of which it answers a point; a point with parts is answered through them. A warning or an
    undertaking waits for no answer that could be unknown (O1, ADR 0003).
    """
    act = dated.act
    if act.KIND.word == "return":
        stance = Stance.REJECT
    elif act.KIND.word == "reply" and act.contents is not Contents.WHOLE:
        stance = Stance.UNDISCLOSED
    else:
        return []
    replied = {dated.full(ref) for ref in act.replies_to}
    points = {dated.full(answer.point) for answer in act.answers} & set(past.raised)
    replied |= {past.raised[ref].dated.ref for ref in points}
    return [
        Said(one.ref, giver, act.on_behalf_of, stance, dated, expressly=False)
        for one in past.raised.values()
        if one.dated.ref in replied and one.dated.ref != dated.ref
        if one.asks or stance is not Stance.UNDISCLOSED
        for giver in act.senders
        if (one.ref, giver) not in answered
        if not {giver, *act.on_behalf_of}.isdisjoint(one.addressees)
        if not any(
            not {giver, *act.on_behalf_of}.isdisjoint(past.asked(part.ref))
            for part in past.parts(one.ref)
            if part.dated.ref in replied
        )
    ]
