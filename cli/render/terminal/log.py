"""The raw log: one event after the other, as it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, line, rest, stacked
from projections.views.history import LogView
from projections.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.history import LogEntry

_SUMMARY = 200


def log(view: LogView, width: int) -> Iterator[RenderableType]:
    """Position, when and by whom, what."""
    if not view.events:
        yield line("The log has no event there.")
        return
    widths = [fitting((str(event.position) for event in view.events), least=2, most=10), 27]
    rows = [
        (
            Text(f"#{event.position}"),
            stacked((Text(event.recorded_at), line(f"by {event.recorded_by}"))),
            stacked(_event(event)),
        )
        for event in view.events
    ]
    widths[0] += 1
    yield columns(rows, [*widths, rest(width, *widths)], right=[0])


def _event(event: LogEntry) -> Iterable[Text]:
    marking = "" if event.marking is None else f"  {event.marking.upper()}"
    yield Text(f"{event.stream} {event.version}", style="bold", overflow="fold").append(
        marking, "red"
    )
    yield Text(event.topic, overflow="fold") if not event.known else Text()
    yield line(shortened(event.summary, _SUMMARY))


RENDERERS = {LogView: log}
