"""The view of a proof that was checked: what it proves, in words."""

from __future__ import annotations

from projections.views.base import View


class ProvenEventView(View):
    """An event that is proven to have been recorded."""

    position: int
    """Its position in the log."""
    stream: str
    """The thread it is of, or party:CODE."""
    version: int
    """Its number in that stream."""
    topic: str
    """Its type."""
    marking: str | None
    """Its marking when it was recorded."""
    recorded_at: str
    """UTC with microseconds, by the clock of the ledger."""
    recorded_by: str
    """Who recorded it."""
    summary: str
    """What it is, in a few words."""
    body: str
    """The event as it was stored: JSON."""


class ProvenCheckpoint(View):
    """A signed checkpoint that a proof rests on."""

    size: int
    """How many events its tree is over."""
    root: str
    """The root of the tree, in hexadecimal digits."""
    signed_by: tuple[str, ...]
    """The keys that signed it and were given: NAME+ID."""
    cosigned: tuple[str, ...]
    """The witnesses that cosigned it, each with the time: NAME+ID at T."""


class ProofView(View):
    """What a proof proves, to whoever believes the keys."""

    kind: str
    """inclusion (events were in the log) or consistency (one checkpoint follows on another)."""
    origin: str
    """The ledger's name in its checkpoints."""
    events: tuple[ProvenEventView, ...]
    """What is proven to be in the log; none in a proof of consistency."""
    checkpoints: tuple[ProvenCheckpoint, ...]
    """The checkpoint that events are in; or two, the first the beginning of the second."""
    proven: tuple[str, ...]
    """The same in sentences."""
