"""View → a screen: plain text of 80 columns, in which colour only helps.

Nothing is markup here: every text goes through `cli.render.safe.shown` and into `rich.text.Text`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import StringIO
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import RenderableType
    from rich.segment import Segment

    from projections.views.base import View

    Renderer = Callable[["V", int], Iterable[RenderableType]]
    """A view and the columns there are → what to print, from top to bottom."""

V = TypeVar("V", bound="View")

NARROWEST, WIDEST = 40, 120
"""Columns: below, nothing can be laid out; above, lines are too long to read."""

_MODULES = {
    "ActView": "act",
    "ActsView": "acts",
    "AnomaliesView": "record",
    "ChainView": "record",
    "CheckedView": "checkpoints",
    "CheckpointsView": "checkpoints",
    "ConfigView": "program",
    "CopyView": "copy",
    "DiffView": "diff",
    "DoctorView": "program",
    "ErrataView": "errata",
    "ExplanationView": "explanation",
    "HistoryView": "history",
    "KeysView": "program",
    "LogView": "log",
    "OwedView": "owed",
    "PartiesView": "parties",
    "PartyView": "parties",
    "PersonsView": "persons",
    "PointLinesView": "point_lines",
    "PointsView": "points",
    "PositionsView": "positions",
    "ProjectionView": "projection",
    "ProofView": "checkpoints",
    "SchemasView": "program",
    "SearchView": "search",
    "StatsView": "stats",
    "ThreadView": "thread",
    "ThreadsView": "threads",
    "TimelineView": "timeline",
    "VerifyView": "program",
}


def print_view(view: View) -> None:
    """The view on stdout, as wide as the terminal, with colours where one is."""
    print_rendered(renderer_of(view), view)


def print_rendered(renderer: Renderer[V], view: V) -> None:
    """The view as one renderer shows it, on stdout."""
    terminal = True if sys.stdout.isatty() else None
    sys.stdout.write(render(renderer, view, _columns(), terminal=terminal))


def page_width() -> int:
    """The columns that a page takes of the terminal."""
    return _fitting(_columns())


def _columns() -> int:
    return get_terminal_size((80, 24)).columns


def _fitting(columns: int) -> int:
    return min(max(columns, NARROWEST), WIDEST)


def renderer_of(view: V) -> Renderer[V]:
    """The renderer of a view's class; its module is imported when it is needed."""
    module = import_module(f"{__name__}.{_MODULES[type(view).__name__]}")
    renderer: Renderer[V] = module.RENDERERS[type(view)]
    return renderer


def render(renderer: Renderer[V], view: V, columns: int, *, terminal: bool | None = None) -> str:
    """The view as text; `terminal` True allows colours, as far as the environment has them."""
    from rich.console import Console

    from cli.render.safe import shown

    width = _fitting(columns)
    screen = StringIO()  # not stdout: rich would end a broken pipe its own way
    console = Console(
        file=screen,
        width=width,
        force_terminal=terminal,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    from rich.segment import Segments

    lines: list[Segment] = []
    for part in renderer(shown(view), width):
        lines += _lines(console.render_lines(part, pad=False))
    console.print(Segments(lines), end="")
    return screen.getvalue()


def _lines(rendered: Iterable[list[Segment]]) -> Iterator[Segment]:
    """The lines without the blanks that a table fills them up with."""
    from rich.segment import Segment

    for line in rendered:
        while line and not line[-1].text.strip(" "):
            line.pop()
        if line:
            last = line.pop()
            line.append(Segment(last.text.rstrip(" "), last.style))
        yield from line
        yield Segment.line()
