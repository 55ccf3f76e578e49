"""`dipledger correct`: fields of an act are other than recorded."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import recording
from cli.notices import (
    ActArg,
    IdOption,
    ReasonOption,
    SourcesOption,
    record_notice,
)

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help='What is right: place=Niš, delivered=2022-01-27, "points.6b=TEXT"; may be repeated.',
    ),
]
UnsetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unset", metavar="FIELD", help="What is taken out: place, points.6b; may be repeated."
    ),
]
WasOption = Annotated[
    list[str] | None,
    typer.Option(
        "--was",
        metavar="FIELD=VALUE",
        help="What you take the recorded value for; a conflict if it is another.",
    ),
]


def correct(
    act: ActArg,
    reason: ReasonOption,
    sets: SetOption = None,
    unset: UnsetOption = None,
    was: WasOption = None,
    source: SourcesOption = None,
    notice_id: IdOption = None,
) -> None:
    """Correct fields of an act; what was recorded stays in the log, and on the erratum list.

    Values are written as in act files. A part of a list goes by its key: points.LABEL,
    answers.POINT, persons.ROLE, sources.ID; what is written replaces all parts of that key, and a
    point keeps its other fields. points.6b.kind=request is one field of one part.

    A correction that would break what depends on the act is refused, and names it.
    """
    from ledger.importers.edits import edits_of
    from ledger.importers.later import correct as correction
    from ledger.notices import ActCorrected

    edits = edits_of(sets or (), unset or (), "--set")
    expected = edits_of(was or (), (), "--was")
    with recording() as ledger:
        command = correction(
            ledger,
            act,
            {edit.path: edit.values or None for edit in edits},
            was={edit.path: edit.values for edit in expected},
            reason=reason,
            source=source or (),
            notice_id=notice_id,
        )
        assert isinstance(command.notice, ActCorrected)  # noqa: S101 -- what `correct` makes
        fields = ", ".join(change.field for change in command.notice.changes)
        record_notice(ledger, command, f"corrected {fields} of {act}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("correct")(correct)
