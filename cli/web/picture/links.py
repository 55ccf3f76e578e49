"""Lines between marks: to whom an act goes, who acts together, what answers what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cli.web.picture.drawing import Path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.web.picture.drawing import Mark
    from cli.web.picture.scene import Scene

RADIUS = 10.0
_MOST = 120
"""Of arrows; where acts fall together, those that stand for the most of them."""


def links(scene: Scene, marks: Sequence[Mark], heights: Sequence[float]) -> tuple[Path, ...]:
    """Every line of a drawing whose lanes run across."""
    return (
        *_together(marks),
        *_addressed(marks, scene, heights),
        *_answers(marks),
    )


def first_marks(marks: Sequence[Mark]) -> dict[str, Mark]:
    """The first mark of each act."""
    found: dict[str, Mark] = {}
    for mark in marks:
        for act in mark.acts:
            found.setdefault(act.brief.ref, mark)
    return found


def acting_together(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """The first and the last mark of each act that has several."""
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.act is not None:
            found.setdefault(mark.act.brief.ref, []).append(mark)
    for same in found.values():
        if len(same) > 1:
            same.sort(key=lambda mark: mark.lane)
            yield same[0], same[-1]


def _together(marks: Sequence[Mark]) -> Iterator[Path]:
    for first, last in acting_together(marks):
        d = f"M{first.x:.1f} {first.y + RADIUS:.1f}V{last.y - RADIUS:.1f}"
        yield Path(d, "with", first.state != "happened")


def _addressed(marks: Sequence[Mark], scene: Scene, heights: Sequence[float]) -> Iterator[Path]:
    """A fine line from each act to the lane of each addressee."""
    for mark in first_marks(marks).values():
        if mark.act is None:
            continue
        brief = mark.act.brief
        for lane in dict.fromkeys(scene.lanes.of[party] for party in brief.addressees):
            if heights[lane] == mark.y:
                continue
            way = 1 if heights[lane] > mark.y else -1
            d = f"M{mark.x:.1f} {mark.y + way * RADIUS:.1f}V{heights[lane]:.1f}"
            yield Path(d, "to", mark.state != "happened", brief.ref, "")


def answered(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark, str, str]]:
    """From the mark of what was asked to that of its answer, each pair of marks once."""
    there = first_marks(marks)
    ways: Counter[tuple[int, int]] = Counter()
    named: dict[tuple[int, int], tuple[Mark, Mark, str, str]] = {}
    for act in (act for mark in marks for act in mark.acts):
        mark = there[act.brief.ref]
        for earlier in act.answers:
            if earlier in there and there[earlier] is not mark:
                asked = there[earlier]
                ways[id(asked), id(mark)] += 1
                named.setdefault((id(asked), id(mark)), (asked, mark, earlier, act.brief.ref))
    for way, _ in ways.most_common(_MOST):
        yield named[way]


def _answers(marks: Sequence[Mark]) -> Iterator[Path]:
    for asked, answer, origin, end in answered(marks):
        faded = answer.state != "happened"
        d = curve((asked.x, asked.y), (answer.x, answer.y), edge(answer))
        yield Path(d, "answer", faded, origin, end)


def edge(mark: Mark) -> float:
    """How far the outline of a mark is from its middle."""
    return RADIUS + (8 if mark.current else 2) + (4 if mark.act is None else 0)


def curve(asked: tuple[float, float], answer: tuple[float, float], edge: float) -> str:
    """From the edge of one mark to that of another; on one lane, in an arc over it."""
    (x1, y1), (x2, y2) = asked, answer
    way = 1 if x2 >= x1 else -1
    if y1 == y2:
        rise = min(44.0, 18 + abs(x2 - x1) / 8)
        return (
            f"M{x1 + way * 6:.1f} {y1 - RADIUS:.1f}"
            f"Q{(x1 + x2) / 2:.1f} {y1 - RADIUS - rise:.1f} {x2 - way * 7:.1f} {y2 - edge:.1f}"
        )
    start, end = x1 + way * RADIUS, x2 - way * (edge + 1)
    reach = max(18.0, abs(end - start) / 2)
    return (
        f"M{start:.1f} {y1:.1f}C{start + way * reach:.1f} {y1:.1f}"
        f" {end - way * reach:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    )
