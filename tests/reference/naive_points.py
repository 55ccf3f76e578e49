"""The rules of points, read naively from the design's sentences: P1 to P8.

Everything is asked anew of the acts that happened, in order of replay; only answers that cost too
much to give twice are kept.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledger.vocabulary import Line, PointKind, Stance, Status
from tests.reference.naive_answers import Raised, Said, answers_in, points_raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.state import World
    from tests.reference.naive_time import Dated

OPERATIVE = {
    Stance.ACCEPT,
    Stance.ACCEPT_WITH_RESERVATION,
    Stance.ACCEPT_IN_PART,
    Stance.REJECT,
    Stance.COUNTER,
    Stance.EVADE,
    Stance.FULFIL,
}
"""P1: accept*, reject, counter, evade, fulfil."""

UNANSWERED = {Status.OUTSTANDING, Status.LAPSED, Status.DEFERRED, Status.ACKNOWLEDGED}
ACCEPTED = {Status.ACCEPTED, Status.ACCEPTED_WITH_RESERVATION, Status.ACCEPTED_IN_PART}
GONE = {Status.WITHDRAWN, Status.SUPERSEDED}
GOOD = {Status.ACCEPTED, Status.FULFILLED}

WORDS = {
    Stance.ACCEPT: Status.ACCEPTED,
    Stance.ACCEPT_WITH_RESERVATION: Status.ACCEPTED_WITH_RESERVATION,
    Stance.ACCEPT_IN_PART: Status.ACCEPTED_IN_PART,
    Stance.REJECT: Status.REJECTED,
    Stance.COUNTER: Status.COUNTERED,
    Stance.DEFER: Status.DEFERRED,
    Stance.EVADE: Status.EVADED,
    Stance.ACKNOWLEDGE: Status.ACKNOWLEDGED,
    Stance.FULFIL: Status.FULFILLED,
    Stance.UNDISCLOSED: Status.ANSWERED_UNDISCLOSED,
}


class Past:
    """Acts in order of replay, and what follows from them at `now`.

    `ever` is the same of all acts there are, whether they have happened or not.
    """

    def __init__(
        self, world: World, acts: Sequence[Dated], now: int, ever: Past | None = None
    ) -> None:
        self.world = world
        self.acts = tuple(acts)
        self.now = now
        self.ever = ever or self
        self._met: frozenset[str] | None = None

    @cached_property
    def earlier(self) -> Past:
        """The same before its last act."""
        return Past(self.world, self.acts[:-1], self.now, self.ever)

    def until(self, number: int) -> Past:
        """The same with its first acts only, up to and with a number."""
        return self if number == len(self.acts) - 1 else self.earlier.until(number)

    # ------------------------------------------------------------------ what was raised and said

    @cached_property
    def raised(self) -> dict[str, Raised]:
        """Every point, in order of replay."""
        return {one.ref: one for dated in self.acts for one in points_raised(self.world, dated)}

    def parts(self, ref: str) -> list[Raised]:
        """The sub-points of a point."""
        return [one for one in self.raised.values() if one.parent == ref]

    def above(self, ref: str) -> list[str]:
        """A point and those it is a part of, as far as they are raised."""
        parent = self.raised[ref].parent
        return [ref, *(self.above(parent) if parent in self.raised else ())]

    def asked(self, ref: str) -> list[str]:
        """Who is asked the point; where nobody is, who is asked a part of it."""
        own = self.raised[ref].addressees
        of_parts = [party for part in self.parts(ref) for party in self.asked(part.ref)]
        return list(own or dict.fromkeys(of_parts))

    @cached_property
    def said(self) -> list[Said]:
        """Every answer, express or implied, in order of replay."""
        return [*self.earlier.said, *answers_in(self.acts[-1], self)] if self.acts else []

    # ---------------------------------------------------------------------------- what stands

    @cached_property
    def gone(self) -> dict[str, Status]:
        """P7: superseded and withdrawn are the raiser's; withdrawn goes before superseded."""
        found: dict[str, Status] = {}
        for by, status, named in (each for act in self.acts for each in self.taken_back(act)):
            for ref in self.with_parts(by, named):
                if found.get(ref) is not Status.WITHDRAWN:
                    found[ref] = status
        return found

    def with_parts(self, by: Dated, named: str) -> list[str]:
        """A point that an act takes back, and its parts raised by then.

        Whether the act replays before or after the point's own does not matter: what is uncertain
        is the time of either, not that the one followed the other.
        """
        if named not in self.raised:
            return []
        number = {one.ref: number for number, one in enumerate(self.acts)}
        then = max(number[by.ref], number[self.raised[named].dated.ref])
        return [
            ref
            for ref, raised in self.raised.items()
            if ref == named or (named in self.above(ref) and number[raised.dated.ref] <= then)
        ]

    def taken_back(self, dated: Dated) -> list[tuple[Dated, Status, str]]:
        """P7: the points that an act withdraws or supersedes, by name or with the whole act."""
        act = dated.act
        withdrawn = {dated.full(ref) for ref in (*act.withdraws, *act.withdraws_acts)}
        superseded = {dated.full(ref) for ref in act.supersedes}
        superseded |= {dated.full(one.supersedes) for one in act.points if one.supersedes}
        return [
            (dated, status, ref)
            for status, named in ((Status.WITHDRAWN, withdrawn), (Status.SUPERSEDED, superseded))
            for ref, raised in self.raised.items()
            if ref in named or raised.dated.ref in named
        ]

    @cached_property
    def restated(self) -> set[str]:
        """P7: the points that a later form has taken the place of; their parts go with them."""
        return {
            ref
            for act in self.acts
            for point in act.act.points
            if point.restates
            for ref in self.with_parts(act, act.full(point.restates))
        }

    def live(self, ref: str) -> bool:
        """P7: only the newest form is live for the thread, and nothing that was taken back."""
        return ref not in self.gone and ref not in self.restated

    def counts(self, said: Said, raised: Raised, party: str) -> bool:
        """P1: an answer of the addressee, its own or on its behalf. P8: the raiser's fulfilment."""
        mine = said.point == raised.ref and party in (said.giver, *said.behalf)
        return mine or self.own_fulfilment(said, raised)

    def own_fulfilment(self, said: Said, raised: Raised) -> bool:
        """P8: the raiser fulfils its own undertakings and offers."""
        return (
            said.point == raised.ref
            and said.stance is Stance.FULFIL
            and said.giver in raised.raisers
            and raised.point.kind in (PointKind.UNDERTAKING, PointKind.OFFER)
        )

    def deadline(self, ref: str) -> int | None:
        """P3: the deadline of the act; the raiser may extend it, the last extension counts."""
        owner = self.raised[ref].dated
        found = None if owner.act.deadline is None else owner.act.deadline.latest
        for dated in self.acts:
            if owner.ref in {dated.full(one) for one in dated.act.extends}:
                assert dated.act.deadline is not None
                found = dated.act.deadline.latest
        return found

    def lapsed(self, ref: str, party: str) -> bool:
        """P3: one second after the deadline unless an answer was, or may have been, in time; any
        answer on any line stops it; only points that ask lapse."""
        raised, deadline = self.raised[ref], self.deadline(ref)
        if deadline is None or self.now <= deadline or not raised.asks:
            return False
        return not any(
            self.counts(one, raised, party)
            and (one.dated.earliest is None or one.dated.earliest <= deadline)
            for one in self.ever.said
        )

    def lines(self, ref: str, party: str) -> dict[Line, Status]:
        """P2: official and public answers are one line, a confidential channel is a second; neither
        overwrites the other. P1: the latest operative answer wins; the others show only while none
        stands on that line. Lines on which nothing was said are left out."""
        raised, found = self.raised[ref], {}
        for line in Line:
            answers = [one for one in self.said if self.counts(one, raised, party)]
            answers = [one for one in answers if one.line is line]
            operative = [one for one in answers if one.stance in OPERATIVE]
            if answers:
                found[line] = self.word((operative or answers)[-1])
        return found

    def word(self, said: Said) -> Status:
        """P6: a conditional acceptance is one with reservation until the act that accepts or
        fulfils the condition's point, and accepted from then on. Mere words are never met."""
        if said.stance is Stance.ACCEPT and said.conditional:
            return (
                Status.ACCEPTED if said.condition in self.met else Status.ACCEPTED_WITH_RESERVATION
            )
        return WORDS[said.stance]

    def silent(self, ref: str, party: str) -> Status:
        """The word while nothing was said: a warning asks nothing (O1), P3."""
        if not self.raised[ref].asks:
            return Status.STANDING
        return Status.LAPSED if self.lapsed(ref, party) else Status.OUTSTANDING

    def word_for(self, ref: str, party: str) -> Status:
        """P4: of a point with parts asked of the party, what they roll up to. P2: else the
        confidential line's word once answered there, else the open line's."""
        if ref in self.gone:
            return self.gone[ref]
        parts = [one.ref for one in self.parts(ref) if party in self.asked(one.ref)]
        if parts:
            words = [self.word_for(one, party) for one in parts]
            return roll_up(words, needs_all=self.raised[ref].point.needs_all)
        lines = self.lines(ref, party)
        return lines.get(Line.CONFIDENTIAL) or lines.get(Line.OPEN) or self.silent(ref, party)

    def overall(self, ref: str) -> Status:
        """P4: roll-up, of sub-points to a parent and of addressees to the whole."""
        raised = self.raised[ref]
        if ref in self.gone:
            return self.gone[ref]
        words = [self.word_for(ref, party) for party in self.asked(ref)]
        if not raised.addressees:
            words = [self.overall(one.ref) for one in self.parts(ref)]
        if not words and any(self.own_fulfilment(one, raised) for one in self.said):
            words = [Status.FULFILLED]
        return roll_up(words or [self.silent(ref, "")], needs_all=raised.point.needs_all)

    def package_failed(self, home: str, package: str) -> bool:
        """P5: a package fails when one of its points is rejected, by whomever."""
        return any(
            self.word_for(ref, party) is Status.REJECTED
            for ref, one in self.raised.items()
            if one.point.package == package and one.dated.home == home and self.live(ref)
            for party in one.addressees
        )

    @property
    def met(self) -> frozenset[str]:
        """P6: the points that some act so far has accepted or fulfilled; a circle is never met."""
        if not any(one.conditional for one in self.said):
            return frozenset()
        if self._met is None:
            self._met = self.earlier.met
            while more := {ref for ref in self.raised if self.overall(ref) in GOOD} - self._met:
                self._met |= more
        return self._met


def roll_up(words: Iterable[Status], *, needs_all: bool = False) -> Status:
    """P4: alike → that; some unanswered → partly_answered; all answered and at least one accepted*
    or fulfilled → accepted_in_part; else mixed. Withdrawn and superseded parts are left out unless
    all are; standing ones where others remain. P5: needing all, rejected by one refusal."""
    parts = list(words)
    parts = [one for one in parts if one not in GONE] or parts
    parts = [one for one in parts if one is not Status.STANDING] or parts
    if needs_all and Status.REJECTED in parts:
        return Status.REJECTED
    if len(set(parts)) == 1:
        return parts[0]
    if (UNANSWERED | {Status.PARTLY_ANSWERED}) & set(parts):
        return Status.PARTLY_ANSWERED
    if (ACCEPTED | {Status.FULFILLED}) & set(parts):
        return Status.ACCEPTED_IN_PART
    return Status.MIXED
