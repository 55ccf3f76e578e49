"""What happened in order: the timeline at a glance, and the replay step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import about, name_of, uncertain
from cli.render.terminal.layout import (
    bullets,
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    stacked,
    word,
)
from projections.views.history import TimelineView
from projections.words import act_line, called, plain, without_act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.history import Change, TimelineEntry


def timeline(view: TimelineView, width: int) -> Iterator[RenderableType]:
    """One entry after the other, what changed alike on one line."""
    yield from _timeline(view, width)
    yield from uncertain(view.possible, (), width, view.thread)


def _timeline(view: TimelineView, width: int) -> Iterator[RenderableType]:
    yield heading(f"TIMELINE of {view.thread}")
    if not view.entries:
        yield indented(line("Nothing had happened by then."))
        return
    when = [entry.at_text for entry in view.entries]
    first = fitting(when, least=10, most=22)
    last = rest(width - 2, first)
    rows = [
        (Text(at, overflow="fold"), _entry(entry, view.thread, last))
        for at, entry in zip(when, view.entries, strict=True)
    ]
    yield indented(columns(rows, [first, last]))


def _entry(entry: TimelineEntry, thread: str, width: int) -> RenderableType:
    from rich.console import Group

    return Group(_title(entry, thread), bullets(together(entry.changes), width))


def _title(entry: TimelineEntry, thread: str) -> Text:
    if entry.act is None:
        return Text(without_act(entry.by, entry.changes), style="bold")
    head = name_of(entry.act, thread)
    text = "; called ".join((act_line(entry.act), *called(entry.act)))
    return head.append(f": {text}{_where(entry)}", style="not bold default")


def _where(entry: TimelineEntry) -> str:
    """Why an act of another thread is told here, where it is not one that bears on the points."""
    return " (a condition here hangs on it)" if entry.by == "elsewhere" else ""


def together(changes: Sequence[Change]) -> Iterator[str]:
    """The changes in sentences; points that change alike for the same parties share one."""
    asked: dict[tuple[str, str | None, str], list[str]] = {}
    for change in changes:
        if change.what == "point":
            parties = asked.setdefault((change.ref, change.before, change.after), [])
            parties += [] if change.party is None else [change.party]
    alike: dict[tuple[str, str | None, str], list[str]] = {}
    for (label, before, after), parties in asked.items():
        alike.setdefault((", ".join(parties), before, after), []).append(label)
    for (party, before, after), labels in alike.items():
        yield f"{', '.join(labels)}: {_change(party, before, after)}"
    yield from (change.text for change in changes if change.what != "point")


def _change(party: str, before: str | None, after: str) -> str:
    if before is None:
        return f"raised{f' to {party}' if party else ''}, {plain(after)}"
    return f"{plain(before)} -> {plain(after)}{f' ({party})' if party else ''}"


def replay(view: TimelineView, width: int) -> Iterator[RenderableType]:
    """Every step in a block of its own."""
    for number in range(1, len(view.entries) + 1):
        yield from step(view, width, number)
    if not view.entries:
        yield line(f"Nothing had happened in {view.thread} by then.")


def step(view: TimelineView, width: int, number: int) -> Iterator[RenderableType]:
    """One step, counted from 1: the act, each change it made, and how the thread then stands."""
    entry = view.entries[number - 1]
    if number > 1:
        yield Text()
    head = Text(f"{number} of {len(view.entries)}  {entry.at_text}  ", style="bold")
    if entry.act is None:
        yield head.append(without_act(entry.by, entry.changes))
    else:
        yield head.append_text(name_of(entry.act, view.thread)).append(_where(entry))
        yield indented(stacked(about(entry.act)))
    if entry.changes:
        yield indented(bullets((change.text for change in entry.changes), width - 4), 4)
    else:
        yield indented(line("- no status changed", "dim"), 4)
    if not any(change.what == "thread" for change in entry.changes):
        said = Text("the thread is still ").append_text(word(entry.status))
        yield indented(Text("- ").append_text(said), 4)


RENDERERS = {TimelineView: timeline}
