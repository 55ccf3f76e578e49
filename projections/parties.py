"""The parties that can act: registered in the ledger, and shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import from_json

from ledger.errors import InputError
from ledger.parties import find_parties, near_parties, shipped_party
from projections.views.parties import PartiesView, PartyView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.parties import Party
    from projections.lens import Lens, WorldSource
    from projections.reader import Answering, Snapshots


def parties_view(source: Answering, lens: Lens, text: str | None = None) -> PartiesView:
    """Parties with `text` in code or name; without a text, those the ledger registers or names."""
    registered: Iterable[Party] = source.world([], lens).parties.values()
    if text is None:
        shipped = [
            party for code in _used(source, lens) if (party := shipped_party(code)) is not None
        ]
    else:
        shipped = list(find_parties(text))
        registered = find_parties(text, registered)
    views = [PartyView(party=party, origin="shipped") for party in shipped]
    views += [PartyView(party=party, origin="registered") for party in registered]
    return PartiesView(parties=tuple(sorted(views, key=lambda view: view.party.code)))


def _used(source: Snapshots, lens: Lens) -> set[str]:
    """The parties that threads are said to be of, that act, or that acts are to."""
    with source.snapshot(lens) as snapshot:
        used = snapshot.parties(("from", "to"))
        for thread in snapshot.threads.values():
            used.update(from_json(thread.head)["parties"])
    return used


def party_view(source: WorldSource, code: str, lens: Lens) -> PartyView:
    """One party; InputError with near misses where there is none."""
    world = source.world([], lens)
    if code in world.parties:
        return PartyView(party=world.parties[code], origin="registered")
    shipped = shipped_party(code)
    if shipped is None:
        raise InputError(
            f"there is no party {code}",
            near=near_parties(code, world.parties),
            mend="See `dipledger party list TEXT`.",
        )
    return PartyView(party=shipped, origin="shipped")
