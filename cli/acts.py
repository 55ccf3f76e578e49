"""`dipledger acts`: acts by party, kind, instrument, role, person or disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_kind, complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption, one_of
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    from cli.moments_asked import note_before_first_act
    from ledger.kinds import KIND_BY_WORD
    from ledger.vocabulary import Disclosure, Instrument, Role
    from projections.acts import ActFilter, acts_view
    from projections.parties import party_view

    with reading(as_of, known_at, known_by, zone) as reader:
        source, lens = reader.source, reader.lens
        wanted = ActFilter(
            party=None if party is None else party_view(source, party.upper(), lens).party.code,
            kind=_one_of("kind of act", "--kind", kind, KIND_BY_WORD),
            instrument=_one_of("instrument", "--instrument", instrument, Instrument),
            role=_one_of("role", "--role", role, Role),
            person=person,
            disclosure=_one_of("disclosure", "--disclosure", disclosure, Disclosure),
            conflicting=conflicting,
        )
        note_before_first_act(reader, thread)
        emit(acts_view(source, lens, wanted, thread=thread), reader, fmt)


def _one_of(what: str, option: str, given: str | None, words: Iterable[str]) -> str | None:
    return None if given is None else one_of(what, option, given, words)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("acts")(acts)
