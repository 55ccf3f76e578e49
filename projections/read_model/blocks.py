"""A thread's timeline of states as blocks over act time: one fold, cut where a block changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.dates import MAX_INSTANT, MIN_INSTANT
from ledger.obligations import Owed
from ledger.timeline import Cause
from projections.read_model.cells import block, point_rows, reply_row, thread_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from ledger.obligations import Obligation, ObligationKey
    from ledger.placing import Placed
    from ledger.points import PointState
    from ledger.state import ThreadRecord
    from ledger.timeline import Fold, Negotiation
    from projections.read_model.cells import Row

ALWAYS: Final = 2**62
"""No end: later than every instant and every position. Its negative is earlier than every one."""
RUN: Final = 64
"""How many points stand in a block at most, in order of being recorded, with their replies."""


class Sort(StrEnum):
    """What stands in a block."""

    THREAD = "thread"
    POINTS = "points"
    OWED = "owed"
    CONCLUDED = "concluded"
    """Replies settled or ended."""


class Interval(NamedTuple):
    """A block of a thread while it stays the same: it holds for when_from <= T < when_to."""

    sort: Sort
    run: int
    when_from: Instant
    when_to: Instant
    state: str
    detail: str


def blocks_of(
    fold: Fold, record: ThreadRecord, since: Instant = MIN_INSTANT, known: Iterable[Interval] = ()
) -> list[Interval]:
    """Every block of a thread from before its first act to the end of time, the clock included.

    `known` are the blocks of an earlier fold that tells the same before `since`.
    """
    blocks = _Blocks(record, since, known)
    if since == MIN_INSTANT:
        blocks.note(-ALWAYS, fold.state(MIN_INSTANT - 1), None)
    happened = fold.happened_before(since)
    blocks.happened = len(happened)
    act = happened[-1] if happened else None
    last: tuple[Instant, Negotiation, Placed | None] | None = None
    for step in fold.steps(MAX_INSTANT, since):
        if last is not None and step.at != last[0]:
            blocks.note(*last)
        if step.cause is Cause.ACT:
            act = step.act
            blocks.happened += 1
        last = (step.at, step.state, act)
    if last is not None:
        blocks.note(*last)
    return blocks.closed()


Block = tuple[Sort, int]
Content = tuple[str, str]
NO_DETAIL: Final = "[]"


class _Blocks:
    """The blocks as a fold goes on; only what changed is written anew."""

    def __init__(self, record: ThreadRecord, since: Instant, known: Iterable[Interval]) -> None:
        self._home = record.id
        self._number = {
            f"{record.id}/{label}": index for index, label in enumerate(labels_of(record))
        }
        self._points: dict[str, PointState] = {}
        self._replies: dict[ObligationKey, Obligation] = {}
        self._rows: dict[Block, dict[Any, list[Row]]] = {}
        self._open: dict[Block, tuple[Instant, Content | None]] = {}
        self._intervals: list[Interval] = []
        self.happened = 0
        for one in known:
            if one.when_to <= since:
                self._intervals.append(one)
            elif one.when_from < since:
                self._open[one.sort, one.run] = (one.when_from, (one.state, one.detail))
        self._taken_up = self._open.keys() - {(Sort.THREAD, 0)}
        """Blocks of the earlier fold that are still to be held against this one."""

    def note(self, at: Instant, state: Negotiation, last: Placed | None) -> None:
        """The state from an instant on; instants ascend."""
        self._put(at, (Sort.THREAD, 0), (thread_cell(state, self.happened, last), NO_DETAIL))
        changed = self._changed_points(state)
        touched = {self._note_point(state.points[ref]) for ref in changed}
        for one in state.obligations:
            before = self._replies.get(one.key)
            if before is not one or not changed.isdisjoint(one.points):
                self._replies[one.key] = one
                touched |= self._note_reply(before, one, state)
        for name in touched | self._taken_up:
            rows = self._rows.get(name)
            content = block([row for key in sorted(rows) for row in rows[key]]) if rows else None
            self._put(at, name, content)
        self._taken_up.clear()

    def _changed_points(self, state: Negotiation) -> set[str]:
        known = self._points
        changed = {ref for ref, point in state.points.items() if known.get(ref) is not point}
        for ref in changed:
            known[ref] = state.points[ref]
        return changed

    def _note_point(self, point: PointState) -> Block:
        number = self._number[point.file.ref]
        name = (Sort.POINTS, number // RUN)
        self._rows.setdefault(name, {})[number] = point_rows(point, self._home)
        return name

    def _note_reply(
        self, before: Obligation | None, one: Obligation, state: Negotiation
    ) -> set[Block]:
        number = self._number[one.points[0]]
        key = (number, one.debtor, one.creditors)
        touched = set()
        if before is not None and before.state is not one.state:
            touched.add(_reply_block(before, number))
            del self._rows[_reply_block(before, number)][key]
        name = _reply_block(one, number)
        self._rows.setdefault(name, {})[key] = [reply_row(one, state)]
        return touched | {name}

    def _put(self, at: Instant, name: Block, content: Content | None) -> None:
        since, before = self._open.get(name, (at, None))
        if content == before:
            return
        if before is not None:
            self._intervals.append(Interval(*name, since, at, *before))
        self._open[name] = (at, content)

    def closed(self) -> list[Interval]:
        """Everything noted, what holds last without an end."""
        holding = [
            Interval(*name, since, ALWAYS, *content)
            for name, (since, content) in self._open.items()
            if content is not None
        ]
        return [*self._intervals, *holding]


def labels_of(record: ThreadRecord) -> list[str]:
    """The labels of a thread's points, in the order that puts them into blocks."""
    return [point.label for act in record.acts.values() for point in act.points]


def _reply_block(one: Obligation, number: int) -> Block:
    return (Sort.OWED if one.state is Owed.OWED else Sort.CONCLUDED, number // RUN)
