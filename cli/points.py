"""`dipledger points`: the points of a thread, each with every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, ThreadArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def points(
    thread: ThreadArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """The points of a thread and what became of them: status, act, and each answer in its words."""
    from projections.points import points_view
    from projections.threads import negotiation

    with reading(as_of, known_at, known_by, zone) as reader:
        state = negotiation(reader.source, thread, reader.lens)
        emit(points_view(state), reader, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("points")(points)
