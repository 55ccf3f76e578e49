"""What sources say otherwise of an act: every claim, by whom, and which one is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, indented, line, rest, section, stacked
from projections.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.claims import Claim, ConflictView


def conflicts(views: Sequence[ConflictView], width: int) -> Iterator[RenderableType]:
    """A section of its own; nothing where sources agree."""
    if not views:
        return
    widths = [fitting((plain(each.field) for each in views), most=20)]
    rows = [
        (Text(plain(each.field), overflow="fold"), stacked(_claim(one) for one in each.claims))
        for each in views
    ]
    table = columns(rows, [*widths, rest(width - 2, *widths)])
    yield from section("SOURCES SAY OTHERWISE", indented(table))


def _claim(claim: Claim) -> Text:
    """`2022-01-26, as recorded`; the preferred one in bold, with its reason."""
    by = "as recorded" if claim.source is None else f"according to {claim.source}"
    text = line(f"{claim.value}, {by}", "bold" if claim.preferred else "")
    if claim.preferred:
        text.append(f"; preferred: {claim.reason}", style="not bold")
    return text
