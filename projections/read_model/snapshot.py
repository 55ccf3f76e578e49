"""What the read model says through a lens: every question over the whole ledger starts here."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from contextlib import contextmanager
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from ledger.obligations import Owed
from projections.lens import no_thread
from projections.read_model.blocks import Sort
from projections.read_model.cells import (
    PointCell,
    ReplyCell,
    ThreadCell,
    read_columns,
    read_points,
    read_reply,
)
from projections.read_model.found import (
    ACT_COLUMNS,
    HAPPENED,
    KNOWN,
    NO_VALUES,
    POSSIBLE,
    ActRow,
    Group,
    ThreadAt,
    at_once,
)
from projections.read_model.interval_tree import nodes_on_the_way
from projections.read_model.stretches import ALWAYS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterator, Mapping, Sequence

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.read_model.found import OwedWord, PointWord, ReplyName
    from projections.views.acts import ActBrief

_HOLDING: Final = """
SELECT thread, {columns} FROM {table} WHERE layer = :layer AND {condition}
  AND node IN (SELECT value FROM json_each(:before)) AND when_to > :at
  AND known_from <= :known AND known_to > :known
UNION ALL
SELECT thread, {columns} FROM {table} WHERE layer = :layer AND {condition}
  AND node IN (SELECT value FROM json_each(:after)) AND when_from <= :at
  AND known_from <= :known AND known_to > :known
"""
_ZONES: Final = """
WITH RECURSIVE zones (zone) AS (
  SELECT min(zone) FROM read_head WHERE layer = :layer
  UNION ALL
  SELECT (SELECT min(zone) FROM read_head WHERE layer = :layer AND zone > zones.zone) FROM zones
  WHERE zones.zone IS NOT NULL
)
SELECT zone FROM zones WHERE zone IS NOT NULL
"""
"""The zones of a layer's threads, each found by one look into an index, however many threads."""

_HEADS: Final = f"SELECT thread, zone, parent, content FROM read_head WHERE {KNOWN}"  # noqa: S608


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the garbage collector, which would look at each of many small results again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Snapshot:
    """One state of the tables through a lens. Use it inside `ReadModel.snapshot`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        layers: Sequence[int],
        lens: Lens,
        slugs: Mapping[int, str],
    ) -> None:
        """`layers` are the viewer's; of a party its own, and the public's for all other threads.

        `slugs` are the names of all threads there are rows of, by number.
        """
        self.connection = connection
        self.lens = lens
        self._slugs = slugs
        but: frozenset[int] = frozenset()
        self.groups: list[Group] = []
        for layer in layers:
            self.groups += self._groups(layer, but)
            but |= self._told(layer) if len(layers) > 1 else frozenset()

    def _told(self, layer: int) -> frozenset[int]:
        rows = self.connection.execute("SELECT thread FROM read_told WHERE layer = ?", (layer,))
        return frozenset(number for (number,) in rows)

    def _groups(self, layer: int, but: frozenset[int]) -> Iterator[Group]:
        """T and K may differ by zone, where they are days."""
        zones: dict[tuple[Instant, int], set[str]] = defaultdict(set)
        for zone in self.zones(layer):
            zones[self.lens.instant(zone), self._known_at(zone)].add(zone)
        for (at, known), those in zones.items():
            yield Group(layer, at, known, None if len(zones) == 1 else frozenset(those), but)

    def zones(self, layer: int) -> list[str]:
        """The zones of a layer's threads."""
        return [zone for (zone,) in self.connection.execute(_ZONES, {"layer": layer})]

    def _known_at(self, zone: str) -> int:
        if not self.lens.is_ledger:
            return self.lens.knowledge(zone)
        return ALWAYS - 1 if self.lens.position is None else self.lens.position

    @cached_property
    def threads(self) -> dict[int, ThreadAt]:
        """The threads that the viewer knows of, by number."""
        found: dict[int, ThreadAt] = {}
        for group in self.groups:
            asked = {"layer": group.layer, "known": group.known}
            for row in self.connection.execute(_HEADS, asked):
                if row[0] not in group.but and (one := self._thread_at(group, row)):
                    found[one.number] = one
        return found

    def _thread_at(self, group: Group, row: tuple[int, str, str | None, str]) -> ThreadAt | None:
        """A thread of its row; None where it is of another group."""
        number, zone, parent, head = row
        if group.zones is not None and zone not in group.zones:
            return None
        slug = self._slugs[number]
        return ThreadAt(number, slug, zone, group.at, group.known, group.layer, parent, head)

    @cached_property
    def _known(self) -> set[str]:
        return {one.slug for one in self.threads.values()}

    def knows(self, slug: str | None) -> bool:
        """Whether the viewer knows of a thread."""
        return slug in self._known

    def thread(self, slug: str) -> ThreadAt:
        """One thread; InputError where the viewer knows of none of that name."""
        number = next((one for one, name in self._slugs.items() if name == slug), None)
        for group in () if number is None else self.groups:
            if number in group.but:
                continue
            for row in self.connection.execute(
                f"{_HEADS} AND thread = :thread",
                {"layer": group.layer, "known": group.known, "thread": number},
            ):
                found = self._thread_at(group, row)
                if found is not None:
                    return found
        raise no_thread(slug, self._known)

    def _known_rows(
        self, statement: str, values: Mapping[str, object] = NO_VALUES
    ) -> Iterator[tuple[ThreadAt, list[Any]]]:
        """What a statement finds, row by row with its thread, whose number comes first.

        It has to ask for `KNOWN`. In it `:at` is T; `values` are what else it names.
        """
        for (layer, at, known), threads in at_once(self.threads.values()).items():
            asked = {**values, "layer": layer, "at": at, "known": known}
            mine = {one.number: one for one in threads}
            for number, *row in self.connection.execute(statement, asked).fetchall():
                if number in mine:
                    yield mine[number], row

    def blocks(self, sort: Sort, columns: str) -> list[tuple[Any, ...]]:
        """Of all blocks of a sort: the numbers of their threads, and what else is asked for."""
        return self._holding("read_block", f"sort = '{sort.value}'", columns)

    def _holding(self, table: str, condition: str, columns: str) -> list[tuple[Any, ...]]:
        """The rows that hold at T, by K: the numbers of their threads, and what is asked for."""
        found: list[tuple[Any, ...]] = []
        for group in self.groups:
            before, after = nodes_on_the_way(group.at)
            rows = self.connection.execute(
                _HOLDING.format(table=table, condition=condition, columns=columns),
                {
                    "layer": group.layer,
                    "at": group.at,
                    "known": group.known,
                    "before": json.dumps(before),
                    "after": json.dumps(after),
                },
            ).fetchall()
            if group.zones is not None:
                threads = self.threads
                rows = [
                    row for row in rows if row[0] in threads and threads[row[0]].zone in group.zones
                ]
            if group.but:
                rows = [row for row in rows if row[0] not in group.but]
            found += rows
        return found

    def statuses(self) -> Iterator[tuple[ThreadAt, ThreadCell]]:
        """Every thread with its status."""
        threads = self.threads
        for number, state in self.blocks(Sort.THREAD, "state"):
            yield threads[number], ThreadCell._make(from_json(state))

    def points(self) -> Iterator[tuple[ThreadAt, PointCell]]:
        """Every point raised by T."""
        threads = self.threads
        for number, state, detail in self.blocks(Sort.POINTS, "state, detail"):
            for cell in read_points(state, detail):
                yield threads[number], cell

    def words(self) -> list[PointWord]:
        """Of every point raised by T, the word of each addressee: the shortest answer, and fast."""
        found: list[PointWord] = []
        slugs = self._slugs
        with collector_paused():
            for number, state in self.blocks(Sort.POINTS, "state"):
                found.extend(zip(repeat(slugs[number]), *read_columns(state)))
        return found

    def replies(
        self, *, owed: bool, named: Container[ReplyName] | None = None
    ) -> Iterator[tuple[ThreadAt, ReplyCell]]:
        """Every reply owed at T, or every one settled or ended by then; of these, those `named`."""
        columns = "act, debtor, creditors, state, since, due, detail"
        threads = self.threads
        for state in (Owed.OWED,) if owed else (Owed.SETTLED, Owed.ENDED):
            rows = self._holding("read_reply", f"state = '{state.value}'", columns)
            for number, act, debtor, creditors, *content in rows:
                if (
                    named is not None
                    and (threads[number].slug, act, debtor, creditors) not in named
                ):
                    continue
                told = (content[0], content[1], content[2], content[3])
                yield threads[number], read_reply(act, debtor, creditors, told)

    def owed_words(self) -> list[OwedWord]:
        """Of every reply owed at T who owes it to whom: the shortest answer, and fast."""
        slugs = self._slugs
        columns = "act, debtor, creditors, since, due"
        with collector_paused():
            return [
                (slugs[number], act, debtor, creditors, since, due)
                for number, act, debtor, creditors, since, due in self._holding(
                    "read_reply", "state = 'owed'", columns
                )
            ]

    def acts(
        self, condition: str = "1", values: Mapping[str, object] = NO_VALUES
    ) -> Iterator[ActRow]:
        """The acts known at K for which an SQL condition on `read_act` holds, whenever they happen.

        In it, `:at` is T; `values` are what else it names.
        """
        statement = f"SELECT {ACT_COLUMNS} FROM read_act WHERE {KNOWN} AND ({condition})"  # noqa: S608
        for thread, row in self._known_rows(statement, values):
            yield ActRow(thread, *row)

    def parties(self, capacities: Sequence[str] = ()) -> set[str]:
        """The codes of the parties in the acts known at K, whenever those happen.

        Only those in some capacities, where any are given: `from`, `to` and so on.
        """
        wanted = "capacity IN (SELECT value FROM json_each(:capacities))" if capacities else "1"
        rows = self._known_rows(
            "SELECT DISTINCT thread, party FROM read_act JOIN read_act_party USING (act)"  # noqa: S608
            f" WHERE {KNOWN} AND {wanted}",
            {"capacities": json.dumps(capacities)},
        )
        return {party for _, (party,) in rows}

    def naming(self, party: str) -> set[int]:
        """The numbers of the threads in which a party acts, or is acted on, by T."""
        condition = f"{HAPPENED} AND act IN (SELECT act FROM read_act_party WHERE party = :party)"  # noqa: S608
        return {row.thread.number for row in self.acts(condition, {"party": party})}

    def recorded_points(self) -> dict[tuple[int, str], list[Any]]:
        """Of every point, by thread and label: kind, text, raisers, act, parent."""
        rows = self._known_rows(f"SELECT thread, label, content FROM read_point WHERE {KNOWN}")  # noqa: S608
        return {(thread.number, label): from_json(content) for thread, (label, content) in rows}

    def errata(self) -> list[str]:
        """The errata of all threads, each as the JSON of its view, in no particular order.

        Without those about acts that were certainly still to come by T, where T was asked about.
        """
        rows = self._known_rows(
            f"SELECT thread, content FROM read_erratum WHERE {KNOWN}"  # noqa: S608 -- constants
            " AND (:ever OR earliest IS NULL OR earliest <= :at)",
            {"ever": self.lens.as_of is None},
        )
        return [content for _, (content,) in rows]

    def persons(self) -> dict[int, list[tuple[str, str]]]:
        """Of every act's row, the persons in it: each a role, and the name and post."""
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        rows = self.connection.execute(
            "SELECT act, role, coalesce(name, '') || ' ' || coalesce(post, '')"
            " FROM read_act_person ORDER BY rowid"
        )
        for act, role, words in rows:
            found[act].append((role, words))
        return found

    def first_act(self) -> ActRow | None:
        """The act that happened first of those the viewer knows of, whenever that is."""
        dated = self.acts("earliest IS NOT NULL")
        return min(dated, key=lambda row: (row.earliest or 0, row.brief), default=None)

    def possible(self) -> tuple[ActBrief, ...]:
        """The acts that may have happened by T, over all threads (rule T3)."""
        found = list(self.acts(POSSIBLE))
        found.sort(key=lambda row: (row.earliest or 0, row.brief))
        return tuple(row.view() for row in found)
