"""`dipledger projection`: the read model, how far it is, and building it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import open_ledger
from cli.context import current
from cli.groups import group
from cli.options import FormatOption
from cli.output import emit

if TYPE_CHECKING:
    import typer


def status(fmt: FormatOption = None) -> None:
    """How far the read model is: each viewer's layer, its position in the log, its threads.

    Nothing is caught up with and nothing written. Every question catches up by itself.
    """
    from projections.read_model.status import projection_view
    from projections.reader import Reader

    with open_ledger(read_only=True) as ledger, Reader(ledger) as reader:
        emit(projection_view(reader.model, ledger), None, fmt)


def rebuild(fmt: FormatOption = None) -> None:
    """Build the read model anew from the log.

    The layers of the ledger and of the public are built beside those in use and take their place
    when they are whole; others may record and ask meanwhile. Those of parties are made when they
    are next asked for. The log is only read.
    """
    from cli.building import Building
    from cli.failures import say
    from ledger.store.failures import translated
    from projections.read_model.status import projection_view
    from projections.reader import Reader

    note = current().note
    with (
        open_ledger(read_only=True) as ledger,
        translated(ledger.path),
        Building(patience=0) as building,
        Reader(ledger, note=note, progress=building) as reader,
    ):
        reader.model.rebuild()
        view = projection_view(reader.model, ledger)
        for layer in view.layers:
            threads = "1 thread" if layer.threads == 1 else f"{layer.threads} threads"
            say(f"built what {layer.viewer} knows: {threads}, up to log position {layer.position}")
        emit(view, None, fmt)


def register(app: typer.Typer) -> None:
    """Add the group `projection`."""
    projection = group("The read model: how far it is, and building it anew.")
    projection.command("status")(status)
    projection.command("rebuild")(rebuild)
    app.add_typer(projection, name="projection")
