"""Views of the record itself: what was corrected, what sources say otherwise, what is odd."""

from __future__ import annotations

from pydantic import JsonValue

from projections.views.acts import ActBrief
from projections.views.base import View


class ErratumChange(View):
    """One field, before and after."""

    field: str
    """The field of the act as stored."""
    old: JsonValue
    """What was believed; None: nothing."""
    new: JsonValue
    """What is believed since; None: nothing."""


class Erratum(View):
    """A notice: a correction, a retraction, a citation, a disclosure, a new marking."""

    thread: str
    """The thread."""
    id: str
    """Its id in the thread."""
    kind: str
    """correct, retract, cite, disclose, reclassify or shred."""
    act: str | None
    """The act it is about."""
    notice: str | None
    """The notice it retracts."""
    changes: tuple[ErratumChange, ...]
    """What it changes in the act, as it stood when the notice was recorded."""
    reason: str
    """Why."""
    sources: tuple[str, ...]
    """Citations."""
    recorded_at: str
    """UTC with microseconds."""
    recorded_by: str
    """Who recorded it."""
    position: int
    """Its position in the log."""
    in_force: bool
    """Whether it still holds."""


class ErrataView(View):
    """Every notice of a thread, or of all, in recorded order."""

    thread: str | None
    """The thread; None: all."""
    errata: tuple[Erratum, ...]
    """In recorded order."""


class Anomaly(View):
    """Something odd but possible about an act, with the reason."""

    act: str
    """Full name, THREAD/ACT."""
    what: str
    """What is odd, in a sentence."""


class AnomaliesView(View):
    """What is odd in the record; everything here was accepted."""

    anomalies: tuple[Anomaly, ...]
    """By thread and act."""


class ChainView(View):
    """The longest line of replies that ends in an act, and what branches off it."""

    act: str
    """The act asked about, full name."""
    chain: tuple[ActBrief, ...]
    """From the first act of the line to the one asked about."""
    branches: tuple[ActBrief, ...]
    """Acts that answer one of the chain and are not in it."""
