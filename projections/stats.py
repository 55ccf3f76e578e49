"""Numbers over the ledger: how fast parties reply, what is accepted, who acts how often.

Only what had certainly happened by T and is known at K is counted. The median of reply times is
`statistics.median` over whole calendar days (rule T5): of an even number of replies, the mean of
the two in the middle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from ledger.dates import day_count
from ledger.obligations import Owed
from ledger.refs import full
from ledger.vocabulary import PointKind, Status
from projections.read_model.counting import Counted
from projections.read_model.found import POSSIBLE, UNDATED
from projections.views.stats import (
    AcceptedStats,
    KindCount,
    PairStats,
    PartyCount,
    ReplyTime,
    StatsView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from projections.lens import Lens
    from projections.read_model.cells import PointCell, ReplyCell
    from projections.read_model.counting import Counts
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot
    from projections.reader import Snapshots
    from projections.views.acts import ActBrief


@dataclass(frozen=True, slots=True)
class StatsFilter:
    """What is counted: that to which everything asked for applies.

    Of a party, the replies it owes or waits for, the points it raises or is asked, and the acts in
    which it speaks or that are to it.
    """

    thread: str | None = None
    party: str | None = None
    tag: str | None = None


EVERYTHING = StatsFilter()
"""Counts all there is."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A point that asks, raised by T and still stood by."""

    ref: str
    raisers: tuple[str, ...]
    status: Status


def stats_view(
    source: Snapshots, lens: Lens, wanted: StatsFilter = EVERYTHING, *, listed: bool = False
) -> StatsView:
    """Reply times by pair, the share of points accepted, counts of acts.

    `listed`: with every reply, point and act behind the numbers. InputError where there is no such
    thread.
    """
    with source.snapshot(lens) as snapshot:
        threads = {one.number: one for one in _threads(snapshot, wanted)}
        replies = list(_replies(snapshot, threads, wanted.party))
        points = list(_points(snapshot, threads, wanted.party))
        counted = Counted(snapshot, tuple(threads.values()), wanted.party, listed)
        kinds, parties = counted.by_kind(), counted.by_party()
        possible = _uncertain(snapshot, threads, POSSIBLE)
        undated = _uncertain(snapshot, threads, UNDATED)
    return StatsView(
        thread=wanted.thread,
        party=wanted.party,
        tag=wanted.tag,
        listed=listed,
        threads=len(threads),
        acts=sum(one.acts for one in kinds.values()),
        pairs=tuple(_pairs(replies, listed=listed)),
        accepted=_accepted((), points, listed=listed),
        accepted_by_raiser=tuple(_by_raiser(points, listed=listed)),
        kinds=tuple(
            KindCount(kind=kind, acts=one.acts, refs=one.refs) for kind, one in _ranked(kinds)
        ),
        parties=tuple(
            PartyCount(
                party=code, acts=one.acts, sent=one.sent, received=one.received, refs=one.refs
            )
            for code, one in _ranked(parties)
        ),
        possible=possible,
        undated=undated,
    )


def _threads(snapshot: Snapshot, wanted: StatsFilter) -> Iterator[ThreadAt]:
    chosen = (
        snapshot.threads.values() if wanted.thread is None else [snapshot.thread(wanted.thread)]
    )
    for one in chosen:
        if wanted.tag is None or wanted.tag in from_json(one.head)["tags"]:
            yield one


def _replies(
    snapshot: Snapshot, threads: Mapping[int, ThreadAt], party: str | None
) -> Iterator[tuple[ReplyCell, ReplyTime]]:
    for owed in (True, False):
        for thread, cell in snapshot.replies(owed=owed):
            if thread.number in threads and party in (None, cell.debtor, *cell.creditors):
                yield cell, _reply(thread, cell)


def _reply(thread: ThreadAt, cell: ReplyCell) -> ReplyTime:
    end = thread.at if cell.settled_at is None else cell.settled_at
    return ReplyTime(
        thread=thread.slug,
        act=full(cell.act, thread.slug),
        points=tuple(cell.points),
        since=cell.since,
        since_text=cell.since_text,
        state=cell.state,
        by=None if cell.settled_by is None else full(cell.settled_by, thread.slug),
        by_text=cell.settled_text,
        days=day_count(cell.since, end, thread.zone),
    )


def _pairs(replies: Iterable[tuple[ReplyCell, ReplyTime]], *, listed: bool) -> Iterator[PairStats]:
    by_pair: dict[tuple[str, tuple[str, ...]], list[ReplyTime]] = defaultdict(list)
    for cell, reply in replies:
        by_pair[cell.debtor, tuple(cell.creditors)].append(reply)
    for (debtor, creditors), found in sorted(by_pair.items()):
        found.sort(key=lambda one: (one.since, one.act))
        states = Counter(one.state for one in found)
        answered = [one for one in found if one.state == Owed.SETTLED]
        yield PairStats(
            debtor=debtor,
            creditors=creditors,
            asked=len(found),
            answered=len(answered),
            owed=states[Owed.OWED],
            ended=states[Owed.ENDED],
            median_days=median(one.days for one in answered) if answered else None,
            slowest=max(answered, key=lambda one: one.days, default=None),
            replies=tuple(found) if listed else (),
        )


def _points(
    snapshot: Snapshot, threads: Mapping[int, ThreadAt], party: str | None
) -> Iterator[_Point]:
    """Points that ask and are live, those with parts left out (rules P4, P7)."""
    recorded = snapshot.recorded_points()
    raised = [
        (thread, cell, recorded[thread.number, cell.label])
        for thread, cell in snapshot.points()
        if thread.number in threads
    ]
    parents = {full(fields[4], thread.slug) for thread, _, fields in raised if fields[4]}
    for thread, cell, (kind, _, raisers, *_) in raised:
        ref = full(cell.label, thread.slug)
        asks = PointKind(kind).asks and cell.live and ref not in parents
        if asks and (party is None or party in (*raisers, *_asked(cell))):
            yield _Point(ref, tuple(raisers), Status(cell.status))


def _asked(cell: PointCell) -> tuple[str, ...]:
    return tuple(one.party for one in cell.parties)


def _by_raiser(points: Iterable[_Point], *, listed: bool) -> Iterator[AcceptedStats]:
    found: dict[tuple[str, ...], list[_Point]] = defaultdict(list)
    for one in points:
        found[one.raisers].append(one)
    for raisers in sorted(found):
        yield _accepted(raisers, found[raisers], listed=listed)


def _accepted(raisers: tuple[str, ...], points: list[_Point], *, listed: bool) -> AcceptedStats:
    accepted = [one.ref for one in points if one.status.favourable]
    others = [one.ref for one in points if not one.status.favourable]
    return AcceptedStats(
        raisers=raisers,
        points=len(points),
        accepted=len(accepted),
        share=round(len(accepted) / len(points), 4) if points else None,
        statuses=dict(_most(Counter(one.status.value for one in points))),
        accepted_points=tuple(sorted(accepted)) if listed else (),
        other_points=tuple(sorted(others)) if listed else (),
    )


def _most(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def _ranked(found: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(found.items(), key=lambda pair: (-pair[1].acts, pair[0]))


def _uncertain(
    snapshot: Snapshot, threads: Mapping[int, Any], condition: str
) -> tuple[ActBrief, ...]:
    found = [row for row in snapshot.acts(condition) if row.thread.number in threads]
    found.sort(key=lambda row: (row.earliest or 0, row.ref))
    return tuple(row.view() for row in found)
