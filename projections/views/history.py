"""Views of what happened in which order, and why a status is what it is."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class Change(View):
    """One derived transition."""

    what: str
    """point, position, reply or thread."""
    ref: str
    """The point's label, `DEBTOR -> CREDITOR`, or the thread."""
    party: str | None
    """The addressee, for a point."""
    before: str | None
    """The word before; None: it was not there."""
    after: str
    """The word after."""
    text: str
    """The transition in a sentence."""


class TimelineEntry(View):
    """An act, a deadline or a closing, and what it changed."""

    at: InstantText
    """When."""
    at_text: str
    """When, as given or in the thread's zone."""
    by: str
    """act, elsewhere (an act in a thread that a condition hangs on), clock or registrar."""
    act: ActBrief | None
    """The act, where it is one."""
    changes: tuple[Change, ...]
    """What it changed."""
    status: str
    """The thread's status after it."""


class TimelineView(View):
    """Acts and derived transitions in order."""

    thread: str
    """The thread."""
    entries: tuple[TimelineEntry, ...]
    """In order of replay."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change the rest (rule T3)."""


class Reason(View):
    """One step of an explanation."""

    rule: str | None
    """The rule's number; None for a plain fact."""
    text: str
    """What it says here, in a sentence."""
    act: ActBrief | None
    """The act it speaks of."""
    sources: tuple[str, ...]
    """Citations of that act's sources."""


class ExplanationView(View):
    """Why a point has its status: rules, acts and sources."""

    subject: str
    """What is explained."""
    answer: str
    """The derived value in a sentence."""
    reasons: tuple[Reason, ...]
    """From the raising of the point to the word that counts."""


class LogEntry(View):
    """One event of the raw log."""

    position: int
    """Gapless position in the log."""
    stream: str
    """Thread slug or party:CODE."""
    version: int
    """Version of the stream."""
    topic: str
    """The event's stable name."""
    known: bool
    """Whether this version knows the topic; an unknown event is shown, never executed."""
    recorded_at: str
    """UTC with microseconds."""
    recorded_by: str
    """Who recorded it."""
    marking: str | None
    """Classification of the act."""
    leaf: str
    """The leaf hash, hex."""
    summary: str
    """The event in a few words."""


class LogView(View):
    """Events in recorded order."""

    events: tuple[LogEntry, ...]
    """By position."""
