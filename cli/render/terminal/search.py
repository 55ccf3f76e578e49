"""What a search found: act by act, where in it, what was looked for in bold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import GIST, name_of
from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    section,
    stacked,
)
from projections.tables.search import parts_of, summary
from projections.views.search import SearchView
from projections.words import act_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.search import FoundAct, FoundIn

_GIVES_THE_GIST = {"summary", "points"}


def search(view: SearchView, width: int) -> Iterator[RenderableType]:
    """How many acts there are, then those that had happened, that may have, that have no date."""
    yield heading("FOUND")
    for sentence in summary(view):
        yield indented(line(sentence))
    if view.found:
        yield Text()
        yield _acts(view.found, width)
    for title, acts in (
        ("MAY HAVE HAPPENED BY THEN", view.possible),
        ("WITHOUT A DATE", view.undated),
    ):
        if acts:
            yield from section(title, _acts(acts, width))


def _acts(acts: Sequence[FoundAct], width: int) -> RenderableType:
    when = [each.act.when or "undated" for each in acts]
    widths = [fitting(when, least=10, most=22)]
    rows = [
        (Text(at, overflow="fold"), stacked(_details(each)))
        for at, each in zip(when, acts, strict=True)
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _details(each: FoundAct) -> Iterator[Text]:
    yield name_of(each.act, None)
    yield line(act_line(each.act))
    if each.act.gist is not None and _GIVES_THE_GIST.isdisjoint(one.field for one in each.found_in):
        yield line(shortened(each.act.gist, GIST))
    for one in each.found_in:
        yield _excerpt(one)


def _excerpt(found: FoundIn) -> Text:
    """`points: … the withdrawal of all forces …`, what was looked for in bold."""
    said = Text(f"{found.field}: ", style="dim", overflow="fold")
    for text, hit in parts_of(found):
        said.append(text, style="not dim bold" if hit else "not dim")
    return said


RENDERERS = {SearchView: search}
