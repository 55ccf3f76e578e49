"""Dates, acts and people as short text, in a thread's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ledger.dates import MIN_INSTANT, day_count, elapsed
from ledger.vocabulary import ACT_TIME_ORDER
from projections.views.acts import ActBrief

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.dates import ActDate, Instant
    from ledger.parts import Source
    from ledger.placing import Placed

_LAST_SECOND = 86_399
_CLOCK = re.compile(r"(?<=[0-9]{2})T(?=[0-9]{2}:)")
_OPEN_START = re.compile(r"(?<!\S)\.\./(\S+)")
_OPEN_END = re.compile(r"(?<!\S)([0-9X][^\s/]*)/\.\.(?!\S)")
_SECONDS_A_DAY = 86_400


def when_text(act: Act, zone: str) -> str | None:
    """The act's time as given, conflicting claims joined by `or`; None where it has none (T1)."""
    for role in ACT_TIME_ORDER:
        claims = [claim for claim in act.dates if claim.role is role]
        claims = [claim for claim in claims if claim.preferred] or claims
        claims.sort(key=lambda claim: claim.date.earliest or MIN_INSTANT)
        if claims:
            return " or ".join(dict.fromkeys(date_text(claim.date, zone) for claim in claims))
    return None


def date_text(date: ActDate, zone: str) -> str:
    """A date as given, without the zone where it is the thread's; another calendar shows both."""
    given = _spoken(date.text_in(zone))
    return given if date.gregorian is None else f"{given} ({_spoken(date.gregorian)})"


def _spoken(text: str) -> str:
    """`1914-07-23 18:00`; an open end is `2022-01-27 or before`."""
    spoken = _OPEN_END.sub(r"\1 or after", _OPEN_START.sub(r"\1 or before", text))
    return _CLOCK.sub(" ", spoken)


def placed_text(placed: Placed, zone: str) -> str:
    """The act's time as given, else the bounds that its links give it, else `undated` (T1, T2)."""
    return when_text(placed.act, zone) or bounds_text(placed, zone) or "undated"


def bounds_text(placed: Placed, zone: str) -> str | None:
    """What an act's time lies between, by its dates and links; None: nothing bounds it."""
    first = None if placed.earliest is None else first_text(placed.earliest, zone)
    last = None if placed.latest is None else instant_text(placed.latest, zone)
    if first is None or last is None:
        one_side = f"{first} or after" if first else f"{last} or before"
        return one_side if first or last else None
    same = placed.earliest == placed.latest or first == last
    return last if same else f"between {first} and {last}"


def local_time(instant: Instant, zone: str) -> datetime:
    """An instant on the clocks of a zone."""
    return datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone))


def is_day_end(local: datetime) -> bool:
    """Whether it is the last second of a day, which stands for the day."""
    return local.hour * 3600 + local.minute * 60 + local.second == _LAST_SECOND


def instant_text(instant: Instant, zone: str) -> str:
    """An instant in a zone: the day alone at its last second, else with time and offset."""
    local = local_time(instant, zone)
    if is_day_end(local):
        return local.date().isoformat()
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def first_text(instant: Instant, zone: str) -> str:
    """A lower bound in a zone: the day alone at its first second, else as `instant_text`."""
    local = local_time(instant, zone)
    at_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date().isoformat() if at_midnight else instant_text(instant, zone)


def span_text(earlier: Instant, later: Instant, zone: str) -> str:
    """How long: hours and minutes below two days, calendar days from there on (rule T5)."""
    if later - earlier < 2 * _SECONDS_A_DAY:
        return elapsed(earlier, later)
    days = day_count(earlier, later, zone)
    return f"{days} days"


def recorded_text(recorded_at: int) -> str:
    """A record time: `2022-01-27T09:00:00.000001Z` of UTC microseconds."""
    seconds, micros = divmod(recorded_at, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{micros:06d}Z"


def recording_text(recorded_at: int, position: int) -> str:
    """A time of recording, to the minute, and the position that tells it from others."""
    at = datetime.fromtimestamp(recorded_at // 1_000_000, UTC)
    return f"{at:%Y-%m-%d %H:%M} UTC (#{position})"


def brief(placed: Placed, zone: str) -> ActBrief:
    """The act in one line."""
    act = placed.act
    return ActBrief(
        ref=placed.ref,
        kind=act.KIND.word,
        senders=act.senders,
        addressees=act.addressees,
        when=when_text(act, zone) or bounds_text(placed, zone),
        earliest=placed.earliest,
        latest=placed.latest,
        instrument=act.instrument_text or act.instrument,
        channel=act.channel,
        marking=None if act.marking is None else act.marking.text,
        labels={label.party: label.label for label in act.labels},
        gist=gist(act),
    )


_SAID = {"answered_undisclosed": "answered (undisclosed)"}


def plain(code: str) -> str:
    """A code as words: `partly answered`."""
    return _SAID.get(code) or code.replace("_", " ")


def gist(act: Act) -> str | None:
    """Its summary, else the words of its first point or answer."""
    if act.summary is not None:
        return act.summary
    words = [point.text for point in act.points]
    words += [answer.text for answer in act.answers if answer.text is not None]
    if not words and act.sealed is not None:
        return f"sealed: {', '.join(act.sealed.fields)}"
    return words[0] if words else None


def sources(act: Act) -> tuple[str, ...]:
    """The citations of an act's sources."""
    return tuple(citation(source) for source in act.sources)


def citation(source: Source) -> str:
    """A source on one line, with its page and its Admiralty code."""
    page = f", p. {source.page}" if source.page else ""
    graded = source.reliability or source.credibility
    code = f" [{source.reliability or '?'}{source.credibility or '?'}]" if graded else ""
    return f"{source.citation}{page}{code}"
