"""What the map is drawn with, in its own units, which are pixels where it is not scaled."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import NamedTuple, Self


class Spot(NamedTuple):
    """A point of the drawing; y grows downwards."""

    x: float
    y: float

    def plus(self, other: Spot, times: float = 1) -> Spot:
        """The point so many times another away."""
        return Spot(self.x + other.x * times, self.y + other.y * times)

    def to(self, other: Spot) -> Spot:
        """The way to another point."""
        return Spot(other.x - self.x, other.y - self.y)

    def unit(self) -> Spot:
        """The way of length one in the same direction; none of no length."""
        length = hypot(self.x, self.y)
        return Spot(self.x / length, self.y / length) if length else self

    def turned(self) -> Spot:
        """The way turned a quarter to the right."""
        return Spot(-self.y, self.x)


class Box(NamedTuple):
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two have any area in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, spot: Spot) -> bool:
        """Whether a point is inside."""
        return self.x <= spot.x <= self.x + self.width and self.y <= spot.y <= self.y + self.height

    @classmethod
    def around(cls, middle: Spot, width: float, height: float) -> Self:
        """The rectangle of a size around a point."""
        return cls(middle.x - width / 2, middle.y - height / 2, width, height)


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic Bézier curve."""

    start: Spot
    control: Spot
    end: Spot

    def at(self, part: float) -> Spot:
        """The point a part of the way along it."""
        rest = 1 - part
        return Spot(
            *(
                rest * rest * start + 2 * rest * part * control + part * part * end
                for start, control, end in zip(self.start, self.control, self.end, strict=True)
            )
        )

    @property
    def path(self) -> str:
        """As the path of an SVG has it."""
        return (
            f"M{_number(self.start.x)} {_number(self.start.y)}"
            f"Q{_number(self.control.x)} {_number(self.control.y)}"
            f" {_number(self.end.x)} {_number(self.end.y)}"
        )


def corners(spots: tuple[Spot, ...]) -> str:
    """Points as a polygon of an SVG has them."""
    return " ".join(f"{_number(one.x)},{_number(one.y)}" for one in spots)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
