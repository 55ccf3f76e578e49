"""A view of the whole ledger at a glance: who owes whom, and how the threads stand."""

from __future__ import annotations

from projections.views.base import View
from projections.views.threads import BalanceView, ObligationView, ThreadLine


class StatusCount(View):
    """How many threads have a status."""

    status: str
    """The word, see the vocabulary."""
    threads: int
    """How many."""


class OverviewView(View):
    """The most pressing of what is owed, and the threads that moved last; the rest is counted."""

    balances: tuple[BalanceView, ...]
    """What each owes each, those overdue first, then those owed the longest."""
    balances_in_all: int
    """How many pairs there are."""
    owed: tuple[ObligationView, ...]
    """Replies owed, those overdue first, then those owed the longest."""
    owed_in_all: int
    """How many replies are owed."""
    overdue_in_all: int
    """How many of them are overdue."""
    statuses: tuple[StatusCount, ...]
    """How many threads have each status, the commonest first."""
    threads: tuple[ThreadLine, ...]
    """Threads with the status asked about, or any; those that moved last first."""
    threads_in_all: int
    """How many there are."""
