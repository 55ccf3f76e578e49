"""`dipledger init`: create an empty ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.bootstrap import ledger_path
from cli.failures import say


def init(
    path: Annotated[
        Path | None, typer.Argument(help="The file to create, instead of that of --ledger.")
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--origin",
            metavar="NAME",
            help="The ledger's name in its checkpoints, such as archive.example/talks; "
            "without one a name that no other ledger has.",
        ),
    ] = None,
) -> None:
    """Create an empty ledger.

    The file is readable by you alone (0600). A file that is there already is left as it is, and
    refused. Without a name it is the ledger of your settings, else ledger.dipledger in the current
    folder.
    """
    from cli.memory import remember_made
    from ledger import create_ledger, open_ledger

    path = path or ledger_path()
    create_ledger(path, origin)
    with open_ledger(path, read_only=True) as ledger:
        remember_made(ledger, path)
    say(f"created the ledger {path}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(init)
