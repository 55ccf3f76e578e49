"""The read model: whether it is kept, and how far each layer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, heading, line, size
from projections.views.projection import ProjectionView
from projections.words import count, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from projections.views.base import View
    from projections.views.projection import LayerView


def projection(view: ProjectionView, width: int) -> Iterator[RenderableType]:  # noqa: ARG001
    """What is kept, and one line for each viewer."""
    yield heading("READ MODEL")
    yield line(f"  {sentence(view.found)}")
    bytes_ = "" if view.bytes is None else f", {size(view.bytes)}"
    yield line(f"  version {view.version}{bytes_}; the log is at position {view.head}", "dim")
    if view.layers:
        yield Text()
        rows = [
            (
                Text(one.viewer, style="bold"),
                Text(str(one.position)),
                Text(_behind(one)),
                Text(str(one.threads)),
            )
            for one in view.layers
        ]
        head = ("KNOWN BY", "POSITION", "BEHIND", "THREADS")
        widths = [
            fitting((head[place], *(row[place].plain for row in rows)), most=24)
            for place in range(4)
        ]
        yield columns(rows, widths, head=head)


def _behind(one: LayerView) -> str:
    return f"by {count(one.behind, 'event')}" if one.behind else "no"


RENDERERS: dict[type[View], Callable[..., Iterator[RenderableType]]] = {ProjectionView: projection}
