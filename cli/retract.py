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
    from ledger.importers.later import retract as retraction

    with recording() as ledger:
        command = retraction(
            ledger,
            thread_or_act,
            reason=reason,
            source=source or (),
            notice=notice,
            with_dependants=with_dependants,
            notice_id=notice_id,
        )
        done = "retracted" if notice is None else "took back"
        about = thread_or_act if notice is None else f"{thread_or_act}/{notice}"
        record_notice(ledger, command, f"{done} {about}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retract")(retract)
