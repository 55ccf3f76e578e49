"""Long lists a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ledger.errors import InputError
from projections.views.base import View

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

PAGE = "page"
LENGTH = 100


class Part(View):
    """Which part of a list is shown."""

    page: int
    """The number of the page, from 1."""
    pages: int
    """How many there are."""
    total: int
    """How long the whole list is."""


def part_of(
    items: Sequence[T], asked: str | None, length: int = LENGTH
) -> tuple[Part, Sequence[T]]:
    """The page that is asked for, the first where none is. InputError where it is no number."""
    if asked is not None and not (asked.isascii() and asked.isdigit() and len(asked) < 9):  # noqa: PLR2004
        raise InputError(f"{asked} is no page", where=PAGE, mend="Give a number, from 1.")
    pages = max(1, -(-len(items) // length))
    page = min(max(1, int(asked or 1)), pages)
    start = (page - 1) * length
    return Part(page=page, pages=pages, total=len(items)), items[start : start + length]
