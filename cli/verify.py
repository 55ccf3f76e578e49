"""`dipledger verify`: whether the record is what was recorded."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from cli.bootstrap import ledger_path, open_ledger
from cli.context import current
from cli.failures import Finding
from cli.options import FormatOption
from cli.output import emit


def verify(
    quick: Annotated[
        bool, Option("--quick", help="Only bytes, tree, checkpoints, and what was seen before.")
    ] = False,
    accept: Annotated[
        bool,
        Option("--accept", help="Take the ledger as it is now for what was last seen of it."),
    ] = False,
    fmt: FormatOption = None,
) -> None:
    """Hold the ledger against its tree, its checkpoints, and what was seen of it before.

    Every stored byte against the tree, the tree against the checkpoints that are kept and the head
    last seen on this machine; then every event is read, judged again by every rule, and the read
    model held against one that is built anew. It stops at the first thing that differs, names the
    first event that does, and ends with exit code 1.
    """
    from cli.bar import Bar
    from cli.checks import FAIL
    from cli.memory import memory, remember
    from cli.verifying import Verifying
    from cli.views import VerifyView

    path = ledger_path()
    discreet = current().settings.clearance is not None
    with open_ledger(read_only=True, watched=False) as ledger, Bar() as bar:
        seen = None if accept else memory()
        verifying = Verifying(ledger, path, seen, bar, discreet=discreet)
        checks = tuple(verifying.checks(quick=quick))
        head = ledger.tree()
        view = VerifyView(
            origin=ledger.origin,
            events=head.size,
            root=head.root.hex(),
            first_difference=verifying.position,
            checks=checks,
        )
        failed = any(check.result == FAIL for check in checks)
        if not failed:
            remember(ledger, path, anew=accept)
    emit(view, None, fmt)
    if failed:
        raise Finding


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)
