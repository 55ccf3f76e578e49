"""Whole-ledger point status and replies owed at a random (as-of, known-at): rows against floors.

`floor` is what one would write by hand: bare `sqlite3`, a row for each point and addressee (and for
each reply), valid and known over two intervals, in a covering index that the query ranges over. It
answers the same question with the same results, which is checked. `bare_library` replays the events
through aggregates of the `eventsourcing` library, one for each thread, and reads the state off
them, with acts as the product's models of them; it knows nothing of deadlines, lines or uncertain
dates, so its results are not compared. `bare_library_plain` is the same with acts as plain JSON.
"""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.common.bare_library import bare_library
from benchmarks.common.ledgers import filled
from benchmarks.common.measuring import arguments, paired, ratios, report, seconds, spread
from benchmarks.common.workload import SEED, transactions
from ledger.instants import format_instant
from ledger.moments import Moment
from projections.lens import Lens
from projections.read_model.cells import read_columns
from projections.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ledger.store import Ledger

ROUNDS = 15
REPLAYS = 5
_NOW = 4_000_000_000
_POINTS = """CREATE TABLE point_status (
  thread TEXT NOT NULL, point TEXT NOT NULL, addressee TEXT, status TEXT NOT NULL,
  since INTEGER NOT NULL, act TEXT, when_from INTEGER NOT NULL, when_to INTEGER NOT NULL,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL
) STRICT"""
_OWED = """CREATE TABLE reply_owed (
  thread TEXT NOT NULL, act TEXT NOT NULL, debtor TEXT NOT NULL, creditors TEXT NOT NULL,
  since INTEGER NOT NULL, due INTEGER, when_from INTEGER NOT NULL, when_to INTEGER NOT NULL,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL
) STRICT"""
_VALID = "when_from <= ?1 AND when_to > ?1 AND known_from <= ?2 AND known_to > ?2"


class Asked(NamedTuple):
    """One random question."""

    as_of: int
    known_at: int

    @property
    def lens(self) -> Lens:
        """The same as a lens."""
        return Lens(_NOW, Moment(format_instant(self.as_of)), self.known_at)


class Floor:
    """The tables written by hand, filled from the product's rows."""

    def __init__(self, path: Path, product: sqlite3.Connection) -> None:
        """In a file of its own, with as large a cache as the product has."""
        self._connection = sqlite3.connect(path)
        (cache,) = product.execute("PRAGMA cache_size").fetchone()
        self._connection.execute(f"PRAGMA cache_size = {cache}")
        for statement in (_POINTS, _OWED):
            self._connection.execute(statement)
        for table in _STORED:
            rows = _merged(_rows(product, table))
            self._connection.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                rows,
            )
        self._connection.execute(
            "CREATE INDEX points_time ON point_status (when_from, when_to, known_from, known_to,"
            " thread, point, addressee, status, since, act)"
        )
        self._connection.execute(
            "CREATE INDEX owed_time ON reply_owed (when_from, when_to, known_from, known_to,"
            " thread, act, debtor, creditors, since, due)"
        )
        self._connection.execute("ANALYZE")
        self._connection.commit()

    def rows(self) -> int:
        """How many rows of points."""
        found = self._connection.execute("SELECT count(*) FROM point_status").fetchone()
        return int(found[0])

    def points(self, asked: Asked) -> list[tuple[Any, ...]]:
        """Thread, point, addressee, status, since, act."""
        return self._connection.execute(
            "SELECT thread, point, addressee, status, since, act"  # noqa: S608 -- constants
            f" FROM point_status WHERE {_VALID}",
            asked,
        ).fetchall()

    def owed(self, asked: Asked) -> list[tuple[Any, ...]]:
        """Thread, act, debtor, creditors, since, due."""
        return self._connection.execute(
            "SELECT thread, act, debtor, creditors, since, due"  # noqa: S608 -- constants
            f" FROM reply_owed WHERE {_VALID}",
            asked,
        ).fetchall()


Rectangle = tuple[int, int, int, int]


def _merged(rows: Iterable[tuple[tuple[Any, ...], Rectangle]]) -> Iterator[tuple[Any, ...]]:
    """As few rows as there can be: neighbours in either time that say the same become one."""
    by_content: dict[tuple[Any, ...], list[Rectangle]] = defaultdict(list)
    for content, place in rows:
        by_content[content].append(place)
    for content, places in by_content.items():
        kept = places
        for axis in (0, 2, 0, 2):
            kept = _joined(kept, axis)
        for place in kept:
            yield (*content, *place)


def _joined(places: list[Rectangle], axis: int) -> list[Rectangle]:
    other = 2 - axis
    found: list[Rectangle] = []
    for place in sorted(places, key=lambda one: (one[other], one[other + 1], one[axis])):
        last = found[-1] if found else None
        if (
            last is not None
            and last[other : other + 2] == place[other : other + 2]
            and last[axis + 1] == place[axis]
        ):
            joined = list(last)
            joined[axis + 1] = place[axis + 1]
            found[-1] = (joined[0], joined[1], joined[2], joined[3])
        else:
            found.append(place)
    return found


_STORED = {
    "point_status": (
        "SELECT slug, when_from, when_to, known_from, known_to, state FROM read_block"
        " JOIN read_layer USING (layer) JOIN read_thread USING (thread)"
        " WHERE stage = 'current' AND viewer = 'ledger' AND sort = 'points'"
    ),
    "reply_owed": (
        "SELECT slug, when_from, when_to, known_from, known_to,"
        " json_array(json_array(act), json_array(debtor), json_array(creditors),"
        " json_array(since), json_array(due)) FROM read_reply"
        " JOIN read_layer USING (layer) JOIN read_thread USING (thread)"
        " WHERE stage = 'current' AND viewer = 'ledger' AND state = 'owed'"
    ),
}


def _rows(product: sqlite3.Connection, table: str) -> Iterator[tuple[tuple[Any, ...], Rectangle]]:
    """Every row of the product, with the rectangle of both times that it holds in."""
    for slug, *place, columns in product.execute(_STORED[table]):
        for row in zip(*read_columns(columns)):  # noqa: B905 -- some columns never end
            yield (slug, *row), (place[0], place[1], place[2], place[3])


def main() -> None:
    """Measure and report."""
    options = arguments(__doc__ or "", 20_000)
    with filled(options.size) as ledger, Reader(ledger) as reader:
        building = seconds(reader.model.catch_up)
        floor = Floor(ledger.path.with_suffix(".floor"), reader.model.connection)
        _measure(ledger, reader, floor, building, as_json=options.json)


def _measure(
    ledger: Ledger, reader: Reader, floor: Floor, building: float, *, as_json: bool
) -> None:
    head, _ = ledger.head()
    (acts,) = reader.model.connection.execute(
        "SELECT count(DISTINCT thread || name) FROM read_act"
    ).fetchone()
    first, last = reader.model.connection.execute(
        "SELECT min(latest), max(latest) FROM read_act"
    ).fetchone()
    rng = random.Random(SEED)
    questions = [
        Asked(rng.randrange(first, last), ledger.whole(rng.randrange(head // 4, head + 1)))
        for _ in range(ROUNDS + 1)
    ]

    def points(asked: Asked) -> list[tuple[Any, ...]]:
        with reader.snapshot(asked.lens) as snapshot:
            return snapshot.words()

    def owed(asked: Asked) -> list[tuple[Any, ...]]:
        with reader.snapshot(asked.lens) as snapshot:
            return snapshot.owed_words()

    for asked in questions:
        assert sorted(map(repr, points(asked))) == sorted(map(repr, floor.points(asked)))  # noqa: S101
        assert sorted(map(repr, owed(asked))) == sorted(map(repr, floor.owed(asked)))  # noqa: S101
    found = {}
    figures: dict[str, Any] = {}
    for name, product, bare in (("points", points, floor.points), ("owed", owed, floor.owed)):
        mine, theirs = paired(_asking(product, questions), _asking(bare, questions), ROUNDS)
        found["floor" if name == "points" else "floor_owed"] = ratios(mine, theirs)
        figures[f"{name}_ms"] = {k: round(v * 1000, 2) for k, v in spread(mine).items()}
        figures[f"{name}_floor_ms"] = {k: round(v * 1000, 2) for k, v in spread(theirs).items()}
    with bare_library(transactions(acts)) as library:
        for name, replay in (
            ("bare_library", lambda one: library.points(one.as_of, one.known_at)),
            (
                "bare_library_plain",
                lambda one: library.plain_points(format_instant(one.as_of), one.known_at),
            ),
        ):
            asked_last = questions[-REPLAYS - 1 :]
            mine, theirs = paired(_asking(points, asked_last), _asking(replay, asked_last), REPLAYS)
            found[name] = ratios(mine, theirs)
            figures[f"{name}_ms"] = {k: round(v * 1000, 1) for k, v in spread(theirs).items()}
            figures[f"times_faster_than_{name}"] = round(1 / found[name]["median"], 1)
    figures |= {
        "points_found": len(points(questions[-1])),
        "floor_rows": floor.rows(),
        "build_seconds": round(building, 1),
    }
    workload = f"{acts:,} acts in {acts // 20:,} threads, 5 % corrected, recorded out of order"
    report("asof", workload, found, figures, as_json=as_json)


def _asking(ask: Any, questions: list[Asked]) -> Any:  # noqa: ANN401 -- either question
    """A question after the other, one each time."""
    waiting = iter(questions)
    return lambda: ask(next(waiting))


if __name__ == "__main__":
    main()
