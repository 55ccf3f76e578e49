"""Why a point has its status: the rules, the acts and the sources behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.refs import name_of, short
from ledger.vocabulary import Line, Status
from projections.points import contents_text, since_text
from projections.text import brief, placed_text, plain, sources
from projections.views.history import ExplanationView, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.answers import Given
    from ledger.placing import Placed
    from ledger.points import PartyStatus, PointState
    from ledger.timeline import Negotiation
    from ledger.vocabulary import PointKind


def explain_point(point: PointState, state: Negotiation) -> ExplanationView:
    """The explanation of one point's status."""
    return ExplanationView(
        subject=point.file.ref,
        answer=_answer(point, state),
        reasons=tuple(_reasons(point, state)),
    )


def _answer(point: PointState, state: Negotiation) -> str:
    words = point.overall
    zone = state.record.zone
    text = f"{point.file.ref} is {plain(words.status)} since {since_text(words, zone)}"
    if words.by and words.status not in (Status.OUTSTANDING, Status.STANDING):
        text += f", according to {' and '.join(words.by)}"
    return text + "."


def _a(kind: PointKind) -> str:
    """The kind with its article: a demand, an offer."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _reasons(point: PointState, state: Negotiation) -> Iterator[Reason]:
    zone, home = state.record.zone, state.record.id
    file = point.file
    raisers = " and ".join(file.raisers)
    asked = f" to {', '.join(file.addressees)}" if file.addressees else ""
    yield _reason(
        "O1" if file.point.kind.asks else "P1",
        f"{raisers} raised it{asked} on {placed_text(file.act, zone)}, as {_a(file.point.kind)}: "
        f"“{file.point.text}”",
        file.act,
        zone,
    )
    not_known = contents_text(file.point.contents, file.act.act.disclosure)
    if not_known is not None:
        yield Reason(rule=None, text=f"Of the point, {not_known}.", act=None, sources=())
    for child in point.children:
        part = state.points[child]
        act = part.overall.act
        yield Reason(
            rule="P4",
            text=f"Its part {name_of(child)} is {plain(part.status)} since "
            f"{since_text(part.overall, zone)}.",
            act=None if act is None else brief(act, zone),
            sources=() if act is None else sources(act.act),
        )
    for party in point.parties:
        yield from _answers(party, home, zone)
        yield _verdict(party, zone)
    for given in point.positions:
        yield _reason(
            "P1",
            f"{given.by}, who was not asked, takes a position: {_said(given)}; "
            "it changes no status.",
            given.act,
            zone,
        )
    if len(point.parties) > 1 or point.children:
        yield Reason(
            rule=point.overall.rule,
            text=f"Over all: {plain(point.status)}.",
            act=None,
            sources=(),
        )


def _answers(party: PartyStatus, home: str, zone: str) -> Iterator[Reason]:
    for given in party.answers:
        through = (
            f" (in answering {name_of(given.via)}, of which it is a part)" if given.via else ""
        )
        line = " through a confidential channel" if given.line is Line.CONFIDENTIAL else ""
        why = f"; nobody wrote so: {given.implied}" if given.implied else ""
        yield _reason(
            "P5" if given.via else "P1",
            f"{given.by} answered it{line} on {placed_text(given.act, zone)} in "
            f"{short(given.act.ref, home)}{through}: {_said(given)}{why}.",
            given.act,
            zone,
        )


def _said(given: Given) -> str:
    said = given.stance.meaning
    if given.condition is not None:
        said += f", on the condition: {given.condition.text or given.condition.point}"
    return said + (f", “{given.text}”" if given.text else "")


_VERDICTS = {
    "P1": "the latest operative answer counts",
    "P3": "the deadline passed, and no answer was or may have been in time",
    "P4": "it is rolled up from its parts",
    "P5": "the answer to the whole covers it, or one refusal rejects what needs all",
    "P6": "the condition that it hangs on is met",
    "P7": "its raiser took it back",
}


def _verdict(party: PartyStatus, zone: str) -> Reason:
    word = party.word
    why = _VERDICTS[word.rule]
    if word.given is not None and not word.given.stance.operative:
        why = "no answer in substance stands, so the latest word does"
    if word.status is Status.ACCEPTED_WITH_RESERVATION and word.rule == "P6":
        why = "the condition that it hangs on is not met"
    elif word.status in (Status.OUTSTANDING, Status.STANDING):
        why = "no answer is recorded by the date asked about"
    elif party.confidential:
        why = "the confidential line has spoken, and its word goes before the open one's (rule P2)"
    return Reason(
        rule=word.rule,
        text=f"So for {party.party} it is {plain(word.status)} since "
        f"{since_text(word, zone)}: {why}.",
        act=None if word.act is None else brief(word.act, zone),
        sources=() if word.act is None else sources(word.act.act),
    )


def _reason(rule: str, text: str, act: Placed, zone: str) -> Reason:
    return Reason(rule=rule, text=text, act=brief(act, zone), sources=sources(act.act))
