"""Points by parties: a matrix where it fits, else the parties below each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import uncertain
from cli.render.terminal.layout import (
    GAP,
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    stacked,
    word,
)
from projections.views.positions import PositionsView
from projections.words import name, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.positions import PositionCell, PositionRow

_NARROWEST = 9
_TEXT = 22
"""Columns that the words of a point need; where there is less, its label has to do."""
_LONGEST, _LONGEST_IN_LIST = 80, 240
_IN = "in "
_LEGEND = "In brackets: the stance of a party that was not asked. It changes no status."


def positions(view: PositionsView, width: int) -> Iterator[RenderableType]:
    """A row for each point, a column for each party; a list where there are too many."""
    yield from _positions(view, width)
    yield from uncertain(view.possible, (), width, view.thread)


def _positions(view: PositionsView, width: int) -> Iterator[RenderableType]:
    yield heading(f"POSITIONS IN {view.thread}")
    if not view.rows:
        yield indented(line("No point had been raised by then."))
        return
    head, body = _body(view)
    for most, least in ((20, _TEXT), (17, _TEXT), (14, _TEXT), (14, _label_width(view))):
        widths = [_width(title, [row[at] for row in body], most) for at, title in enumerate(head)]
        left = width - GAP - sum(widths) - GAP * len(widths)
        if left >= least:
            yield _matrix(view, head, body, [left, *widths])
            break
    else:
        yield from _list(view, width)
    if any(cell.status and not cell.asked for row in view.rows for cell in row.cells):
        yield Text()
        yield line(_LEGEND)


def _body(view: PositionsView) -> tuple[list[str], list[list[Text]]]:
    """Titles and cells of the columns: the overall word where several were asked, each party."""
    several = any(sum(cell.asked for cell in row.cells) > 1 for row in view.rows)
    body = [
        [
            *([word(row.overall)] if several else []),
            *(stacked(_cell(each)) for each in row.cells),
        ]
        for row in view.rows
    ]
    return [*(["overall"] if several else []), *view.parties], body


def _label_width(view: PositionsView) -> int:
    return max(len(row.label) for row in view.rows)


def _width(title: str, cells: Iterable[Text], most: int) -> int:
    """As wide as the words in a column need; the name of an act may be cut."""
    words = (part for cell in cells for part in cell.plain.split("\n"))
    return fitting([title, *words], least=_NARROWEST, most=most)


def _matrix(
    view: PositionsView, head: list[str], body: list[list[Text]], widths: list[int]
) -> RenderableType:
    rows = [
        (
            _point(row, _LONGEST if widths[0] >= _TEXT else 0),
            *(_cut(cell, width) for cell, width in zip(cells, widths[1:], strict=True)),
        )
        for row, cells in zip(view.rows, body, strict=True)
    ]
    return indented(columns(rows, widths, head=["", *head]))


def _cut(cell: Text, width: int) -> Text:
    """The cell, its acts' names cut where they are longer than the column."""
    lines = cell.split("\n")
    for each in lines:
        if each.plain.startswith(_IN):
            each.truncate(width, overflow="ellipsis")
    return Text("\n", overflow="fold").join(lines)


def _list(view: PositionsView, width: int) -> Iterator[RenderableType]:
    widths = [fitting(view.parties, least=8, most=16)]
    for row in view.rows:
        yield Text()
        title = _point(row, _LONGEST_IN_LIST)
        yield indented(title)
        rows = [
            (Text(each.party), Text(", ", overflow="fold").join(_cell(each)))
            for each in row.cells
            if each.asked or each.raised or each.status
        ]
        yield indented(columns(rows, [*widths, rest(width - 4, *widths)]), 4)


def _point(row: PositionRow, length: int) -> Text:
    title = Text(row.label, style="bold", overflow="fold")
    if not length:
        return title
    return title.append(f"\n{shortened(row.text, length)}", style="not bold")


def _cell(cell: PositionCell) -> Iterator[Text]:
    """The status or the stance, and the act it comes from."""
    if cell.raised:
        yield Text("raised it", style="dim")
    if cell.status is None:
        return
    yield word(cell.status) if cell.asked else Text(f"({plain(cell.status)})", overflow="fold")
    if cell.act is not None:
        yield Text(f"{_IN}{name(cell.act)}", style="dim", overflow="fold")


RENDERERS = {PositionsView: positions}
