"""Views of what sources say otherwise."""

from __future__ import annotations

from projections.views.base import View


class Claim(View):
    """What one source says of a field."""

    value: str
    """What it says."""
    source: str | None
    """Its citation; None where none was named."""
    preferred: bool
    """Whether this claim is preferred."""
    reason: str | None
    """Why it is preferred."""


class ConflictView(View):
    """A field of which several claims are kept; none is averaged away."""

    field: str
    """The field, or the date's role."""
    claims: tuple[Claim, ...]
    """Every claim."""
