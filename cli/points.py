"""`dipledger points`: the points of a thread, each with every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, ThreadArg, ZoneOption
from cli.output import emit

if TYPE_CHECKING:
    import typer


def points(
    thread: ThreadArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """The points of a thread and what became of them: status, act, and each answer in its words."""
    from projections.points import points_view
    from projections.threads import negotiation

    with reading(as_of, known_at, zone) as reader:
        state = negotiation(reader.ledger, thread, reader.lens)
        emit(points_view(state), reader.lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("points")(points)
