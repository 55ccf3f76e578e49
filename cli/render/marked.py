"""A text in which passages are marked, for a cell of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from cli.render.safe import md_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANKS: Final = re.compile("[ \t\n]+")


class Marked(str):
    """A text of parts, each marked or not; where marks cannot be shown, it is the text alone."""

    __slots__ = ("parts",)
    parts: Sequence[tuple[str, bool]]

    def __new__(cls, parts: Sequence[tuple[str, bool]]) -> Self:
        """The parts in order, True for one that is marked."""
        made = super().__new__(cls, "".join(text for text, _ in parts))
        made.parts = parts
        return made


def md_marked(marked: Marked) -> str:
    """The text in a line or a cell of Markdown: what is marked is bold, all else escaped."""
    written = ""
    for text, is_marked in marked.parts:
        line = _BLANKS.sub(" ", text)
        if is_marked:
            written += f"**{md_text(line)}**"
        else:
            before, after = line[: line.startswith(" ")], line[len(line) - line.endswith(" ") :]
            written += f"{before}{md_text(line)}{after if line.strip(' ') else ''}"
    return written.strip(" ")
