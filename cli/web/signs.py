"""How a status looks: its tone, which colours it, and its sign, which says the same without."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ledger.vocabulary import Stance, Status, ThreadStatus

GOOD, BAD, WAIT, UNKNOWN, OPEN = "good", "bad", "wait", "unknown", "open"

_POINTS: Final = {
    Status.ACCEPTED: (GOOD, "✔"),
    Status.FULFILLED: (GOOD, "★"),
    Status.ACCEPTED_WITH_RESERVATION: (GOOD, "✔"),
    Status.ACCEPTED_IN_PART: (GOOD, "◑"),
    Status.REJECTED: (BAD, "✖"),
    Status.EVADED: (BAD, "↷"),
    Status.LAPSED: (BAD, "⚑"),
    Status.COUNTERED: (OPEN, "⇄"),
    Status.MIXED: (OPEN, "◐"),
    Status.PARTLY_ANSWERED: (WAIT, "◔"),
    Status.OUTSTANDING: (WAIT, "○"),
    Status.DEFERRED: (WAIT, "…"),
    Status.ACKNOWLEDGED: (WAIT, "✓"),
    Status.ANSWERED_UNDISCLOSED: (UNKNOWN, "?"),
    Status.WITHDRAWN: (UNKNOWN, "⌫"),
    Status.SUPERSEDED: (UNKNOWN, "↦"),
    Status.STANDING: (UNKNOWN, "•"),
}
_THREADS: Final = {
    ThreadStatus.OPEN: (OPEN, "○"),
    ThreadStatus.AWAITING_REPLY: (WAIT, "✉"),
    ThreadStatus.IN_TALKS: (OPEN, "⇄"),
    ThreadStatus.SETTLED_IN_PRINCIPLE: (GOOD, "◑"),
    ThreadStatus.SETTLED: (GOOD, "✔"),
    ThreadStatus.FAILED: (BAD, "✖"),
    ThreadStatus.SUSPENDED: (WAIT, "‖"),
    ThreadStatus.BROKEN_OFF: (BAD, "⤫"),
    ThreadStatus.AT_WAR: (BAD, "⚔"),
    ThreadStatus.CLOSED: (UNKNOWN, "■"),
}
LOOKS: Final = MappingProxyType(
    {str(word): look for table in (_THREADS, _POINTS) for word, look in table.items()}
    | {str(stance): _POINTS[stance.status] for stance in Stance}
)
"""Of every status of a point or a thread, and of every stance: tone and sign."""


def tone(word: str) -> str:
    """good, bad, wait, unknown or open."""
    return LOOKS[word][0]


def sign(word: str) -> str:
    """One character."""
    return LOOKS[word][1]
