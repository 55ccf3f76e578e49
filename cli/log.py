"""`dipledger log`: the raw log, event by event."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import reading
from cli.options import FormatOption, KnownAtOption
from cli.output import emit

AfterOption = Annotated[
    int, typer.Option("--after", metavar="N", min=0, help="Only events after position N.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="At most N events.")
]


def log(
    after: AfterOption = 0,
    limit: LimitOption = None,
    known_at: KnownAtOption = None,
    fmt: FormatOption = None,
) -> None:
    """The raw log in the order of recording, event by event.

    An event that this version does not know is shown as `unknown type`, and never executed.
    """
    with reading(known_at=known_at) as (reader, lens):
        emit(reader.log(lens, after=after, limit=limit), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("log")(log)
