"""`dipledger acts`: acts by party, kind, instrument, role, person or disclosure."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_kind, complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption


def _instruments(incomplete: str) -> list[str]:
    from ledger.vocabulary import Instrument

    return [word for word in Instrument if word.startswith(incomplete)]


def _roles(incomplete: str) -> list[str]:
    from ledger.vocabulary import Role

    return [word for word in Role if word.startswith(incomplete)]


def _disclosures(incomplete: str) -> list[str]:
    from ledger.vocabulary import Disclosure

    return [word for word in Disclosure if word.startswith(incomplete)]


OneThreadArg = Annotated[
    str | None,
    typer.Argument(metavar="[THREAD]", help="Only this thread.", autocompletion=complete_thread),
]
PartyOption = Annotated[
    str | None,
    typer.Option(
        "--party",
        metavar="CODE",
        help="Sent by it, on its behalf, or to it.",
        autocompletion=complete_party,
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="demand, reply …", autocompletion=complete_kind),
]
InstrumentOption = Annotated[
    str | None,
    typer.Option(
        "--instrument", metavar="FORM", help="note-verbale, letter …", autocompletion=_instruments
    ),
]
RoleOption = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="With somebody in this role: bearer, signatory …",
        autocompletion=_roles,
    ),
]
PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="TEXT", help="With a person or post whose name holds the text."
    ),
]
DisclosureOption = Annotated[
    str | None,
    typer.Option(
        "--disclosure",
        metavar="WORD",
        help="disclosed, partly, announced or undisclosed.",
        autocompletion=_disclosures,
    ),
]

ConflictingOption = Annotated[
    bool, typer.Option("--conflicting", help="Of which sources say different things.")
]


def acts(
    thread: OneThreadArg = None,
    party: PartyOption = None,
    kind: KindOption = None,
    instrument: InstrumentOption = None,
    role: RoleOption = None,
    person: PersonOption = None,
    disclosure: DisclosureOption = None,
    conflicting: ConflictingOption = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """List acts, of a thread or of the whole ledger, in the order in which they happened.

    Acts that only may have happened by the date, and those without a date, are listed apart. With
    --role and --person, the person is in that role.
    """
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.acts(
            lens,
            thread=thread,
            party=party,
            kind=kind,
            instrument=instrument,
            role=role,
            person=person,
            disclosure=disclosure,
            conflicting=conflicting,
        )
        note_before_first_act(reader, lens, thread)
        emit(view, lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("acts")(acts)
