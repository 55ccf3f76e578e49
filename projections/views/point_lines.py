"""A view of points across threads, one line for each addressee."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class PointLine(View):
    """A point for one addressee."""

    ref: str
    """Full name, THREAD/LABEL."""
    kind: str
    """What is raised: demand, question, offer …"""
    text: str
    """Its words."""
    raisers: tuple[str, ...]
    """Who raises it."""
    raised_by: str
    """The act that raises it."""
    party: str | None
    """The addressee; None: to nobody in particular."""
    status: str
    """Its status for this addressee."""
    since: InstantText
    """First instant of the unbroken run with this status."""
    since_text: str
    """The same in the thread's zone."""
    act: str | None
    """The latest act that makes it so; None where the clock does."""
    by: tuple[str, ...]
    """According to whom."""
    confidential: bool
    """Whether the word is that of the confidential line (rule P2)."""
    overall: str
    """Over all addressees (rule P4)."""
    live: bool
    """Whether its raiser still stands by it in this form (rule P7)."""
    deadline: InstantText | None
    """The last second in which an answer is in time."""
    deadline_text: str | None
    """The same in the thread's zone."""


class PointLinesView(View):
    """Points across threads, by thread and in order of being recorded."""

    points: tuple[PointLine, ...]
    """One for each point and addressee."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change a status (rule T3)."""
