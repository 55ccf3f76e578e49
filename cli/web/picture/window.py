"""A part of a thread's time to look at: `from` and `to`, days in its zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.instants import quoted
from ledger.moments import parse_period
from projections.asked import placed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.dates import Instant

_FROM, _TO = "from", "to"
_BOTH = f"{_FROM}, {_TO}"
_FIRST, _LAST = "0001-01-01", "9999-12-31"


def window_of(query: Mapping[str, str], zone: str) -> tuple[Instant, Instant] | None:
    """The first and last second asked for; None: all of it. InputError where it is no time."""
    first, last = query.get(_FROM, ""), query.get(_TO, "")
    if not first and not last:
        return None
    for text in filter(None, (first, last)):
        if ".." in text or not text[0].isdecimal():
            raise InputError(
                f"{quoted(text)} is no day of the picture",
                where=_BOTH,
                mend="Write 2022-01-26.",
            )
    period = placed(_BOTH, lambda: parse_period(f"{first or _FIRST}..{last or _LAST}"))
    start, end = period.bounds(zone, 0)
    assert start is not None  # noqa: S101 -- both sides are given
    assert end is not None  # noqa: S101
    return start, end
