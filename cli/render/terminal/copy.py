"""A copy of a ledger: what it holds, and how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, heading, rest, size
from cli.views import CopyView
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from cli.views import KeptCheckpointView
    from projections.views.base import View


def copy(view: CopyView, width: int) -> Iterator[RenderableType]:
    """What was copied, and what the copy was found to hold."""
    yield heading("A COPY WITH LESS IN IT" if view.withheld else "A WHOLE COPY")
    told = (
        ("file", view.file),
        ("copy of", view.copy_of),
        ("ledger", view.origin or "without a name: of the first format"),
        ("events", str(view.events)),
        *(
            [("withheld", f"{view.withheld} of them, but for their leaves")]
            if view.withheld
            else []
        ),
        ("root", view.root),
        ("checkpoint", _kept(view.checkpoint)),
        ("size", size(view.bytes)),
    )
    rows = [
        (Text(f"  {name}", style="dim"), Text(value, overflow="fold"))  # each whole, to be copied
        for name, value in told
    ]
    widths = [12]
    yield columns(rows, [*widths, rest(width, *widths)])


def _kept(kept: KeptCheckpointView | None) -> str:
    if kept is None:
        return "none is kept with it"
    stamped = ", with a time stamp" if kept.timestamped else ""
    return f"matches number {kept.number}, over {count(kept.events, 'event')}{stamped}"


RENDERERS: dict[type[View], Callable[..., Iterator[RenderableType]]] = {CopyView: copy}
