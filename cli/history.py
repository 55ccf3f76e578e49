"""`dipledger history`: each status a point had, and since when that is known."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_point
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

PointArg = Annotated[
    str,
    typer.Argument(
        metavar="THREAD/LABEL", help="A point of a thread.", autocompletion=complete_point
    ),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Also what was once believed, and no longer is.")
]


def history(
    point: PointArg,
    everything: AllOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Each status of a point: since when, by which act, according to whom, and known from when.

    For each party asked, and apart for what stood in the open beside a confidential answer. A
    deadline still to come is listed with --as-of a later date.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        emit(reader.history(point, lens, everything=everything), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history")(history)
