"""The erratum list of a thread: each notice with what it changed, and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.changes import field_change
from cli.render.terminal.citations import Citations
from cli.render.terminal.layout import columns, fitting, heading, indented, line, rest, stacked
from projections.views.record import ErrataView
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from projections.views.record import Erratum

_DONE = {
    "correct": "corrects",
    "retract": "retracts",
    "cite": "cites a source for",
    "disclose": "tells what became known of",
    "reclassify": "changes the marking of",
    "shred": "tells that the key is destroyed of what is sealed in",
}


def errata(view: ErrataView, width: int) -> Iterator[RenderableType]:
    """Every notice, in the order of recording."""
    of = "" if view.thread is None else f" OF {view.thread}"
    yield heading(f"ERRATA{of} ({len(view.errata)})")
    if not view.errata:
        yield indented(line("Nothing was corrected."))
        return
    cited = Citations()
    numbers = [f"#{one.position}" for one in view.errata]
    widths = [fitting(numbers, most=12)]
    rows = [
        (Text(number), stacked(_erratum(one, cited, view.thread)))
        for number, one in zip(numbers, view.errata, strict=True)
    ]
    yield indented(columns(rows, [*widths, rest(width - 2, *widths)]))
    yield from cited.section(width)
    back = sum(not one.in_force for one in view.errata)
    if back:
        yield Text()
        yield line(f"{count(back, 'notice')} taken back, and without effect.")


def _erratum(one: Erratum, cited: Citations, thread: str | None) -> Iterator[Text]:
    about = one.act or f"the notice {one.notice}"
    name = one.id if thread is not None else f"{one.thread}/{one.id}"
    title = Text(name, style="bold", overflow="fold")
    title.append(f"  {_DONE[one.kind]} {about}", style="not bold")
    yield title if one.in_force else title.append("  taken back", style="not bold red")
    for change in one.changes:
        for text in field_change(change):
            yield line(text)
    yield line(cited.after(f"Reason: {one.reason}", one.sources))
    yield line(f"Recorded {one.recorded_at} by {one.recorded_by}", "dim")


RENDERERS = {ErrataView: errata}
