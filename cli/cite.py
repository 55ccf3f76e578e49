"""`dipledger cite`: a further source for an act, and what it says otherwise."""

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

DeliveredOption = Annotated[
    list[str] | None,
    typer.Option("--delivered", "--when", metavar="DATE", help="When it was delivered."),
]
DatedOption = Annotated[
    list[str] | None, typer.Option("--dated", metavar="DATE", help="The date on the paper.")
]
SentOption = Annotated[
    list[str] | None, typer.Option("--sent", metavar="DATE", help="When it was despatched.")
]
ReceivedOption = Annotated[
    list[str] | None,
    typer.Option("--received", metavar="DATE", help="When it reached the principal."),
]
DraftedOption = Annotated[
    list[str] | None, typer.Option("--drafted", metavar="DATE", help="When it was written.")
]
PublishedOption = Annotated[
    list[str] | None, typer.Option("--published", metavar="DATE", help="When it was made public.")
]
ClaimOption = Annotated[
    list[str] | None,
    typer.Option("--claim", metavar="FIELD=VALUE", help="What it says of another field."),
]
PreferOption = Annotated[
    str | None,
    typer.Option("--prefer", metavar="REASON", help="Prefer what it says, for this reason."),
]


def cite(
    act: ActArg,
    reason: ReasonOption,
    source: SourcesOption = None,
    delivered: DeliveredOption = None,
    dated: DatedOption = None,
    sent: SentOption = None,
    received: ReceivedOption = None,
    drafted: DraftedOption = None,
    published: PublishedOption = None,
    claim: ClaimOption = None,
    prefer: PreferOption = None,
    notice_id: IdOption = None,
) -> None:
    """Cite a further source for an act, with the dates and fields of which it says otherwise.

    All claims are kept and shown as a conflict, and none is averaged: conflicting dates span, until
    one is preferred. A date or claim that names no source is by the one that is cited.
    """
    from ledger.importers.later import cite as citation

    dates = {
        "delivered": delivered,
        "dated": dated,
        "sent": sent,
        "received": received,
        "drafted": drafted,
        "published": published,
    }
    with recording() as ledger:
        command = citation(
            ledger,
            act,
            reason=reason,
            source=source or (),
            dates=dates,
            claims=claim or (),
            prefer=prefer,
            notice_id=notice_id,
        )
        record_notice(ledger, command, f"cited for {act}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cite")(cite)
