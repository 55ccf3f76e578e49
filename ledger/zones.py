"""Zones: which second of UTC a clock on a wall showed, and the other way.

Zones are named as IANA names them (`Europe/Vienna`), or given as an offset (`+03:00`). Rules come
from the machine's database and, where it has none or lacks the name, from the `tzdata` package,
whose list of names is the one accepted on every machine.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from re import fullmatch
from zoneinfo import ZoneInfo

from ledger.errors import InputError
from ledger.instants import Instant, clamped, quoted

OFFSET = r"[+-](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
"""The form of an offset; seconds occur in local mean time before zones."""

DAY = 86_400
"""Seconds of a day without a change of clocks."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_SECOND = timedelta(seconds=1)
_UTC_NAMES = ("UTC", "Z")


def find_zone(name: str) -> tzinfo:
    """The zone of an IANA name, of `Z`, or of an offset (`+03:00`). InputError with near misses."""
    if name in _UTC_NAMES:
        return UTC
    if name.startswith(("+", "-")):
        return _offset(name)
    if name not in zone_names():
        raise InputError(
            f"there is no zone {quoted(name)}",
            near=_near(name),
            mend="Name a zone as IANA does (Europe/Moscow), or give an offset (+03:00).",
        )
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """All names accepted, the same on every machine: no `localtime`, no `right/…`."""
    import tzdata  # type: ignore[import-untyped]  # data, with nothing to type

    text = Path(tzdata.__file__).with_name("zones").read_text(encoding="ascii")
    return frozenset(text.split())


def readings(day: int, second: int, zone: tzinfo) -> tuple[Instant, Instant] | None:
    """When the clocks of the zone showed that second of that day: the first time and the last.

    `day` is a proleptic Gregorian ordinal (1 is 0001-01-01). The two are equal unless clocks were
    put back over the moment; None if they were put forward over it, so that it never was.
    """
    before, after = _offsets(day, second, zone)
    if before < after:
        return None
    wall = _wall(day, second)
    return clamped(wall - before), clamped(wall - after)


def first_instant(day: int, zone: tzinfo) -> Instant:
    """The first second of a day in the zone, also where midnight was skipped."""
    both = readings(day, 0, zone)
    return both[0] if both else _change(day, 0, zone)


def last_instant(day: int, zone: tzinfo) -> Instant:
    """The last second of a day in the zone; before `first_instant` if the day was skipped whole."""
    both = readings(day, DAY - 1, zone)
    return both[1] if both else _change(day, DAY - 1, zone) - 1


def wall_clock(instant: Instant, zone: tzinfo) -> tuple[int, int]:
    """What calendar and clock of the zone show: the day as an ordinal, and the second of that day.

    The ordinal is held within the years 0001 to 9999.
    """
    day, second = divmod(instant + _offset_at(instant, zone), DAY)
    return min(max(day + _EPOCH_ORDINAL, 1), date.max.toordinal()), second


def shifted(day: int, second: int, zone: tzinfo) -> Instant:
    """The instant of a wall clock; one that was skipped counts on through the gap (RFC 5545)."""
    before, _ = _offsets(day, second, zone)
    return clamped(_wall(day, second) - before)


def _offset(text: str) -> tzinfo:
    if not fullmatch(OFFSET, text):
        raise InputError(
            f"{quoted(text)} is not an offset", mend="Write hours and minutes, +03:00 or -05:30."
        )
    return time.fromisoformat(f"00:00{text}").tzinfo or UTC


def _near(name: str) -> list[str]:
    """Zones whose name, or the city in it, is spelt alike."""
    if name.isupper():
        # An abbreviation (MSK, PST) resembles the wrong names, and several countries use it.
        return []
    from difflib import get_close_matches

    names = sorted(zone_names())
    spellings = {full.rpartition("/")[2].casefold(): full for full in names}
    spellings |= {full.casefold(): full for full in names}
    found = get_close_matches(name.casefold(), spellings, n=3, cutoff=0.7)
    return list(dict.fromkeys(spellings[each] for each in found))


def _wall(day: int, second: int) -> int:
    return (day - _EPOCH_ORDINAL) * DAY + second


def _offsets(day: int, second: int, zone: tzinfo) -> tuple[int, int]:
    """The zone's offsets at a wall clock, in seconds: as before a change there, and as after it."""
    minute, second = divmod(second, 60)
    clock = time(minute // 60, minute % 60, second, tzinfo=zone)
    moment = datetime.combine(date.fromordinal(day), clock)
    return _seconds(moment), _seconds(moment.replace(fold=1))


def _offset_at(instant: Instant, zone: tzinfo) -> int:
    moment = _EPOCH + instant * _SECOND
    try:
        return _seconds(moment.astimezone(zone))
    except OverflowError:
        # The zone is in the year 0 or 10000 already; no zone changes its offset so near the edge.
        return _seconds(moment.replace(tzinfo=zone))


def _seconds(moment: datetime) -> int:
    return (moment.utcoffset() or timedelta()) // _SECOND


def _change(day: int, second: int, zone: tzinfo) -> Instant:
    """The first instant after the change of clocks that skipped the moment."""
    before, after = _offsets(day, second, zone)
    earliest, latest = (_wall(day, second) - offset for offset in (after, before))
    seconds = range(earliest, latest + 1)
    passed = bisect_left(seconds, True, key=lambda each: _offset_at(each, zone) != before)  # noqa: FBT003
    return seconds[passed]
