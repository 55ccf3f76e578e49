"""Views of acts."""

from __future__ import annotations

from pydantic import JsonValue

from ledger.dates import InstantText
from projections.views.base import View
from projections.views.claims import ConflictView


class ActBrief(View):
    """An act in one line: enough to name it, place it and find it."""

    ref: str
    """Full name, THREAD/ACT."""
    kind: str
    """The kind's word: demand, reply, statement …"""
    senders: tuple[str, ...]
    """Who acts."""
    addressees: tuple[str, ...]
    """To whom; empty: to nobody in particular."""
    when: str | None
    """The act's time as given (T1), else what its links bound it by (T2); None: nothing does."""
    earliest: InstantText | None
    """First instant it can have happened, tightened by its links (rule T2)."""
    latest: InstantText | None
    """Last instant it can have happened, tightened by its links (rule T2)."""
    instrument: str | None
    """The form it travels in."""
    channel: str
    """official, public or confidential."""
    marking: str | None
    """Classification as printed, with caveats."""
    labels: dict[str, str]
    """What each party calls it ("ultimatum" to all but its sender)."""
    gist: str | None
    """Its summary, or the words of its first point."""


class SealedView(View):
    """What of an act is sealed, and whether it could be opened here."""

    fields: tuple[str, ...]
    """The fields: text, summary, note."""
    opened: bool
    """Whether the key is there, so that `act` has their words."""
    told: str
    """How it stands, in a sentence: opened, without its key, or shredded, when, by whom and why."""


class ActView(View):
    """One act with everything recorded of it, and what came of it."""

    brief: ActBrief
    """The act in one line."""
    standing: str
    """happened, possible (it may have, rule T3), ahead or undated, at the date asked about."""
    act: dict[str, JsonValue]
    """Every recorded field, as stored; of what is sealed the words, where they could be opened."""
    recorded_at: str | None
    """When it was recorded, UTC with microseconds; None to a viewer other than the ledger."""
    recorded_by: str | None
    """Who recorded it; None to a viewer other than the ledger."""
    position: int | None
    """Its position in the log; None to a viewer other than the ledger."""
    answered_by: tuple[ActBrief, ...]
    """The acts that reply to it or answer its points."""
    changes: tuple[str, ...]
    """What it changed when it happened, in sentences."""
    conflicts: tuple[ConflictView, ...]
    """Fields of which several claims are kept, with their sources."""
    notices: tuple[str, ...]
    """The notices in force about it, by id; `errata` tells what each changes."""
    sealed: SealedView | None
    """What of it is sealed; None: nothing, or the viewer is another than the ledger."""
    not_known: tuple[str, ...]
    """What the ledger knows that it does not know of the act."""


class ActsView(View):
    """Acts in order of replay, then possible and undated ones."""

    acts: tuple[ActBrief, ...]
    """What had happened by the date, in order of replay."""
    possible: tuple[ActBrief, ...]
    """What may have happened by the date (rule T3)."""
    undated: tuple[ActBrief, ...]
    """Acts with no bound in time at all."""
