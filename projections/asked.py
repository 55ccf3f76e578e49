"""What a person asks with, as text: moments, viewers, log positions, words of the vocabulary.

The one place for the rules of asking, for the command line and for Python alike. Errors name the
option: what the command line writes `--known-at` is `known_at` in Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, TypeVar

from ledger.errors import DipledgerError, InputError
from ledger.instants import format_instant
from ledger.moments import parse_moment
from ledger.near import near
from ledger.parties import near_parties, shipped_party
from ledger.vocabulary import MarkingLevel
from projections.lens import LEDGER, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.state import World

T = TypeVar("T")

MICROS = 1_000_000
_POSITION = re.compile(r"#([0-9]{1,18})")
_ANY_POSITION = re.compile(r"#[0-9]+")
_DAYS = re.compile(r"[0-9]{1,4}[dwmy]")
_FIRST_TO_BEGIN = "Etc/GMT-14"
"""Where each day begins first: what has not begun there has begun nowhere."""


class _RecordedAt(Protocol):
    @property
    def recorded_at(self) -> int: ...


class Dated(Protocol):
    """A log whose clock is asked."""

    def head(self) -> tuple[int, int]:
        """The last position and its instant in microseconds; (0, 0) where there is none."""
        ...

    def position_at(self, recorded_at: int) -> int:
        """The last position recorded at or before an instant in microseconds; 0: none."""
        ...

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[_RecordedAt]:
        """The events after a position, in order."""
        ...


def moment_asked(option: str, text: str | None) -> Moment | None:
    """The moment an option gives, None where it is not given; its error names the option."""
    return None if text is None else placed(option, lambda: parse_moment(text))


def placed(option: str, read: Callable[[], T]) -> T:
    """What is read of an option's text; its error says which option it was."""
    try:
        return read()
    except DipledgerError as error:
        raise error.at(option) from None


def days_asked(option: str, sign: str, text: str | None) -> Moment | None:
    """The moment so many days back or ahead, of `30d`. InputError where it is no number of days."""
    if text is None or _DAYS.fullmatch(text):
        return None if text is None else parse_moment(f"{sign}{text}")
    raise InputError(
        f"{text!r} is not a number of days, weeks, months or years",
        where=option,
        mend="Write 30d, 4w, 3m or 1y.",
    )


def one_of(what: str, option: str, given: str, words: Iterable[str]) -> str:
    """The word given, if it is one; InputError with the near ones and all."""
    known = [str(word) for word in words]
    if given in known:
        return given
    raise InputError(
        f"there is no {what} {given}",
        where=option,
        near=near(given, known),
        mend=f"Give one of: {', '.join(known)}.",
    )


def clearance_asked(given: str, where: str = "--clearance") -> MarkingLevel:
    """The level that is named, as in `TOP SECRET` or top-secret. InputError where it is none."""
    word = given.strip().casefold().replace(" ", "-")
    return MarkingLevel(one_of("level of clearance", where, word, MarkingLevel))


def viewer_spelt(who: str) -> str:
    """A viewer as it is spelt, whether there is one or not: `ledger`, `public`, a party's code."""
    named = who.strip()
    return named.lower() if named.lower() in (LEDGER, PUBLIC) else named.upper()


def viewer_of(who: str, parties: Callable[[], World]) -> str:
    """The viewer that is named; `parties` knows those registered. InputError where there is none.

    Registered parties are not suggested: who may know of them is just what is being asked.
    """
    code = viewer_spelt(who)
    if code in (LEDGER, PUBLIC) or shipped_party(code) is not None or code in parties().parties:
        return code
    raise InputError(
        f"there is no party {code} whose knowledge could be asked for",
        where="--known-by",
        near=(*near(code.lower(), (LEDGER, PUBLIC)), *near_parties(code)),
        mend="Write ledger, public, or the code of a party.",
    )


def known_moment(text: str, who: str, *, now: Instant, zone: str | None) -> Moment:
    """K on the calendar of a viewer. InputError where it is still to come, or a log position."""
    if _ANY_POSITION.fullmatch(text.strip()):
        raise InputError(
            f"{text} is a position in the ledger's log, which says nothing of what {who} knew",
            where="--known-at",
            mend=f"With --known-by {who} write a day or a time, such as 2022-01-27.",
        )
    moment = placed("--known-at", lambda: parse_moment(text))
    refuse_future(moment, who, now=now, zone=zone)
    return moment


def known_position(log: Dated, known_at: str, now: Instant) -> int:
    """The log position that is named; 0 where that is before the first record.

    `#12` is a position, anything else a moment on the clock of recording: the end of its unit, UTC.
    """
    given = is_position(known_at)
    if given is not None:
        last = log.head()[0]
        if given > last:
            raise InputError(
                f"the log has no position {given}; its last is {last}", where="--known-at"
            )
        return given
    moment = placed("--known-at", lambda: parse_moment(known_at))
    refuse_future(moment, LEDGER, now=now, last_recorded=log.head()[1])
    return log.position_at(moment.end("UTC", now) * MICROS + MICROS - 1)


def is_position(known_at: str) -> int | None:
    """The position that `#12` names; None for anything else."""
    given = _POSITION.fullmatch(known_at.strip())
    return None if given is None else int(given[1])


def refuse_future(
    moment: Moment, who: str, *, now: Instant, zone: str | None = None, last_recorded: int = 0
) -> None:
    """InputError for a `--known-at` that lies wholly after now: nobody knows yet what will be.

    A day, month or year that has begun is asked as far as it has gone. `who` is the viewer; for the
    ledger the clock of recording counts, which may be ahead of the machine's: `last_recorded` are
    the microseconds of its last record. `zone` is the one the moment is read in, None where it is
    each thread's own.
    """
    is_ledger = who == LEDGER
    latest = max(now, last_recorded // MICROS) if is_ledger else now
    if moment.start("UTC" if is_ledger else zone or _FIRST_TO_BEGIN, now) <= latest:
        return
    name = "the public" if who == PUBLIC else who
    known = "what the ledger will have recorded" if is_ledger else f"what {name} will know"
    raise InputError(
        f"{moment} is still to come, and {known} by then cannot be asked: "
        f"now is {format_instant(latest)}",
        where="--known-at",
        mend="Leave --known-at out to ask for what is known now; --as-of takes a date to come.",
    )


def nothing_yet(log: Dated, known_at: str) -> str:
    """That the ledger knew nothing by then, and when its first record is of."""
    first = next(iter(log.log(limit=1)), None)
    if first is None:
        return "this ledger has recorded nothing yet"
    from projections.text import recorded_text

    return (
        f"this ledger knew nothing by {known_at}: "
        f"its first record is of {recorded_text(first.recorded_at)} "
        "(for what others knew then, ask with --known-by public)"
    )
