"""Sources by number: cited where a fact stands, written out once at the end of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, indented, prose, rest, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType


class Citations:
    """The sources of a screen, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, sources: Iterable[str]) -> str:
        """`[1] [3]` for these sources; empty where there is none."""
        return " ".join(
            f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]" for source in sources
        )

    def after(self, text: str, sources: Iterable[str]) -> str:
        """The text with the numbers of its sources after it."""
        return f"{text} {self.of(sources)}".rstrip(" ")

    def section(self, width: int) -> Iterator[RenderableType]:
        """Every source cited so far, under its number; nothing where none was."""
        rows = [(Text(f"[{number}]"), prose(source)) for source, number in self._numbers.items()]
        if rows:
            first = len(str(rows[-1][0]))
            yield from section("SOURCES", indented(columns(rows, [first, rest(width - 2, first)])))
