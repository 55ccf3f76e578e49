"""One act: what it is, everything recorded of it, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.changes import answers_of, points_of
from cli.render.facts import facts, sources
from cli.render.terminal.acts import table as acts_table
from cli.render.terminal.conflicts import conflicts
from cli.render.terminal.layout import (
    bullets,
    columns,
    fitting,
    indented,
    line,
    prose,
    rest,
    section,
    stacked,
)
from projections.views.acts import ActView
from projections.words import act_line, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType


def act(view: ActView, width: int) -> Iterator[RenderableType]:
    """The whole screen of `show ACT`."""
    brief, recorded = view.brief, view.act
    if brief.marking is not None:
        yield line(brief.marking.upper(), "bold red")
    yield Text(brief.ref, style="bold", overflow="fold")
    yield line(sentence(f"{act_line(brief)}, {brief.when or 'undated'}"))
    if recorded.get("summary"):
        yield Text()
        yield prose(str(recorded["summary"]))
    yield Text()
    yield _table(list(facts(view)), width)
    yield from _listed("POINTS RAISED", list(points_of(recorded)), width)
    yield from _listed("ANSWERS GIVEN", list(answers_of(recorded)), width)
    yield from conflicts(view.conflicts, width)
    if view.changes:
        yield from section("WHAT IT CHANGED", indented(bullets(view.changes, width - 2)))
    if view.answered_by:
        thread = brief.ref.partition("/")[0]
        yield from section("ANSWERED BY", acts_table(view.answered_by, width, thread))
    if view.not_known:
        yield from section("NOT KNOWN", indented(bullets(view.not_known, width - 2)))
    if recorded.get("text"):
        yield from section("TEXT", indented(prose(str(recorded["text"]))))
    cited = [(f"[{number}]", each) for number, each in enumerate(sources(recorded), start=1)]
    yield from _listed("SOURCES", cited, width)
    if view.recorded_at is not None:
        yield Text()
        yield line(
            f"Recorded {view.recorded_at} by {view.recorded_by}, log position {view.position}."
        )


def _listed(title: str, rows: Sequence[tuple[str, str]], width: int) -> tuple[RenderableType, ...]:
    return section(title, _table(rows, width)) if rows else ()


def _table(rows: Sequence[tuple[str, str]], width: int) -> RenderableType:
    widths = [fitting((name for name, _ in rows), most=20)]
    cells = [(Text(name, overflow="fold"), stacked((prose(text),))) for name, text in rows]
    return indented(columns(cells, [*widths, rest(width - 2, *widths)]))


RENDERERS = {ActView: act}
