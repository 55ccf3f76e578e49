"""The first page: who owes whom, how each negotiation stands, what is new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.paging import PAGE, Part, part_of
from projections.views.base import View
from projections.views.since import SinceView
from projections.views.threads import BalanceView, ObligationView, ThreadLine

if TYPE_CHECKING:
    from cli.web.asking import Asking

OWED_SHOWN = 20
SINCE_SHOWN = 20


class StatusCount(View):
    """How many threads have a status."""

    status: str
    """The word, see the vocabulary."""
    threads: int
    """How many."""


class HomePage(View):
    """Who owes whom, how the threads stand, what is new since a date."""

    balances: tuple[BalanceView, ...]
    """What each owes each, the overdue first, then the longest owed."""
    owed: tuple[ObligationView, ...]
    """The first replies owed, the overdue first, then the longest owed."""
    owed_in_all: int
    """How many replies are owed."""
    overdue_in_all: int
    """How many of them are overdue."""
    statuses: tuple[StatusCount, ...]
    """How many threads have each status, of those asked about."""
    threads: tuple[ThreadLine, ...]
    """Threads, those in which something happened last first: one page of them."""
    part: Part
    """Which page of them it is."""
    since: SinceView | None
    """What is new since the date asked about; None: none was."""


def home(asking: Asking) -> Page:
    """The page at the address `/`."""
    reader, lens, query = asking.reader, asking.lens, asking.query
    owed = reader.owed(lens)
    late_first = sorted(owed.owed, key=lambda one: (one.overdue is None, one.since))
    wanted = query.get("status")
    threads = reader.threads(lens, status=[wanted] if wanted else [])
    counted = Counter(one.status.status for one in threads.threads)
    newest = sorted(threads.threads, key=lambda one: one.last_at or 0, reverse=True)
    part, shown = part_of(newest, query.get(PAGE))
    since = query.get("since")
    view = HomePage(
        balances=tuple(
            sorted(owed.balances, key=lambda one: (not one.overdue, one.oldest))[:OWED_SHOWN]
        ),
        owed=tuple(late_first[:OWED_SHOWN]),
        owed_in_all=len(owed.owed),
        overdue_in_all=sum(one.overdue is not None for one in owed.owed),
        statuses=tuple(
            StatusCount(status=status, threads=number) for status, number in counted.most_common()
        ),
        threads=tuple(shown),
        part=part,
        since=None if since is None else reader.since(lens, since=since, limit=SINCE_SHOWN),
    )
    return Page("home.html", view)


HOME = PageRoute(
    "/",
    "home",
    home,
    HomePage,
    "home-page/1",
    "Who owes whom, how the threads stand, what is new since a date.",
    (
        QueryParameter("since", "what is new since this date: 2022-01-20, -7d"),
        QueryParameter("status", "only threads with this status"),
        QueryParameter(PAGE, "which page of the threads"),
    ),
)
