"""Replies owed, as balances: who owes whom, for what, since when. Rules O1, O2, O3, O6."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ledger.refs import full
from ledger.vocabulary import Instrument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.acts import Act
    from ledger.answers import PointFile
    from ledger.dates import Instant
    from ledger.dossier import Dossier
    from ledger.placing import Placed
    from ledger.points import PointState


ObligationKey = tuple[str, str, tuple[str, ...]]


class Owed(StrEnum):
    """Whether a reply is still owed."""

    OWED = "owed"
    SETTLED = "settled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A reply that one party owes the raiser(s) of one act, for the points asked of it.

    `claimed` is a reply on the debtor's behalf that settles it according to the replier, while the
    raiser, who asked each for its own answer, still counts it as owed (rule O5).
    """

    act: Placed
    debtor: str
    creditors: tuple[str, ...]
    points: tuple[str, ...]
    state: Owed = Owed.OWED
    by: Placed | None = None
    rule: str = "O1"
    claimed: Placed | None = None

    @property
    def key(self) -> ObligationKey:
        """Stable identity: the act, who owes, to whom."""
        return (self.act.ref, self.debtor, self.creditors)

    @property
    def since(self) -> Instant:
        """From when the reply is owed: the act's own time (rule O1)."""
        return self.act.at

    @property
    def settled_at(self) -> Instant | None:
        """When it was settled or ended."""
        return None if self.by is None else self.by.at


def opened_by(placed: Placed, dossier: Dossier) -> list[Obligation]:
    """The obligations that an act opens: of each addressee, to the raiser (rule O1).

    A collective note opens one to all its senders together, an identic note one to each (O4).
    """
    files = [dossier.points[full(point.label, placed.thread)] for point in placed.act.points]
    asked: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for file in files:
        if file.point.kind.asks:
            for debtor in file.addressees:
                for creditors in _creditors(placed.act, file):
                    asked.setdefault((debtor, creditors), []).append(file.ref)
    return [
        Obligation(placed, debtor, creditors, tuple(points))
        for (debtor, creditors), points in asked.items()
    ]


def _creditors(act: Act, file: PointFile) -> list[tuple[str, ...]]:
    if act.instrument is Instrument.IDENTIC_NOTE:
        return [(raiser,) for raiser in file.raisers]
    return [file.raisers]


class Balances:
    """The replies owed in a thread, settled and ended, as a fold goes on."""

    def __init__(self) -> None:
        self._by_act: dict[str, list[Obligation]] = {}

    def __iter__(self) -> Iterator[Obligation]:
        for opened in self._by_act.values():
            yield from opened

    @property
    def any_owed(self) -> bool:
        """Whether any reply is owed."""
        return any(one.state is Owed.OWED for one in self)

    def open(self, opened: Iterable[Obligation]) -> None:
        """Add what an act opens."""
        for one in opened:
            self._by_act.setdefault(one.act.ref, []).append(one)

    def after(self, placed: Placed, dossier: Dossier) -> None:
        """Take note of what an act settles or ends, once it has been filed.

        Only what it speaks to can be settled by it; what it takes back or breaks off may end all.
        """
        speaking = speakers(placed.act)
        ends = dossier.took_back or placed.act.KIND.word in ("break", "war")
        for ref in self._by_act if ends else spoken_to(placed, dossier) & self._by_act.keys():
            self._by_act[ref] = [
                _after(placed, one, dossier)
                if one.state is Owed.OWED and (ends or one.debtor in speaking or one.act is placed)
                else one
                for one in self._by_act[ref]
            ]


def spoken_to(placed: Placed, dossier: Dossier) -> set[str]:
    """The acts that an act replies to, or of which it answers a point or a part of one; itself."""
    found = {placed.ref, *(full(ref, placed.thread) for ref in placed.act.replies_to)}
    for given in dossier.given:
        ref: str | None = given.point
        while ref is not None and ref in dossier.points:
            file = dossier.points[ref]
            found.add(file.act.ref)
            parent = file.point.parent
            ref = None if parent is None else full(parent, dossier.thread)
    return found


def _after(placed: Placed, one: Obligation, dossier: Dossier) -> Obligation:
    rule = settling_rule(placed, one, dossier)
    if rule is not None and disputed(placed, one):
        return replace(one, claimed=one.claimed or placed)
    if rule is not None:
        return replace(one, state=Owed.SETTLED, by=placed, rule=rule)
    if claims_to_settle(placed, one, dossier):
        one = replace(one, claimed=one.claimed or placed)
    if breaks_between(placed, one, dossier.thread) or taken_back(one, dossier):
        return replace(one, state=Owed.ENDED, by=placed, rule="O3")
    if dossier.took_back and every_point_answered(one, dossier, own=asked_for_its_own(one)):
        # The raiser took back the rest: what was answered is all that is left.
        return replace(one, state=Owed.SETTLED, by=placed, rule="O2")
    return one


def settling_rule(placed: Placed, one: Obligation, dossier: Dossier) -> str | None:
    """The rule by which this act settles the reply owed (O2, O3 for a returned paper), or None.

    A reply to the creditor, or to nobody in particular, settles the whole unless its answers to the
    act's points only acknowledge or defer. Otherwise every point must have an operative answer.
    """
    act = placed.act
    if one.debtor not in speakers(act):
        return None
    if is_reply_to(placed, one):
        stances = [
            given.stance
            for given in dossier.given
            if given.point in one.points and one.debtor in given.parties
        ]
        if not stances or any(stance.settles for stance in stances):
            return "O3" if act.KIND.word == "return" else "O2"
    if taken_back(one, dossier):
        return None
    own = asked_for_its_own(one)
    return "O2" if every_point_answered(one, dossier, own=own) else None


def every_point_answered(one: Obligation, dossier: Dossier, *, own: bool) -> bool:
    """Whether each point that its raiser still stands by has an operative answer (rule O2).

    `own`: only the debtor's own answers count, not those given on its behalf (rule O5).
    """
    files = [dossier.points[ref] for ref in one.points]
    return all(
        file.withdrawn or file.superseded or has_operative(file, one.debtor, dossier, own=own)
        for file in files
    )


def claims_to_settle(placed: Placed, one: Obligation, dossier: Dossier) -> bool:
    """Whether the debtor's points are all answered, though not by itself as was asked (O5)."""
    speaks = one.debtor in speakers(placed.act) and asked_for_its_own(one)
    left = speaks and not taken_back(one, dossier)
    return left and every_point_answered(one, dossier, own=False)


def asked_for_its_own(one: Obligation) -> bool:
    """Whether the raiser asked each addressee for an answer of its own (rules O4, O5)."""
    asking = one.act.act
    return asking.own_answers or asking.instrument is Instrument.IDENTIC_NOTE


def disputed(placed: Placed, one: Obligation) -> bool:
    """Whether the reply is on the debtor's behalf only, and its own was asked for (rule O5)."""
    return asked_for_its_own(one) and one.debtor not in placed.act.senders


def speakers(act: Act) -> set[str]:
    """Who speaks in an act: its senders, and all on whose behalf it or one of its answers is."""
    return {*act.senders, *act.on_behalf_of}.union(*(answer.on_behalf_of for answer in act.answers))


def is_reply_to(placed: Placed, one: Obligation) -> bool:
    """Whether the act as a whole replies to the creditor's; talks, receipts never do (O2)."""
    act, home = placed.act, placed.thread
    if act.KIND.word in ("talks", "acknowledge"):
        return False
    if act.addressees and not set(act.addressees) & set(one.creditors):
        return False
    if one.act.ref in {full(ref, home) for ref in act.replies_to}:
        return True
    answered = {full(answer.point, home) for answer in act.answers}
    return act.KIND.word == "reply" and not answered.isdisjoint(one.points)


def has_operative(file: PointFile, party: str, dossier: Dossier, *, own: bool) -> bool:
    """Whether the party has answered the point in substance, at once or part by part."""
    for given in file.answers:
        parties = (given.by,) if own else given.parties
        if given.stance.operative and party in parties:
            return True
    parts = [dossier.points[child] for child in file.children]
    mine = [
        part
        for part in parts
        if party in part.addressees and not (part.withdrawn or part.superseded)
    ]
    return bool(mine) and all(has_operative(part, party, dossier, own=own) for part in mine)


def taken_back(one: Obligation, dossier: Dossier) -> bool:
    """Whether all its points are withdrawn or superseded (rule O3); restating ends nothing (P7)."""
    files = [dossier.points[ref] for ref in one.points]
    return all(file.withdrawn or file.superseded for file in files)


def breaks_between(placed: Placed, one: Obligation, thread: str) -> bool:
    """Whether it is a break or war between debtor and creditor, here or naming this thread (O3)."""
    act = placed.act
    here = placed.thread == thread or any(effect.thread == thread for effect in act.effects)
    if act.KIND.word not in ("break", "war") or not here:
        return False
    pairs = {frozenset((sender, other)) for sender in act.senders for other in act.addressees}
    return any(frozenset((one.debtor, creditor)) in pairs for creditor in one.creditors)


def loose_ends(one: Obligation, points: Mapping[str, PointState]) -> tuple[str, ...]:
    """The points never answered expressly although the reply is settled (rule O6).

    A point with parts is answered through them, so only parts are named.
    """
    if one.state is not Owed.SETTLED:
        return ()
    return tuple(
        ref
        for ref in one.points
        if not points[ref].children and not _answered(points[ref], one.debtor)
    )


def _answered(state: PointState, debtor: str) -> bool:
    asked = state.of(debtor)
    return asked is not None and any(given.stance.operative for given in asked.answers)
