"""The drawing for wide screens: time runs to the right, a lane for each party."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.web.picture.axis import axis_of
from cli.web.picture.columns import lane_name, lane_text
from cli.web.picture.drawing import Drawing, Fold, Lane, Now
from cli.web.picture.furniture import bands, flags, known
from cli.web.picture.links import links
from cli.web.picture.scene import how_long
from cli.web.picture.writing import ticks, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.web.picture.axis import Axis
    from cli.web.picture.drawing import Mark
    from cli.web.picture.scene import Scene
    from ledger.dates import Instant

WIDTH = 1200.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 144.0, 24.0, 58.0, 58.0
_STRIP = 150.0
"""Of what has no date."""
_PLACE = 118.0
_MARGIN = 46.0
_SIGN = 14.0
"""The shortest gap in which a break can be seen."""
_WORDS = 80.0
"""How wide the words of a fold may be."""
_SAME = 86_400
"""What is nearer than a day has its place by the instants around it."""


def wide(scene: Scene, *, width: float = WIDTH) -> Drawing:
    """Marks on lanes that run across."""
    heights = _lanes_at(max(1, len(scene.lanes.parties)))
    end = width - _RIGHT - (_STRIP if scene.undated else 0)
    axis = axis_of(_places(scene), _LEFT + _MARGIN, end - _MARGIN, _PLACE)
    marks = [_moved(mark, heights) for mark in _marks(scene, axis)]
    bottom = heights[-1] + (heights[1] - heights[0]) / 2 if len(heights) > 1 else heights[0] + 62
    undated = [
        _moved(mark, heights)
        for number, act in enumerate(scene.undated)
        for mark in scene.act_marks(act, _spread(number, len(scene.undated), end))
    ]
    furniture = (
        bands(axis, marks, _LEFT, end) if scene.single else (),
        flags(scene, axis, heights) if scene.single else (),
        known(axis, marks) if scene.single else (),
    )
    days = ticks(scene, axis, bottom, _LEFT, end)
    labels = written(scene, [*marks, *undated], furniture, (_LEFT, _TOP - 14, width, bottom - 20))
    return Drawing(
        down=False,
        width=width,
        height=bottom + _BOTTOM,
        lanes=tuple(
            Lane(parties, lane_text(parties), at, 8.0, at, lane_name(parties, scene.names))
            for parties, at in zip(scene.lanes.parties, heights, strict=False)
        ),
        start=_LEFT,
        end=end,
        marks=(*marks, *undated),
        paths=links(scene, [*marks, *undated], heights),
        bands=tuple(furniture[0]),
        flags=tuple(furniture[1]),
        known=tuple(furniture[2]),
        labels=(*days, *labels),
        folds=tuple(_folds(axis, heights, bottom)),
        now=_now(scene, axis, end),
        undated=end if scene.undated else None,
    )


def _lanes_at(count: int) -> list[float]:
    height = {1: 130.0, 2: 130.0, 3: 112.0, 4: 100.0}.get(count, 84.0)
    return [_TOP + height * (number + 0.5) for number in range(count)]


def _places(scene: Scene) -> dict[Instant, int]:
    """The instants on the axis: of columns, and where all acts are single of what they name."""
    places: dict[Instant, int] = {}
    for column in scene.columns:
        places[column.at] = places.get(column.at, 0) + 1
        if scene.single:
            act = column.acts[0]
            named = [act.brief.earliest, act.deadline]
            if act.public_since is not None and act.public_since > column.at:
                named.append(act.public_since)
            for instant in named:
                if instant is not None and abs(instant - column.at) >= _SAME:
                    places.setdefault(instant, 0)
    places.setdefault(scene.as_of, 0)
    return places


def _marks(scene: Scene, axis: Axis) -> Iterator[Mark]:
    """In their columns; those of one instant side by side, in the order of replay."""
    there = {stop.instant: stop for stop in axis.stops}
    together: dict[Instant, int] = {}
    for column in scene.columns:
        together[column.at] = together.get(column.at, 0) + 1
    passed: dict[Instant, int] = {}
    for column in scene.columns:
        stop, number = there[column.at], passed.get(column.at, 0)
        passed[column.at] = number + 1
        apart = (stop.end - stop.start) / max(1, together[column.at] - 1)
        yield from scene.marks(column, stop.start + number * apart)


def _moved(mark: Mark, heights: list[float]) -> Mark:
    return replace(mark, y=heights[mark.lane])


def _spread(number: int, count: int, start: float) -> float:
    """Where one of several undated acts stands in their strip."""
    return start + _STRIP * (number + 1) / (count + 1)


def _folds(axis: Axis, heights: list[float], bottom: float) -> Iterator[Fold]:
    free = 0.0
    for gap in axis.gaps:
        if not gap.folded or gap.end - gap.start < _SIGN:
            continue
        at = (gap.start + gap.end) / 2
        d = "".join(
            f"M{at - 5:.1f} {y + 7:.1f}l4 -14M{at + 1:.1f} {y + 7:.1f}l4 -14"
            for y in (*heights, bottom)
        )
        told = at - _WORDS / 2 >= free
        free = at + _WORDS / 2 if told else free
        yield Fold(at, bottom - 8, d, *how_long(gap.until - gap.since), told)


def _now(scene: Scene, axis: Axis, end: float) -> Now:
    at = axis.after(scene.as_of)
    later = [stop.start for stop in axis.stops if stop.instant > scene.as_of]
    beside = min(16.0, (min(later, default=end) - at) / 2)
    at += beside
    anchor = "end" if at > end - 130 else "middle" if at > _LEFT + 90 else "start"
    return Now(at, at, 24.0, anchor, scene.text(scene.as_of))
