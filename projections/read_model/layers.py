"""The layers of the read model: one for each viewer, each as of a position of the log.

A viewer with a clearance is named `ledger@restricted`, `public@restricted`, `USA@restricted`.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from projections.lens import LEDGER
from projections.read_model.rows import Rows
from projections.read_model.tables import VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_BUILDING: Final = "building"
_CURRENT: Final = "current"
_GONE: Final = "gone"
"""Its rows are taken out, and its number is never given again."""
_AT_A_TIME: Final = 2_000


def base_of(viewer: str) -> str:
    """The viewer whose layer says which threads there are: the ledger, with the same clearance."""
    _, at, clearance = viewer.partition("@")
    return f"{LEDGER}{at}{clearance}"


def person_of(viewer: str) -> str:
    """Who it is, whatever the clearance; without one it is the viewer itself."""
    return viewer.partition("@")[0]


def end_transaction(connection: sqlite3.Connection) -> None:
    """End whatever is open: nothing may be, after a fault or on a full disk.

    Also on tables that were closed: what a signal left unfinished is collected after them.
    """
    with suppress(sqlite3.ProgrammingError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


class Layer(NamedTuple):
    """What one viewer knows, by the log up to a position, whose leaf is kept with it.

    While it is being built, the leaf is a word by which its builder knows it again: tables that
    were made anew meanwhile number their layers from the start.
    """

    number: int
    viewer: str
    version: int
    position: int
    leaf: bytes


class Overtaken(Exception):  # noqa: N818 -- a lost race, answered by looking again
    """Somebody else has brought the layer further, or put another in its place."""


class Layers:
    """All layers of a file, and short transactions to change them in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A short transaction; what fails in it leaves nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            end_transaction(self.connection)
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the tables for several queries."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            end_transaction(self.connection)

    def rows(self, layer: Layer) -> Rows:
        """The rows of a layer."""
        return Rows(self.connection, layer.number)

    def current(self, viewer: str) -> Layer | None:
        """The viewer's layer in use."""
        return next((one for one in self.all_current() if one.viewer == viewer), None)

    def all_current(self) -> list[Layer]:
        """Every layer in use, the ledger's first."""
        found = self._in_stage(_CURRENT)
        return sorted(found, key=lambda one: (one.viewer != LEDGER, one.viewer))

    def _in_stage(self, stage: str) -> list[Layer]:
        return [
            Layer(*row)
            for row in self.connection.execute(
                "SELECT layer, viewer, version, position, leaf FROM read_layer WHERE stage = ?",
                (stage,),
            )
        ]

    def begin(self, viewer: str) -> Layer:
        """An empty layer, out of use until it is whole."""
        with self.writing():
            number, leaf = self.connection.execute(
                "INSERT INTO read_layer (layer, viewer, version, position, leaf, stage)"
                " SELECT coalesce(max(layer), 0) + 1, ?, ?, 0, randomblob(16), ? FROM read_layer"
                " RETURNING layer, leaf",
                (viewer, VERSION, _BUILDING),
            ).fetchone()
        return Layer(number, viewer, VERSION, 0, leaf)

    @contextmanager
    def adding(self, layer: Layer) -> Iterator[Rows]:
        """Write to a layer that is being built; Overtaken if a finished one took its place."""
        with self.writing():
            self._expect(layer, _BUILDING)
            yield self.rows(layer)

    @contextmanager
    def moving(self, layer: Layer, position: int, leaf: bytes) -> Iterator[Rows]:
        """Write what brings a layer in use to a position; Overtaken if somebody was faster."""
        with self.writing():
            self._expect(layer, _CURRENT)
            yield self.rows(layer)
            self.connection.execute(
                "UPDATE read_layer SET position = ?, leaf = ? WHERE layer = ?",
                (position, leaf, layer.number),
            )

    def _expect(self, layer: Layer, stage: str) -> None:
        found = self.connection.execute(
            "SELECT position, leaf, stage FROM read_layer WHERE layer = ?", (layer.number,)
        ).fetchone()
        if found != (layer.position, layer.leaf, stage):
            raise Overtaken

    def finish(self, layer: Layer, position: int, leaf: bytes) -> None:
        """Put a layer that is whole in the place of the viewer's one; what it was is taken out.

        So are the remains of builds that were begun before it and never finished.
        """
        with self.writing():
            self._expect(layer, _BUILDING)
            replaced = [
                one
                for one in (*self._in_stage(_CURRENT), *self._in_stage(_BUILDING))
                if one.viewer == layer.viewer and one.number < layer.number
            ]
            self._mark(replaced, _GONE)
            self.connection.execute(
                "UPDATE read_layer SET position = ?, leaf = ?, stage = ? WHERE layer = ?",
                (position, leaf, _CURRENT, layer.number),
            )
        self.sweep()

    def abandon(self, layer: Layer) -> None:
        """Take out a layer that another was faster than."""
        with self.writing():
            self._mark([layer], _GONE)
        self.sweep()

    def retire(self, layer: Layer) -> None:
        """Take a layer out of use."""
        with self.writing():
            self._mark([layer], _GONE)

    def retire_others(self, viewers: Collection[str]) -> None:
        """Take out the layers of all other viewers, and what is left of builds of such."""
        with self.writing():
            every = (*self._in_stage(_CURRENT), *self._in_stage(_BUILDING))
            self._mark([one for one in every if one.viewer not in viewers], _GONE)
        self.sweep()

    def _mark(self, layers: Iterable[Layer], stage: str) -> None:
        self.connection.executemany(
            "UPDATE read_layer SET stage = ? WHERE layer = ? AND leaf = ?",
            ((stage, one.number, one.leaf) for one in layers),
        )

    def sweep(self) -> None:
        """Take out the rows of layers that are gone, a few at a time."""
        for layer in self._in_stage(_GONE):
            left = True
            while left:
                with self.writing():
                    left = self.rows(layer).forget_some(_AT_A_TIME)
                    if not left:  # it alone: others may be gone since
                        self._mark([layer], "swept")

    def threads(self, layer: Layer) -> int:
        """How many threads a layer tells of."""
        (count,) = self.connection.execute(
            "SELECT count(DISTINCT thread) FROM read_head WHERE layer = ?", (layer.number,)
        ).fetchone()
        return int(count)

    def linked(self, threads: Iterable[str]) -> set[str]:
        """The threads that hang together with these, however far, and these."""
        rows = self.connection.execute(
            "WITH RECURSIVE hanging (thread) AS ("
            "  SELECT thread FROM read_thread WHERE slug IN (SELECT value FROM json_each(?))"
            "  UNION SELECT read_link.other FROM read_link JOIN hanging USING (thread))"
            " SELECT slug FROM read_thread JOIN hanging USING (thread)",
            (_json_list(threads),),
        )
        return {slug for (slug,) in rows} | set(threads)

    def link(self, links: Iterable[tuple[str, str]]) -> None:
        """Note that threads hang together; inside a transaction of the caller's."""
        for one, other in links:
            for slug in (one, other):
                self.connection.execute(
                    "INSERT OR IGNORE INTO read_thread (slug) VALUES (?)", (slug,)
                )
            for pair in ((one, other), (other, one)):
                self.connection.execute(
                    "INSERT OR IGNORE INTO read_link SELECT one.thread, other.thread"
                    " FROM read_thread AS one, read_thread AS other"
                    " WHERE one.slug = ? AND other.slug = ?",
                    pair,
                )

    def slugs(self, base: str) -> set[str]:
        """Every thread that a ledger's own layer tells of."""
        rows = self.connection.execute(
            "SELECT DISTINCT slug FROM read_thread JOIN read_head USING (thread)"
            " JOIN read_layer USING (layer) WHERE viewer = ? AND stage = ?",
            (base, _CURRENT),
        )
        return {slug for (slug,) in rows}

    def naming(self, codes: Iterable[str], base: str) -> set[str]:
        """The threads in which acts name any of these parties, by a ledger's own layer."""
        rows = self.connection.execute(
            "SELECT DISTINCT slug FROM read_act_party JOIN read_act USING (act)"
            " JOIN read_thread USING (thread) JOIN read_layer USING (layer)"
            " WHERE party IN (SELECT value FROM json_each(?)) AND viewer = ?"
            " AND stage = ?",
            (_json_list(codes), base, _CURRENT),
        )
        return {slug for (slug,) in rows}

    def told(self, layer: Layer) -> set[str]:
        """The threads that a party's layer was made for."""
        rows = self.connection.execute(
            "SELECT slug FROM read_told JOIN read_thread USING (thread) WHERE layer = ?",
            (layer.number,),
        )
        return {slug for (slug,) in rows}


def _json_list(texts: Iterable[str]) -> str:
    import json

    return json.dumps(sorted(texts))
