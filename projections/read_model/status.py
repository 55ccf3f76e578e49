"""How the read model stands: what of it is kept, how far, and whether it can be read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from projections.read_model import tables
from projections.read_model.layers import Layers, person_of
from projections.views.projection import LayerView, ProjectionView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.read_model.model import ReadModel
    from projections.source import Log

KEPT, NONE, DAMAGED, MEMORY = "kept", "none", "damaged", "memory"
_SENTENCES: Final = {
    KEPT: "it is kept in the ledger's file",
    NONE: "nothing is kept yet: the first question over the whole ledger makes it",
    DAMAGED: "it is damaged or of another release: the next question builds it anew",
    MEMORY: "the ledger may only be read: every question builds it in memory",
}
_PART_OF_IT: Final = "tbl_name LIKE 'read\\_%' ESCAPE '\\'"
_MOST_PAGES: Final = 500_000
"""Of the file; counting the bytes of more takes too long to be worth it."""


def projection_view(model: ReadModel, log: Log) -> ProjectionView:
    """How far each layer is; nothing is caught up with, and nothing written."""
    head, _ = log.head()
    state, layers = _layers(model, head)
    return ProjectionView(
        state=state,
        found=_SENTENCES[state],
        version=tables.VERSION,
        head=head,
        bytes=None if model.in_memory else size(model.connection),
        layers=layers,
    )


def _layers(model: ReadModel, head: int) -> tuple[str, tuple[LayerView, ...]]:
    if model.in_memory:
        return MEMORY, ()
    try:
        if not tables.exists(model.connection):
            return NONE, ()
        if not tables.is_whole(model.connection):
            return DAMAGED, ()
        found = tuple(_in_use(model.connection, head))
    except sqlite3.DatabaseError:
        return DAMAGED, ()
    return (KEPT if found else NONE), found


def _in_use(connection: sqlite3.Connection, head: int) -> Iterator[LayerView]:
    layers = Layers(connection)
    for one in layers.all_current():
        if one.viewer != person_of(one.viewer):
            continue  # with a clearance, positions are counted in what may be seen
        yield LayerView(
            viewer=one.viewer,
            position=one.position,
            behind=head - one.position,
            threads=layers.threads(one),
            version=one.version,
        )


def size(connection: sqlite3.Connection) -> int | None:
    """The bytes that the tables and indexes take; None where SQLite cannot tell soon enough."""
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if pages > _MOST_PAGES:
            return None
        (found,) = connection.execute(
            "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name IN"  # noqa: S608
            f" (SELECT name FROM sqlite_schema WHERE {_PART_OF_IT})"
        ).fetchone()
    except sqlite3.DatabaseError:  # it is an extension that not every SQLite has
        return None
    return int(found)


def damage(connection: sqlite3.Connection) -> str | None:
    """What SQLite finds wrong when it reads every page of the tables; None: nothing."""
    try:
        names = connection.execute(
            f"SELECT name FROM sqlite_schema WHERE type = 'table' AND {_PART_OF_IT}"  # noqa: S608
        ).fetchall()
        for (name,) in names:
            quoted = name.replace('"', '""')
            (found,) = connection.execute(f'PRAGMA integrity_check("{quoted}")').fetchone()
            if found != "ok":
                return str(found).splitlines()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    return None
