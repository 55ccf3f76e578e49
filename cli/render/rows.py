"""View → rows for what reads on: JSON Lines, CSV and Markdown.

A view is one table or several. JSON Lines and CSV take the main one, which holds what the command
is asked for (of a thread: its points, one row for each party asked); Markdown shows all of them,
with the columns that a page has room for.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from cli.render.marked import md_marked
from cli.render.safe import csv_text, md_text
from projections import tables
from projections.tables.marked import Marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projections import View
    from projections.tables.table import Cell, Row, Table, Tables

_SEPARATOR = "; "


def tables_of(view: View) -> Tables:
    """The tables of a view, also of one of the program itself."""
    from cli.render.program_tables import TABLES

    maker = TABLES.get(type(view).__name__, tables.tables_of)
    return maker(view)


def rows_of(view: View) -> tuple[Sequence[str], Sequence[Row]]:
    """Columns and rows of the main table."""
    found = tables_of(view)
    main = found.tables[found.main]
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
    found = tables_of(view)
    blocks = [md_text(text) + "\n" for text in found.lead]
    for table in found.tables:
        if table.rows or len(found.tables) == 1:
            heading = f"## {md_text(table.title)}\n\n" if len(found.tables) > 1 else ""
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
