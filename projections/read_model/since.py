"""What began between a moment and T, in the tables.

Each query goes through an index in the order of time, so that it costs what there is to tell: the
stretches of a state that hold at T and began after the moment are at the nodes on the way to T.
"""

# ruff: noqa: S608 -- the statements are made of constants, every value is bound

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import from_json

from ledger.obligations import Owed
from ledger.placing import rank
from projections.read_model.blocks import Sort
from projections.read_model.cells import ThreadCell
from projections.read_model.found import HAPPENED, KNOWN
from projections.read_model.groups import each_since, within
from projections.read_model.interval_tree import nodes_on_the_way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from ledger.moments import Moment
    from projections.read_model.snapshot import Snapshot

_HEAD: Final = f"read_head INDEXED BY read_head_thread WHERE {KNOWN}"
_ZONE: Final = f"(SELECT zone FROM {_HEAD} AND read_head.thread = read_act.thread)"
_AFTER: Final = f"latest > :since AND {HAPPENED}"
_TOLD_SINCE: Final = "latest <= :since AND known_from > :before"
_IS_NEW: Final = """NOT EXISTS (SELECT 1 FROM read_act AS earlier
 WHERE earlier.layer = read_act.layer AND earlier.thread = read_act.thread
 AND earlier.name = read_act.name
 AND earlier.known_from <= :before AND earlier.known_to > :before)"""
_TIES: Final = "sequence IS NULL DESC, sequence DESC, name DESC, slug DESC"
_BEGAN: Final = (
    "node IN (SELECT value FROM json_each(:nodes))"
    " AND when_from > :since AND when_from <= :at AND when_to > :at"
)
_HEADS: Final = (
    f"CROSS JOIN (SELECT thread AS number, zone, content FROM {_HEAD}) ON number = thread"
)
"""After what is found, so that the heads of few threads are looked at."""


class ActSince(NamedTuple):
    """An act with what orders it; `known_from` is on the viewer's clock."""

    slug: str
    name: str
    zone: str
    at: Instant
    sequence: int | None
    links: str
    brief: str
    known_from: int
    is_new: bool

    @property
    def ref(self) -> str:
        """Full reference."""
        return f"{self.slug}/{self.name}"

    @property
    def answers(self) -> tuple[str, ...]:
        """What it answers, for the order of replay."""
        return tuple(from_json(self.links))

    @property
    def rank(self) -> tuple[float, str]:
        """Its place among the acts of its instant."""
        return rank(self.sequence, self.name)


class ThreadSince(NamedTuple):
    """A thread with its status, which began after the moment."""

    slug: str
    zone: str
    head: str
    cell: ThreadCell


class ReplySince(NamedTuple):
    """A reply with what became of it, and when."""

    slug: str
    zone: str
    what: str
    at: Instant
    act: str
    debtor: str
    creditors: tuple[str, ...]
    since: Instant
    due: Instant | None
    by: str | None


class Some(NamedTuple):
    """The first of what was found, and how much there is."""

    found: list[Any]
    total: int


@dataclass(frozen=True, slots=True)
class Window:
    """From a moment to T, in threads in which both are the same instants.

    `since` is the last instant before it, `before` the last knowledge, on the viewer's clock.
    """

    snapshot: Snapshot
    condition: str
    values: Mapping[str, object]

    def acts(self, limit: int) -> Some:
        """Acts that happened in it, the newest first."""
        return self._acts(_AFTER, ("latest",), limit)

    def told(self, limit: int) -> Some:
        """Acts that happened before, and are known otherwise since; the last learned first."""
        return self._acts(_TOLD_SINCE, ("known_from", "latest"), limit)

    def _acts(self, condition: str, newest: tuple[str, ...], limit: int) -> Some:
        """The first of many are found in the index alone, and only those are read."""
        where = f"{self.condition} AND {condition}"
        columns, falling = ", ".join(newest), ", ".join(f"{one} DESC" for one in newest)
        total = self._all(f"SELECT count(*) FROM read_act WHERE {where}")[0][0]
        rows = self._all(
            f"SELECT slug, name, {_ZONE}, latest, sequence, answers, brief, known_from, {_IS_NEW}"
            f" FROM read_act JOIN read_thread USING (thread) WHERE {where} AND ({columns}) >="
            f" (SELECT {columns} FROM read_act WHERE {where} ORDER BY {falling}"
            f" LIMIT 1 OFFSET {max(min(limit, total), 1) - 1})"
            f" ORDER BY {falling}, {_TIES} LIMIT {limit}"
        )
        return Some([ActSince._make((*row[:-1], bool(row[-1]))) for row in rows], total)

    def threads(self, limit: int) -> Some:
        """Threads of which the status began in it, the newest first."""
        began = (
            f"FROM read_block WHERE {self.condition} AND sort = '{Sort.THREAD.value}' AND {_BEGAN}"
            " AND json_extract(state, '$[2]') > :since"
        )
        total = self._all(f"SELECT count(*) {began}")[0][0]
        rows = self._all(
            f"SELECT slug, zone, content, state FROM (SELECT slug, thread, state"
            f" FROM (SELECT thread, state {began}) CROSS JOIN read_thread USING (thread)"
            f" ORDER BY json_extract(state, '$[2]') DESC, slug LIMIT {limit}) {_HEADS}"
        )
        return Some(
            [
                ThreadSince(slug, zone, head, ThreadCell._make(from_json(state)))
                for slug, zone, head, state in rows
            ],
            total,
        )

    def replies(self, limit: int) -> Some:
        """Replies newly owed, settled, ended or overdue, the newest first."""
        found: list[ReplySince] = []
        total = 0
        for what, source, when in self._changes():
            total += self._all(f"SELECT count(*) FROM ({source})")[0][0]
            rows = self._all(
                f"SELECT slug, zone, act, debtor, creditors, since, due, detail, moment FROM"
                f" (SELECT *, {when} AS moment FROM ({source})"
                " CROSS JOIN read_thread USING (thread)"
                f" ORDER BY moment DESC, slug, act, debtor, creditors LIMIT {limit}) {_HEADS}"
            )
            for slug, zone, act, debtor, creditors, since, due, detail, at in rows:
                named, by = tuple(creditors.split(",")), from_json(detail)[3]
                one = (slug, zone, what, at, act, debtor, named, since, due, by)
                found.append(ReplySince._make(one))
        return Some(found, total)

    def _changes(self) -> Iterator[tuple[str, str, str]]:
        """What may become of a reply: the word, the rows, and the expression of its instant."""
        columns = "thread, act, debtor, creditors, since, due, detail"

        def rows(state: str, condition: str) -> str:
            return (
                f"SELECT {columns} FROM read_reply WHERE {self.condition}"
                f" AND state = '{state}' AND {condition}"
            )

        settled_at = "json_extract(detail, '$[4]')"
        yield "owed", rows(Owed.OWED, f"{_BEGAN} AND since > :since"), "since"
        for state in (Owed.SETTLED, Owed.ENDED):
            yield state.value, rows(state, f"{_BEGAN} AND {settled_at} > :since"), settled_at
        late = "due >= :since AND due < :at"
        holding = (
            f"node IN (SELECT value FROM json_each(:nodes_before)) AND when_to > :at AND {late}",
            f"node IN (SELECT value FROM json_each(:nodes_after)) AND when_from <= :at AND {late}",
        )
        yield "overdue", " UNION ALL ".join(rows(Owed.OWED, one) for one in holding), "due"

    def _all(self, statement: str) -> list[tuple[Any, ...]]:
        return self.snapshot.connection.execute(statement, self.values).fetchall()


def windows(snapshot: Snapshot, since: Moment, recorded: int | None) -> Iterator[Window]:
    """What can be asked about in one go; `recorded` is the ledger's last position by then."""
    for group, end in each_since(snapshot, since):
        condition, values = within(group)
        before, after = nodes_on_the_way(group.at)
        yield Window(
            snapshot,
            condition,
            {
                **values,
                "since": end,
                "before": min(end, group.known) if recorded is None else recorded,
                "nodes": json.dumps([*before, *after]),
                "nodes_before": json.dumps(before),
                "nodes_after": json.dumps(after),
            },
        )
