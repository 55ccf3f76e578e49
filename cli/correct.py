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
    subject_of,
    told,
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
    from ledger.importers.noticebuild import correction

    edits = edits_of(sets or (), unset or (), "--set")
    expected = edits_of(was or (), (), "--was")
    with recording() as ledger:
        subject, record = subject_of(ledger, act)
        given = told(
            record,
            "correct",
            subject.act.id,
            notice_id=notice_id,
            reason=reason,
            source=source,
        )
        notice = correction(subject, given, edits, expected)
        fields = ", ".join(change.field for change in notice.changes)
        record_notice(ledger, subject.thread, notice, f"corrected {fields} of {act}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("correct")(correct)
