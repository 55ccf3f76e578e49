"""`dipledger export`: what others may have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cli.bootstrap import ledger_path, open_ledger
from cli.context import current
from cli.groups import group
from cli.options import FormatOption
from cli.output import emit
from ledger.vocabulary import MarkingLevel

if TYPE_CHECKING:
    import typer

    from ledger.redaction import Redaction


def ledger(
    file: Annotated[Path, Argument(metavar="FILE", help="The file to make.")],
    redact_above: Annotated[
        MarkingLevel | None,
        Option("--redact-above", metavar="LEVEL", help="Withhold what is marked above it."),
    ] = None,
    redact_point: Annotated[
        list[str] | None,
        Option(
            "--redact-point",
            metavar="THREAD/LABEL",
            help="Withhold the acts that raise or answer it; may be repeated.",
        ),
    ] = None,
    redact_person: Annotated[
        list[str] | None,
        Option(
            "--redact-person",
            metavar="NAME",
            help="Withhold whatever has the name in it; may be repeated.",
        ),
    ] = None,
    redact_field: Annotated[
        list[str] | None,
        Option(
            "--redact-field",
            metavar="FIELD",
            help="Withhold the acts that have it, such as note; may be repeated.",
        ),
    ] = None,
    fmt: FormatOption = None,
) -> None:
    """Make a ledger that others may read, in which some events are leaves without content.

    With an event goes whatever names it: its corrections, and the acts that refer to it. The tree
    stays the ledger's own, so that its checkpoints and proofs verify the copy too. With a clearance
    what lies above it is withheld in any case.
    """
    from cli.backup import check_is_file, copy_view
    from cli.bar import Bar
    from ledger.errors import InputError
    from ledger.store.redacting import copy_redacted

    check_is_file(file)
    redaction = _redaction(redact_above, redact_point, redact_person, redact_field)
    if not redaction.asks():
        raise InputError(
            "nothing is to be withheld",
            mend="Say what with --redact-above, --redact-point, --redact-person or --redact-field;"
            " a whole copy is made by `dipledger backup`.",
        )
    with open_ledger(read_only=True) as opened, Bar() as bar:
        copied = copy_redacted(opened, file, redaction, bar, clearance=current().settings.clearance)
    emit(copy_view(copied, ledger_path()), None, fmt)


def _redaction(
    above: MarkingLevel | None,
    points: list[str] | None,
    persons: list[str] | None,
    fields: list[str] | None,
) -> Redaction:
    """What the options ask for; a clearance lets no more be exported than be seen."""
    from ledger.cleared import LEVELS
    from ledger.redaction import Redaction

    clearance = current().settings.clearance
    levels = [level for level in (above, clearance) if level is not None]
    return Redaction(
        above=min(levels, key=LEVELS.index, default=None),
        points=frozenset(points or ()),
        persons=frozenset(persons or ()),
        fields=frozenset(fields or ()),
    )


def register(app: typer.Typer) -> None:
    """Add the group `export`."""
    export = group("What others may have: the ledger with less in it.")
    export.command("ledger")(ledger)
    app.add_typer(export, name="export")
