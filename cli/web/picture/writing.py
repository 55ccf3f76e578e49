"""The words of the drawing: names beside marks, days and hours along the axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.picture.drawing import Label
from cli.web.picture.labels import Box, Sheet
from cli.web.picture.links import first_marks
from projections.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.web.picture.axis import Axis
    from cli.web.picture.drawing import Band, Flag, Known, Mark
    from cli.web.picture.scene import Scene
    from ledger.dates import Instant

_NAME = 24
_HALF = 13.0
_LAST_SECOND = (23, 59, 59)
_YEARS = 3 * 365 * 86_400
_ROWS = ((-19.0, 0.0), (31.0, 0.0), (-33.0, 0.0), (45.0, 0.0))
"""How far a name lies from its mark: above, below, farther."""


def written(
    scene: Scene,
    marks: Sequence[Mark],
    furniture: tuple[Sequence[Band], Sequence[Flag], Sequence[Known]],
    whole: tuple[float, float, float, float],
) -> tuple[Label, ...]:
    """The names that fit: of the last acts first, then of all, then of deadlines and so on."""
    _, deadlines, publics = furniture
    taken = [Box(m.x - _HALF, m.y - _HALF, m.x + _HALF, m.y + _HALF) for m in marks]
    taken += [Box(f.x - 3, f.y - 26, f.x + 14, f.y) for f in deadlines]
    taken += [Box(k.x - 6, k.y - 6, k.x + 6, k.y + 6) for k in publics]
    sheet = Sheet(Box(*whole), taken)
    named = [mark for mark in first_marks(marks).values() if mark.act is not None]
    named.sort(key=lambda mark: (not mark.current, mark.shape not in ("asks", "answers"), mark.x))
    found = [sheet.place(_names(scene, mark)) for mark in named]
    found += [sheet.place(_beside(flag.x + 5, flag.y - 30, flag.text, "due")) for flag in deadlines]
    found += [sheet.place(_after(one.x + 9, one.y + 4, one.text, "public")) for one in publics]
    return tuple(label for label in found if label is not None)


def _names(scene: Scene, mark: Mark) -> Iterator[Label]:
    assert mark.act is not None  # noqa: S101 -- only single acts are named
    text = shortened(scene.name(mark.act.brief.ref), _NAME)
    sort = "current" if mark.current else "ahead" if mark.state != "happened" else "act"
    for away, _ in _ROWS:
        yield Label(mark.x, mark.y + away, text, "middle", sort)
        yield Label(mark.x + _HALF, mark.y + away, text, "end", sort)
        yield Label(mark.x - _HALF, mark.y + away, text, "start", sort)


def _beside(x: float, y: float, text: str, sort: str) -> Iterator[Label]:
    for away in (0.0, -14.0, 44.0):
        yield Label(x, y + away, text, "middle", sort)
        yield Label(x - 4, y + away, text, "start", sort)
        yield Label(x + 4, y + away, text, "end", sort)


def _after(x: float, y: float, text: str, sort: str) -> Iterator[Label]:
    yield Label(x, y, text, "start", sort)
    yield Label(x - 9, y + 16, text, "middle", sort)
    yield Label(x, y + 16, text, "end", sort)


def ticks(scene: Scene, axis: Axis, bottom: float, start: float, end: float) -> tuple[Label, ...]:
    """Clock times under their columns, and below them each day once, over all its columns."""
    columns = {column.at for column in scene.columns}
    stops = [stop for stop in axis.stops if stop.instant in columns]
    sheet = Sheet(Box(start - 60, bottom, end + 60, bottom + 60))
    found: list[Label | None] = []
    days: dict[str, list[float]] = {}
    for stop in stops:
        days.setdefault(_day(scene, stop.instant), []).extend((stop.start, stop.end))
        clock = _clock(scene, stop.instant) if scene.single else None
        if clock is not None:
            found.append(
                sheet.place(
                    [Label((stop.start + stop.end) / 2, bottom + 18, clock, "middle", "clock")]
                )
            )
    for day, places in days.items():
        at = (min(places) + max(places)) / 2
        found.append(sheet.place([Label(at, bottom + 34, day, "middle", "day")]))
    return tuple(label for label in found if label is not None)


def _day(scene: Scene, instant: Instant) -> str:
    """The day; over many years, with acts that fall together, the month is enough."""
    ends = [column.at for column in scene.columns]
    if not scene.single and max(ends) - min(ends) > _YEARS:
        return scene.day(instant)[:7]
    return scene.day(instant)


def _clock(scene: Scene, instant: Instant) -> str | None:
    local = scene.local(instant)
    at_end = (local.hour, local.minute, local.second) == _LAST_SECOND
    return None if at_end else local.strftime("%H:%M")
