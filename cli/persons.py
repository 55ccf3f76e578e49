"""`dipledger persons`: who carried, signed, announced, edited, attended what."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import reading
from cli.completion import complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption, one_of
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption


def _roles(incomplete: str) -> list[str]:
    from ledger.vocabulary import Role

    return [word for word in Role if word.startswith(incomplete)]


NameArg = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="Only those whose name or post holds this text."),
]
RoleOption = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="Only in this role: bearer, signatory …",
        autocompletion=_roles,
    ),
]
OfPartyOption = Annotated[
    str | None,
    typer.Option(
        "--party",
        metavar="CODE",
        help="Only those recorded as acting for it.",
        autocompletion=complete_party,
    ),
]
OneThreadOption = Annotated[
    str | None,
    typer.Option(
        "--thread", metavar="THREAD", help="Only in this thread.", autocompletion=complete_thread
    ),
]


def persons(
    name: NameArg = None,
    role: RoleOption = None,
    party: OfPartyOption = None,
    thread: OneThreadOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """Who carried, signed, announced, edited or attended what: by person and role, with the acts.

    Case and accents of a name do not matter. A post without a name stands for itself.
    """
    from cli.moments_asked import note_before_first_act
    from ledger.vocabulary import Role
    from projections.parties import party_view
    from projections.persons import PersonFilter, persons_view

    with reading(as_of, known_at, known_by, zone) as reader:
        source, lens = reader.source, reader.lens
        wanted = PersonFilter(
            name=name,
            role=None if role is None else one_of("role", "--role", role, Role),
            party=None if party is None else party_view(source, party.upper(), lens).party.code,
            thread=thread,
        )
        view = persons_view(source, lens, wanted)
        note_before_first_act(reader, thread)
        emit(view, reader, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("persons")(persons)
