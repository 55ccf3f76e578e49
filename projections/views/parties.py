"""Views of parties."""

from __future__ import annotations

from ledger.parties import Party
from projections.views.base import View


class PartyView(View):
    """A party with where it is known from."""

    party: Party
    """The registry's entry."""
    origin: str
    """shipped, or registered in this ledger."""


class PartiesView(View):
    """Parties by code."""

    parties: tuple[PartyView, ...]
    """By code."""
