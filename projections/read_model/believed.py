"""What was believed of a thread, one state of knowledge after another, as rows valid in between.

The same for the ledger, whose knowledge grows by log positions, and for other viewers, whose
knowledge grows by instants of their own calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ledger.dates import MIN_INSTANT
from ledger.placing import place
from ledger.timeline import Fold
from projections.read_model.blocks import (
    NOTHING_KNOWN,
    Block,
    BlockContent,
    Timeline,
    labels_of,
    timeline_of,
)
from projections.read_model.facts import (
    HEAD,
    ThreadFacts,
    act_rows,
    erratum_facts,
    point_facts,
    thread_facts,
)
from projections.read_model.stretches import ALWAYS, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.dates import Instant
    from ledger.placing import Placed
    from ledger.state import ThreadRecord, World
    from projections.read_model.cells import ReplyContent, ReplyKey
    from projections.read_model.facts import ActFacts, ErratumFacts

K = TypeVar("K")
C = TypeVar("C")

BlockAt = tuple[Block, "Instant"]
"""A block and from when on it holds; with it goes until when, and what."""
ReplyAt = tuple["ReplyKey", "Instant"]


class Row(NamedTuple, Generic[K, C]):
    """A content that was believed for known_from <= K < known_to."""

    key: K
    content: C
    known_from: int
    known_to: int


class Held(NamedTuple, Generic[C]):
    """A content that is believed; `rowid` is its row, None where that is still to be written."""

    content: C
    known_from: int
    rowid: int | None


@dataclass(slots=True)
class Beliefs(Generic[K, C]):
    """The rows of one table for one thread: those that hold, and what became of the others."""

    held: dict[K, Held[C]] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)
    """By rowid, up to when a row that is written already was believed."""
    past: list[Row[K, C]] = field(default_factory=list)
    """Rows still to be written that were believed for a while."""

    def learn(self, contents: Mapping[K, C], at: int) -> None:
        """From now on, this and nothing else is believed."""
        for key, held in list(self.held.items()):
            if key not in contents or contents[key] != held.content:
                del self.held[key]
                if held.rowid is None:
                    self.past.append(Row(key, held.content, held.known_from, at))
                else:
                    self.ended[held.rowid] = at
        for key, content in contents.items():
            if key not in self.held:
                self.held[key] = Held(content, at, None)

    def to_write(self) -> Iterator[Row[K, C]]:
        """Every row that is not written yet."""
        yield from self.past
        for key, held in self.held.items():
            if held.rowid is None:
                yield Row(key, held.content, held.known_from, ALWAYS)


@dataclass(slots=True)
class ThreadBeliefs:
    """Everything believed of one thread, by table; what was worked out before is remembered."""

    thread: str
    head: Beliefs[str, ThreadFacts] = field(default_factory=Beliefs)
    blocks: Beliefs[BlockAt, tuple[Instant, BlockContent]] = field(default_factory=Beliefs)
    replies: Beliefs[ReplyAt, tuple[Instant, ReplyContent]] = field(default_factory=Beliefs)
    acts: Beliefs[str, ActFacts] = field(default_factory=Beliefs)
    points: Beliefs[str, str] = field(default_factory=Beliefs)
    errata: Beliefs[str, ErratumFacts] = field(default_factory=Beliefs)
    _fold: Fold | None = None
    _record: ThreadRecord | None = None
    _facts: dict[str, tuple[Placed, ActFacts]] = field(default_factory=dict)

    def learn(
        self,
        world: World,
        everywhere: Mapping[str, Placed],
        at: int,
        *,
        parent: str | None,
        afresh: bool = False,
    ) -> None:
        """Believe what a world tells of the thread; `everywhere` are all its acts, placed.

        A fold that would tell the same as the last one is not gone through again, unless `afresh`:
        the membership of a group may have changed.
        """
        record = world.threads[self.thread]
        fold = Fold(world, record, everywhere)
        since = MIN_INSTANT if afresh else self._told_otherwise(fold, record)
        if since is not None:
            self._learn_states(fold, record, since, at)
        self._fold, self._record = fold, record
        self.head.learn({HEAD: thread_facts(record, parent)}, at)
        self.acts.learn(act_rows(record, everywhere, self._facts), at)
        self.points.learn(point_facts(record), at)
        self.errata.learn(erratum_facts(record), at)

    def remember(self, world: World, everywhere: Mapping[str, Placed]) -> None:
        """The world that what is held was learned from, so that less has to be told anew."""
        self._record = world.threads[self.thread]
        self._fold = Fold(world, self._record, everywhere)

    def _told_otherwise(self, fold: Fold, record: ThreadRecord) -> Instant | None:
        """From when on the states are others than those held; None: all stay as they are."""
        if self._fold is None or self._record is None:
            return MIN_INSTANT
        before, after = labels_of(self._record), labels_of(record)
        if after[: len(before)] != before:
            return MIN_INSTANT  # the blocks are cut otherwise
        return fold.differs_from(self._fold)

    def _learn_states(self, fold: Fold, record: ThreadRecord, since: Instant, at: int) -> None:
        known = NOTHING_KNOWN
        if since > MIN_INSTANT:
            known = Timeline(_stretches(self.blocks), _stretches(self.replies))
        told = timeline_of(fold, record, since, known)
        self.blocks.learn(_contents(told.blocks), at)
        self.replies.learn(_contents(told.replies), at)


def _stretches(held: Beliefs[tuple[K, Instant], tuple[Instant, C]]) -> list[Stretch[K, C]]:
    return [
        Stretch(key, when_from, when_to, content)
        for (key, when_from), ((when_to, content), _, _) in held.held.items()
    ]


def _contents(
    stretches: Iterable[Stretch[K, C]],
) -> dict[tuple[K, Instant], tuple[Instant, C]]:
    return {(one.key, one.when_from): (one.when_to, one.content) for one in stretches}


def learn_all(
    beliefs: Mapping[str, ThreadBeliefs],
    world: World,
    at: int,
    *,
    parents: Mapping[str, str | None] | None = None,
    afresh: bool = False,
) -> None:
    """Believe what a world tells of the threads named, as far as it knows them.

    `parents` are those recorded, for a world that leaves out what its viewer may not know.
    """
    everywhere = place(world)
    for thread, one in beliefs.items():
        record = world.threads.get(thread)
        if record is not None:
            parent = record.opened.parent if parents is None else parents.get(thread)
            one.learn(world, everywhere, at, parent=parent, afresh=afresh)
