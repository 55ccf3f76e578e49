"""Short names for what a random history draws."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

PARTIES = ("RUS", "USA", "GBR", "FRA")
FIRST_DAY = dt.date(2022, 1, 1)
LAST_DAY = 40
"""Days of a history, counted from the first."""


class Dice:
    """Numbers, choices and days, each drawn."""

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw

    def number(self, first: int, last: int) -> int:
        number: int = self._draw(st.integers(first, last))
        return number

    def one_in(self, sides: int) -> bool:
        return self.number(1, sides) == sides

    def of(self, options: Sequence[Any]) -> Any:  # noqa: ANN401 -- any of them
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[Any], most: int) -> list[Any]:
        chosen: list[Any] = []
        for _ in range(self.number(1, min(most, len(options)))):
            one = self.of(options)
            if one not in chosen:
                chosen.append(one)
        return chosen

    def day(self, near: int = 0, spread: int = LAST_DAY) -> str:
        number = min(LAST_DAY, max(0, near + self.number(0, spread)))
        return str(FIRST_DAY + dt.timedelta(days=number))
