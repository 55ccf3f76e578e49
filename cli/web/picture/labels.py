"""Texts that never lie upon one another: each where it fits, or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.web.picture.drawing import Label

LINE = 15.0
_WIDE = 13.5
_NARROW = 7.5
_ASCENT = 11.5
_APART = 2.0
WORD = 64.0
"""Room for what the page's language puts before a date: "public since" and the like."""


class Box(NamedTuple):
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two lie upon each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def width_of(text: str) -> float:
    """How wide a text may be at most; no font is asked."""
    return sum(_WIDE if east_asian_width(one) in "WF" else _NARROW for one in text)


def box_of(label: Label) -> Box:
    """What a text takes."""
    width = width_of(label.text) + (WORD if label.sort in ("due", "public") else 0)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left - _APART, label.y - _ASCENT, left + width + _APART, label.y - _ASCENT + LINE)


class Sheet:
    """What is taken so far of a rectangle."""

    def __init__(self, whole: Box, taken: Iterable[Box] = ()) -> None:
        self._whole = whole
        self._taken = list(taken)

    def place(self, candidates: Iterable[Label]) -> Label | None:
        """The first of several ways to write a text that fits; None: it is left out."""
        for label in candidates:
            box = box_of(label)
            inside = self._whole.left <= box.left and box.right <= self._whole.right
            inside = inside and self._whole.top <= box.top and box.bottom <= self._whole.bottom
            if inside and not any(box.meets(other) for other in self._taken):
                self._taken.append(box)
                return label
        return None
