"""`dipledger owed`: who owes whom a reply."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_party, complete_thread
from cli.failures import Finding
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from ledger.moments import Moment

_DAYS = re.compile(r"[0-9]{1,4}[dwmy]")

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
    from projections.owed import OwedFilter, owed_view
    from projections.parties import party_view

    wanted = OwedFilter(
        older_than=_days("--older-than", "-", older_than),
        overdue=overdue,
        due_within=_days("--due-within", "+", due_within),
        thread=thread,
    )
    from cli.moments_asked import note_before_first_act

    with reading(as_of, known_at, known_by, zone) as reader:
        source, lens = reader.source, reader.lens
        debtor = None if party is None else party_view(source, party.upper(), lens).party
        creditor = None if to is None else party_view(source, to.upper(), lens).party.code
        view = owed_view(source, lens, replace(wanted, creditor=creditor), party=debtor)
        note_before_first_act(reader, thread)
        emit(view, reader, fmt)
    if fail and view.owed:
        raise Finding


def _days(option: str, sign: str, text: str | None) -> Moment | None:
    """The moment so many days back or ahead. InputError where it is no number of days."""
    from ledger.errors import InputError
    from ledger.moments import parse_moment

    if text is None or _DAYS.fullmatch(text):
        return None if text is None else parse_moment(f"{sign}{text}")
    raise InputError(
        f"{text!r} is not a number of days, weeks, months or years",
        where=option,
        mend="Write 30d, 4w, 3m or 1y.",
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("owed")(owed)
