"""The threads of a ledger, with their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import uncertain
from cli.render.terminal.layout import heading, indented, line, prose, stacked, word
from projections.views.threads import ThreadsView
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.threads import ThreadLine


def threads(view: ThreadsView, width: int) -> Iterator[RenderableType]:
    """Each thread in a few lines."""
    yield heading(f"THREADS ({len(view.threads)})")
    if not view.threads:
        yield indented(line("None. `dipledger thread open` opens one."))
    for each in view.threads:
        name = Text(each.thread.id, style="bold", overflow="fold")
        if each.thread.marking is not None:
            name.append(f"  {each.thread.marking.upper()}", style="red")
        yield indented(name)
        yield indented(stacked(_thread(each)), 4)
    yield from uncertain(view.possible, (), width)


def _thread(each: ThreadLine) -> Iterable[Text]:
    head = each.thread
    yield prose(head.title + (f" ({', '.join(head.parties)})" if head.parties else ""))
    status = word(each.status.status)
    if each.status.dormant:
        status.append(", ").append_text(word("dormant"))
    owed = f"; {count(each.owed, 'reply')} owed" if each.owed else ""
    by = f" by {', '.join(each.status.awaiting)}" if each.status.awaiting else ""
    last = "" if each.last is None else f", the last {each.last}"
    yield status.append(f"{owed}{by}; {count(each.acts, 'act')}{last}", style="not bold default")


RENDERERS = {ThreadsView: threads}
