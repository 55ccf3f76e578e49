"""`dipledger show`: the state of a thread at a date, or one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.bootstrap import note_before_first_act, reading
from cli.options import AsOfOption, FormatOption, KnownAtOption, ThreadOrActArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer


def show(
    thread_or_act: ThreadOrActArg,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Show the state of a thread: what is owed, the points, what is not known. Or show one act.

    THREAD/ACT shows everything recorded of an act and what it changed. CSV and JSONL of a thread
    have its points, one row for each party asked.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        if "/" in thread_or_act:
            emit(reader.act(thread_or_act, lens), lens, fmt)
        else:
            note_before_first_act(reader, lens, thread_or_act)
            emit(reader.thread(thread_or_act, lens), lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)
