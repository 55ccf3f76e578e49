"""The drawing for narrow screens: time runs down, a lane for each party, a row for each act."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cli.web.picture.axis import Axis, Gap, Stop
from cli.web.picture.columns import lane_text
from cli.web.picture.drawing import Band, Drawing, Fold, Label, Lane, Now, Path
from cli.web.picture.labels import WORD, width_of
from cli.web.picture.links import RADIUS, acting_together, answered, edge
from cli.web.picture.scene import how_long
from projections.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.web.picture.columns import Column
    from cli.web.picture.drawing import Mark
    from cli.web.picture.scene import Scene
    from projections.views.picture import PictureAct

WIDTH = 360.0
_LEFT = 16.0
_LINE = 17.0
_GAP = 14.0
_LONG = 86_400
"""A pause that is told between two rows."""
_TOLD = 24.0
Line = tuple[str, str]
"""A text beside a mark, and what sort of text it is."""


def narrow(scene: Scene) -> Drawing:
    """Marks on lanes that run down, each with its words beside it."""
    apart = min(28.0, 150 / max(1, len(scene.lanes.parties) - 1))
    across = [_LEFT + number * apart for number in range(max(1, len(scene.lanes.parties)))]
    text = across[-1] + 27
    top = 16 + _LINE * len(across)
    rows = _rows(scene, top + _GAP, WIDTH - text)
    marks = [
        replace(mark, x=across[mark.lane], y=row.y)
        for row in rows
        for mark in scene.marks(row.column, row.y)
    ]
    axis = _axis(rows)
    end = (rows[-1].y + rows[-1].height if rows else top) + _GAP
    now = _now(scene, rows, text, top)
    loose, height = _undated(scene, end, across, WIDTH - text)
    every = (*marks, *(mark for mark, _ in loose))
    return Drawing(
        down=True,
        width=WIDTH,
        height=height + 8,
        lanes=tuple(
            Lane(parties, lane_text(parties), at, at - 4, 14 + _LINE * number)
            for number, (parties, at) in enumerate(zip(scene.lanes.parties, across, strict=False))
        ),
        start=top,
        end=end,
        marks=every,
        paths=(*_together(every), *_answers(every)),
        bands=tuple(_bands(axis, marks, top, end)) if scene.single else (),
        flags=(),
        known=(),
        labels=(
            *(label for row in rows for label in _words(row.lines, text, row.y)),
            *(label for mark, lines in loose for label in _words(lines, text, mark.y)),
        ),
        folds=tuple(_folds(rows, text)),
        now=now,
        undated=end if scene.undated else None,
    )


class _Row:
    """A column of acts as a row: its place, and its words."""

    def __init__(self, column: Column, y: float, lines: Sequence[Line]) -> None:
        self.column = column
        self.y = y
        self.lines = lines
        self.height = _LINE * len(lines)


def _rows(scene: Scene, top: float, width: float) -> list[_Row]:
    rows: list[_Row] = []
    y = top
    for column in scene.columns:
        if rows:
            pause = column.at - rows[-1].column.at
            y += rows[-1].height + _GAP + (_TOLD if pause >= _LONG else 0)
            if rows[-1].column.at <= scene.as_of < column.at:
                y += _TOLD
        acts = column.acts
        lines = _lines_of(scene, acts[0]) if len(acts) == 1 else _lines_of_several(scene, column)
        rows.append(_Row(column, y, _fitting(lines, width)))
    return rows


def _lines_of(scene: Scene, act: PictureAct) -> list[Line]:
    brief = act.brief
    to = f" → {', '.join(brief.addressees)}" if brief.addressees else ""
    sort = "current" if act.current else "ahead" if act.state == "ahead" else "act"
    lines = [
        (scene.name(brief.ref), sort),
        (brief.when or "", "more"),
        (f"{', '.join(brief.senders)}{to}", "more"),
    ]
    if act.deadline_text is not None:
        lines.append((act.deadline_text, "due"))
    last = brief.latest
    if act.public_since is not None and last is not None and act.public_since > last:
        lines.append((act.public_since_text or "", "public"))
    return [(line, sort) for line, sort in lines if line]


def _lines_of_several(scene: Scene, column: Column) -> list[Line]:
    first, last = scene.day(column.first), scene.day(column.at)
    sort = "current" if any(act.current for act in column.acts) else "act"
    days = first if first == last else f"{first} – {last}"
    return [(f"{len(column.acts):,} ×", sort), (days, "more")]


def _fitting(lines: Sequence[Line], width: float) -> list[Line]:
    """Each line with as much of it as there is room for."""
    return [
        (_fit(text, width - (WORD if sort in ("due", "public") else 0)), sort)
        for text, sort in lines
    ]


def _fit(line: str, width: float) -> str:
    """As much of a line as there is room for."""
    length = len(line)
    while length > 1 and width_of(shortened(line, length)) > width:
        length -= 1
    return shortened(line, length)


def _words(lines: Sequence[Line], x: float, y: float) -> Iterator[Label]:
    for number, (text, sort) in enumerate(lines):
        yield Label(x, y + 4.5 + number * _LINE, text, "start", sort)


def _axis(rows: Sequence[_Row]) -> Axis:
    """The rows as stops, those of one instant together."""
    stops: list[Stop] = []
    for row in rows:
        if stops and stops[-1].instant == row.column.at:
            stops[-1] = replace(stops[-1], end=row.y)
        else:
            stops.append(Stop(row.column.at, row.y, row.y))
    gaps = [
        Gap(one.instant, other.instant, one.end, other.start, folded=True)
        for one, other in pairwise(stops)
    ]
    return Axis(tuple(stops), tuple(gaps))


def _bands(axis: Axis, marks: Sequence[Mark], top: float, end: float) -> Iterator[Band]:
    """From the first instant that an act can have happened, down to its mark."""
    for mark in marks:
        if mark.act is None or not mark.uncertain:
            continue
        first, last = mark.act.brief.earliest, mark.act.brief.latest
        above = max(top, mark.y - 40) if first is None else min(axis.before(first), mark.y - 16)
        above = max(top, above)
        below = min(end, mark.y + 40) if last is None else mark.y
        d = f"M{mark.x - 5:.1f} {above:.1f}H{mark.x + 5:.1f}V{below:.1f}H{mark.x - 5:.1f}Z"
        yield Band(above, below, mark.x, d, mark.act.brief.ref, first is None, last is None)


def _folds(rows: Sequence[_Row], x: float) -> Iterator[Fold]:
    for one, other in pairwise(rows):
        pause = other.column.at - one.column.at
        if pause >= _LONG:
            y = one.y + one.height + _GAP
            d = f"M{_LEFT - 6:.1f} {y + 3:.1f}l6 -4M{_LEFT - 6:.1f} {y + 8:.1f}l6 -4"
            yield Fold(x, y + 4, d, *how_long(pause), told=True)


def _now(scene: Scene, rows: Sequence[_Row], x: float, top: float) -> Now | None:
    if not rows:
        return None
    passed = [row for row in rows if row.column.at <= scene.as_of]
    at = passed[-1].y + passed[-1].height + 10 if passed else top + 2
    if passed and passed[-1] is not rows[-1]:
        after = rows[rows.index(passed[-1]) + 1]
        at = after.y - _TOLD + 2
    return Now(at, x, at - 4, "start", scene.text(scene.as_of))


def _together(marks: Sequence[Mark]) -> Iterator[Path]:
    for first, last in acting_together(marks):
        d = f"M{first.x:.1f} {first.y:.1f}H{last.x:.1f}"
        yield Path(d, "with", first.state != "happened")


def _answers(marks: Sequence[Mark]) -> Iterator[Path]:
    for asked, answer, origin, end in answered(marks):
        start, stop = asked.y + RADIUS, answer.y - edge(answer)
        if stop < start:
            start, stop = asked.y - RADIUS, answer.y + edge(answer)
        if asked.x == answer.x:
            d = (
                f"M{asked.x + 6:.1f} {start - 4:.1f}"
                f"Q{asked.x + 22:.1f} {(start + stop) / 2:.1f} {asked.x + 6:.1f} {stop + 2:.1f}"
            )
        else:
            half = (start + stop) / 2
            d = (
                f"M{asked.x:.1f} {start:.1f}C{asked.x:.1f} {half:.1f}"
                f" {answer.x:.1f} {half:.1f} {answer.x:.1f} {stop:.1f}"
            )
        yield Path(d, "answer", answer.state != "happened", origin, end)


def _undated(
    scene: Scene, top: float, across: Sequence[float], width: float
) -> tuple[list[tuple[Mark, list[Line]]], float]:
    """The acts without a date, below all others, and where they end."""
    y = top + (30 if scene.undated else 0)
    found: list[tuple[Mark, list[Line]]] = []
    for act in scene.undated:
        lines = _fitting(_lines_of(scene, act), width)
        found += [
            (replace(mark, x=across[mark.lane], y=y), lines if number == 0 else [])
            for number, mark in enumerate(scene.act_marks(act, y))
        ]
        y += _LINE * len(lines) + _GAP
    return found, y
