"""A text with marked passages as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cli.render.safe import md_text

if TYPE_CHECKING:
    from projections.tables.marked import Marked

_BLANKS: Final = re.compile("[ \t\n]+")


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
