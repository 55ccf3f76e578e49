"""`dipledger points`: the points of a thread with every answer, or those of all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption, one_of
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from cli.bootstrap import Reader

AnyThreadArg = Annotated[
    str | None,
    typer.Argument(metavar="[THREAD]", help="Only of this thread.", autocompletion=complete_thread),
]
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
    from cli.moments_asked import note_before_first_act
    from ledger.vocabulary import PointKind, Status
    from projections.point_lines import PointFilter, point_lines_view
    from projections.points import points_view
    from projections.threads import negotiation

    with reading(as_of, known_at, known_by, zone) as reader:
        wanted = PointFilter(
            statuses=tuple(
                one_of("status of a point", "--status", one, Status) for one in status or ()
            ),
            party=_party(reader, to),
            raiser=_party(reader, by),
            kind=None if kind is None else one_of("kind of point", "--kind", kind, PointKind),
            thread=thread,
        )
        if thread is not None and wanted == PointFilter(thread=thread):
            state = negotiation(reader.source, thread, reader.lens)
            note_before_first_act(reader, thread)
            emit(points_view(state), reader, fmt)
        else:
            note_before_first_act(reader)
            emit(point_lines_view(reader.source, reader.lens, wanted), reader, fmt)


def _party(reader: Reader, code: str | None) -> str | None:
    from projections.parties import party_view

    if code is None:
        return None
    return party_view(reader.source, code.upper(), reader.lens).party.code


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("points")(points)
