"""`dipledger positions`: points by parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import note_before_first_act, reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, ThreadArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def positions(
    thread: ThreadArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Who says what of each point: a row for each point, a column for each party.

    In brackets what is said by a party that was not asked; it changes no status.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        note_before_first_act(reader, lens, thread)
        emit(reader.positions(thread, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("positions")(positions)
