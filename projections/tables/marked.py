"""A text in which passages are marked, for a cell of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


class Marked(str):
    """A text of parts, each marked or not; where marks cannot be shown, it is the text alone."""

    __slots__ = ("parts",)
    parts: Sequence[tuple[str, bool]]

    def __new__(cls, parts: Sequence[tuple[str, bool]]) -> Self:
        """The parts in order, True for one that is marked."""
        made = super().__new__(cls, "".join(text for text, _ in parts))
        made.parts = parts
        return made
