"""Dates of acts: the text as given, and the earliest and latest instant it may mean (rule T1).

What a person types is `EDTF[ ZONE][ CALENDAR]`, EDTF of levels 0 and 1:

```
2022-01-26   1962-10   1962   196X   1962-10-XX   1962-10-2X      a unit, or one with unknown digits
1962~   1962-10-22?   1962-10-22%                                 about, uncertain, both
1962-10-22/1962-10-24   1962-10-22/..   1962-10-22/   ../1962     a span, open or unknown ends
1914-07-23T18:00 Europe/Vienna   2022-01-26T17:36+03:00           a clock time
1914-07-12 julian   0974-09-01/0974-09-10 hijri                   another calendar
```

A unit spans from its first to its last second in its zone, a stated clock time is that instant; `~
? %` flag and never widen. Going beyond EDTF, the ends of a span may be clock times.
`parse_act_date` is the one way from text to an `ActDate`; what is stored keeps its bounds, so that
a later change of the zone database never changes history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from ledger.calendars import Calendar
from ledger.durations import add_duration, day_count, elapsed
from ledger.errors import InputError
from ledger.instants import (
    MAX_INSTANT,
    MIN_INSTANT,
    Instant,
    InstantText,
    format_instant,
    parse_instant,
    quoted,
)
from ledger.spans import Span, read_span
from ledger.zones import find_zone, first_instant, last_instant, readings, zone_names

if TYPE_CHECKING:
    from datetime import tzinfo

__all__ = [
    "MAX_INSTANT",
    "MIN_INSTANT",
    "ActDate",
    "Calendar",
    "Instant",
    "InstantText",
    "add_duration",
    "day_count",
    "elapsed",
    "find_zone",
    "format_instant",
    "parse_act_date",
    "parse_instant",
]

MAX_LENGTH = 120
"""Characters of the longest date that can be typed."""

_NO_END = ("", "..")
_EdtfText = Annotated[str, StringConstraints(pattern=r"^[0-9X~?%./:TZ+-]{1,120}$")]
_ZoneText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_/:+-]{1,64}$")]


class ActDate(BaseModel):
    """A date as a document or a witness gives it, with the bounds that were derived when recorded.

    Compare bounds, never texts. A bound of None is open or unknown. Hijri bounds come from the
    tabular calendar and may be a day off.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    edtf: _EdtfText
    """The date as given, without zone and calendar."""
    zone: _ZoneText | None = None
    """The zone or offset it was read in; None when the text carries its own offset or `Z`."""
    calendar: Calendar = Calendar.GREGORIAN
    """The calendar the text is in."""
    earliest: InstantText | None = None
    """First second it may mean."""
    latest: InstantText | None = None
    """Last second it may mean."""
    gregorian: _EdtfText | None = None
    """The same in the Gregorian calendar, when the text is in another."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("the earliest instant of a date is after its latest")
        return self

    @property
    def approximate(self) -> bool:
        """Whether a part of it is flagged `~` or `%`."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether a part of it is flagged `?` or `%`."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def has_time(self) -> bool:
        """Whether it states a clock time."""
        return "T" in self.edtf

    @property
    def is_day(self) -> bool:
        """Whether it is one whole day, flagged or not."""
        return len(self.edtf.rstrip("~?%")) == len("YYYY-MM-DD") and not set(self.edtf) & set("X/")

    @property
    def text(self) -> str:
        """What to type for the same date, whatever the zone around: `1914-07-23 Europe/Vienna`."""
        return self.text_in(None)

    def text_in(self, zone: str | None) -> str:
        """As `text`, without the zone where it is the one given: `1914-07-23`."""
        named = self.zone if self.zone != zone else None
        calendar = self.calendar if self.calendar is not Calendar.GREGORIAN else None
        return " ".join(part for part in (self.edtf, named, calendar) if part)


def parse_act_date(text: str, *, zone: str = "UTC") -> ActDate:
    """The date of what a person typed, read in `zone` unless the text names one (rule T1).

    InputError: not a date of EDTF level 0 or 1, a day, clock time or zone that does not exist, a
    year outside 0001 to 9999, a span that ends before it begins or has no ends at all.
    """
    edtf, named_zone, calendar = _parts(text)
    start, end = _ends(edtf, calendar)
    spans = [each for each in (start, end) if each]
    if not spans:
        raise InputError(f"{quoted(text)} says nothing", mend="Leave the date out.")
    needs_zone = any(each.needs_zone for each in spans)
    if named_zone and not needs_zone:
        raise InputError(
            f"{quoted(text)} has both an offset and a zone", mend="Leave one of them out."
        )
    used = (named_zone or zone) if needs_zone else None
    where = find_zone(used or "UTC")
    earliest = _bounds(start, where, text)[0] if start else None
    latest = _bounds(end, where, text)[1] if end else None
    if earliest is not None and latest is not None and earliest > latest:
        raise InputError(f"{quoted(text)} ends before it begins", mend="Turn the two round.")
    return ActDate(
        edtf=edtf,
        zone=used,
        calendar=calendar,
        earliest=earliest,
        latest=latest,
        gregorian=None if calendar is Calendar.GREGORIAN else _gregorian(edtf, start, end),
    )


def _parts(text: str) -> tuple[str, str | None, Calendar]:
    """The EDTF text, the zone named, the calendar."""
    parts = text.split()
    if not parts:
        raise InputError("the date is empty", mend="Write it like 2022-01-26, or leave it out.")
    if len(text) > MAX_LENGTH:
        raise InputError(f"{quoted(text)} is too long for a date", mend="Write one date.")
    edtf, *rest = parts
    calendar = Calendar(rest.pop()) if rest and rest[-1] in set(Calendar) else Calendar.GREGORIAN
    if not rest:
        return edtf, None, calendar
    if rest[0][0].isdigit() and ":" in rest[0]:
        raise InputError(
            f"{quoted(text)} has a blank before the clock time",
            mend=f"Write a T there, like {quoted(f'{edtf}T{rest[0]}')}.",
        )
    near = _near_calendars(rest[-1])
    if near:
        raise InputError(f"there is no calendar {quoted(rest[-1])}", near=near)
    if len(rest) > 1:
        raise InputError(
            f"{quoted(text)} is not a date",
            mend="Write YYYY-MM-DD, then its zone, then its calendar (julian, hijri).",
        )
    return edtf, "UTC" if rest[0] == "Z" else rest[0], calendar


def _near_calendars(word: str) -> list[str]:
    if not word.isalpha() or word in zone_names():
        return []
    from difflib import get_close_matches

    return get_close_matches(word.casefold(), list(Calendar), n=1)


def _ends(edtf: str, calendar: Calendar) -> tuple[Span | None, Span | None]:
    """The start and the end of a span, None where open or unknown; one date is both."""
    start, is_span, end = edtf.partition("/")
    if "/" in end or (not is_span and ".." in edtf):
        raise InputError(
            f"{quoted(edtf)} is not a date",
            mend="Write a span with one stroke, like 1962-10-22/1962-10-24.",
        )
    if not is_span:
        span = read_span(edtf, calendar)
        return span, span
    spans = (None if each in _NO_END else read_span(each, calendar) for each in (start, end))
    return next(spans), next(spans)


def _bounds(span: Span, zone: tzinfo, text: str) -> tuple[Instant, Instant]:
    """The first and the last second of a span, in the zone unless it has its own."""
    if span.clock is None:
        first, last = first_instant(span.first, zone), last_instant(span.last, zone)
        if first > last:
            raise InputError(
                f"the day {quoted(text)} was left out of the calendar in {zone}",
                mend="Give the day before or after, or another zone.",
            )
        return first, last
    clock = span.clock
    second = (clock.hour * 60 + clock.minute) * 60 + clock.second
    both = readings(span.first, second, clock.tzinfo or zone)
    if both is None:
        raise InputError(
            f"the time {quoted(text)} did not exist in {zone}: clocks were put forward over it",
            mend="Give it as clocks showed it, or with an offset.",
        )
    return both


def _gregorian(edtf: str, start: Span | None, end: Span | None) -> str:
    """The text in the Gregorian calendar; a month or year of another becomes a span of days."""
    first, is_span, last = edtf.partition("/")
    first = start.day_text(start.first) if start else first
    last = end.day_text(end.last) if end else last
    return f"{first}/{last}" if is_span or first != last else first
