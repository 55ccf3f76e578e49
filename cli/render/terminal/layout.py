"""The building blocks of a screen: headings, columns, sentences, words with their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from projections.words import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

GAP = 2
"""Columns between columns, and before what is indented."""
_KIBI = 1024

_STYLES = {
    "outstanding": "yellow",
    "owed": "yellow",
    "awaiting_reply": "yellow",
    "partly_answered": "yellow",
    "deferred": "yellow",
    "acknowledged": "yellow",
    "dormant": "yellow",
    "pending": "yellow",
    "lapsed": "red",
    "rejected": "red",
    "failed": "red",
    "suspended": "red",
    "broken_off": "red",
    "at_war": "red",
    "fail": "red",
    "accepted": "green",
    "accepted_with_reservation": "green",
    "accepted_in_part": "green",
    "fulfilled": "green",
    "settled": "green",
    "settled_in_principle": "green",
    "ok": "green",
    "answered_undisclosed": "magenta",
    "warning": "yellow",
}


def heading(text: str) -> Text:
    """The head of a section."""
    return Text(text, style="bold")


def prose(text: str, style: str = "") -> Text:
    """Text of several lines, wrapped; a word longer than the line is broken, not cut."""
    return Text(text.replace("\t", "    ").strip("\n"), style=style, overflow="fold")


def line(text: str, style: str = "") -> Text:
    """Text with its line breaks taken out, wrapped."""
    return Text(one_line(text), style=style, overflow="fold")


def word(code: str) -> Text:
    """A status as words, in its colour."""
    return Text(plain(code), style=f"bold {_STYLES.get(code, '')}".strip())


def stacked(parts: Iterable[Text]) -> Text:
    """Parts below each other in one cell."""
    return Text("\n", overflow="fold").join(part for part in parts if part.plain)


def indented(part: RenderableType, by: int = GAP) -> Padding:
    """A part, moved to the right."""
    return Padding(part, (0, 0, 0, by))


def columns(
    rows: Iterable[Sequence[RenderableType]],
    widths: Sequence[int],
    *,
    head: Sequence[str] = (),
    right: Sequence[int] = (),
    gap: int = GAP,
) -> Table:
    """Rows in columns of these widths; `right` are the numbers of columns set flush right."""
    table = Table(
        box=None,
        show_header=bool(head),
        header_style="bold",
        padding=(0, gap, 0, 0),
        pad_edge=False,
    )
    titles = list(head) or [""] * len(widths)
    for number, (title, width) in enumerate(zip(titles, widths, strict=True)):
        table.add_column(
            Text(title),
            width=width,
            justify="right" if number in right else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    return table


def bullets(sentences: Iterable[str], width: int, mark: str = "-") -> Table:
    """Sentences below each other, each with a mark before it."""
    widths = (cell_len(mark), width - cell_len(mark) - 1)
    return columns([(Text(mark), line(each)) for each in sentences], widths, gap=1)


def fitting(texts: Iterable[str], *, least: int = 1, most: int) -> int:
    """The width of a column that holds these texts, within bounds."""
    return min(max([least, *(cell_len(text) for text in texts)]), most)


def rest(width: int, *taken: int, least: int = 16) -> int:
    """What is left of the width after columns that are taken, each with its gap."""
    return max(width - sum(taken) - GAP * len(taken), least)


def section(title: str, *parts: RenderableType) -> tuple[RenderableType, ...]:
    """A blank line, a head, and what is under it."""
    return (Text(), heading(title), *parts)


def size(number: int) -> str:
    """So many bytes, in a unit that keeps the number short."""
    if number < _KIBI:
        return "1 byte" if number == 1 else f"{number} bytes"
    kibibytes = number / _KIBI
    return f"{kibibytes:.0f} KiB" if kibibytes < _KIBI else f"{kibibytes / _KIBI:.1f} MiB"
