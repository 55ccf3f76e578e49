"""A view of what is new since a date."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View
from projections.views.threads import ThreadStatusView


class ThreadSinceView(View):
    """A thread whose status began after the date."""

    thread: str
    """The thread."""
    title: str
    """Its title."""
    status: ThreadStatusView
    """Its status now."""
    since_text: str
    """Since when, in the thread's zone."""


class ReplySinceView(View):
    """A reply of which something became after the date."""

    what: str
    """What: owed (it was asked for), settled, ended, or overdue (its deadline passed)."""
    at: InstantText
    """When that was."""
    at_text: str
    """The same in the thread's zone."""
    thread: str
    """The thread."""
    act: str
    """The act that asks, named as in the thread."""
    debtor: str
    """Who is asked."""
    creditors: tuple[str, ...]
    """Who asks; several where a reply to one of them is enough (rule O4)."""
    by: str | None
    """The act that settled or ended it, named as in the thread."""


class LearnedView(View):
    """An act that happened before the date, of which something is known only since."""

    act: ActBrief
    """The act as it is known."""
    is_new: bool
    """Whether nothing was known of it by the date; else more, or something else, is known now."""
    known_from: str
    """From when it is known so: a position of the log, `#12`, for the ledger, else a date."""


class SinceView(View):
    """What happened since a date, what became of threads and replies, what was learned.

    Each list has the newest first and is cut; beside it stands how many there are.
    """

    since: str
    """The date asked about, as given: what is told happened, or became known, after its end."""
    acts: tuple[ActBrief, ...]
    """Acts that happened after it."""
    acts_in_all: int
    """How many."""
    threads: tuple[ThreadSinceView, ...]
    """Threads whose status began after it."""
    threads_in_all: int
    """How many."""
    replies: tuple[ReplySinceView, ...]
    """Replies asked for, settled, ended or overdue since; one may be there twice."""
    replies_in_all: int
    """How many."""
    learned: tuple[LearnedView, ...]
    """Acts of before that became known, or known otherwise, after it; the last learned first."""
    learned_in_all: int
    """How many."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date of the lens (rule T3)."""
