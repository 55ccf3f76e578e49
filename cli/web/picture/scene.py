"""What both drawings are made from: lanes, columns, and where instants stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cli.web.picture.drawing import Mark
from cli.web.picture.shapes import shape_of
from projections.text import instant_text, local_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cli.web.picture.columns import Column, Lanes
    from ledger.dates import Instant
    from projections.views.picture import PictureAct

_DAY = 86_400
_YEAR = 365 * _DAY
_LONG = 2 * _YEAR
_UNITS = (("years", _YEAR, _LONG), ("days", _DAY, _DAY), ("hours", 3_600, 3_600))


@dataclass(frozen=True, slots=True)
class Scene:
    """Acts in columns, lanes, the zone, the date asked about."""

    thread: str
    zone: str
    as_of: Instant
    lanes: Lanes
    names: Mapping[str, str]
    columns: Sequence[Column]
    undated: Sequence[PictureAct]

    @property
    def single(self) -> bool:
        """Whether every act has a column of its own."""
        return all(len(column.acts) == 1 for column in self.columns)

    def day(self, instant: Instant) -> str:
        """The day of an instant."""
        return self.local(instant).date().isoformat()

    def local(self, instant: Instant) -> datetime:
        """An instant in the zone."""
        return local_time(instant, self.zone)

    def text(self, instant: Instant) -> str:
        """An instant as people read it."""
        return instant_text(instant, self.zone)

    def name(self, ref: str) -> str:
        """An act as its thread names it; one of another thread in full."""
        home, _, act = ref.partition("/")
        return act if home == self.thread else ref

    def marks(self, column: Column, x: float) -> Iterator[Mark]:
        """The marks of a column, one on each lane where anybody acts; `y` is the lane's number."""
        if len(column.acts) == 1:
            yield from self.act_marks(column.acts[0], x)
            return
        on: dict[int, list[PictureAct]] = {}
        for act in column.acts:
            on.setdefault(self.lane_of(act), []).append(act)
        for lane, acts in sorted(on.items()):
            if len(acts) == 1:
                yield self._mark(acts[0], lane, x)
            else:
                yield self._several(acts, lane, x)

    def act_marks(self, act: PictureAct, x: float) -> Iterator[Mark]:
        """An act on the lane of each of its senders."""
        for lane in dict.fromkeys(self.lanes.of[party] for party in act.brief.senders):
            yield self._mark(act, lane, x)

    def lane_of(self, act: PictureAct) -> int:
        """The lane of the first of its senders."""
        return self.lanes.of[act.brief.senders[0]]

    def _mark(self, act: PictureAct, lane: int, x: float) -> Mark:
        brief = act.brief
        return Mark(
            x=x,
            y=lane,
            lane=lane,
            shape=shape_of(brief.kind),
            state=act.state,
            current=act.current,
            act=act,
            uncertain=is_uncertain(act),
            acts=(act,),
        )

    def _several(self, acts: Sequence[PictureAct], lane: int, x: float) -> Mark:
        bounds = [one for act in acts for one in (act.brief.earliest, act.brief.latest)]
        known = [one for one in bounds if one is not None]
        return Mark(
            x=x,
            y=lane,
            lane=lane,
            shape="several",
            state="happened" if any(act.state == "happened" for act in acts) else "ahead",
            current=any(act.current for act in acts),
            count=len(acts),
            first=self.day(min(known)),
            last=self.day(max(known)),
            acts=tuple(acts),
        )


def is_uncertain(act: PictureAct) -> bool:
    """Whether it is not known on which day it was."""
    first, last = act.brief.earliest, act.brief.latest
    return first is None or last is None or last - first >= _DAY


def how_long(seconds: int) -> tuple[int, str]:
    """A stretch of time as a number and its unit: years from two on, days, hours, minutes."""
    for unit, length, least in _UNITS:
        if seconds >= least:
            return round(seconds / length), unit
    return max(1, round(seconds / 60)), "minutes"
