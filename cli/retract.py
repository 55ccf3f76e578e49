"""`dipledger retract`: an act did not happen, or a notice is taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import recording
from cli.notices import (
    IdOption,
    ReasonOption,
    SourcesOption,
    record_notice,
    subject_of,
    thread_of,
    told,
)
from cli.options import ThreadOrActArg

NoticeOption = Annotated[
    str | None,
    typer.Option("--notice", metavar="ID", help="Take back this notice of THREAD, see `errata`."),
]
WithDependantsOption = Annotated[
    bool,
    typer.Option(
        "--with-dependants", help="Retract what refers to it too, and what refers to that."
    ),
]


def retract(
    thread_or_act: ThreadOrActArg,
    reason: ReasonOption,
    notice: NoticeOption = None,
    with_dependants: WithDependantsOption = False,
    source: SourcesOption = None,
    notice_id: IdOption = None,
) -> None:
    """Retract an act, THREAD/ACT, or take back a notice, THREAD --notice ID.

    A retracted act leaves no trace in the state, and stays in the log. A correction that is taken
    back restores what was believed; a retraction that is taken back restores its act. What would
    leave a broken reference is refused, and names what depends on it.
    """
    from ledger.errors import InputError
    from ledger.importers.noticebuild import retraction

    if ("/" in thread_or_act) is (notice is not None):
        raise InputError(
            "a retraction is of one act or of one notice",
            mend="Write `dipledger retract THREAD/ACT`, or `dipledger retract THREAD --notice ID`.",
        )
    with recording() as ledger:
        if notice is None:
            subject, record = subject_of(ledger, thread_or_act)
            about, done = subject.act.id, f"retracted {thread_or_act}"
        else:
            record = thread_of(ledger, thread_or_act)
            about, done = notice, f"took back {thread_or_act}/{notice}"
        given = told(record, "retract", about, notice_id=notice_id, reason=reason, source=source)
        event = retraction(given, act=about if notice is None else None, notice=notice)
        record_notice(ledger, record.id, event, done, with_dependants=with_dependants)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retract")(retract)
