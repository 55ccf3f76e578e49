"""Rows of the read model in and out of their tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from projections.read_model.believed import Beliefs, Held, ThreadBeliefs
from projections.read_model.blocks import Sort
from projections.read_model.facts import HEAD, ActFacts, ThreadFacts
from projections.read_model.interval_tree import node_of
from projections.read_model.stretches import ALWAYS
from projections.read_model.tables import LAYERED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from projections.read_model.believed import BlockAt, ReplyAt

_ACT_COLUMNS: Final = (
    "act, layer, thread, known_from, known_to, name, digest, kind, instrument, channel, disclosure,"
    " earliest, latest, sequence, answers, position, conflicting, marking, marking_falls, brief"
)


class Rows:
    """The rows of one layer, over a connection that is inside a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, layer: int) -> None:
        self._connection = connection
        self._layer = layer

    def number(self, slug: str) -> int:
        """The number of a thread in the tables, given it when it is first asked for."""
        self._connection.execute("INSERT OR IGNORE INTO read_thread (slug) VALUES (?)", (slug,))
        found = self._connection.execute("SELECT thread FROM read_thread WHERE slug = ?", (slug,))
        number: int = found.fetchone()[0]
        return number

    def held(self, slug: str) -> ThreadBeliefs:
        """What is believed of a thread by the rows written so far."""
        place = (self._layer, slug)
        head = self._head(place)
        return ThreadBeliefs(
            slug,
            head=Beliefs({} if head is None else {HEAD: head}),
            blocks=Beliefs(dict(self._blocks(place))),
            replies=Beliefs(dict(self._replies(place))),
            acts=Beliefs(
                {
                    name: Held(ActFacts(digest), known_from, rowid)
                    for rowid, known_from, name, digest in self._held(
                        "read_act", "act, known_from, name, digest", place
                    )
                }
            ),
            points=Beliefs(
                {
                    label: Held(content, known_from, rowid)
                    for rowid, known_from, label, content in self._held(
                        "read_point", "point, known_from, label, content", place
                    )
                }
            ),
            errata=Beliefs(
                {
                    name: Held((position, earliest, content), known_from, rowid)
                    for rowid, known_from, name, position, earliest, content in self._held(
                        "read_erratum",
                        "erratum, known_from, name, position, earliest, content",
                        place,
                    )
                }
            ),
        )

    def _head(self, place: tuple[int, str]) -> Held[ThreadFacts] | None:
        columns = "head, known_from, zone, parent, marking, marking_falls, content"
        for rowid, known_from, *content in self._held("read_head", columns, place):
            return Held(ThreadFacts._make(content), known_from, rowid)
        return None

    def _blocks(self, place: tuple[int, str]) -> Iterator[tuple[BlockAt, Held[Any]]]:
        columns = "block, known_from, sort, run, when_from, when_to, state, detail"
        for row in self._held("read_block", columns, place):
            rowid, known_from, sort, run, when_from, when_to, *content = row
            held = Held((when_to, tuple(content)), known_from, rowid)
            yield ((Sort(sort), run), when_from), held

    def _replies(self, place: tuple[int, str]) -> Iterator[tuple[ReplyAt, Held[Any]]]:
        columns = (
            "reply, known_from, act, debtor, creditors, when_from, when_to,"
            " state, since, due, detail"
        )
        for row in self._held("read_reply", columns, place):
            rowid, known_from, act, debtor, creditors, when_from, when_to, *content = row
            held = Held((when_to, tuple(content)), known_from, rowid)
            yield ((act, debtor, creditors), when_from), held

    def _held(self, table: str, columns: str, place: tuple[int, str]) -> Iterable[tuple]:  # type: ignore[type-arg]
        return self._connection.execute(
            f"SELECT {columns} FROM {table} WHERE layer = ? AND known_to = {ALWAYS}"  # noqa: S608
            " AND thread = (SELECT thread FROM read_thread WHERE slug = ?)",
            place,
        )

    def write(self, believed: Iterable[ThreadBeliefs]) -> None:
        """Write what is new, and end what is no longer believed."""
        for one in believed:
            place = (self._layer, self.number(one.thread))
            self._end("read_head", "head", one.head.ended)
            self._end("read_block", "block", one.blocks.ended)
            self._end("read_reply", "reply", one.replies.ended)
            self._end("read_act", "act", one.acts.ended)
            self._end("read_point", "point", one.points.ended)
            self._end("read_erratum", "erratum", one.errata.ended)
            self._connection.executemany(
                "INSERT INTO read_head (layer, thread, known_from, known_to, zone, parent, marking,"
                " marking_falls, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (*place, row.known_from, row.known_to, *row.content)
                    for row in one.head.to_write()
                ),
            )
            self._connection.executemany(
                "INSERT INTO read_block (layer, thread, sort, run, when_from, when_to, node,"
                " known_from, known_to, state, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        *(*place, *key, when_from, when_to, node_of(when_from, when_to)),
                        *(known_from, known_to, *content),
                    )
                    for (key, when_from), (
                        when_to,
                        content,
                    ), known_from, known_to in one.blocks.to_write()
                ),
            )
            self._connection.executemany(
                "INSERT INTO read_reply (layer, thread, act, debtor, creditors, when_from, when_to,"
                " node, known_from, known_to, state, since, due, detail)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        *(*place, *key, when_from, when_to, node_of(when_from, when_to)),
                        *(known_from, known_to, *content),
                    )
                    for (key, when_from), (
                        when_to,
                        content,
                    ), known_from, known_to in one.replies.to_write()
                ),
            )
            self._connection.executemany(
                "INSERT INTO read_point (layer, thread, known_from, known_to, label, content)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (*place, row.known_from, row.known_to, row.key, row.content)
                    for row in one.points.to_write()
                ),
            )
            self._connection.executemany(
                "INSERT INTO read_erratum (layer, thread, known_from, known_to, name, position,"
                " earliest, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (*place, row.known_from, row.known_to, row.key, *row.content)
                    for row in one.errata.to_write()
                ),
            )
            self._write_acts(place, one)

    def _end(self, table: str, key: str, ended: dict[int, int]) -> None:
        self._connection.executemany(
            f"UPDATE {table} SET known_to = ? WHERE {key} = ?",  # noqa: S608 -- constants
            ((known_to, rowid) for rowid, known_to in ended.items()),
        )

    def _write_acts(self, place: tuple[int, int], one: ThreadBeliefs) -> None:
        rows = list(one.acts.to_write())
        if not rows:
            return
        (last,) = self._connection.execute("SELECT coalesce(max(act), 0) FROM read_act").fetchone()
        numbered = list(enumerate(rows, start=last + 1))
        self._connection.executemany(
            f"INSERT INTO read_act ({_ACT_COLUMNS}) VALUES ({', '.join('?' * 20)})",  # noqa: S608
            (
                (
                    number,
                    *place,
                    row.known_from,
                    row.known_to,
                    row.key,
                    act.digest,
                    act.kind,
                    act.instrument,
                    act.channel,
                    act.disclosure,
                    act.earliest,
                    act.latest,
                    act.sequence,
                    json.dumps(act.answers),
                    act.position,
                    act.conflicting,
                    act.marking,
                    act.marking_falls,
                    act.brief,
                )
                for number, row in numbered
                for act in (row.content,)
            ),
        )
        self._connection.executemany(
            "INSERT INTO read_act_party (act, capacity, party) VALUES (?, ?, ?)",
            ((number, *party) for number, row in numbered for party in row.content.parties),
        )
        self._connection.executemany(
            "INSERT INTO read_act_person (act, role, name, post, party) VALUES (?, ?, ?, ?, ?)",
            ((number, *person) for number, row in numbered for person in row.content.persons),
        )
        self._connection.executemany(
            "INSERT INTO read_text (rowid, summary, points, text, persons, sources)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                (number, *row.content.text)
                for number, row in numbered
                if row.content.text is not None and any(row.content.text)
            ),
        )

    def forget(self, slug: str) -> None:
        """Take out everything of one thread, for a viewer whose whole past is told anew."""
        self._forget("thread = (SELECT thread FROM read_thread WHERE slug = :thread)", slug)

    def forget_some(self, count: int) -> bool:
        """Take out a part of the layer, about `count` rows of each table; False when none is left.

        Small parts, so that nobody who records has to wait.
        """
        return self._forget("1", None, f"LIMIT {count}")

    def _forget(self, condition: str, thread: str | None, limit: str = "") -> bool:
        chosen = {"layer": self._layer, "thread": thread}
        acts = [
            number
            for (number,) in self._connection.execute(
                f"SELECT act FROM read_act WHERE layer = :layer AND {condition} {limit}",  # noqa: S608
                chosen,
            )
        ]
        for statement in (
            "DELETE FROM read_text WHERE rowid = ?",
            "DELETE FROM read_act_party WHERE act = ?",
            "DELETE FROM read_act_person WHERE act = ?",
            "DELETE FROM read_act WHERE act = ?",
        ):
            self._connection.executemany(statement, ((number,) for number in acts))
        changed = len(acts)
        for table in LAYERED:
            if table == "read_act":
                continue
            rowid = "rowid" if table != "read_told" else "thread"
            within = f"AND layer = :layer" if table == "read_told" else ""  # noqa: F541
            cursor = self._connection.execute(
                f"DELETE FROM {table} WHERE {rowid} IN (SELECT {rowid} FROM {table}"  # noqa: S608
                f" WHERE layer = :layer AND {condition} {limit}) {within}",
                chosen,
            )
            changed += cursor.rowcount
        return changed > 0

    def tell(self, slug: str) -> None:
        """Mark a thread as told in this layer, whatever its viewer knows of it."""
        self._connection.execute(
            "INSERT OR IGNORE INTO read_told (layer, thread) VALUES (?, ?)",
            (self._layer, self.number(slug)),
        )
