"""The tables of lists over the whole ledger: threads, points, replies owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import acts_table, cells, obligations, plain_table
from projections.tables.table import Table, Tables
from projections.words import owed_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from projections.views.acts import ActBrief
    from projections.views.overview import OverviewView
    from projections.views.point_lines import PointLinesView
    from projections.views.threads import BalanceView, OwedView, ThreadLine, ThreadsView

_BALANCE = ("debtor", "creditors", "owed", "overdue", "oldest", "oldest_text")
_POINT = (
    *("ref", "kind", "text", "raisers", "raised_by", "party", "status", "since", "since_text"),
    *("act", "by", "confidential", "overall", "live", "deadline", "deadline_text"),
)


def _possible(acts: Iterable[ActBrief]) -> Table:
    return acts_table("May have happened by then", acts)


def owed(view: OwedView) -> Tables:
    """One row for each reply owed, then one for each pair of parties."""
    title = owed_title(view)
    tables = [obligations(title, view.owed), _balances(view.balances), _possible(view.possible)]
    return Tables(tables, [title])


def overview(view: OverviewView) -> Tables:
    """One row for each reply owed that is told, then the pairs of parties and the threads."""
    title = "Who owes whom a reply"
    tables = [obligations(title, view.owed), _balances(view.balances), _threads(view.threads)]
    return Tables(
        [*tables, plain_table("By status", ("status", "threads"), view.statuses)], [title]
    )


def _balances(balances: Iterable[BalanceView]) -> Table:
    brief = ("debtor", "creditors", "owed", "overdue", "oldest_text")
    return plain_table("Balances", _BALANCE, balances, brief)


def threads(view: ThreadsView) -> Tables:
    """One row for each thread."""
    return Tables([_threads(view.threads), _possible(view.possible)])


def _threads(lines: Iterable[ThreadLine]) -> Table:
    columns = (
        *("thread", "title", "parties", "status", "why", "since", "awaiting", "dormant"),
        *("owed", "acts", "last", "zone", "parent", "tags", "marking"),
    )
    rows = [
        (
            each.thread.id,
            each.thread.title,
            each.thread.parties,
            *cells(each.status, ("status", "why", "since", "awaiting", "dormant")),
            *cells(each, ("owed", "acts", "last")),
            *cells(each.thread, ("zone", "parent", "tags", "marking")),
        )
        for each in lines
    ]
    brief = ("thread", "title", "status", "dormant", "awaiting", "owed", "acts", "last")
    return Table("Threads", columns, rows, brief)


def points(view: PointLinesView) -> Tables:
    """One row for each point and addressee."""
    brief = ("ref", "party", "status", "since_text", "act", "text")
    table = plain_table("Points", _POINT, view.points, brief)
    return Tables([table, _possible(view.possible)])


TABLES: dict[str, Callable[[Any], Tables]] = {
    "OverviewView": overview,
    "OwedView": owed,
    "PointLinesView": points,
    "ThreadsView": threads,
}
