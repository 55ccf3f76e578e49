"""`dipledger persons`: who carried, signed, announced, edited, attended what."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.bootstrap import note_before_first_act, reading
from cli.completion import complete_party, complete_thread
from cli.options import AsOfOption, FormatOption, KnownAtOption, ZoneOption
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
    with reading(as_of, known_at, known_by, zone) as (reader, lens):
        view = reader.persons(lens, name=name, role=role, party=party, thread=thread)
        note_before_first_act(reader, lens, thread)
        emit(view, lens, fmt)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("persons")(persons)
