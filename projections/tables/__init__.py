"""View → tables: what a page shows in columns, and what becomes a data frame.

A view is one table or several. The main one holds what is asked for (of a thread: its points, one
row for each party asked). The names of columns are those of the views' fields; instants are texts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from projections.tables.table import Cell, Tables
    from projections.views.base import View

_MODULES = {
    "AnomaliesView": "record",
    "ChainView": "record",
    "CheckedView": "checkpoints",
    "CheckpointsView": "checkpoints",
    "DealingsView": "dealings",
    "DiffView": "diff",
    "ErrataView": "record",
    "HistoryView": "history",
    "OverviewView": "lists",
    "OwedView": "lists",
    "PersonsView": "counts",
    "PictureView": "picture",
    "PointLinesView": "lists",
    "PositionsView": "record",
    "ProjectionView": "projection",
    "ProofView": "checkpoints",
    "SearchView": "search",
    "SinceView": "dealings",
    "StatsView": "counts",
    "StopsView": "picture",
    "ThreadsView": "lists",
}
"""Where the tables of a view are made; of all others, in `projections.tables.basic`."""


def tables_of(view: View) -> Tables:
    """The tables of a view."""
    name = type(view).__name__
    module = import_module(f"projections.tables.{_MODULES.get(name, 'basic')}")
    makers: Mapping[str, Callable[[View], Tables]] = module.TABLES
    return makers[name](view)


def rows(view: View) -> list[dict[str, str | float | bool | list[str] | None]]:
    """The main table of a view, as CSV and JSON Lines have it: each row by the names of columns.

    All of it is plain values, as data frames are made of: `pandas.DataFrame(rows(view))`.
    """
    tables = tables_of(view)
    main = tables.tables[tables.main]
    return [
        {name: _plain(cell) for name, cell in zip(main.columns, row, strict=True)}
        for row in main.rows
    ]


def _plain(cell: Cell) -> str | float | bool | list[str] | None:
    if isinstance(cell, tuple):
        return [str(each) for each in cell]
    return str(cell) if isinstance(cell, str) else cell
