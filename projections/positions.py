"""Points by parties, and the line of replies that leads to an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.near import near
from ledger.placing import place
from ledger.refs import full, name_of, short, thread_of
from projections.lens import Lens, WorldSource, thread_at
from projections.points import parents_first
from projections.text import brief, instant_text
from projections.threads import negotiation
from projections.views.positions import PositionCell, PositionRow, PositionsView
from projections.views.record import ChainView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.placing import Placed
    from ledger.points import PointState
    from ledger.timeline import Negotiation


def positions_view(source: WorldSource, thread: str, lens: Lens) -> PositionsView:
    """Who says what of each point at a date."""
    return positions_of_state(negotiation(source, thread, lens))


def positions_of_state(state: Negotiation) -> PositionsView:
    """The same of a state that is at hand."""
    thread = state.record.id
    parties = sorted(
        {
            party
            for point in state.points.values()
            for party in (
                *point.file.raisers,
                *point.file.addressees,
                *(given.by for given in point.positions),
            )
        }
    )
    rows = tuple(_row(point, parties, thread) for point in parents_first(state))
    possible = tuple(brief(one, state.record.zone) for one in state.selection.possible)
    return PositionsView(thread=thread, parties=tuple(parties), rows=rows, possible=possible)


def _row(point: PointState, parties: list[str], thread: str) -> PositionRow:
    return PositionRow(
        label=point.file.point.label,
        text=point.file.point.text,
        overall=point.status,
        cells=tuple(_cell(point, party, thread) for party in parties),
    )


def _cell(point: PointState, party: str, thread: str) -> PositionCell:
    asked = point.of(party)
    taken = [given for given in point.positions if given.by == party]
    status = act = None
    if asked is not None:
        status = asked.word.status.value
        act = asked.word.act
    elif taken:
        status = taken[-1].stance.value
        act = taken[-1].act
    return PositionCell(
        party=party,
        asked=asked is not None,
        raised=party in point.file.raisers,
        status=status,
        act=None if act is None else short(act.ref, thread),
    )


def chain_view(source: WorldSource, ref: str, lens: Lens) -> ChainView:
    """The longest line of replies ending in an act; the branches that had left it by the date."""
    world, record = thread_at(source, thread_of(ref), lens)
    placed = place(world)
    if ref not in placed:
        raise InputError(
            f"there is no act {ref}",
            near=[full(name, record.id) for name in near(name_of(ref), record.acts)],
            mend=f"See `dipledger acts {record.id}`.",
        )
    until = lens.instant(record.zone)
    happened = {one.ref for one in placed.values() if one.latest is None or one.latest <= until}
    if ref not in happened:
        raise InputError(
            f"the act {ref} had not certainly happened by {instant_text(until, record.zone)}",
            mend="Ask for a later date with `--as-of`.",
        )
    chain = longest_line(placed, ref)
    branches = [
        one
        for one in placed.values()
        if one.ref in happened and one.ref not in chain and not set(chain).isdisjoint(one.answers)
    ]
    branches.sort(key=lambda one: (one.latest is None, one.latest or 0, one.ref))
    return ChainView(
        act=ref,
        chain=tuple(brief(placed[link], record.zone) for link in chain),
        branches=tuple(brief(one, record.zone) for one in branches),
    )


def longest_line(placed: Mapping[str, Placed], ref: str) -> list[str]:
    """From the first act to `ref`, each answered by the next; ties go to the smaller name.

    `placed` has what is answered before its answers, as `place` gives it.
    """
    length: dict[str, int] = {}
    before: dict[str, str | None] = {}
    for name, one in placed.items():
        best = min(one.answers, key=lambda link: (-length[link], link), default=None)
        before[name] = best
        length[name] = 1 if best is None else length[best] + 1
    line: list[str] = []
    at: str | None = ref
    while at is not None:
        line.append(at)
        at = before[at]
    return line[::-1]
