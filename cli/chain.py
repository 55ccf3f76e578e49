"""`dipledger chain`: the line of replies that leads to an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.notices import ActArg
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def chain(
    act: ActArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """The longest line of replies that ends in an act, with what branches off it."""
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        emit(reader.chain(act, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("chain")(chain)
