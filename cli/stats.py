"""`dipledger stats`: reply times, points accepted, acts by kind and party."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

OneThreadOption = Annotated[
    str | None,
    typer.Option(
        "--thread", metavar="THREAD", help="Only in this thread.", autocompletion=complete_thread
    ),
]
OfPartyOption = Annotated[
    str | None,
    typer.Option(
        "--party",
        metavar="CODE",
        help="Only what it owes or waits for, asks or is asked, sends or receives.",
        autocompletion=complete_party,
    ),
]
TagOption = Annotated[
    str | None, typer.Option("--tag", metavar="WORD", help="Only in threads with this tag.")
]
ListOption = Annotated[
    bool, typer.Option("--list", help="Name every reply, point and act behind the numbers.")
]


def stats(
    thread: OneThreadOption = None,
    party: OfPartyOption = None,
    tag: TagOption = None,
    listed: ListOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """How fast parties reply, how many points are accepted, who acts how often.

    Reply times are calendar days in the thread's zone, from the act that asks to the one that
    settles. What only may have happened by the date is listed, and counted nowhere.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.stats(lens, thread=thread, party=party, tag=tag, listed=listed)
        note_before_first_act(reader, lens, thread)
        emit(view, lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stats")(stats)
