"""`dipledger explain`: why a point has its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, PointArg, ZoneOption
from cli.output import emit

if TYPE_CHECKING:
    import typer


def explain(
    point: PointArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Why a point has its status: what happened, the rule each time, the acts and their sources."""
    from projections.explain import explain as explained

    with reading(as_of, known_at, zone) as reader:
        emit(explained(reader.ledger, point, reader.lens), reader.lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)
