"""A thread at a date: who owes whom, then the points, then what is not known."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.safe import one_line, shortened
from cli.render.terminal import owed
from cli.render.terminal.acts import uncertain
from cli.render.terminal.layout import (
    columns,
    fitting,
    indented,
    line,
    rest,
    section,
    stacked,
    word,
)
from cli.render.terminal.statuses import standing
from cli.render.words import CONTENTS, between, count, date, name, plain
from ledger.vocabulary import Status
from projections.text import instant_text
from projections.views.threads import ThreadView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from projections.views.points import PointView
    from projections.views.threads import NotKnown

POINT_TEXT = 240
"""Characters of a point's text; `points` has all of it."""


def thread(view: ThreadView, width: int) -> Iterator[RenderableType]:
    """The whole screen of `show THREAD`."""
    zone = view.thread.zone
    yield from _head(view)
    if view.owed:
        table = owed.table(view.owed, width, zone=zone, in_thread=True)
    else:
        table = indented(line(owed.NOBODY))
    yield from section(owed.TITLE, table)
    if view.points:
        yield from section(_points_title(view.points), *_points(view, width))
    if view.settled:
        yield from section("REPLIES NO LONGER OWED", owed.given(view.settled, width, zone))
    if view.not_known:
        yield from section("NOT KNOWN", _not_known(view.not_known, width))
    yield from uncertain(view.possible, view.undated, width, view.thread.id)


def _head(view: ThreadView) -> Iterator[RenderableType]:
    head = view.thread
    if head.marking is not None:
        yield line(head.marking.upper(), style="bold red")
    yield line(head.title, style="bold")
    parties = ", ".join(head.parties) or "no parties named"
    yield line(f"{head.id}: {parties}. As of {instant_text(view.as_of, head.zone)}, {head.zone}.")
    yield Text()
    status = view.status
    since = "" if status.since is None else f" since {instant_text(status.since, head.zone)}"
    said = word(status.status)
    said = Text(said.plain.capitalize(), style=said.style, overflow="fold")
    yield said.append(f"{since}: {one_line(status.why)}.", style="not bold default")
    if view.last_act is not None:
        last = view.last_act
        which = name(last.ref.removeprefix(f"{head.id}/"))
        when = date(last.when or "undated")
        yield line(f"{count(view.acts, 'act')} by then; the last is {which}, {when}.")
    else:
        yield line("No act had happened by then.")


def _points_title(points: Sequence[PointView]) -> str:
    """`POINTS (8): 3 outstanding, 4 rejected, …` in the order of the vocabulary."""
    found = Counter(point.status.status for point in points)
    words = [f"{found[status]} {plain(status)}" for status in Status if found[status]]
    return f"POINTS ({sum(found.values())}): {', '.join(words)}"


def _points(view: ThreadView, width: int) -> Iterator[RenderableType]:
    depths = _depths(view.points)
    indents = ["  " * depths[point.label] for point in view.points]
    names = [indent + point.label for indent, point in zip(indents, view.points, strict=True)]
    kinds = [f"{indent}({point.kind})" for indent, point in zip(indents, view.points, strict=True)]
    widths = [fitting([*names, *kinds], least=8, most=18), max(24, min(34, width * 3 // 8))]
    text = rest(width - 2, *widths)
    groups = groupby(zip(names, view.points, strict=True), key=lambda pair: _raised(pair[1]))
    for number, (raised, group) in enumerate(groups):
        if number:
            yield Text()
        rows = [_row(label, point, view.thread.zone, widths[1]) for label, point in group]
        yield indented(line(raised, style="italic"))
        yield indented(columns(rows, [widths[0], text, widths[1]]))


def _depths(points: Iterable[PointView]) -> Mapping[str, int]:
    """How deep each point is below its topmost parent; parents come first."""
    depths: dict[str, int] = {}
    for point in points:
        depths[point.label] = 0 if point.parent is None else depths.get(point.parent, -1) + 1
    return depths


def _raised(point: PointView) -> str:
    """`RUS to USA, in draft-treaty of 2021-12-15`."""
    who = between(point.raisers, point.addressees)
    return f"{who}, in {point.act} of {date(point.raised_text)}:"


def _row(label: str, point: PointView, zone: str, width: int) -> tuple[Text, Text, Text]:
    indent = " " * (len(label) - len(label.lstrip(" ")))
    style = "" if point.live else "dim"
    title = Text(label, style=f"bold {style}", overflow="fold")
    title.append(f"\n{indent}({point.kind})", style="not bold")
    text = line(shortened(point.text, POINT_TEXT), style=style)
    if point.contents in CONTENTS:
        text.append(f" ({CONTENTS[point.contents]})", style="dim")
    return title, text, stacked(standing(point, zone, width))


def _not_known(things: Sequence[NotKnown], width: int) -> RenderableType:
    widths = [fitting((thing.ref for thing in things), most=26)]
    rows = [(Text(thing.ref, overflow="fold"), line(thing.what)) for thing in things]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


RENDERERS = {ThreadView: thread}
