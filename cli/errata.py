"""`dipledger errata`: the erratum list of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import FormatOption, KnownAtOption, ThreadArg
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def errata(
    thread: ThreadArg,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    fmt: FormatOption = None,
) -> None:
    """What was corrected, retracted, cited, disclosed and reclassified in a thread, and why.

    Each with what it changed when it was recorded, and whether it still holds. It is the ledger's
    own: no other viewer is told what was wrong with its record.
    """
    from projections.record import errata_view

    with reading(known_at=known_at, known_by=known_by) as reader:
        emit(errata_view(reader.source, thread, reader.lens), reader, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("errata")(errata)
