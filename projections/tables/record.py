"""The tables of views of the record itself: errata, anomalies, chains, positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import acts_table, plain_table, text_of
from projections.tables.table import Table, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.tables.table import Row
    from projections.views.positions import PositionsView
    from projections.views.record import AnomaliesView, ChainView, ErrataView

_ERRATUM = ("thread", "id", "kind", "act", "notice", "field", "old", "new")
_RECORDED = ("reason", "sources", "in_force", "recorded_at", "recorded_by", "position")


def errata(view: ErrataView) -> Tables:
    """One row for each field that a notice changed, one for a notice that changed none."""
    rows: list[Row] = []
    for one in view.errata:
        head = tuple(getattr(one, name) for name in _ERRATUM[:5])
        tail = tuple(getattr(one, name) for name in _RECORDED)
        rows += [
            (*head, each.field, _json(each.old), _json(each.new), *tail) for each in one.changes
        ]
        if not one.changes:
            rows.append((*head, None, None, None, *tail))
    home = ("thread",) if view.thread is None else ()
    brief = (*home, "id", "kind", "act", "notice", "field", "old", "new", "reason", "in_force")
    return Tables([Table("Errata", (*_ERRATUM, *_RECORDED), rows, brief)])


def _json(value: Any) -> str | None:  # noqa: ANN401 -- JSON
    return None if value is None else text_of(value)


def anomalies(view: AnomaliesView) -> Tables:
    """One row for each odd thing."""
    return Tables([plain_table("Anomalies", ("act", "what"), view.anomalies)])


def chain(view: ChainView) -> Tables:
    """One row for each act of the line; then those that branch off."""
    return Tables(
        [
            acts_table(f"The line of replies that ends in {view.act}", view.chain),
            acts_table("What branches off it", view.branches),
        ]
    )


def positions(view: PositionsView) -> Tables:
    """One row for each point and party that raised it, was asked or spoke; the matrix as a page."""
    columns = ("ref", "text", "overall", "party", "asked", "raised", "status", "act")
    rows = [
        (
            row.label,
            row.text,
            row.overall,
            cell.party,
            cell.asked,
            cell.raised,
            cell.status,
            cell.act,
        )
        for row in view.rows
        for cell in row.cells
        if cell.asked or cell.raised or cell.status is not None
    ]
    brief = ("ref", "text", "party", "asked", "raised", "status", "act")
    possible = acts_table("May have happened by then", view.possible)
    return Tables([Table("Positions", columns, rows, brief), possible])


TABLES: dict[str, Callable[[Any], Tables]] = {
    "AnomaliesView": anomalies,
    "ChainView": chain,
    "ErrataView": errata,
    "PositionsView": positions,
}
