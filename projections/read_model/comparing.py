"""The read model held against one that is made from the log alone."""

from __future__ import annotations

import sqlite3
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from ledger.text import visible
from projections.read_model.layers import Layers, person_of
from projections.read_model.model import ReadModel
from projections.read_model.tables import LAYERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.read_model.model import Telling
    from projections.source import Log

_ATTEMPTS: Final = 10
_NUMBERS: Final = frozenset({"layer", "thread"})
"""Columns that say only in which order rows were written; a table's own number is another."""
_TEXTS: Final = (
    "SELECT slug, name, known_from, summary, points, text, persons, sources FROM read_text"
    " JOIN read_act ON read_act.act = read_text.rowid JOIN read_layer USING (layer)"
    " JOIN read_thread USING (thread) WHERE stage = 'current' AND viewer = ?"
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"
)


def first_difference(kept: ReadModel, log: Log, progress: Telling | None = None) -> str | None:
    """What of the tables is not as the log has it, in a sentence; None: all of it is.

    The tables are caught up first, as before every question, and then made once more beside, in a
    file that is gone afterwards. A difference while somebody records may be what came between: it
    is looked at again. sqlite3.DatabaseError where they cannot be read.
    """
    attempts = 0
    while True:
        attempts += 1
        head = log.head()
        found = _difference(kept, log, progress)
        if found is None or log.head() == head or attempts == _ATTEMPTS:
            return found


def _difference(kept: ReadModel, log: Log, progress: Telling | None) -> str | None:
    kept.catch_up()
    current = Layers(kept.connection).all_current()
    # Those of a clearance are made from another log, and are looked at when one is asked with it.
    viewers = [one.viewer for one in current if one.viewer == person_of(one.viewer)]
    with ReadModel(log, sqlite3.connect("", isolation_level=None), progress=progress) as made:
        for viewer in viewers:
            kept.catch_up(viewer)
            made.catch_up(viewer)
            for table, query in _queries(kept.connection):
                rows = kept.connection.execute(query, (viewer,))
                for one, other in zip_longest(rows, made.connection.execute(query, (viewer,))):
                    if one != other:
                        thread = visible(str((one or other)[0]))
                        return f"{table} has rows of the thread {thread} that the log does not give"
    return None


def _queries(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for table in LAYERED:
        names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        own = table.removeprefix("read_")
        kept = [f"{table}.{name}" for name in names if name not in _NUMBERS and name != own]
        columns = ["slug", *kept]
        order = ", ".join(str(number) for number in range(1, len(columns) + 1))
        query = (
            f"SELECT {', '.join(columns)} FROM {table} JOIN read_layer USING (layer)"  # noqa: S608
            " JOIN read_thread USING (thread) WHERE stage = 'current' AND viewer = ?"
            f" ORDER BY {order}"
        )
        yield table, query
    yield "read_text", _TEXTS
