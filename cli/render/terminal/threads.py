"""The threads of a ledger, with their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import heading, indented, line, prose, stacked, word
from cli.render.words import count, date
from projections.views.threads import ThreadsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.threads import ThreadLine


def threads(view: ThreadsView, width: int) -> Iterator[RenderableType]:  # noqa: ARG001
    """Each thread in a few lines."""
    yield heading(f"THREADS ({len(view.threads)})")
    if not view.threads:
        yield indented(line("None yet. `dipledger thread open` opens one."))
    for each in view.threads:
        yield indented(stacked(_thread(each)))


def _thread(each: ThreadLine) -> Iterable[Text]:
    head = each.thread
    name = Text(head.id, style="bold", overflow="fold")
    if head.marking is not None:
        name.append(f"  {head.marking.upper()}", style="red")
    yield name
    yield prose(f"  {head.title}" + (f" ({', '.join(head.parties)})" if head.parties else ""))
    status = Text("  ").append_text(word(each.status.status))
    owed = f"; {count(each.owed, 'reply')} owed" if each.owed else ""
    by = f" by {', '.join(each.status.awaiting)}" if each.status.awaiting else ""
    last = "" if each.last is None else f", the last {date(each.last)}"
    yield status.append(f"{owed}{by}; {count(each.acts, 'act')}{last}", style="not bold default")


RENDERERS = {ThreadsView: threads}
