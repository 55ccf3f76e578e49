"""`dipledger disclose`: contents of an act have become known."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import recording
from cli.completion import complete_party, complete_point
from cli.notices import (
    ActArg,
    IdOption,
    ReasonOption,
    SourcesOption,
    record_notice,
)
from ledger.vocabulary import Authenticity, Contents, DisclosureHow

PartOption = Annotated[
    list[str] | None,
    typer.Option(
        "--part",
        metavar="PART",
        help="text, gist, existence, point:LABEL or answer:LABEL; may be repeated.",
        autocompletion=lambda: ["text", "gist", "existence"],
    ),
]
HowOption = Annotated[
    str,
    typer.Option(
        "--how",
        metavar="WORD",
        help=f"One of {', '.join(DisclosureHow)}.",
        autocompletion=lambda: [word.value for word in DisclosureHow],
    ),
]
WhenOption = Annotated[
    str, typer.Option("--when", metavar="DATE", help="Since when, in the thread's zone.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="WHO", help="By whom: a newspaper, a ministry.")
]
TextOption = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Its words.")]
PointOption = Annotated[
    list[str] | None,
    typer.Option(
        "--point", metavar="LABEL: TEXT", help="A point that it raises too; may be repeated."
    ),
]
AnswerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="POINT=STANCE",
        help="An answer that it gives too; may be repeated.",
        autocompletion=complete_point,
    ),
]
ContentsOption = Annotated[
    str | None,
    typer.Option(
        "--contents",
        metavar="WORD",
        help=f"What the ledger knows of it now: {', '.join(Contents)}; whole with its text.",
        autocompletion=lambda: [word.value for word in Contents],
    ),
]
StandOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stand",
        metavar="CODE=WORD",
        help=f"What a party says of it: {', '.join(Authenticity)}; may be repeated.",
        autocompletion=complete_party,
    ),
]


def disclose(
    act: ActArg,
    how: HowOption,
    when: WhenOption,
    reason: ReasonOption,
    part: PartOption = None,
    by: ByOption = None,
    text: TextOption = None,
    point: PointOption = None,
    answer: AnswerOption = None,
    contents: ContentsOption = None,
    stand: StandOption = None,
    source: SourcesOption = None,
    notice_id: IdOption = None,
) -> None:
    """Record that contents of an act became known: announced, published, leaked, declassified.

    The public knows them from that date on (`--known-by public`), the ledger from now on. Points
    and answers given here are added to those recorded. Without --part it is what is given that was
    disclosed.
    """
    from ledger.importers.later import disclose as disclosure

    with recording() as ledger:
        command = disclosure(
            ledger,
            act,
            how=how,
            when=when,
            reason=reason,
            source=source or (),
            part=part or (),
            by=by,
            text=text,
            points=point or (),
            answers=answer or (),
            stands=stand or (),
            contents=contents,
            notice_id=notice_id,
        )
        record_notice(ledger, command, f"recorded what became known of {act}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("disclose")(disclose)
