"""Parties: a list, and one with all that the registry knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import columns, fitting, heading, indented, line, rest
from projections.views.parties import PartiesView, PartyView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from ledger.parties import Party


def parties(view: PartiesView, width: int) -> Iterator[RenderableType]:
    """Code, name, kind and where it is known from."""
    if not view.parties:
        yield line("No party. `dipledger party list TEXT` looks in all that are shipped.")
        return
    found = [each.party for each in view.parties]
    widths = [
        fitting((party.code for party in found), least=4, most=16),
        fitting((party.kind for party in found), least=4, most=14),
        10,
    ]
    rows = [
        (
            Text(each.party.code, style="bold"),
            Text(each.party.kind),
            Text(each.origin),
            line(each.party.name),
        )
        for each in view.parties
    ]
    head = ("CODE", "KIND", "KNOWN FROM", "NAME")
    yield columns(rows, [*widths, rest(width, *widths)], head=head)


def party(view: PartyView, width: int) -> Iterator[RenderableType]:
    """One party, fact by fact."""
    one = view.party
    yield heading(f"{one.code}: {one.name}")
    known = "registered in this ledger" if view.origin == "registered" else "shipped with dipledger"
    rows = [(Text(name), line(text)) for name, text in [("kind", one.kind), *_facts(one)] if text]
    rows.append((Text("known from"), line(known)))
    yield indented(columns(rows, [12, rest(width - 2, 12)]))


def _facts(one: Party) -> Iterable[tuple[str, str]]:
    yield "also called", "; ".join(one.other_names)
    yield "acts", _lifetime(one.valid_from, one.valid_until)
    for step in one.succession:
        yield "history", f"{step.relation} {step.party}" + (f" on {step.on}" if step.on else "")
    yield (
        "members",
        "; ".join(
            f"{member.party} {_lifetime(member.since, member.until)}".strip()
            for member in one.members
        ),
    )
    for identifier in one.identifiers:
        yield "identifier", f"{identifier.scheme} {identifier.value}"


def _lifetime(first: str | None, last: str | None) -> str:
    since = f"since {first}" if first else ""
    until = f"until {last}" if last else ""
    return f"{since} {until}".strip()


RENDERERS = {PartiesView: parties, PartyView: party}
