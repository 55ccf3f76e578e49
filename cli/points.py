"""`dipledger points`: the points of a thread with every answer, or those of all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_party
from cli.options import AnyThreadArg, AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from projections import View

StatusOption = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Only these; may be repeated."),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="CODE", help="Only raised to this party.", autocompletion=complete_party
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="CODE", help="Only raised by this party.", autocompletion=complete_party
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="Only of this kind: demand, question, offer …"),
]


def points(
    thread: AnyThreadArg = None,
    status: StatusOption = None,
    to: ToOption = None,
    by: ByOption = None,
    kind: KindOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """The points of a thread and what became of them: status, act, and each answer in its words.

    Without a thread, or with a condition, one line for each point and addressee, over all threads.
    With several conditions, those points are listed to which all of them apply.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        if thread is not None and not (status or to or by or kind):
            view: View = reader.points(thread, lens)
            note_before_first_act(reader, lens, thread)
        else:
            view = reader.point_lines(
                lens, thread=thread, status=status or (), to=to, by=by, kind=kind
            )
            note_before_first_act(reader, lens)
        emit(view, lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("points")(points)
