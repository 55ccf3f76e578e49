"""The whole ledger at a glance: the cost is that of counting, not of telling, what is counted."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from projections.owed import balance_of, owed_reply
from projections.threads import thread_line
from projections.views.overview import OverviewView, StatusCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.read_model.found import OwedWord, ThreadAt
    from projections.read_model.snapshot import Snapshot
    from projections.reader import Snapshots
    from projections.views.threads import ObligationView

_Reply = tuple[bool, "Instant", str, str, str, str]
"""What replies are sorted by: whether in time, since, thread, act, debtor, creditors."""


def overview_view(
    source: Snapshots, lens: Lens, *, status: str | None, limit: int, start: int
) -> OverviewView:
    """What presses most over all threads, at most `limit` of each.

    The threads are those with a status, or all; `start` of them are left out.
    """
    with source.snapshot(lens) as snapshot:
        threads = {one.slug: one for one in snapshot.threads.values()}
        replies = [_sorted_by(threads[word[0]], word) for word in snapshot.owed_words()]
        pairs = _pairs(replies)
        owed, balances = heapq.nsmallest(limit, replies), pairs[:limit]
        told = _told(snapshot, [*owed, *(one.oldest for one in balances)])
        standing = list(snapshot.statuses())
        counted = Counter(cell.status for _, cell in standing)
        wanted = [one for one in standing if status is None or one[1].status == status]
        last = heapq.nsmallest(
            start + limit, wanted, key=lambda one: (-(one[1].last_at or 0), one[0].slug)
        )
        return OverviewView(
            balances=tuple(balance_of(told[one.oldest], one.owed, one.overdue) for one in balances),
            balances_in_all=len(pairs),
            owed=tuple(told[one] for one in owed),
            owed_in_all=len(replies),
            overdue_in_all=sum(not in_time for in_time, *_ in replies),
            statuses=tuple(
                StatusCount(status=one, threads=number) for one, number in counted.most_common()
            ),
            threads=tuple(thread_line(snapshot, at, cell) for at, cell in last[start:]),
            threads_in_all=len(wanted),
        )


def _sorted_by(at: ThreadAt, word: OwedWord) -> _Reply:
    thread, act, debtor, creditors, since, due = word
    return due is None or at.at <= due, since, thread, act, debtor, creditors


class _Pair(NamedTuple):
    """What one owes another: none of it overdue or some, and the reply owed the longest."""

    in_time: bool
    since: Instant
    debtor: str
    creditors: str
    oldest: _Reply
    owed: int
    overdue: int


def _pairs(replies: Iterable[_Reply]) -> list[_Pair]:
    """What each owes each, what is overdue first."""
    found: dict[tuple[str, str], list[_Reply]] = defaultdict(list)
    for reply in replies:
        found[reply[4:]].append(reply)
    pairs = []
    for (debtor, creditors), owed in found.items():
        oldest = min(owed, key=lambda one: one[1:])
        late = sum(not in_time for in_time, *_ in owed)
        pairs.append(_Pair(not late, oldest[1], debtor, creditors, oldest, len(owed), late))
    return sorted(pairs)


def _told(snapshot: Snapshot, replies: Iterable[_Reply]) -> dict[_Reply, ObligationView]:
    """Replies in full."""
    names = {reply[2:]: reply for reply in replies}
    return {
        names[at.slug, cell.act, cell.debtor, ",".join(cell.creditors)]: owed_reply(at, cell)
        for at, cell in snapshot.replies(owed=True, named=names)
    }
