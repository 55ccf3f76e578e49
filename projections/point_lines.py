"""Points across threads: what is outstanding, rejected, accepted, to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.refs import full
from projections.text import instant_text
from projections.views.point_lines import PointLine, PointLinesView

if TYPE_CHECKING:
    from projections.lens import Lens
    from projections.read_model.cells import PartyCell, PointCell
    from projections.read_model.found import ThreadAt
    from projections.reader import Snapshots


@dataclass(frozen=True, slots=True)
class PointFilter:
    """Which points to list: those to which everything asked for applies."""

    statuses: tuple[str, ...] = ()
    party: str | None = None
    raiser: str | None = None
    kind: str | None = None
    thread: str | None = None

    def takes(self, line: PointLine) -> bool:
        """Whether a point is asked for, for its addressee."""
        return (
            (not self.statuses or line.status in self.statuses)
            and self.party in (None, line.party)
            and (self.raiser is None or self.raiser in line.raisers)
            and self.kind in (None, line.kind)
        )


def point_lines_view(source: Snapshots, lens: Lens, wanted: PointFilter) -> PointLinesView:
    """Every point raised by the date, over all threads."""
    with source.snapshot(lens) as snapshot:
        if wanted.thread is not None:
            snapshot.thread(wanted.thread)
        recorded = snapshot.recorded_points()
        order = {key: index for index, key in enumerate(recorded)}
        found = [
            (thread.slug, order[thread.number, cell.label], line)
            for thread, cell in snapshot.points()
            if wanted.thread in (None, thread.slug)
            for line in _lines(thread, cell, recorded[thread.number, cell.label])
            if wanted.takes(line)
        ]
        possible = snapshot.possible()
    found.sort(key=lambda one: one[:2])
    return PointLinesView(points=tuple(line for _, _, line in found), possible=possible)


def _lines(thread: ThreadAt, cell: PointCell, recorded: list[Any]) -> list[PointLine]:
    parties: list[PartyCell | None] = [*cell.parties] or [None]
    return [_line(thread, cell, recorded, party) for party in parties]


def _line(
    thread: ThreadAt, cell: PointCell, recorded: list[Any], party: PartyCell | None
) -> PointLine:
    kind, text, raisers, act, _ = recorded
    word = cell if party is None else party
    return PointLine(
        ref=full(cell.label, thread.slug),
        kind=kind,
        text=text,
        raisers=tuple(raisers),
        raised_by=act,
        party=None if party is None else party.party,
        status=word.status,
        since=word.since,
        since_text=instant_text(word.since, thread.zone),
        act=word.act,
        by=tuple(word.by),
        confidential=party is not None and party.confidential,
        overall=cell.status,
        live=cell.live,
        deadline=cell.deadline,
        deadline_text=None if cell.deadline is None else instant_text(cell.deadline, thread.zone),
    )
