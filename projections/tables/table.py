"""A table: rows under named columns, and the tables of one view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Cell = str | float | bool | tuple[str, ...] | None
    Row = Sequence[Cell]


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
