"""The options and arguments that many commands share, and the lens they make.

A read command takes `as_of: AsOfOption = None, known_at: KnownAtOption = None, known_by:
KnownByOption = LEDGER, zone: ZoneOption = None, fmt: FormatOption = None`, and asks
`reader.source` inside `cli.bootstrap.reading(as_of, known_at, known_by, zone)`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

from typer import Argument, Option

from cli.completion import complete_act, complete_party, complete_subject, complete_thread
from cli.context import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.moments import Moment
    from ledger.store import Ledger
    from projections.lens import Lens

T = TypeVar("T")

_POSITION = re.compile(r"#([0-9]{1,18})")
_MICROS = 1_000_000


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


AsOfOption = Annotated[
    str | None,
    Option(
        "--as-of",
        metavar="T",
        help="What had happened by T: 2022-01-27 (its end), 2022-01, a time, today, -7d.",
    ),
]
KnownAtOption = Annotated[
    str | None,
    Option(
        "--known-at",
        metavar="K",
        help="As known at K: for the ledger a time of recording (UTC) or a log position '#12', "
        "for others a day or time of their own.",
    ),
]
ZoneOption = Annotated[
    str | None,
    Option("--zone", metavar="ZONE", help="The zone that T is read in, not the thread's."),
]
FormatOption = Annotated[
    Format | None,
    Option("--format", metavar="FORMAT", help=f"One of {', '.join(Format)}."),
]
ThreadArg = Annotated[
    str, Argument(metavar="THREAD", help="The thread's id.", autocompletion=complete_thread)
]
ThreadOrActArg = Annotated[
    str,
    Argument(
        metavar="THREAD[/ACT]", help="A thread, or one of its acts.", autocompletion=complete_act
    ),
]
SubjectArg = Annotated[
    str,
    Argument(
        metavar="THREAD[/LABEL|/ACT]",
        help="A thread, or one of its points or acts.",
        autocompletion=complete_subject,
    ),
]
PartyArg = Annotated[
    str, Argument(metavar="CODE", help="The party's code.", autocompletion=complete_party)
]


def chosen_format(fmt: Format | None) -> Format:
    """The format of the option, else of the settings. InputError where the setting is none."""
    if fmt is not None:
        return fmt
    setting = current().settings.values["format"]
    try:
        return Format(setting.value or Format.TABLE)
    except ValueError:
        from ledger.errors import InputError

        raise InputError(
            f"there is no format {setting.value!r}",
            where=setting.origin,
            mend=f"The formats are {', '.join(Format)}.",
        ) from None


def lens_from(
    ledger: Ledger, *, as_of: str | None, known_at: str | None, known_by: str, zone: str | None
) -> Lens:
    """The lens of the options; InputError that names the option which cannot be understood."""
    from cli.viewers import LEDGER, moment_of, viewer_of
    from ledger.zones import find_zone
    from projections.lens import Lens

    invocation = current()
    zone = zone or invocation.settings.text("zone")
    if zone is not None:
        _placed("--zone", lambda: find_zone(zone))
    viewer = viewer_of(ledger, known_by)
    known: int | Moment | None = None
    if known_at is not None:
        known = (
            position(ledger, known_at)
            if viewer == LEDGER
            else moment_of(known_at, viewer, now=invocation.now, zone=zone)
        )
    return Lens(
        now=invocation.now,
        as_of=None if as_of is None else _moment("--as-of", as_of),
        known_at=known,
        known_by=viewer,
        zone=zone,
    )


def position(ledger: Ledger, known_at: str) -> int:
    """The log position that `--known-at` names; 0 and a note where that is before the first record.

    `#12` is a position, anything else a moment on the clock of recording: the end of its unit, UTC.
    """
    from cli.moments_asked import refuse_future
    from cli.viewers import LEDGER
    from ledger.errors import InputError

    invocation = current()
    given = _POSITION.fullmatch(known_at.strip())
    if given:
        found, last = int(given[1]), ledger.head()[0]
        if found > last:
            raise InputError(
                f"the log has no position {found}; its last is {last}", where="--known-at"
            )
    else:
        moment = _moment("--known-at", known_at)
        refuse_future(moment, LEDGER, now=invocation.now, last_recorded=ledger.head()[1])
        end = moment.end("UTC", invocation.now)
        found = ledger.position_at(end * _MICROS + _MICROS - 1)
    if found == 0:
        invocation.note(_nothing_yet(ledger, known_at))
    return found


def _nothing_yet(ledger: Ledger, known_at: str) -> str:
    first = next(iter(ledger.log(limit=1)), None)
    if first is None:
        return "this ledger has recorded nothing yet"
    from projections.text import recorded_text

    return (
        f"this ledger knew nothing by {known_at}: "
        f"its first record is of {recorded_text(first.recorded_at)} "
        "(for what others knew then, ask with --known-by public)"
    )


def moment_option(option: str, text: str | None) -> Moment | None:
    """The moment an option gives, None where it is not given; its error names the option."""
    return None if text is None else _moment(option, text)


def one_of(what: str, option: str, given: str, words: Iterable[str]) -> str:
    """The word given, if it is one; InputError with the near ones and all."""
    from ledger.errors import InputError
    from ledger.near import near

    known = [str(word) for word in words]
    if given in known:
        return given
    raise InputError(
        f"there is no {what} {given}",
        where=option,
        near=near(given, known),
        mend=f"Give one of: {', '.join(known)}.",
    )


def _moment(option: str, text: str) -> Moment:
    from ledger.moments import parse_moment

    return _placed(option, lambda: parse_moment(text))


def _placed(option: str, read: Callable[[], T]) -> T:
    """What is read of an option's text; its error says which option it was."""
    from ledger.errors import DipledgerError

    try:
        return read()
    except DipledgerError as error:
        raise error.at(option) from None
