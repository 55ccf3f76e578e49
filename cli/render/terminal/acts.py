"""Acts, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    rest,
    section,
    stacked,
)
from projections.views.acts import ActsView
from projections.words import act_line, called, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.acts import ActBrief

GIST = 240
"""Characters of an act's gist in a list."""


def acts(view: ActsView, width: int) -> Iterator[RenderableType]:
    """What had happened, then what may have, then what has no date."""
    yield heading(f"ACTS ({len(view.acts)})")
    yield table(view.acts, width) if view.acts else indented(line("None by then."))
    yield from uncertain(view.possible, view.undated, width)


def uncertain(
    possible: Sequence[ActBrief], undated: Sequence[ActBrief], width: int, thread: str | None = None
) -> Iterator[RenderableType]:
    """The acts that may have happened, and those without a date; they change no state."""
    if possible:
        yield from section("MAY HAVE HAPPENED BY THEN", table(possible, width, thread))
    if undated:
        yield from section("WITHOUT A DATE", table(undated, width, thread))


def table(briefs: Sequence[ActBrief], width: int, thread: str | None = None) -> RenderableType:
    """When, and what: name, kind, parties, gist. Inside `thread`, its acts go by their ids."""
    when = [act.when or "undated" for act in briefs]
    widths = [fitting(when, least=10, most=22)]
    rows = [
        (Text(at, overflow="fold"), stacked(details(act, thread)))
        for at, act in zip(when, briefs, strict=True)
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def details(act: ActBrief, thread: str | None) -> Iterable[Text]:
    """An act in two or three lines: its name, what it is, its gist."""
    yield name_of(act, thread)
    yield from about(act)


def name_of(act: ActBrief, thread: str | None) -> Text:
    """The act's name, short inside its own thread, with its marking."""
    ref = act.ref if thread is None else act.ref.removeprefix(f"{thread}/")
    name = Text(ref, style="bold", overflow="fold")
    return name if act.marking is None else name.append(f"  {act.marking.upper()}", style="red")


def about(act: ActBrief) -> Iterable[Text]:
    """Kind, form, parties and channel, what parties call it, the gist."""
    channel = "" if act.channel == "official" else f", {act.channel}"
    yield line(act_line(act) + channel)
    for label in called(act):
        yield line(f"called {label}")
    if act.gist is not None:
        yield line(shortened(act.gist, GIST))


RENDERERS = {ActsView: acts}
