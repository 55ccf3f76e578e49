"""Calendars an act may be dated in: Gregorian, Julian, Hijri.

Russian papers before February 1918 and much of Europe before 1582 and after are dated in the Julian
calendar, Ottoman and Persian ones in the Hijri. Gregorian dates are proleptic: the rule is extended
before 1582. The library `convertdate` converts; it is imported on the first date that needs it.

Hijri here is the *tabular* Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21,
24, 26, 29 of 30). Months were begun at the sight of the moon, so a real date may lie a day off;
the bounds are those of the table.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Final

MIN_YEAR: Final = 1
MAX_YEAR: Final = 9999
MONTHS: Final = 12

_JULIAN_DAY_OF_ORDINAL_ZERO = 1_721_424.5


class Calendar(StrEnum):
    """A calendar, as typed after a date."""

    GREGORIAN = "gregorian"
    JULIAN = "julian"
    HIJRI = "hijri"

    def month_length(self, year: int, month: int) -> int:
        """How many days the month (1 to 12) of a year (1 to 9999) has."""
        if self is Calendar.GREGORIAN:
            return monthrange(year, month)[1]
        if self is Calendar.JULIAN:
            from convertdate import julian

            return int(julian.month_length(year, month))
        from convertdate import islamic

        return int(islamic.month_length(year, month))

    def ordinal(self, year: int, month: int, day: int) -> int:
        """The day as a proleptic Gregorian ordinal: 1 is 0001-01-01, `datetime.date.toordinal`.

        The date must exist in its calendar. Less than 1, or more than 3,652,059, where the
        Gregorian year is not one of 0001 to 9999.
        """
        if self is Calendar.GREGORIAN:
            return date(year, month, day).toordinal()
        if self is Calendar.JULIAN:
            from convertdate import julian

            return int(julian.to_jd(year, month, day) - _JULIAN_DAY_OF_ORDINAL_ZERO)
        from convertdate import islamic

        return int(islamic.to_jd(year, month, day) - _JULIAN_DAY_OF_ORDINAL_ZERO)


def months_later(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last. ValueError out of range."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise ValueError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
