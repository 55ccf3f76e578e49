"""Why a derived value is what it is: a point, a thread, an act's time and what is owed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.near import near
from ledger.refs import full, name_of, short, thread_of
from ledger.timeline import Fold
from projections.explain_act import explain_act
from projections.explain_point import explain_point
from projections.lens import thread_at
from projections.text import brief, instant_text, placed_text, plain, sources
from projections.views.history import ExplanationView, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.timeline import Negotiation
    from projections.lens import Lens, WorldSource


def explain(source: WorldSource, ref: str, lens: Lens) -> ExplanationView:
    """The explanation of a point THREAD/LABEL, an act THREAD/ACT, or the status of a THREAD.

    Where a point and an act have the same name, the point is meant.
    """
    world, record = thread_at(source, thread_of(ref), lens)
    state = Fold(world, record).state(lens.instant(record.zone))
    if "/" not in ref:
        return explain_thread(state)
    if ref in state.points:
        return explain_point(state.points[ref], state)
    if name_of(ref) in record.owners:
        raise InputError(
            f"the point {ref} was not raised by {instant_text(state.as_of, record.zone)}",
            mend="Ask for a later date with `--as-of`.",
        )
    if name_of(ref) in record.acts:
        return explain_act(ref, state, world)
    known = [*record.owners, *record.acts]
    raise InputError(
        f"there is no point and no act {ref}",
        near=[full(name, record.id) for name in near(name_of(ref), known)],
        mend=f"See `dipledger points {record.id}` and `dipledger acts {record.id}`.",
    )


def explain_thread(state: Negotiation) -> ExplanationView:
    """The status of a thread: the first rule of S1 that applies, and what makes it so."""
    standing, zone = state.standing, state.record.zone
    since = "" if standing.since is None else f" since {instant_text(standing.since, zone)}"
    status = plain(standing.status)
    return ExplanationView(
        subject=state.record.id,
        answer=f"{state.record.id} is {status}{since}: {standing.why}.",
        reasons=tuple(_thread_reasons(state)),
    )


def _thread_reasons(state: Negotiation) -> Iterator[Reason]:
    standing, zone, home = state.standing, state.record.zone, state.record.id
    for placed in standing.acts:
        yield Reason(
            rule="S1",
            text=f"{short(placed.ref, home)} of {placed_text(placed, zone)} makes it so.",
            act=brief(placed, zone),
            sources=sources(placed.act),
        )
    for one in state.owed:
        creditors = " and ".join(one.creditors)
        yield Reason(
            rule=one.rule,
            text=f"{one.debtor} owes {creditors} a reply to {short(one.act.ref, home)} since "
            f"{placed_text(one.act, zone)}.",
            act=brief(one.act, zone),
            sources=sources(one.act.act),
        )
    if not state.owed:
        yield Reason(rule="O1", text="Nobody owes anybody a reply.", act=None, sources=())
    for point in state.points.values():
        if point.live and not point.children:
            yield Reason(
                rule=point.overall.rule,
                text=f"{name_of(point.file.ref)} is {plain(point.status)}.",
                act=None,
                sources=(),
            )
    if state.dormant:
        yield Reason(
            rule="S3",
            text="It is dormant: a reply is owed, and nothing has happened for two years.",
            act=None,
            sources=(),
        )
