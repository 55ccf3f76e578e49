"""All points of a thread at an instant: the rules of `ledger.points`, applied in the right order.

Parts come before their parents. Conditions are met in rounds (rule P6): what is accepted without
one may meet the condition of another, and so on until nothing changes; a circle is never entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.points import (
    PartyStatus,
    PointState,
    Standing,
    counts_for,
    lapse_instant,
    latest_operative,
    positions,
    roll_up,
    unanswered,
    withdrawn_or_superseded,
)
from ledger.refs import full
from ledger.vocabulary import Line, PointKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.dates import Instant
    from ledger.dossier import Dossier, PointFile
    from ledger.points import Chances


@dataclass(frozen=True, slots=True)
class Papers:
    """A thread's dossier, and when any answer to its points may have been given (rule P3)."""

    dossier: Dossier
    chances: Chances


def point_states(papers: Sequence[Papers], now: Instant) -> dict[str, PointState]:
    """Every point on file in these threads at an instant, by full reference."""
    wanted = conditions(papers)
    met: dict[str, Standing] = {}
    while True:
        states: dict[str, PointState] = {}
        for paper in papers:
            for file in paper.dossier.points.values():
                _state_of(file, paper, now, met, states)
        newly = {
            ref: states[ref].overall
            for ref in wanted - set(met)
            if ref in states and states[ref].status in (Status.ACCEPTED, Status.FULFILLED)
        }
        if not newly:
            return states
        met |= newly


def conditions(papers: Iterable[Papers]) -> set[str]:
    """The points that the acceptances on file hang on."""
    return {
        full(given.condition.point, given.act.thread)
        for paper in papers
        for file in paper.dossier.points.values()
        for given in file.answers
        if given.condition is not None and given.condition.point is not None
    }


def _state_of(
    file: PointFile,
    paper: Papers,
    now: Instant,
    met: Mapping[str, Standing],
    states: dict[str, PointState],
) -> PointState:
    if file.ref in states:
        return states[file.ref]
    dossier = paper.dossier
    parts = [_state_of(dossier.points[child], paper, now, met, states) for child in file.children]
    deadline = dossier.deadline_of(file)
    parties = tuple(
        _for_party(
            file, party, parts, met, lapse_instant(file, party, deadline, now, paper.chances)
        )
        for party in file.addressees
    )
    state = PointState(
        file=file,
        overall=_overall(file, parties, met),
        parties=parties,
        positions=positions(file),
        deadline=deadline,
        live=file.live,
        children=tuple(file.children),
    )
    states[file.ref] = state
    return state


def _for_party(
    file: PointFile,
    party: str,
    parts: Sequence[PointState],
    met: Mapping[str, Standing],
    lapsed: Instant | None,
) -> PartyStatus:
    answers = tuple(given for given in file.answers if counts_for(given, file, party))
    lines = {
        line: latest_operative(said, met)
        for line in Line
        if (said := [given for given in answers if given.line is line])
    }
    mine = [one.word for part in parts if (one := part.of(party)) is not None]
    taken_back = withdrawn_or_superseded(file)
    if taken_back is not None:
        word = taken_back
    elif mine:
        word = roll_up(mine, needs_all=file.point.needs_all)
    elif lines:
        word = lines.get(Line.CONFIDENTIAL) or lines[Line.OPEN]
    elif lapsed is not None:
        word = Standing(Status.LAPSED, lapsed, "P3")
    else:
        word = unanswered(file)
    return PartyStatus(party, word, lines, answers)


def _overall(
    file: PointFile, parties: Sequence[PartyStatus], met: Mapping[str, Standing]
) -> Standing:
    if parties:
        return roll_up((one.word for one in parties), needs_all=file.point.needs_all)
    taken_back = withdrawn_or_superseded(file)
    if taken_back is not None:
        return taken_back
    own = [given for given in file.answers if given.by in file.raisers]
    if own and file.point.kind is PointKind.UNDERTAKING:
        return latest_operative(own, met)
    return unanswered(file)
