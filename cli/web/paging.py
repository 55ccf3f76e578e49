"""Long lists a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ledger.errors import InputError
from projections.views.base import View

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

PAGE = "page"
_MOST_DIGITS = 8


class Part(View):
    """Which part of a list is shown."""

    page: int
    """The number of the page, from 1."""
    pages: int
    """How many there are, at least 1."""
    total: int
    """How long the whole list is."""

    @classmethod
    def at(cls, start: int, length: int, total: int) -> Part:
        """The part that begins after `start` of `total`, in pages of a length."""
        return cls(page=start // length + 1, pages=max(1, -(-total // length)), total=total)


def page_of(asked: str | None) -> int:
    """The number of the page that is asked for, 1 where none is. InputError where it is none."""
    if asked is None:
        return 1
    if asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS and int(asked):
        return int(asked)
    raise InputError(f"{asked} is no page", where=PAGE, mend="Give a number, from 1.")


def part_of(items: Sequence[T], asked: str | None, length: int) -> tuple[Part, Sequence[T]]:
    """The page that is asked for, the last where there are not so many."""
    start = length * (page_of(asked) - 1)
    if start >= len(items):
        start = length * (max(0, len(items) - 1) // length)
    return Part.at(start, length, len(items)), items[start : start + length]
