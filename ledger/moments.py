"""Moments as a user types them to ask: `--as-of 2022-01-27`, `--known-at -7d`, `diff A..B`.

A quarter, `2022-Q1`, is a moment only: the date of an act says the same as `2022-01/2022-03`.

A moment has no zone and no clock of its own: it becomes an instant when asked for its `start` or
its `end`, with the zone it is read in and the instant that is now.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from re import Match
from re import compile as regex

from ledger.calendars import MONTHS, months_later
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.instants import Instant, quoted
from ledger.zones import find_zone, first_instant, last_instant, wall_clock

_RELATIVE = regex(r"([+-][0-9]{1,6})([dwmy])")
_NAMED = {"today": 0, "yesterday": -1}
_DATED = regex(r"[0-9X]{4}")
_QUARTER = regex(r"([0-9]{4})-Q([1-4])(?= |$)")
_PART_OF_YEAR = regex(r"[0-9]{4}-?(?:[Qq]|(?:2[1-9]|3[0-9]|4[01])(?![0-9]))")
_VAGUE = frozenset("/X~?%")
_MEND = (
    "Write 2022-01-26, 2022-01, 2022-Q1, 2022, 2022-01-26T14:00, today, yesterday, now, "
    "or from today -7d, -2w, -3m, -1y, +3d."
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, quarter, year, clock time or a time relative to now, as typed.

    See `parse_moment`.
    """

    text: str

    def start(self, zone: str, now: Instant) -> Instant:
        """The first second of the unit named, in the zone; a clock time or `now` exactly."""
        return self._bounds(zone, now)[0]

    def end(self, zone: str, now: Instant) -> Instant:
        """The last second of the unit named, in the zone; `today` ends now (rule T3)."""
        return now if self.text == "today" else self._bounds(zone, now)[1]

    def __str__(self) -> str:
        return self.text

    def _bounds(self, zone: str, now: Instant) -> tuple[Instant, Instant]:
        if self.text == "now":
            return now, now
        relative = _RELATIVE.fullmatch(self.text)
        if not relative and self.text not in _NAMED:
            return _stated(self.text, zone)
        where = find_zone(zone)
        today = date.fromordinal(wall_clock(now, where)[0])
        count, unit = (int(relative[1]), relative[2]) if relative else (_NAMED[self.text], "d")
        day = _day_later(today, count, unit).toordinal()
        return first_instant(day, where), last_instant(day, where)


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of one moment to the end of another; None is an open side."""

    start: Moment | None
    end: Moment | None

    def bounds(self, zone: str, now: Instant) -> tuple[Instant | None, Instant | None]:
        """Its first and last second, None where open. InputError if it ends before it begins."""
        first = self.start.start(zone, now) if self.start else None
        last = self.end.end(zone, now) if self.end else None
        if first is not None and last is not None and first > last:
            raise InputError(f"{quoted(str(self))} ends before it begins", mend="Turn it round.")
        return first, last

    def __str__(self) -> str:
        if self.start == self.end and self.start:
            return str(self.start)
        return f"{self.start or ''}..{self.end or ''}"


def parse_moment(text: str) -> Moment:
    """The moment a user typed; InputError if it is none.

    A day, month, quarter (`2022-Q1`) or year, a clock time (with an offset, `Z`, a zone or a
    calendar, as acts have them), `today`, `yesterday`, `now`, or days, weeks, months, years from
    today: `-7d -2w -3m -1y +3d`. A month that is too short gives its last day. Spans and flags
    belong to acts and are refused.
    """
    typed = text.strip()
    if typed != "now" and typed not in _NAMED and not _RELATIVE.fullmatch(typed):
        _stated(typed, "UTC")
    return Moment(typed)


def parse_period(text: str) -> Period:
    """The period a user typed: `A..B`, `A..`, `..B`, or one moment, which is its whole unit."""
    start, is_period, end = text.strip().partition("..")
    if not is_period:
        moment = parse_moment(start)
        return Period(moment, moment)
    if ".." in end:
        raise InputError(f"{quoted(text)} has more than two ends", mend="Write A..B, A.. or ..B.")
    return Period(*(parse_moment(each) if each else None for each in (start, end)))


@lru_cache(maxsize=1024)
def _stated(text: str, zone: str) -> tuple[Instant, Instant]:
    """First and last second of a date as acts have them. InputError if it is none, or vague."""
    if not _DATED.match(text):
        from difflib import get_close_matches

        near = get_close_matches(text.casefold(), ["now", *_NAMED], n=1)
        raise InputError(f"{quoted(text)} is not a moment", near=near, mend=_MEND)
    quarter = _QUARTER.match(text)
    if quarter is None and _PART_OF_YEAR.match(text):
        raise InputError(
            f"{quoted(text)} is no part of a year that can be asked about",
            mend="Write a quarter, 2022-Q1 to 2022-Q4, or a month, 2022-01.",
        )
    stated = parse_act_date(text if quarter is None else _months_of(quarter), zone=zone)
    vague = quarter is None and set(stated.edtf) & _VAGUE
    if stated.earliest is None or stated.latest is None or vague:
        raise InputError(f"{quoted(text)} is not one moment", mend=_MEND)
    return stated.earliest, stated.latest


def _months_of(quarter: Match[str]) -> str:
    """The quarter as the date of an act says it, its zone and calendar as they were."""
    year, last = quarter[1], 3 * int(quarter[2])
    return f"{year}-{last - 2:02}/{year}-{last:02}{quarter.string[quarter.end() :]}"


def _day_later(day: date, count: int, unit: str) -> date:
    try:
        if unit in "dw":
            return day + timedelta(days=count * (7 if unit == "w" else 1))
        return months_later(day, count * (MONTHS if unit == "y" else 1))
    except (OverflowError, ValueError):
        raise InputError(
            f"{count:+}{unit} from {day} is outside the years 0001 to 9999", mend="Write less."
        ) from None
