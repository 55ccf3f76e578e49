"""`dipledger explain`: why a point, an act or a thread stands as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, SubjectArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def explain(
    subject: SubjectArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Why a point has its status, an act its place in time, or a thread its status.

    Each step is told with its rule, its act and the act's sources.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        emit(reader.explain(subject, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)
