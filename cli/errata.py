"""`dipledger errata`: the erratum list of a thread, or of all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import AnyThreadArg, AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def errata(
    thread: AnyThreadArg = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """What was corrected, retracted, cited, disclosed and reclassified, in a thread or in all.

    Each with what it changed when it was recorded, and whether it still holds. It is the ledger's
    own: no other viewer is told what was wrong with its record. With --as-of, notices about acts
    that were certainly still to come are left out.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        emit(reader.errata(thread, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("errata")(errata)
