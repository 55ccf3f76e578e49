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
    fulfils_own,
    lapse_instant,
    latest_operative,
    positions,
    roll_up,
    unanswered,
    withdrawn_or_superseded,
)
from ledger.refs import full
from ledger.vocabulary import Line, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.answers import PointFile
    from ledger.dates import Instant
    from ledger.dossier import Dossier
    from ledger.points import Chances


NOBODY = ""
"""Whose answer a point to nobody in particular waits for: anybody's is a position (rule P1)."""


@dataclass(frozen=True, slots=True)
class Papers:
    """A thread's dossier, and when any answer to its points may have been given (rule P3)."""

    dossier: Dossier
    chances: Chances


class PointBook:
    """The states of all points as a fold goes on: only what was touched is derived anew."""

    def __init__(self, papers: Sequence[Papers], *, hanging: bool) -> None:
        """`hanging`: some acceptance, now or later, hangs on a condition (rule P6)."""
        self._papers = papers
        self._hanging = hanging
        self._states: dict[str, PointState] = {}
        self._now: Instant | None = None
        self._met: dict[str, Standing] = {}

    def states(self, now: Instant) -> dict[str, PointState]:
        """Every point on file at an instant, by full reference; instants never go back."""
        touched = self._touched(now)
        self._now = now
        if self._hanging:
            self._states = self._in_rounds(now)
        else:
            states = {ref: one for ref, one in self._states.items() if ref not in touched}
            self._states = self._derived(now, {}, states)
        return self._states

    def remember(self, now: Instant) -> None:
        """Take note of conditions that are met at an instant that nobody asks about (rule P6)."""
        if self._hanging:
            self.states(now)

    def _touched(self, now: Instant) -> set[str]:
        """What was said something of, what has lapsed since, and all the points above."""
        touched: set[str] = set()
        for paper in self._papers:
            dossier = paper.dossier
            waiting = list(dossier.take_touched())
            for act, deadline in dossier.deadlines.items():
                if self._now is not None and self._now <= deadline < now:
                    waiting.extend(file.ref for file in dossier.raised_by(act))
            while waiting:
                ref = waiting.pop()
                touched.add(ref)
                parent = dossier.points[ref].point.parent
                above = None if parent is None else full(parent, dossier.thread)
                if above is not None and above in dossier.points and above not in touched:
                    waiting.append(above)
        return touched

    def _in_rounds(self, now: Instant) -> dict[str, PointState]:
        """What is accepted or fulfilled meets conditions, which may meet others in turn (P6).

        A condition that was met once stays met: it is accepted from then on.
        """
        while True:
            states = self._derived(now, self._met, {})
            newly = {
                ref: state.overall
                for ref, state in states.items()
                if ref not in self._met and state.status in (Status.ACCEPTED, Status.FULFILLED)
            }
            if not newly:
                return states
            self._met |= newly

    def _derived(
        self, now: Instant, met: Mapping[str, Standing], states: dict[str, PointState]
    ) -> dict[str, PointState]:
        for paper in self._papers:
            for file in paper.dossier.points.values():
                _state_of(file, paper, now, met, states)
        return states


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
        overall=_overall(
            file, parties, parts, lapse_instant(file, NOBODY, deadline, now, paper.chances)
        ),
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
    file: PointFile,
    parties: Sequence[PartyStatus],
    parts: Sequence[PointState],
    lapsed: Instant | None,
) -> Standing:
    """Over all addressees; of a point to nobody, over its parts, or its raiser's deed."""
    needs_all = file.point.needs_all
    if parties:
        return roll_up((one.word for one in parties), needs_all=needs_all)
    taken_back = withdrawn_or_superseded(file)
    if taken_back is not None:
        return taken_back
    if parts:
        return roll_up((part.overall for part in parts), needs_all=needs_all)
    done = [given for given in file.answers if fulfils_own(given, file)]
    if done:
        return latest_operative(done, {})
    if lapsed is not None:
        return Standing(Status.LAPSED, lapsed, "P3")
    return unanswered(file)
