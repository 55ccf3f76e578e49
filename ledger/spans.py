"""One date of EDTF text, level 0 or 1, as the days it spans: `1962-10`, `196X`, `1962-10-22?`.

Plain dates are read by the standard library and the calendars, the rest by the library `edtf`,
which is imported for those only. Its failures are wrapped here: it accepts 29 February of any
year, takes `1X6X` for a decade, and breaks on `1962-10-2X` and `1962-1X`. Intervals are not given
to it at all, since it invents an end for those that have none.
"""

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from re import compile as regex
from re import match

from ledger.calendars import MAX_YEAR, MIN_YEAR, MONTHS, Calendar
from ledger.errors import InputError
from ledger.instants import quoted
from ledger.zones import OFFSET

_FLAGS = ("~", "?", "%")
_PLAIN = regex(r"[0-9]{4}(-[0-9]{2}){0,2}")
_MASKED = regex(
    r"(?=[0-9X]{4}(?:-|$))([0-9]+X*)"
    r"(?:-([0-9]{2}|XX|[01]X(?!-))(?:-([0-9]{2}|XX|[0-3]X))?)?"
)
_DIGIT_AND_X = regex(r"^([0-9]{4}(?:-[0-9]{2})?)-[0-3]X$")
_DIGIT = regex(r"[0-9]")
_LEVEL_1 = ("Date", "UncertainOrApproximate", "Unspecified")
_CLOCK = regex(rf"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|{OFFSET})?")
_CLOCK_HINTS = (
    ("24:00", "Midnight is T00:00 of the day that begins with it."),
    ("[0-9:]+:60.*", "A leap second counts as the second before, 59."),
    ("[0-9:]+[.,].*", "Times are kept in whole seconds, like T18:00:30."),
    ("", "Write T18:00, T18:00:30, T18:00+01:00 or T18:00Z."),
)
_YEARS = f"Years run from {MIN_YEAR:04} to {MAX_YEAR}."
_FORMS = (
    "Write YYYY-MM-DD, YYYY-MM or YYYY; X for what is not known (196X, 1962-10-XX), "
    "~ for about, ? for uncertain, START/END for a span."
)
_HINTS = tuple(
    (regex(form), what, mend)
    for form, what, mend in (
        (r"[0-9]{8}(T.*)?", "has no hyphens", "Write it like 1962-10-22."),
        (r"Y.*|[-+][0-9].*|[0-9]{5,}(-.*)?", "names a year that cannot be kept", _YEARS),
        (
            r"[0-9]{4}-?([Qq].*|3[3-6][~?%]?)",
            "is a quarter, which is written as its months in the date of an act",
            "Give them, like 1962-01/1962-03.",
        ),
        (
            r"[0-9]{4}-(2[1-9]|3[0-9]|4[01])[~?%]?",
            "is a season or another part of a year, which has no exact bounds",
            "Give its months, like 1962-03/1962-05.",
        ),
        (
            r"[0-9]{4}-[0-9]{2}(-([0-9]{2}|[0-3]X|XX))?[~?%]?",
            "names a month or day that no calendar has",
            "Months run from 01 to 12, days from 01.",
        ),
        (
            r"open|unknown",
            "is not a date",
            "An open end is two dots (1962-10-22/..), an unknown one is left empty (1962-10-22/).",
        ),
        (
            r"[0-9]{1,3}(-.*)?[~?%]?",
            "names a year of fewer than four digits",
            "Write four, like 0974-09-01.",
        ),
        (
            r"[0-9]{4}-([0-9]|[0-9]{2}-[0-9]|[0-9]-[0-9]{1,2})[~?%]?",
            "names a month or day of one digit",
            "Write two, like 1962-03-07.",
        ),
        (
            r"[0-9]{4}.*[txz].*",
            "has a small letter",
            "T, X and Z are capitals: 2022-01-26T14:00Z, 196X.",
        ),
        (
            r"[\[{].*|[~?%].+|[0-9X]{4}[~?%-].*|[0-9X]{4}|.*S[0-9]+",
            "is not of EDTF level 0 or 1",
            "Flag the whole date (1962-10-22~), put X from the right (1962-XX-XX), or give a span.",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days one date covers, or the clock time it states.

    `first` and `last` are proleptic Gregorian ordinals. `clock` is set for a stated time only, with
    its offset if it has one; `clock_text` is that as typed. `flag` is one of `~ ? %` or empty.
    """

    first: int
    last: int
    clock: time | None = None
    clock_text: str = ""
    flag: str = ""

    @property
    def needs_zone(self) -> bool:
        """Whether a zone is needed to know its instants."""
        return self.clock is None or self.clock.tzinfo is None

    def day_text(self, ordinal: int) -> str:
        """A day of it as Gregorian EDTF text, with its clock time and flag."""
        clock = f"T{self.clock_text}" if self.clock else ""
        return f"{date.fromordinal(ordinal).isoformat()}{clock}{self.flag}"


def read_span(text: str, calendar: Calendar) -> Span:
    """The days or the moment of one EDTF date, not an interval. InputError, with how to mend it."""
    day_text, has_clock, clock_text = text.partition("T")
    if not has_clock or not _PLAIN.fullmatch(day_text):
        return _read_days(text, calendar)
    days = _read_days(day_text, calendar)
    if days.first != days.last:
        raise InputError(
            f"{quoted(text)} gives a clock time without a day",
            mend="Write it like 1914-07-23T18:00.",
        )
    return Span(days.first, days.last, _read_clock(clock_text), clock_text)


def _read_clock(text: str) -> time:
    if not _CLOCK.fullmatch(text):
        mend = next(mend for form, mend in _CLOCK_HINTS if match(form, text))
        raise InputError(f"{quoted(text)} is not a clock time", mend=mend)
    return time.fromisoformat(text)


def _read_days(text: str, calendar: Calendar) -> Span:
    flag = text[-1:] if text.endswith(_FLAGS) else ""
    bare = text.removesuffix(flag)
    form = _MASKED.fullmatch(bare)
    shape = _DIGIT.sub("1", _DIGIT_AND_X.sub(r"\1-XX", bare) + flag)
    if not form or not (_PLAIN.fullmatch(text) or _is_level_1(shape)):
        raise _misread(text)
    year, month, day = form.groups()
    earliest, latest = int(year.replace("X", "0")), int(year.replace("X", "9"))
    months = _fitting(month, MONTHS)
    if earliest < MIN_YEAR:
        raise InputError(f"{quoted(text)} reaches back to the year 0000", mend=_YEARS)
    if not months:
        raise _misread(text)
    first_days = _fitting(day, calendar.month_length(earliest, months[0]))
    last_days = _fitting(day, calendar.month_length(latest, months[-1]))
    if not first_days:
        raise _no_such_day(text, calendar, earliest, months[0])
    first = calendar.ordinal(earliest, months[0], first_days[0])
    last = calendar.ordinal(latest, months[-1], last_days[-1])
    if first < 1 or last > date.max.toordinal():
        raise InputError(f"{quoted(text)} reaches out of the years that can be kept", mend=_YEARS)
    return Span(first, last, flag=flag)


@lru_cache(maxsize=64)
def _is_level_1(shape: str) -> bool:
    """Whether EDTF has it in level 0 or 1: `1111-11-XX~`. Asking takes milliseconds."""
    from edtf import parse_edtf

    return type(parse_edtf(shape, fail_silently=True)).__name__ in _LEVEL_1


def _fitting(mask: str | None, top: int) -> list[int]:
    """The numbers from 1 to `top` that a mask allows: `2X` is 20 to 29, `XX` and None are all."""
    form = regex((mask or "XX").replace("X", "[0-9]"))
    return [each for each in range(1, top + 1) if form.fullmatch(f"{each:02}")]


def _no_such_day(text: str, calendar: Calendar, year: int, month: int) -> InputError:
    length = calendar.month_length(year, month)
    what = f"{quoted(text)} does not exist: {year:04}-{month:02} has {length} days"
    if calendar is Calendar.GREGORIAN and text.startswith(f"{year:04}-02-29") and year % 4 == 0:
        return InputError(
            what, mend=f'It is a day of the Julian calendar: write "{text} {Calendar.JULIAN}".'
        )
    return InputError(what, mend=f"Days of that month run from 01 to {length}.")


def _misread(text: str) -> InputError:
    for form, what, mend in _HINTS:
        if form.fullmatch(text):
            return InputError(f"{quoted(text)} {what}", mend=mend)
    return InputError(f"{quoted(text)} is not a date", mend=_FORMS)
