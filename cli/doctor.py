"""`dipledger doctor`: what is wrong, and how to mend it."""

from __future__ import annotations

import typer

from cli.bootstrap import ledger_path
from cli.context import current
from cli.failures import Finding
from cli.options import FormatOption
from cli.output import emit


def doctor(fmt: FormatOption = None) -> None:
    """Look at the program, the ledger's file, its log and its clock.

    Each line says ok, warning or fail, and how to mend it. The exit code is 1 when something
    fails. Nothing is changed.
    """
    from cli.checks import FAIL, all_checks
    from cli.views import DoctorView

    view = DoctorView(checks=tuple(all_checks(ledger_path(), current())))
    emit(view, None, fmt)
    if any(check.result == FAIL for check in view.checks):
        raise Finding


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)
