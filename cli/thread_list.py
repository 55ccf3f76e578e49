"""`dipledger threads`: the threads of the ledger with their status, or some of them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_party
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

OfPartyOption = Annotated[
    str | None,
    typer.Option(
        "--party",
        metavar="CODE",
        help="Only those in which this party acts or is named.",
        autocompletion=complete_party,
    ),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Only these; may be repeated."),
]
TagOption = Annotated[str | None, typer.Option("--tag", metavar="WORD", help="Only with this tag.")]
ActiveOption = Annotated[
    str | None,
    typer.Option("--active-since", metavar="T", help="Only with an act since: 2022-01, -30d."),
]
QuietOption = Annotated[
    str | None,
    typer.Option("--quiet-since", metavar="T", help="Only without any act since: 2021, -1y."),
]
DormantOption = Annotated[
    bool, typer.Option("--dormant", help="Only where a reply is owed and nothing happens.")
]


def threads(
    party: OfPartyOption = None,
    status: StatusOption = None,
    tag: TagOption = None,
    active_since: ActiveOption = None,
    quiet_since: QuietOption = None,
    dormant: DormantOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """List the threads with their status, by id.

    With several conditions, those threads are listed to which all of them apply.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.threads(
            lens,
            party=party,
            status=status or (),
            tag=tag,
            active_since=active_since,
            quiet_since=quiet_since,
            dormant=dormant,
        )
        note_before_first_act(reader, lens)
        emit(view, lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("threads")(threads)
