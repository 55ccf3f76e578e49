"""The points of a thread, each with every answer in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import uncertain
from cli.render.terminal.assessments import assessments
from cli.render.terminal.citations import Citations
from cli.render.terminal.layout import (
    columns,
    fitting,
    heading,
    indented,
    line,
    prose,
    rest,
    stacked,
)
from cli.render.terminal.statuses import meaning, standing
from projections.views.points import PointsView
from projections.words import between, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.points import AnswerView, PointView


def points(view: PointsView, width: int) -> Iterator[RenderableType]:
    """Each point in a block of its own."""
    yield from _points(view, width)
    yield from uncertain(view.possible, (), width)


def _points(view: PointsView, width: int) -> Iterator[RenderableType]:
    yield heading(f"POINTS ({len(view.points)})")
    if not view.points:
        yield indented(line("None by then."))
    cited = Citations()
    for number, point in enumerate(view.points):
        if number:
            yield Text()
        yield from _block(point, width, cited)
    yield from assessments(view.points, width)
    yield from cited.section(width)


def _block(point: PointView, width: int, cited: Citations) -> Iterator[RenderableType]:
    title = Text(point.ref, style="bold", overflow="fold").append(f"  ({point.kind})", "not bold")
    yield indented(title)
    yield indented(prose(point.text), 4)
    if point.not_known is not None:
        yield indented(line(f"({point.not_known})", "dim"), 4)
    who = between(point.raisers, point.addressees)
    raised = cited.after(f"{who}, in {point.act} of {point.raised_text}", point.sources)
    part = "" if point.parent is None else f"; a part of {point.parent}"
    package = "" if point.package is None else f"; in the package {point.package}, all or none"
    yield indented(line(f"{raised}{part}{package}"), 4)
    yield indented(stacked(standing(point, width - 4, cited)), 4)
    answers = [answer for party in point.parties for answer in party.answers]
    said = list(dict.fromkeys((*answers, *point.positions)))
    if said:
        yield indented(_answers(said, point.positions, width - 6, cited), 6)


def _answers(
    said: list[AnswerView], positions: tuple[AnswerView, ...], width: int, cited: Citations
) -> RenderableType:
    when = [answer.at_text for answer in said]
    widths = [fitting(when, least=10, most=22)]
    rows = [
        (Text(at, overflow="fold"), stacked(_answer(answer, cited, asked=answer not in positions)))
        for at, answer in zip(when, said, strict=True)
    ]
    return columns(rows, [*widths, rest(width, *widths)])


def _answer(answer: AnswerView, cited: Citations, *, asked: bool) -> Iterable[Text]:
    giver = answer.by if asked else f"{answer.by}, not asked"
    if answer.on_behalf_of:
        giver += f", also for {', '.join(answer.on_behalf_of)}"
    act = cited.after(name(answer.act), answer.sources)
    yield line(f"{giver}: {meaning(answer)}, in {act}")
    if answer.text is not None:
        yield prose(f"“{answer.text}”")
    aside = {
        "through a confidential channel": answer.line == "confidential",
        "by conduct": answer.by_conduct,
        f"in answering {answer.via}, of which it is a part": answer.via,
        f"nobody wrote so: {answer.implied}": answer.implied,
        f"conditional: {answer.condition}": answer.condition,
        f"with {answer.counter} in its place": answer.counter,
    }
    for text, said in aside.items():
        if said:
            yield line(text)


RENDERERS = {PointsView: points}
