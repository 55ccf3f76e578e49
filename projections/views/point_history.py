"""A view of one point over both time axes: each status it had, and since when that is known."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class Learned(View):
    """A moment at which the viewer's belief changed, on the viewer's own clock."""

    position: int | None
    """The log position; None to a viewer other than the ledger."""
    recorded_at: str | None
    """When that was recorded, UTC with microseconds; None to a viewer other than the ledger."""
    at: InstantText | None
    """The instant on the viewer's calendar; None for the ledger."""
    text: str
    """The same in short: `#12`, or a date in the thread's zone."""


class PastStatus(View):
    """A status that a point had from one instant to another, for one party that was asked."""

    party: str | None
    """The party asked; None: over all, where several or none in particular were asked."""
    line: str
    """open or confidential: whose word it is (rule P2)."""
    counts: bool
    """False for what stood in the open while the word of a confidential line counted (rule P2)."""
    status: str
    """The word, see the vocabulary."""
    when_from: InstantText
    """From when it stood so, by this act."""
    from_text: str
    """The same as given."""
    when_until: InstantText | None
    """The first instant at which it was otherwise; None: it still is so at the date."""
    until_text: str | None
    """The same in the thread's zone."""
    since: InstantText
    """First instant of the unbroken run with this status: earlier, where it was said again."""
    since_text: str
    """The same as given."""
    act: str | None
    """The act that makes it so; None where the clock does."""
    by: tuple[str, ...]
    """According to whom."""
    rule: str
    """The rule it follows from."""
    known_from: Learned
    """When it was first believed as it stands, and not otherwise since."""
    known_until: Learned | None
    """When it was no longer believed; None: it is."""


class HistoryView(View):
    """Every status of a point up to a date, for each party asked, as it is believed."""

    ref: str
    """Full name, THREAD/LABEL."""
    kind: str
    """demand, question, proposal …"""
    text: str
    """Its words."""
    raisers: tuple[str, ...]
    """Who raises it."""
    addressees: tuple[str, ...]
    """Who is asked; empty: nobody in particular."""
    act: str
    """The act that raises it."""
    as_of: InstantText
    """The date asked about, as an instant."""
    as_of_text: str
    """The same in the thread's zone."""
    statuses: tuple[PastStatus, ...]
    """What is believed: party by party, over all last; in order of time."""
    once_believed: tuple[PastStatus, ...]
    """With `--all`: what was believed once and is no longer, in order of being learned."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change it (rule T3)."""
