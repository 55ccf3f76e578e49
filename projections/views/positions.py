"""A view of who says what: points by parties."""

from __future__ import annotations

from projections.views.acts import ActBrief
from projections.views.base import View


class PositionCell(View):
    """What one party says of one point."""

    party: str
    """The party."""
    asked: bool
    """Whether it was asked; otherwise its stance is a position that changes no status."""
    raised: bool
    """Whether it raised the point."""
    status: str | None
    """The status for the party asked, or the stance taken; None: it has not spoken."""
    act: str | None
    """The act it comes from."""


class PositionRow(View):
    """One point."""

    label: str
    """The label."""
    text: str
    """Its words."""
    overall: str
    """The overall status."""
    cells: tuple[PositionCell, ...]
    """One a party, in the order of the view's parties."""


class PositionsView(View):
    """Points by parties at a date."""

    thread: str
    """The thread."""
    parties: tuple[str, ...]
    """Every party that raised, was asked or spoke, by code."""
    rows: tuple[PositionRow, ...]
    """The points, parents before their parts."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change who says what (rule T3)."""
