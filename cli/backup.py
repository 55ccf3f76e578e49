"""`dipledger backup` and `dipledger restore`: a ledger into one file, and a ledger out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from cli.bootstrap import ledger_path, open_ledger
from cli.context import current
from cli.options import FormatOption
from cli.output import emit

if TYPE_CHECKING:
    import typer

    from cli.views import CopyView
    from ledger import Copied


def backup(
    file: Annotated[Path, Argument(metavar="FILE", help="The file to make.")],
    fmt: FormatOption = None,
) -> None:
    """Copy the ledger as it is now into one file, while others go on recording.

    The copy is checked, event by event against the tree, before it gets its name, and is readable
    by you alone (0600). A file that is there already is left as it is, and refused. Who has the
    copy can read all of it.
    """
    from cli.bar import Bar

    check_is_file(file)
    with open_ledger(read_only=True) as ledger, Bar() as bar:
        copied = ledger.backup(file, progress=bar)
    emit(copy_view(copied, ledger_path()), None, fmt)


def restore(
    file: Annotated[Path, Argument(metavar="FILE", help="The backup.")],
    to: Annotated[
        Path | None,
        Argument(metavar="[TO]", help="The ledger to make, instead of that of --ledger."),
    ] = None,
    fmt: FormatOption = None,
) -> None:
    """Make a ledger of a backup, once it is certain that the backup is whole.

    A ledger that is there already is left as it is, and refused; the backup stays. Where the backup
    is not whole, the exit code is 1, it is said which event differs, and nothing is restored.
    """
    from cli.bar import Bar
    from cli.memory import doubtful, remember_made
    from ledger import open_ledger as open_file
    from ledger import restore_ledger

    check_is_file(file)
    target = ledger_path() if to is None else to
    check_is_file(target)
    with Bar() as bar:
        copied = restore_ledger(
            file, target, busy_timeout=current().settings.busy_timeout, progress=bar
        )
    with open_file(target, read_only=True) as restored:
        for doubt in doubtful(restored, target):
            current().note(doubt.what)
        remember_made(restored, target)
    emit(copy_view(copied, file), None, fmt)


def check_is_file(path: Path) -> None:
    """InputError for `-`: what is to be made is a file."""
    if str(path) == "-":
        from ledger.errors import InputError

        raise InputError(
            "a ledger is a file that SQLite has to find its way in: `-` is none",
            mend="Name a file; send that on when it is made.",
        )


def copy_view(copied: Copied, of: Path) -> CopyView:
    """What was copied, as it is published."""
    from cli.views import CopyView, KeptCheckpointView

    kept = copied.checkpoint
    return CopyView(
        file=str(copied.path),
        copy_of=str(of),
        origin=copied.origin,
        events=copied.size,
        root=copied.root.hex(),
        checkpoint=kept
        and KeptCheckpointView(
            number=kept.number, events=kept.size, timestamped=kept.timestamp is not None
        ),
        withheld=copied.withheld,
        bytes=copied.bytes,
    )


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)
