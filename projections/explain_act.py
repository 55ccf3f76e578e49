"""Why an act stands where it stands in time, and what is owed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.obligations import Owed
from ledger.placing import Placed, place
from ledger.refs import name_of, short
from projections.text import (
    bounds_text,
    brief,
    date_text,
    first_text,
    instant_text,
    placed_text,
    sources,
)
from projections.views.history import ExplanationView, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.obligations import Obligation
    from ledger.state import World
    from ledger.timeline import Negotiation


def explain_act(ref: str, state: Negotiation, world: World) -> ExplanationView:
    """An act's bounds in time (T1, T2), and the replies owed for it (O1 to O6)."""
    placed = place(world)
    one, zone = placed[ref], state.record.zone
    return ExplanationView(
        subject=ref,
        answer=f"{ref} happened {_when(one, zone)}.",
        reasons=(*_time(one, placed, zone), *_owed(one, state)),
    )


def _when(one: Placed, zone: str) -> str:
    bounds = bounds_text(one, zone)
    if bounds is None:
        return "at a time that nothing bounds"
    return bounds if bounds.startswith("between") else f"on {bounds}"


def _time(one: Placed, placed: Mapping[str, Placed], zone: str) -> Iterator[Reason]:
    for claim in one.act.dates:
        cited = f", according to {claim.source}" if claim.source else ""
        preferred = f"; preferred: {claim.reason}" if claim.preferred else ""
        yield Reason(
            rule="T1",
            text=f"It was {claim.role} on {date_text(claim.date, zone)}{cited}{preferred}.",
            act=brief(one, zone),
            sources=sources(one.act),
        )
    if not one.act.dates:
        yield Reason(rule="T1", text="No date of its own is recorded.", act=None, sources=())
    stated_first, stated_last = one.stated
    if one.earliest != stated_first and one.earliest is not None:
        answered = [placed[link] for link in one.answers if placed[link].earliest == one.earliest]
        yield _tightened(f"no earlier than {first_text(one.earliest, zone)}", answered, zone)
    if one.latest != stated_last and one.latest is not None:
        replies = [
            other
            for other in placed.values()
            if one.ref in other.answers and other.latest == one.latest
        ]
        yield _tightened(f"no later than {instant_text(one.latest, zone)}", replies, zone)


def _tightened(bound: str, by: list[Placed], zone: str) -> Reason:
    home = by[0].thread
    names = ", ".join(short(other.ref, home) for other in by)
    return Reason(
        rule="T2",
        text=f"It is {bound}, for its link with {names}.",
        act=brief(by[0], zone),
        sources=sources(by[0].act),
    )


def _owed(one: Placed, state: Negotiation) -> Iterator[Reason]:
    zone, home = state.record.zone, state.record.id
    for owed in state.obligations:
        if owed.act.ref != one.ref:
            continue
        points = ", ".join(name_of(ref) for ref in owed.points)
        creditors = " and ".join(owed.creditors)
        yield Reason(
            rule="O1",
            text=f"It asks {owed.debtor} for an answer to {points}: a reply owed to {creditors}.",
            act=brief(one, zone),
            sources=sources(one.act),
        )
        due = state.points[owed.points[0]].deadline
        if due is not None:
            yield Reason(
                rule="P3",
                text=f"An answer is in time until {instant_text(due, zone)}.",
                act=None,
                sources=(),
            )
        if owed.claimed is not None:
            yield Reason(
                rule="O5",
                text=f"{short(owed.claimed.ref, home)} settles it according to who replied; "
                f"{creditors} asked each for its own answer, so it counts as owed.",
                act=brief(owed.claimed, zone),
                sources=sources(owed.claimed.act),
            )
        yield from _ended(owed, state)


def _ended(owed: Obligation, state: Negotiation) -> Iterator[Reason]:
    zone, home = state.record.zone, state.record.id
    if owed.by is None:
        yield Reason(
            rule="O2",
            text=f"Nothing settled it: {owed.debtor} still owes the reply.",
            act=None,
            sources=(),
        )
        return
    word = "settled" if owed.state is Owed.SETTLED else "ended"
    loose = ", ".join(name_of(ref) for ref in state.loose_ends[owed.key])
    yield Reason(
        rule=owed.rule,
        text=f"{short(owed.by.ref, home)} of {placed_text(owed.by, zone)} {word} it."
        + (f" Never answered expressly: {loose} (rule O6)." if loose else ""),
        act=brief(owed.by, zone),
        sources=sources(owed.by.act),
    )
