"""What parties say of the answers: kept apart from the statuses, which it never changes (P8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, indented, line, rest, section
from projections.words import name, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from projections.views.points import AssessmentView, PointView


def assessments(points: Iterable[PointView], width: int) -> Iterator[RenderableType]:
    """Who judges what, and how; a verdict on a whole reply once, however many points it answers."""
    said = list(dict.fromkeys(each for point in points for each in point.assessments))
    if said:
        on = [f"{verdict.by} on {name(verdict.of)}" for verdict in said]
        first = fitting(on, least=12, most=26)
        rows = [
            (Text(who, overflow="fold"), line(_judged(verdict)))
            for who, verdict in zip(on, said, strict=True)
        ]
        table = indented(columns(rows, [first, rest(width - 2, first)]))
        yield from section("ASSESSMENTS, WHICH CHANGE NO STATUS", table)


def _judged(verdict: AssessmentView) -> str:
    """`unsatisfactory, “It will not do”, in their-statement of 2022-01-28`."""
    code = [] if verdict.verdict is None else [plain(verdict.verdict)]
    words = [] if verdict.words is None else [f"“{verdict.words}”"]
    return ", ".join([*code, *words, f"in {name(verdict.act)} of {verdict.at_text}"])
