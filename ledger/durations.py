"""Lengths of time (rule T5): between days by the calendar, between clock times as elapsed."""

from datetime import date, timedelta
from re import IGNORECASE
from re import compile as regex

from ledger.calendars import MONTHS, months_later
from ledger.errors import InputError
from ledger.instants import MAX_INSTANT, Instant, quoted
from ledger.zones import DAY, find_zone, shifted, wall_clock

HOUR = 3_600
MINUTE = 60
HOURS_UNTIL = 3 * DAY
"""Ultimatums are counted in hours, up to 72; whatever is longer in days."""

_UNITS = {
    "years": "y",
    "months": "m",
    "weeks": "w",
    "days": "d",
    "hours": "h",
    "minutes": "m",
    "seconds": "s",
}


def _form(units: tuple[str, ...], ending: str = "") -> str:
    return "".join(rf"(?:(?P<{unit}>[0-9]{{1,9}}){_UNITS[unit]}{ending})?" for unit in units)


_ISO = regex(
    rf"P(?=.){_form(('years', 'months', 'weeks', 'days'))}"
    rf"(?:T(?=.){_form(('hours', 'minutes', 'seconds'))})?",
    IGNORECASE,
)
_SHORT = regex(
    _form(("weeks", "days", "hours")) + r"(?:(?P<minutes>[0-9]{1,9})m(?:in)?)?", IGNORECASE
)


def day_count(earlier: Instant, later: Instant, zone: str) -> int:
    """Days between the calendar dates of two instants in a zone: 0 on the same day (rule T5)."""
    where = find_zone(zone)
    return wall_clock(later, where)[0] - wall_clock(earlier, where)[0]


def elapsed(earlier: Instant, later: Instant) -> str:
    """Time between two instants in its two largest units: `12 h 30 min`, `48 h`, `41 d 3 h`.

    Hours up to three days, then days of 24 hours; `-` before it when `later` is the earlier.
    """
    seconds = abs(later - earlier)
    days = seconds // DAY if seconds > HOURS_UNTIL else 0
    rest = seconds - days * DAY
    amounts = (
        (days, "d"),
        (rest // HOUR, "h"),
        (rest % HOUR // MINUTE, "min"),
        (rest % MINUTE, "s"),
    )
    largest = next((at for at, (amount, _) in enumerate(amounts) if amount), len(amounts))
    shown = [f"{amount} {unit}" for amount, unit in amounts[largest : largest + 2] if amount]
    sign = "-" if later < earlier else ""
    return sign + " ".join(shown or ["0 s"])


def add_duration(instant: Instant, text: str, zone: str) -> Instant:
    """The instant a stated length of time later: `48h`, `90m`, `2d`, `1w`, `PT48H`, `P2D`, `P3M`.

    Years, months, weeks and days are counted on the calendar of the zone, at the same clock time;
    hours, minutes and seconds elapse. InputError for nonsense, nothing, or past the year 9999.
    """
    amounts = _amounts(text)
    days = 7 * amounts["weeks"] + amounts["days"]
    months = MONTHS * amounts["years"] + amounts["months"]
    if days or months:
        where = find_zone(zone)
        day, second = wall_clock(instant, where)
        try:
            target = months_later(date.fromordinal(day), months) + timedelta(days=days)
        except (ValueError, OverflowError):
            raise _too_long(text) from None
        instant = shifted(target.toordinal(), second, where)
    instant += HOUR * amounts["hours"] + MINUTE * amounts["minutes"] + amounts["seconds"]
    if instant > MAX_INSTANT:
        raise _too_long(text)
    return instant


def _amounts(text: str) -> dict[str, int]:
    compact = text.replace(" ", "")
    form = _ISO.fullmatch(compact) or _SHORT.fullmatch(compact)
    amounts = {unit: int(amount or 0) for unit, amount in form.groupdict().items()} if form else {}
    if not any(amounts.values()):
        raise InputError(
            f"{quoted(text)} is not a length of time",
            mend="Write hours 48h, minutes 90m, days 2d, weeks 1w, or ISO 8601: PT48H, P2D.",
        )
    return dict.fromkeys(_UNITS, 0) | amounts


def _too_long(text: str) -> InputError:
    return InputError(f"{quoted(text)} reaches past the year 9999", mend="Shorten it.")
