"""Where instants stand along time: never backwards, quiet stretches folded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.dates import Instant

_LONGER = 3
"""A gap so many times as long as the usual one is drawn no longer than that, and folded."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An instant, and the place that what happens at it takes along the axis."""

    instant: Instant
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two stops; `folded` where it is drawn shorter than its time."""

    since: Instant
    until: Instant
    start: float
    end: float
    folded: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Stops in order of time; what lies between two of them is drawn evenly."""

    stops: tuple[Stop, ...]
    gaps: tuple[Gap, ...]

    def after(self, instant: Instant) -> float:
        """Where an instant ends; what lies outside is at the nearer end."""
        index = bisect_right([stop.instant for stop in self.stops], instant) - 1
        if index < 0:
            return self.stops[0].start
        stop = self.stops[index]
        if stop.instant == instant or index == len(self.gaps):
            return stop.end
        return _within(self.gaps[index], instant)

    def before(self, instant: Instant) -> float:
        """Where an instant begins."""
        index = bisect_left([stop.instant for stop in self.stops], instant)
        if index < len(self.stops) and self.stops[index].instant == instant:
            return self.stops[index].start
        return self.after(instant)


def _within(gap: Gap, instant: Instant) -> float:
    part = (instant - gap.since) / (gap.until - gap.since)
    return gap.start + part * (gap.end - gap.start)


def axis_of(places: Mapping[Instant, int], start: float, end: float, place: float) -> Axis:
    """An axis with so many places at each instant, each `place` long where there is room.

    An instant without a place is one that only has to be there: a deadline, the date asked about.
    """
    instants = sorted(places)
    inside = [max(0, places[instant] - 1) for instant in instants]
    least = [_least(places[one], places[other]) for one, other in pairwise(instants)]
    needed = sum(inside) + sum(least)
    room = end - start
    unit = min(place, room / needed) if needed else place
    spare = room - unit * needed
    longest = _longest(instants)
    weights = [min(later - earlier, longest) for earlier, later in pairwise(instants)]
    whole = sum(weights)
    stops, gaps, at = [], [], start
    if not least:
        at = start + spare / 2
    for index, instant in enumerate(instants):
        stops.append(Stop(instant, at, at + inside[index] * unit))
        at = stops[-1].end
        if index < len(least):
            length = least[index] * unit + spare * weights[index] / whole
            until = instants[index + 1]
            gaps.append(Gap(instant, until, at, at + length, until - instant > longest))
            at += length
    return Axis(tuple(stops), tuple(gaps))


def _least(one: int, other: int) -> float:
    return (1.0, 0.5, 0.25)[(one == 0) + (other == 0)]


def _longest(instants: Sequence[Instant]) -> float:
    lengths = [later - earlier for earlier, later in pairwise(instants)]
    return _LONGER * median(lengths) if len(lengths) > 1 else float("inf")
