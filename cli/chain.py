"""`dipledger chain`: the line of replies that leads to an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.notices import ActArg, thread_and_act
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
    from projections.positions import chain_view

    thread_and_act(act)
    with reading(as_of, known_at, known_by, zone) as reader:
        emit(chain_view(reader.source, act, reader.lens), reader, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("chain")(chain)
