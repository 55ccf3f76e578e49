"""Points across threads: what became of each, for each addressee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import GIST, uncertain
from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    stacked,
    word,
)
from projections.views.point_lines import PointLinesView
from projections.words import name, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.point_lines import PointLine


def points(view: PointLinesView, width: int) -> Iterator[RenderableType]:
    """Each point once for each addressee."""
    yield heading(f"POINTS ({len({one.ref for one in view.points})})")
    if view.points:
        refs = [one.ref for one in view.points]
        widths = [fitting(refs, least=10, most=30)]
        rows = [
            (Text(one.ref, style="bold", overflow="fold"), stacked(_point(one)))
            for one in view.points
        ]
        yield indented(columns(rows, [*widths, rest(width - 2, *widths)]))
    else:
        yield indented(line("No such point had been raised by then."))
    yield from uncertain(view.possible, (), width)


def _point(one: PointLine) -> Iterable[Text]:
    to = f" to {one.party}" if one.party is not None else ""
    yield line(f"{one.kind} of {' and '.join(one.raisers)}{to}")
    status = word(one.status)
    if one.confidential:
        status.append(" (confidential)", style="not bold default")
    by = "" if one.act is None else f", by {name(one.act)}"
    yield status.append(f" since {one.since_text}{by}", style="not bold default")
    yield line(shortened(one.text, GIST))


RENDERERS = {PointLinesView: points}
