"""A view of dealings: who says how much to whom, and who owes whom a reply."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class DealingKind(View):
    """How many acts of a kind one party directed to another."""

    kind: str
    """The kind's word."""
    acts: int
    """How many."""


class DealingEnd(View):
    """The first or the last act of one party to another."""

    act: str
    """The act, full name."""
    at: InstantText
    """The last instant it can have happened."""
    text: str
    """When it happened, as given."""


class Dealing(View):
    """What one party directs to another, and owes replies for."""

    sender: str
    """Who speaks: as a sender, or on whose behalf it is."""
    addressee: str
    """To whom. Of talks and agreements, everybody who takes part deals with each other."""
    acts: int
    """How many acts had happened by the date."""
    kinds: tuple[DealingKind, ...]
    """The same by kind, the most frequent first."""
    first: DealingEnd | None
    """The first of them; None: there is none, only a reply is owed."""
    last: DealingEnd | None
    """The last of them; None as `first`."""
    owed: int
    """How many replies the addressee owes the sender."""


class DealingParty(View):
    """A party in what is told of dealings."""

    party: str
    """The code."""
    name: str
    """Its name in the registry; its code where it has none there."""
    acts: int
    """In how many acts it takes part, each once."""
    sent: int
    """In how many of them it speaks."""
    received: int
    """How many of them are to it."""
    owes: int
    """How many replies it owes."""
    awaits: int
    """How many replies it waits for."""


class DealingsView(View):
    """Who deals with whom."""

    thread: str | None
    """The thread asked about; None: all."""
    party: str | None
    """The party asked about: only its dealings with others are told; None: all."""
    acts: int
    """How many acts are counted, each once; those to nobody in particular among them."""
    parties: tuple[DealingParty, ...]
    """Who speaks, is spoken to, owes or waits for a reply; who is in most acts first."""
    dealings: tuple[Dealing, ...]
    """By sender and addressee; those with most acts first."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date; they are counted nowhere (rule T3)."""
