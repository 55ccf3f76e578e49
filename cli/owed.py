"""`dipledger owed`: who owes whom a reply."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_party, complete_thread
from cli.failures import Finding
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

DebtorArg = Annotated[
    str | None,
    typer.Argument(
        metavar="[PARTY]",
        help="Only what this party owes, or a group with its members.",
        autocompletion=complete_party,
    ),
]
CreditorOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="PARTY",
        help="Only what this party waits for.",
        autocompletion=complete_party,
    ),
]
OneThreadOption = Annotated[
    str | None,
    typer.Option(
        "--thread", metavar="THREAD", help="Only in this thread.", autocompletion=complete_thread
    ),
]
OlderThanOption = Annotated[
    str | None,
    typer.Option("--older-than", metavar="DAYS", help="Owed for longer than 30d, 4w, 1m, 1y."),
]
OverdueOption = Annotated[bool, typer.Option("--overdue", help="With the deadline past.")]
DueWithinOption = Annotated[
    str | None,
    typer.Option("--due-within", metavar="DAYS", help="Due within 14d, 2w, 1m, or overdue."),
]
FailOption = Annotated[
    bool, typer.Option("--fail", help="End with exit code 1 when there is one to list.")
]


def owed(
    party: DebtorArg = None,
    to: CreditorOption = None,
    thread: OneThreadOption = None,
    older_than: OlderThanOption = None,
    overdue: OverdueOption = False,
    due_within: DueWithinOption = None,
    fail: FailOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Who owes whom a reply, since when, for which points, and whether it is overdue.

    The longest owed comes first. Days are calendar days in the thread's zone. With several
    conditions, those replies are listed to which all of them apply.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.owed(
            lens,
            party=party,
            to=to,
            thread=thread,
            older_than=older_than,
            overdue=overdue,
            due_within=due_within,
        )
        note_before_first_act(reader, lens, thread)
        emit(view, lens, fmt)
    if fail and view.owed:
        raise Finding


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("owed")(owed)
