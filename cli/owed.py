"""`dipledger owed`: who owes whom a reply."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit

DebtorArg = Annotated[
    str | None,
    typer.Argument(
        metavar="[PARTY]", help="Only what this party owes.", autocompletion=complete_party
    ),
]
OneThreadOption = Annotated[
    str | None,
    typer.Option(
        "--thread", metavar="THREAD", help="Only in this thread.", autocompletion=complete_thread
    ),
]


def owed(
    party: DebtorArg = None,
    thread: OneThreadOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Who owes whom a reply, since when, for which points, and whether it is overdue.

    The longest owed comes first. Days are calendar days in the thread's zone.
    """
    from projections.lens import thread_at
    from projections.owed import owed_view
    from projections.parties import party_view

    with reading(as_of, known_at, zone) as reader:
        ledger, lens = reader.ledger, reader.lens
        code = None if party is None else party_view(ledger, party.upper(), lens).party.code
        if thread is not None:
            thread_at(ledger, thread, lens)
        emit(owed_view(ledger, lens, party=code, thread=thread), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("owed")(owed)
