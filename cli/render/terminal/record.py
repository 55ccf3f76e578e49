"""What is odd in the record, and the line of replies that leads to an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import table
from cli.render.terminal.layout import GAP, bullets, heading, indented, line, section
from projections.views.record import AnomaliesView, ChainView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType


def anomalies(view: AnomaliesView, width: int) -> Iterator[RenderableType]:
    """One row for each act, with everything that is odd about it."""
    yield heading(f"ANOMALIES ({len(view.anomalies)})")
    if not view.anomalies:
        yield indented(line("Nothing is odd."))
        return
    found: dict[str, list[str]] = {}
    for one in view.anomalies:
        found.setdefault(one.act, []).append(one.what.removeprefix(f"{one.act} "))
    for act, whats in found.items():
        yield indented(Text(act, style="bold", overflow="fold"))
        yield indented(bullets(whats, width - 2 * GAP), 2 * GAP)


def chain(view: ChainView, width: int) -> Iterator[RenderableType]:
    """The acts of the line, each answered by the next; then what answers one of them beside it."""
    thread = view.act.partition("/")[0]
    yield heading(f"REPLIES THAT LEAD TO {view.act} ({len(view.chain)})")
    yield table(view.chain, width, thread)
    if view.branches:
        yield from section("BRANCHES OFF IT", table(view.branches, width, thread))


RENDERERS = {AnomaliesView: anomalies, ChainView: chain}
