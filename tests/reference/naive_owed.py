"""The rules of replies owed, read naively from the design's sentences: O1 to O6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.vocabulary import Instrument, Stance
from tests.reference.naive_points import OPERATIVE

if TYPE_CHECKING:
    from tests.reference.naive_points import Past
    from tests.reference.naive_time import Dated

OWED, CLAIMED, SETTLED, ENDED = "owed", "claimed", "settled", "ended"
Key = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Debt:
    """Who owes whom an answer, for which points of which act (O1)."""

    dated: Dated
    debtor: str
    creditors: tuple[str, ...]
    points: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.dated.ref, self.debtor, self.creditors

    @property
    def own_asked(self) -> bool:
        """O5: the raiser asked each for its own answer; O4: so does an identic note."""
        act = self.dated.act
        return act.own_answers or act.instrument is Instrument.IDENTIC_NOTE

    def speaks(self, dated: Dated, *, itself: bool) -> bool:
        """Whether the debtor speaks in an act: itself, or through whoever speaks for it."""
        act = dated.act
        behalf = {*act.on_behalf_of, *(one for each in act.answers for one in each.on_behalf_of)}
        return self.debtor in act.senders or (not itself and self.debtor in behalf)


def debts_of(past: Past, dated: Dated) -> list[Debt]:
    """O1: an act that asks something of a party opens an obligation of each addressee to the
    raiser. O4: a collective note is owed to its senders together, an identic note to each."""
    asked: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for raised in past.raised.values():
        if raised.dated.ref != dated.ref or not raised.asks:
            continue
        identic = dated.act.instrument is Instrument.IDENTIC_NOTE
        creditors = [(one,) for one in raised.raisers] if identic else [raised.raisers]
        for debtor in raised.addressees:
            for each in creditors:
                asked.setdefault((debtor, each), []).append(raised.ref)
    return [Debt(dated, who, whom, tuple(points)) for (who, whom), points in asked.items()]


def owed(past: Past, thread: str) -> dict[Key, str]:
    """What became of every obligation that an act of the thread opened."""
    return {
        debt.key: what_became_of(debt, past, number)
        for number, dated in enumerate(past.acts)
        if dated.home == thread
        for debt in debts_of(past.until(number), dated)
    }


def what_became_of(debt: Debt, past: Past, opened: int) -> str:
    """Act by act from the one that asks: the first that settles or ends it.

    O5: where each was asked for its own answer, a reply on its behalf settles it according to the
    replier alone, until an own answer, a withdrawal or a break.
    """
    state = OWED
    for number in range(opened, len(past.acts)):
        then, dated = past.until(number), past.acts[number]
        itself = debt.own_asked
        if replies(debt, dated, then, itself=itself) or all_answered(debt, then, itself=itself):
            return SETTLED
        if all_taken_back(debt, then) or broken(debt, dated):
            return ENDED
        if replies(debt, dated, then, itself=False) or all_answered(debt, then, itself=False):
            state = CLAIMED
    return state


def replies(debt: Debt, dated: Dated, past: Past, *, itself: bool) -> bool:
    """O2: a reply to the creditor, or to nobody in particular, settles the whole unless its answers
    only acknowledge or defer. Talks and receipts settle nothing. O3: so does a returned paper. O4:
    of a collective note, to any of its senders."""
    act = dated.act
    if not debt.speaks(dated, itself=itself) or act.KIND.word in ("talks", "acknowledge"):
        return False
    if act.addressees and set(act.addressees).isdisjoint(debt.creditors):
        return False
    answered = {dated.full(answer.point) for answer in act.answers}
    of_its_points = act.KIND.word == "reply" and not answered.isdisjoint(debt.points)
    if debt.dated.ref not in {dated.full(ref) for ref in act.replies_to} and not of_its_points:
        return False
    stances = {
        one.stance
        for one in past.said
        if one.dated.ref == dated.ref
        and one.point in debt.points
        and debt.debtor in (one.giver, *one.behalf)
    }
    return not stances or bool(stances - {Stance.ACKNOWLEDGE, Stance.DEFER})


def all_answered(debt: Debt, past: Past, *, itself: bool) -> bool:
    """O2: otherwise it is settled when every point has an operative answer, also an oral one.

    What was taken back needs no answer.
    """
    waiting = [ref for ref in debt.points if ref not in past.gone]
    return bool(waiting) and all(operative(debt, past, ref, itself=itself) for ref in waiting)


def operative(debt: Debt, past: Past, ref: str, *, itself: bool) -> bool:
    """Whether the debtor answered a point in substance, or all parts of it that it was asked."""
    for one in past.said:
        by = {one.giver} if itself else {one.giver, *one.behalf}
        if one.point == ref and one.stance in OPERATIVE and debt.debtor in by:
            return True
    parts = [one.ref for one in past.parts(ref) if debt.debtor in past.asked(one.ref)]
    parts = [one for one in parts if one not in past.gone]
    return bool(parts) and all(operative(debt, past, one, itself=itself) for one in parts)


def all_taken_back(debt: Debt, past: Past) -> bool:
    """O3: withdrawal or supersession of all its points ends it."""
    return all(ref in past.gone for ref in debt.points)


def broken(debt: Debt, dated: Dated) -> bool:
    """O3: so does a break or war between that pair (each sender with each addressee), in that
    thread and those the act names."""
    act = dated.act
    threads = {dated.home, *(effect.thread for effect in act.effects)}
    if act.KIND.word not in ("break", "war") or debt.dated.home not in threads:
        return False
    pairs = {frozenset((one, other)) for one in act.senders for other in act.addressees}
    return any(frozenset((debt.debtor, each)) in pairs for each in debt.creditors)
