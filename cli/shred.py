"""`dipledger shred`: destroy the key of a sealed text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from typer import Option, confirm

from cli.bootstrap import recording
from cli.failures import say
from cli.notices import ActArg, IdOption, ReasonOption, SourcesOption, record_notice

if TYPE_CHECKING:
    import typer


def shred(
    act: ActArg,
    reason: ReasonOption,
    yes: Annotated[bool, Option("--yes", help="Do not ask whether you are sure.")] = False,
    source: SourcesOption = None,
    notice_id: IdOption = None,
) -> None:
    """Destroy the key of an act's sealed text: nobody can read the text again.

    That it was there, and that it was shredded, when, by whom and why, stays in the record, which
    still verifies. It is recorded first; where something came between, the same command again
    destroys the key. Backups made before still hold it.
    """
    from ledger.errors import Conflict
    from ledger.importers.later import shred as shredding

    with recording() as ledger:
        command = shredding(ledger, act, reason=reason, source=source or (), notice_id=notice_id)
        if command is not None:
            if not yes:
                _ask(act)
            record_notice(ledger, command, f"recorded that the sealed text of {act} is shredded")
        gone = ledger.destroy_seal(act)
    if not gone:
        raise Conflict(
            f"the key of {act} is deleted, and its bytes are still in the write-ahead log:"
            " somebody is reading the ledger",
            mend="Give the same command again when they have finished.",
        )
    say(f"the key of {act} is destroyed; backups made before still hold it")


def _ask(act: str) -> None:
    from cli.failures import Finding
    from ledger.errors import InputError

    if not sys.stdin.isatty():
        raise InputError(
            f"nobody is there to say whether the sealed text of {act} is to be shredded",
            mend="Say so with --yes.",
        )
    if not confirm(f"Shred the sealed text of {act}, for good?", err=True):
        say("nothing was shredded")
        raise Finding


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("shred")(shred)
