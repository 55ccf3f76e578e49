"""The options and arguments that many commands share.

A read command takes `as_of: AsOfOption = None, known_at: KnownAtOption = None, known_by:
KnownByOption = LEDGER, zone: ZoneOption = None, fmt: FormatOption = None`, and asks the reader
through the lens that `cli.bootstrap.reading(as_of, known_at, known_by, zone)` gives it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Argument, Option

from cli.completion import complete_act, complete_party, complete_subject, complete_thread
from cli.context import current


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
AnyThreadArg = Annotated[
    str | None,
    Argument(metavar="[THREAD]", help="Only of this thread.", autocompletion=complete_thread),
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
