"""A thread's timeline of states over act time: one fold, cut wherever what is kept changes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.dates import MAX_INSTANT, MIN_INSTANT
from ledger.timeline import Cause
from projections.read_model.cells import block, point_rows, reply_content, reply_key, thread_cell
from projections.read_model.stretches import ALWAYS, Stretch, Stretches

if TYPE_CHECKING:
    from ledger.dates import Instant
    from ledger.obligations import Obligation, ObligationKey
    from ledger.placing import Placed
    from ledger.points import PointState
    from ledger.state import ThreadRecord
    from ledger.timeline import Fold, Negotiation
    from projections.read_model.cells import ReplyContent, ReplyKey, Row

RUN: Final = 64
"""How many points stand in a block at most, in order of being recorded."""


class Sort(StrEnum):
    """What stands in a block."""

    THREAD = "thread"
    POINTS = "points"


Block = tuple[Sort, int]
"""Which block of a thread: the thread's own state, or the n-th run of its points."""
BlockContent = tuple[str, str]
"""Its `state` and its `detail`, see `cells`."""


class Timeline(NamedTuple):
    """Every state of a thread, from before its first act to the end of time."""

    blocks: list[Stretch[Block, BlockContent]]
    replies: list[Stretch[ReplyKey, ReplyContent]]


NOTHING_KNOWN: Final = Timeline([], [])


def timeline_of(
    fold: Fold,
    record: ThreadRecord,
    since: Instant = MIN_INSTANT,
    known: Timeline = NOTHING_KNOWN,
) -> Timeline:
    """The states of a thread, changes by the clock included.

    `known` are those of an earlier fold, which tells the same before `since`.
    """
    states = _States(record, since, known)
    if since == MIN_INSTANT:
        states.note(-ALWAYS, fold.state(MIN_INSTANT - 1), None)
    happened = fold.happened_before(since)
    states.happened = len(happened)
    act = happened[-1] if happened else None
    last: tuple[Instant, Negotiation, Placed | None] | None = None
    for step in fold.steps(MAX_INSTANT, since):
        if last is not None and step.at != last[0]:
            states.note(*last)
        if step.cause is Cause.ACT:
            act = step.act
            states.happened += 1
        last = (step.at, step.state, act)
    if last is not None:
        states.note(*last)
    return Timeline(states.blocks.all(), states.replies.all())


class _States:
    """The states as a fold goes on; only what changed is written anew."""

    def __init__(self, record: ThreadRecord, since: Instant, known: Timeline) -> None:
        self._home = record.id
        self._number = {
            f"{record.id}/{label}": index for index, label in enumerate(labels_of(record))
        }
        self._points: dict[str, PointState] = {}
        self._obligations: dict[ObligationKey, Obligation] = {}
        self._rows: dict[Block, dict[int, list[Row]]] = {}
        self.blocks = Stretches(known.blocks, since)
        self.replies = Stretches(known.replies, since)
        self.happened = 0

    def note(self, at: Instant, state: Negotiation, last: Placed | None) -> None:
        """The state from an instant on; instants ascend."""
        self.blocks.put(at, (Sort.THREAD, 0), (thread_cell(state, self.happened, last), "[]"))
        changed = self._changed_points(state)
        touched = {self._note_point(state.points[ref]) for ref in changed}
        for name in touched:
            rows = self._rows[name]
            self.blocks.put(at, name, block([row for key in sorted(rows) for row in rows[key]]))
        for one in state.obligations:
            if self._obligations.get(one.key) is not one or not changed.isdisjoint(one.points):
                self._obligations[one.key] = one
                self.replies.put(at, reply_key(one, self._home), reply_content(one, state))

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


def labels_of(record: ThreadRecord) -> list[str]:
    """The labels of a thread's points, in the order that puts them into blocks."""
    return [point.label for act in record.acts.values() for point in act.points]
