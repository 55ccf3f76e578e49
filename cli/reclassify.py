"""`dipledger reclassify`: the marking of an act has changed."""

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

MarkingOption = Annotated[
    str | None,
    typer.Option("--marking", metavar="LEVEL[//CAVEAT]", help="Its marking now: secret//NOFORN."),
]
UnmarkedOption = Annotated[bool, typer.Option("--unmarked", help="It is not marked any more.")]
WhenOption = Annotated[
    str | None, typer.Option("--when", metavar="DATE", help="Since when, in the thread's zone.")
]


def reclassify(
    act: ActArg,
    reason: ReasonOption,
    marking: MarkingOption = None,
    unmarked: UnmarkedOption = False,
    when: WhenOption = None,
    source: SourcesOption = None,
    notice_id: IdOption = None,
) -> None:
    """Give an act another marking, or take its marking away."""
    from ledger.errors import InputError
    from ledger.importers.later import reclassify as reclassification

    if (marking is not None) is unmarked:
        raise InputError(
            "an act has one marking or none", mend="Give --marking LEVEL, or --unmarked."
        )
    with recording() as ledger:
        command = reclassification(
            ledger,
            act,
            marking=marking,
            reason=reason,
            source=source or (),
            when=when,
            notice_id=notice_id,
        )
        record_notice(ledger, command, f"{act} is marked {marking or 'no more'}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reclassify")(reclassify)
