"""What surrounds the marks of single acts: bands, deadlines, and when an act became public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.picture.drawing import Band, Flag, Known
from cli.web.picture.links import first_marks
from cli.web.picture.scene import is_uncertain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.web.picture.axis import Axis
    from cli.web.picture.drawing import Mark
    from cli.web.picture.scene import Scene
    from projections.views.picture import PictureAct

HALF = 5.0
_OPEN = 84.0
"""How far a band with an open end reaches."""
_SHORT = 18.0


def bands(axis: Axis, marks: Sequence[Mark], start: float, end: float) -> list[Band]:
    """A band for each mark of an act that is not certain within what its shape covers."""
    return [
        band
        for mark in marks
        if mark.act is not None and (band := _band(axis, mark, mark.act, start, end)) is not None
    ]


def _band(axis: Axis, mark: Mark, act: PictureAct, start: float, end: float) -> Band | None:
    first, last = act.brief.earliest, act.brief.latest
    left = max(start, mark.x - _OPEN) if first is None else min(axis.before(first), mark.x)
    right = min(end, mark.x + _OPEN) if last is None else mark.x
    if right - left < _SHORT or not (is_uncertain(act) or _is_split(axis, act)):
        return None
    y, open_start, open_end = mark.y, first is None, last is None
    d = (
        f"M{left:.1f} {y:.1f}L{left + 34:.1f} {y - HALF:.1f}"
        if open_start
        else f"M{left:.1f} {y + HALF:.1f}V{y - HALF:.1f}"
    )
    d += (
        f"H{right - 34:.1f}L{right:.1f} {y:.1f}L{right - 34:.1f} {y + HALF:.1f}"
        if open_end
        else f"H{right:.1f}V{y + HALF:.1f}"
    )
    d += f"H{left + 34:.1f}Z" if open_start else "Z"
    return Band(left, right, y, d, act.brief.ref, open_start, open_end)


def _is_split(axis: Axis, act: PictureAct) -> bool:
    """Whether the day of an act is drawn hour by hour, for what else happened on it."""
    first, last = act.brief.earliest, act.brief.latest
    return (
        first is not None
        and last is not None
        and any(first < stop.instant < last for stop in axis.stops)
    )


def flags(scene: Scene, axis: Axis, heights: Sequence[float]) -> list[Flag]:
    """A flag for each deadline, on the lane of each addressee, else of the sender."""
    found = []
    for act in (column.acts[0] for column in scene.columns):
        if act.deadline is None or act.deadline_text is None:
            continue
        parties = act.brief.addressees or act.brief.senders
        for lane in dict.fromkeys(scene.lanes.of[party] for party in parties):
            x = axis.after(act.deadline)
            found.append(Flag(x, heights[lane], act.deadline_text, act.brief.ref))
    return found


def known(axis: Axis, marks: Sequence[Mark]) -> list[Known]:
    """For each act that became public later than its day, the way to when it did."""
    return list(_known(axis, marks))


def _known(axis: Axis, marks: Sequence[Mark]) -> Iterator[Known]:
    for mark in first_marks(marks).values():
        act = mark.act
        if act is None or act.public_since is None or act.public_since_text is None:
            continue
        last = act.brief.latest
        if last is None or act.public_since <= last:
            continue
        x = max(axis.after(act.public_since), mark.x + 22)
        y = mark.y + 19
        d = f"M{mark.x:.1f} {mark.y + 8:.1f}V{y:.1f}H{x - 6:.1f}"
        yield Known(x, y, d, act.public_since_text, act.brief.ref)
