"""A thread at a date: who owes whom, then the points, then what is not known."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal import owed
from cli.render.terminal.acts import uncertain
from cli.render.terminal.assessments import assessments
from cli.render.terminal.citations import Citations
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
from ledger.vocabulary import Status
from projections.text import instant_text
from projections.views.threads import ThreadView
from projections.words import between, count, name, one_line, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from projections.views.points import PointView
    from projections.views.threads import NotKnown, PackageView

POINT_TEXT = 240
"""Characters of a point's text; `points` has all of it."""


def thread(view: ThreadView, width: int) -> Iterator[RenderableType]:
    """The whole screen of `show THREAD`."""
    cited = Citations()
    yield from _head(view)
    if view.owed:
        table = owed.table(view.owed, width, in_thread=True)
    else:
        table = indented(line("No reply is owed."))
    yield from section(owed.TITLE, table)
    if view.points:
        yield from section(_points_title(view.points), *_points(view.points, width, cited))
    yield from assessments(view.points, width)
    if view.packages:
        yield from section("PACKAGES, ALL OR NONE", _packages(view.packages, width))
    if view.settled:
        yield from section("REPLIES NO LONGER OWED", owed.given(view.settled, width))
    if view.not_known:
        yield from section("NOT KNOWN", _not_known(view.not_known, width))
    yield from uncertain(view.possible, view.undated, width, view.thread.id)
    yield from cited.section(width)


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
    if status.dormant:
        dormant = Text("Dormant", style=word("dormant").style, overflow="fold")
        yield dormant.append(": for two years nothing has happened.", style="not bold default")
    if view.last_act is not None:
        last = view.last_act
        which = name(last.ref.removeprefix(f"{head.id}/"))
        yield line(f"{count(view.acts, 'act')} by then; the last is {which}, {last.when}.")
    else:
        yield line("No act had happened by then.")


def _points_title(points: Sequence[PointView]) -> str:
    """`POINTS (8): 3 outstanding, 4 rejected, …` in the order of the vocabulary."""
    found = Counter(point.status.status for point in points)
    words = [f"{found[status]} {plain(status)}" for status in Status if found[status]]
    return f"POINTS ({sum(found.values())}): {', '.join(words)}"


def _points(points: Sequence[PointView], width: int, cited: Citations) -> Iterator[RenderableType]:
    depths = _depths(points)
    indents = ["  " * depths[point.label] for point in points]
    names = [indent + point.label for indent, point in zip(indents, points, strict=True)]
    kinds = [f"{indent}({point.kind})" for indent, point in zip(indents, points, strict=True)]
    widths = [fitting([*names, *kinds], least=8, most=18), max(24, min(40, width * 5 // 12))]
    text = rest(width - 2, *widths)
    groups = groupby(zip(names, points, strict=True), key=lambda pair: _raised(pair[1], cited))
    for number, (raised, group) in enumerate(groups):
        if number:
            yield Text()
        rows = [_row(label, point, widths[1], cited) for label, point in group]
        yield indented(line(raised, style="italic"))
        yield indented(columns(rows, [widths[0], text, widths[1]]))


def _depths(points: Iterable[PointView]) -> Mapping[str, int]:
    """How deep each point is below its topmost parent; parents come first."""
    depths: dict[str, int] = {}
    for point in points:
        depths[point.label] = 0 if point.parent is None else depths.get(point.parent, -1) + 1
    return depths


def _raised(point: PointView, cited: Citations) -> str:
    """`RUS to USA, in draft-treaty of 2021-12-15 [1]:`."""
    who = between(point.raisers, point.addressees)
    return cited.after(f"{who}, in {point.act} of {point.raised_text}", point.sources) + ":"


def _row(label: str, point: PointView, width: int, cited: Citations) -> tuple[Text, Text, Text]:
    indent = " " * (len(label) - len(label.lstrip(" ")))
    style = "" if point.live else "dim"
    title = Text(label, style=f"bold {style}", overflow="fold")
    title.append(f"\n{indent}({point.kind})", style="not bold")
    text = line(shortened(point.text, POINT_TEXT), style=style)
    if point.not_known is not None:
        text.append(f" ({point.not_known.removeprefix('its contents are ')})", style="dim")
    return title, text, stacked(standing(point, width, cited))


def _packages(packages: Sequence[PackageView], width: int) -> RenderableType:
    widths = [fitting((each.name for each in packages), least=8, most=26)]
    rows = [(Text(each.name, overflow="fold"), stacked(_package(each))) for each in packages]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _package(package: PackageView) -> Iterator[Text]:
    """Its points and whose it is; whether it stands, and what fails it."""
    yield line(f"{', '.join(package.points)}, of {', '.join(package.raisers)}")
    by = f" by the rejection of {', '.join(package.failed_by)}" if package.failed_by else ""
    yield word(package.status).append(by, style="not bold default")


def _not_known(things: Sequence[NotKnown], width: int) -> RenderableType:
    """One row for each act or point, with everything that is not known of it."""
    found: dict[str, list[str]] = {}
    for thing in things:
        found.setdefault(thing.ref, []).append(thing.what)
    widths = [fitting(found, most=26)]
    rows = [
        (Text(ref, overflow="fold"), stacked(line(what) for what in whats))
        for ref, whats in found.items()
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


RENDERERS = {ThreadView: thread}
