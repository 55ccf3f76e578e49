"""`dipledger anomalies`: what is odd but possible in the record."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

OneThreadArg = Annotated[
    str | None,
    typer.Argument(metavar="[THREAD]", help="Only this thread.", autocompletion=complete_thread),
]


def anomalies(
    thread: OneThreadArg = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """What is odd but possible, in a thread or in the whole ledger; all of it was accepted.

    An act without a date, or dated after the day it was recorded, a party outside its time, a
    stance of a party that was not asked, invisible characters. With --as-of, acts that were
    certainly still to come are left out.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        emit(reader.anomalies(thread, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("anomalies")(anomalies)
