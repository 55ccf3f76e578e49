"""View → rows for what reads on: JSON Lines, CSV and Markdown.

A view is one table or several. JSON Lines and CSV take the main one, which holds what the command
is asked for (of a thread: its points, one row for each party asked); Markdown shows all of them,
with the columns that a page has room for.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

from cli.render.marked import Marked, md_marked
from cli.render.safe import csv_text, md_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from projections.views.base import View

    Cell = str | float | bool | tuple[str, ...] | None
    Row = Sequence[Cell]

_SEPARATOR = "; "
_MODULES = {
    "AnomaliesView": "record_tables",
    "ChainView": "record_tables",
    "DiffView": "diff_tables",
    "ErrataView": "record_tables",
    "HistoryView": "history_tables",
    "OwedView": "list_tables",
    "PersonsView": "count_tables",
    "PointLinesView": "list_tables",
    "PositionsView": "record_tables",
    "SearchView": "search_tables",
    "StatsView": "count_tables",
    "ThreadsView": "list_tables",
}
"""Where the tables of a view are made; of all others, in `cli.render.tables`."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; a cell is a text, a number, a truth, several texts, or nothing.

    `brief` are the columns that a page has room for; none named means all.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    brief: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a view in the order of a page, the main one's place, and what is above them."""

    tables: Sequence[Table]
    lead: Sequence[str] = ()
    main: int = 0


def tables_of(view: View) -> Tables:
    """The tables of a view."""
    name = type(view).__name__
    module = import_module(f"cli.render.{_MODULES.get(name, 'tables')}")
    maker: Callable[[View], Tables] = module.TABLES[name]
    return maker(view)


def rows_of(view: View) -> tuple[Sequence[str], Sequence[Row]]:
    """Columns and rows of the main table."""
    tables = tables_of(view)
    main = tables.tables[tables.main]
    return main.columns, main.rows


def csv_of(view: View) -> str:
    """CSV as in RFC 4180: a header, CRLF, quotes where needed; several texts joined by `; `."""
    columns, rows = rows_of(view)
    target = StringIO()
    writer = csv.writer(target, strict=True)
    writer.writerow(columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return target.getvalue()


def md_of(view: View) -> str:
    """Markdown tables as GitHub reads them, under headings; markup in the data is escaped."""
    tables = tables_of(view)
    blocks = [md_text(text) + "\n" for text in tables.lead]
    for table in tables.tables:
        if table.rows or len(tables.tables) == 1:
            heading = f"## {md_text(table.title)}\n\n" if len(tables.tables) > 1 else ""
            blocks.append(heading + _md_table(table))
    return "\n".join(blocks)


def _md_table(table: Table) -> str:
    chosen = table.brief or table.columns
    places = [table.columns.index(name) for name in chosen]
    lines = [[name.replace("_", " ") for name in chosen], ["---"] * len(chosen)]
    lines += [[_md_cell(row[place]) for place in places] for row in table.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _md_cell(cell: Cell) -> str:
    several = cell if isinstance(cell, tuple) else ()
    if any(isinstance(each, Marked) for each in several):
        return _SEPARATOR.join(
            md_marked(each) if isinstance(each, Marked) else md_text(each) for each in several
        )
    return md_text(_joined(cell))


def _csv_cell(cell: Cell) -> str:
    text = _joined(cell)
    return csv_text(text) if isinstance(cell, str | tuple) else text


def _joined(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return _SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)
