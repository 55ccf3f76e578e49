"""Views of checkpoints: those that are kept, and what became of checking some."""

from __future__ import annotations

from projections.views.base import View


class CheckpointLine(View):
    """A checkpoint that is kept with the ledger, by what it says; nothing of it is checked."""

    number: int
    """The number it is kept under."""
    size: int
    """How many events its tree is over."""
    root: str
    """The root of the tree, in hexadecimal digits; empty where the note cannot be read."""
    signed_by: tuple[str, ...]
    """The keys that it says signed it: NAME+ID."""
    timestamped: bool
    """Whether a time stamp is kept with it."""


class CheckpointsView(View):
    """The checkpoints that are kept with a ledger."""

    origin: str
    """The name of the ledger in its checkpoints."""
    size: int
    """How many events the ledger has."""
    checkpoints: tuple[CheckpointLine, ...]
    """By number."""


class CheckedCheckpoint(View):
    """What checking one checkpoint found."""

    name: str
    """checkpoint 1, the name of a file, or the ledger: all that it holds, against its tree."""
    result: str
    """ok or fail."""
    found: str
    """What was found, in a sentence."""
    mend: str | None
    """What to do about it; null where all is well."""
    size: int | None
    """How many events its tree is over; null where it cannot be told."""
    root: str | None
    """The root of the tree, in hexadecimal digits."""
    signed_by: tuple[str, ...]
    """The known keys of the ledger that signed it: NAME+ID."""
    cosigned: tuple[str, ...]
    """The known witnesses that cosigned it, each with the time: NAME+ID at T."""
    unknown: tuple[str, ...]
    """Keys that are not known and are named in it, which says nothing: NAME+ID."""
    events_since: int | None
    """How many events the ledger has recorded since; less than 0: so many are missing."""
    stamped: str | None
    """When a time-stamping authority had seen it at the latest, UTC; null: no stamp was checked."""
    authority: str | None
    """The authority's name, from its certificate."""


class CheckedView(View):
    """Checkpoints held against the keys that are known and the ledger as it is."""

    origin: str
    """The name of the ledger in its checkpoints."""
    size: int
    """How many events the ledger has."""
    checkpoints: tuple[CheckedCheckpoint, ...]
    """In the order of asking."""
