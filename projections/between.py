"""`A..B` → the two lenses to compare: two dates, or two moments of knowledge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.dates import MIN_INSTANT, format_instant
from ledger.errors import InputError
from ledger.instants import quoted
from ledger.moments import Moment, parse_moment, parse_period
from projections.asked import MICROS, is_position, known_moment, placed
from projections.diff import NOTHING
from projections.lens import thread_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.dates import Instant
    from projections.asked import Dated
    from projections.lens import Lens, WorldSource

DOTS = ".."


def by_date(source: WorldSource, thread: str, dates: str, lens: Lens) -> tuple[Lens, Lens]:
    """Two dates; one alone is what happened in it."""
    period = placed("A..B", lambda: parse_period(dates))
    before = period.start or NOTHING
    if DOTS not in dates:
        before = _eve(source, thread, before, lens)
    return replace(lens, as_of=before), replace(lens, as_of=period.end)


def by_record(
    log: Dated, known_at: str, lens: Lens, position: Callable[[str], int]
) -> tuple[Lens, Lens]:
    """Two positions of the log; one alone is what was recorded there, or in that time."""
    first, is_range, last = (part.strip() for part in known_at.partition(DOTS))
    if is_range:
        _in_order(known_at, first, last, lens.now)
        start = position(first) if first else 0
        end = position(last) if last else log.head()[0]
    else:
        end = position(first)
        start = _recorded_before(log, first, end, lens.now)
    return replace(lens, known_at=start), replace(lens, known_at=end)


def by_calendar(source: WorldSource, thread: str, known_at: str, lens: Lens) -> tuple[Lens, Lens]:
    """Two moments of the viewer's calendar; one alone is what became known in it."""

    def moment(text: str) -> Moment:
        return known_moment(text, lens.known_by, now=lens.now, zone=lens.zone)

    first, is_range, last = (part.strip() for part in known_at.partition(DOTS))
    start = moment(first) if first else NOTHING
    if not is_range:
        eve = _eve(source, thread, start, lens)
        return replace(lens, known_at=eve), replace(lens, known_at=start)
    return replace(lens, known_at=start), replace(lens, known_at=moment(last) if last else None)


def _eve(source: WorldSource, thread: str, moment: Moment, lens: Lens) -> Moment:
    """The last second before a moment begins, in the zone it is read in."""
    zone = lens.zone or thread_at(source, thread, lens)[1].zone
    return Moment(format_instant(max(moment.start(zone, lens.now) - 1, MIN_INSTANT)))


def _in_order(known_at: str, first: str, last: str, now: Instant) -> None:
    """InputError for two times of recording that are turned round, whatever was recorded then."""
    if "#" in known_at or not first or not last:
        return
    period = placed("--known-at", lambda: parse_period(known_at))
    ends = [each.end("UTC", now) for each in (period.start, period.end) if each]
    if ends[0] > ends[1]:
        raise InputError(
            f"{quoted(known_at)} ends before it begins", where="--known-at", mend="Turn it round."
        )


def _recorded_before(log: Dated, text: str, position: int, now: Instant) -> int:
    """The last position before a time of recording begins, or before what was recorded at one.

    What is recorded together has one time of recording.
    """
    if is_position(text) is None:
        micros = parse_moment(text).start("UTC", now) * MICROS
    else:
        found = log.log(after=position - 1, limit=1) if position else ()
        micros = next((one.recorded_at for one in found), 0)
    return log.position_at(micros - 1)
