"""`dipledger party`: register, list and show parties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from cli.bootstrap import reading, recording
from cli.completion import complete_party
from cli.groups import group
from cli.options import FormatOption, KnownAtOption, PartyArg
from cli.output import acknowledge, emit
from cli.viewers import LEDGER, KnownByOption
from ledger.parties import PartyKind

if TYPE_CHECKING:
    from ledger.parties import Party

_MEMBER = re.compile(
    r"(?P<party>\S+)(?:\s+since\s+(?P<since>\S+))?(?:\s+until\s+(?P<until>\S+))?", re.IGNORECASE
)
_SUCCESSION = re.compile(
    r"(?P<relation>\S+)\s+(?P<party>\S+)(?:\s+on\s+(?P<on>\S+))?", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"(?P<scheme>[^=\s]+)\s*=\s*(?P<value>.+)")
_MEMBER_FORM = "CODE, or CODE since 1949-04-04 until 1966-07-01"
_SUCCESSION_FORM = "continues CODE, or succeeds, splits-from, merges CODE on 1991-12-26"
_IDENTIFIER_FORM = "SCHEME=VALUE, like wikidata=Q7184"

NewCodeArg = Annotated[
    str, typer.Argument(metavar="CODE", help="Its code: 2 to 16 capitals, digits, hyphens.")
]
NameOption = Annotated[str, typer.Option("--name", metavar="TEXT", help="Its name.")]
KindOption = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"One of {', '.join(PartyKind)}.",
        autocompletion=lambda: [(kind.value, kind.meaning) for kind in PartyKind],
    ),
]
AliasesOption = Annotated[
    list[str] | None,
    typer.Option("--alias", metavar="TEXT", help="Another name; may be repeated."),
]
MembersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--member",
        metavar="TEXT",
        help="A member: 'FRA since 1949-04-04 until …'; may be repeated.",
        autocompletion=complete_party,
    ),
]
SuccessionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--succession",
        metavar="TEXT",
        help="What it is to an earlier party: 'succeeds AUH on 1918-11-12'; may be repeated.",
    ),
]
ValidFromOption = Annotated[
    str | None, typer.Option("--valid-from", metavar="DATE", help="The first day it can act.")
]
ValidUntilOption = Annotated[
    str | None, typer.Option("--valid-until", metavar="DATE", help="The last day it can act.")
]
IdentifiersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--identifier",
        metavar="SCHEME=VALUE",
        help="Its name elsewhere: wikidata=Q7184; may be repeated.",
    ),
]
TextArg = Annotated[
    str | None, typer.Argument(metavar="[TEXT]", help="A part of a code or a name.")
]


def add_party(
    code: NewCodeArg,
    name: NameOption,
    kind: KindOption,
    alias: AliasesOption = None,
    member: MembersOption = None,
    succession: SuccessionOption = None,
    valid_from: ValidFromOption = None,
    valid_until: ValidUntilOption = None,
    identifier: IdentifiersOption = None,
) -> None:
    """Register a party that dipledger does not ship: a body, a group, a state of old."""
    from ledger.commands import RegisterParty

    party = _party(
        {
            "code": code.upper(),
            "name": name,
            "kind": kind,
            "other_names": tuple(alias or ()),
            "members": _cut("--member", member, _MEMBER, _MEMBER_FORM),
            "succession": _cut("--succession", succession, _SUCCESSION, _SUCCESSION_FORM),
            "valid_from": valid_from,
            "valid_until": valid_until,
            "identifiers": _cut("--identifier", identifier, _IDENTIFIER, _IDENTIFIER_FORM),
        }
    )
    with recording() as ledger:
        acknowledge(ledger.handle([RegisterParty(party)]), f"registered the party {party.code}")


def list_parties(
    text: TextArg = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    fmt: FormatOption = None,
) -> None:
    """List the parties registered or used in the ledger; with a text, all that are called so."""
    with reading(known_at=known_at, known_by=known_by) as (reader, lens):
        emit(reader.parties(text, lens), lens, fmt)


def show_party(
    code: PartyArg,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    fmt: FormatOption = None,
) -> None:
    """Show a party with its names, members, dates and identifiers."""
    with reading(known_at=known_at, known_by=known_by) as (reader, lens):
        emit(reader.party(code, lens), lens, fmt)


def _cut(
    option: str, given: list[str] | None, pattern: re.Pattern[str], form: str
) -> tuple[dict[str, str], ...]:
    """The fields of each text; party codes in capitals. InputError that shows the form."""
    from ledger.errors import InputError
    from ledger.instants import quoted

    cut = []
    for text in given or ():
        match = pattern.fullmatch(text.strip())
        if match is None:
            raise InputError(f"cannot read {quoted(text)}", where=option, mend=f"Write {form}.")
        fields = {name: value for name, value in match.groupdict().items() if value}
        if "party" in fields:
            fields["party"] = fields["party"].upper()
        cut.append(fields)
    return tuple(cut)


_OPTIONS = {
    "code": "CODE",
    "other_names": "--alias",
    "members": "--member",
    "identifiers": "--identifier",
}


def _party(fields: dict[str, object]) -> Party:
    """The party of the options; every error names its option."""
    from pydantic import ValidationError

    from ledger.errors import InputError, SeveralErrors
    from ledger.parties import Party

    try:
        return Party.model_validate(fields)
    except ValidationError as error:
        errors = []
        for detail in error.errors(include_url=False):
            field = str(detail["loc"][0]) if detail["loc"] else "valid_until"
            where = _OPTIONS.get(field, f"--{field.replace('_', '-')}")
            what = str(detail.get("ctx", {}).get("error") or detail["msg"])
            errors.append(InputError(what[:1].lower() + what[1:], where=where))
        raise SeveralErrors(errors) from None


def register(app: typer.Typer) -> None:
    """Add the group `party`."""
    parties = group("Register, list and show parties.")
    parties.command("add")(add_party)
    parties.command("list")(list_parties)
    parties.command("show")(show_party)
    app.add_typer(parties, name="party")
