"""A copy of a ledger in which some events are leaves without content.

It is filled anew, table by table, so that nothing else of the ledger's file comes along: no row, no
free page, no read model, no key of a sealed text. Its tree is the ledger's own.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, cast

from ledger.integrity.leaf import commitment, leaf_header
from ledger.redaction import Logged, Redaction, check_asked, withheld
from ledger.store.copying import Copied
from ledger.store.files import ledger_uri, new_file
from ledger.store.leaf_check import nothing_told
from ledger.store.names import CHECKPOINT_TABLE, HEAD_TABLE, IDENTITY_TABLE, LOG_TABLE
from ledger.store.schema import APPLICATION_ID, COLUMNS, FORMAT_VERSION, LOG_STATEMENTS
from ledger.store.soundness import check_sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from ledger.events import Event
    from ledger.store.application import Ledger
    from ledger.store.leaf_check import Telling
    from ledger.store.log import EventLog
    from ledger.store.soundness import Sound
    from ledger.vocabulary import MarkingLevel

_CHUNK: Final = 1_000
_KEY: Final = COLUMNS.index("idempotency_key")
_KEPT: Final = (IDENTITY_TABLE, HEAD_TABLE, CHECKPOINT_TABLE)
"""What is copied row by row: it says nothing of what the events say."""


def copy_redacted(
    ledger: Ledger,
    path: Path,
    redaction: Redaction,
    telling: Telling = nothing_told,
    *,
    clearance: MarkingLevel | None = None,
) -> Copied:
    """Copy a ledger without what a redaction asks for, and whatever names it.

    `clearance` is that of whoever asks: what is withheld for it is not there to be asked for, nor
    a near miss. InputError where a point, a person or a field is nowhere in the rest. SetupError
    where the name is taken, or it cannot be written; Unverified where the ledger is not whole.
    Nothing is left behind then.
    """
    size = ledger.tree().size  # what others record from here on is in no copy
    log = [
        Logged(
            one.position or 0,
            one.originator_id,
            cast("Event | None", one.event),
            one.body,
            one.recorded_by,
        )
        for one in ledger.log(upto=size)
    ]
    above = withheld(log, Redaction(clearance), ledger.now) if clearance else frozenset()
    check_asked([one for one in log if one.position not in above], redaction)
    positions = withheld(log, redaction, ledger.now)
    sound = write_redacted(ledger.events, path, positions, size, telling)
    return Copied(
        path=path,
        origin=sound.origin,
        size=sound.size,
        root=sound.root,
        checkpoint=sound.checkpoint,
        bytes=path.stat().st_size,
        withheld=len(positions) + ledger.withheld,
    )


def write_redacted(
    log: EventLog, path: Path, positions: AbstractSet[int], upto: int, telling: Telling
) -> Sound:
    """Write a copy that withholds the events at some positions, up to a size, and check it.

    SetupError where the name is taken, or it cannot be written; Unverified where the ledger is not
    whole. Nothing is left behind then.
    """
    with (
        new_file(path) as fresh,
        log.reading() as source,
        closing(sqlite3.connect(ledger_uri(fresh, mode="rw"), uri=True, isolation_level=None)) as c,
    ):
        c.execute("PRAGMA synchronous = FULL")
        c.execute("BEGIN IMMEDIATE")
        tables = [one for one in LOG_STATEMENTS if not one.startswith("CREATE TRIGGER")]
        for statement in tables:
            c.execute(statement)
        _fill(source, c, positions, upto, telling)
        for statement in LOG_STATEMENTS:
            if statement not in tables:
                c.execute(statement)
        c.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        c.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        c.execute("COMMIT")
        return check_sound(c, telling)


def _fill(
    source: sqlite3.Connection,
    copy: sqlite3.Connection,
    positions: AbstractSet[int],
    upto: int,
    telling: Telling,
) -> None:
    places = ", ".join("?" * len(COLUMNS))
    for done, row in enumerate(_rows(source, upto), start=1):
        if row[0] in positions:
            copy.execute(
                "INSERT INTO log_withheld (position, recorded_at, commitment) VALUES (?, ?, ?)",
                _leaf_of(dict(zip(COLUMNS, row, strict=True))),
            )
        else:
            # An idempotency key is the recorder's own, and no part of what was recorded.
            kept = (*row[:_KEY], None, *row[_KEY + 1 :])
            copy.execute(f"INSERT INTO {LOG_TABLE} VALUES ({places})", kept)  # noqa: S608
        if done % _CHUNK == 0:
            telling("copying", done, upto)
    copy.executemany(
        "INSERT INTO log_withheld (position, recorded_at, commitment) VALUES (?, ?, ?)",
        source.execute(
            "SELECT position, recorded_at, commitment FROM log_withheld WHERE position <= ?",
            (upto,),
        ),
    )
    copy.execute("DELETE FROM sqlite_sequence WHERE name = ?", (LOG_TABLE,))
    if upto:
        copy.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (LOG_TABLE, upto))
    for table in _KEPT:
        rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        limited = [row for row in rows if table == IDENTITY_TABLE or _size(table, row) <= upto]
        for row in limited:
            marks = ", ".join("?" * len(row))
            copy.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608


def _size(table: str, row: tuple[Any, ...]) -> int:
    return int(row[0] if table == HEAD_TABLE else row[1])


def _rows(source: sqlite3.Connection, upto: int) -> Iterator[tuple[Any, ...]]:
    yield from source.execute(
        f"SELECT {', '.join(COLUMNS)} FROM {LOG_TABLE} WHERE position <= ? ORDER BY position",  # noqa: S608
        (upto,),
    )


def _leaf_of(row: dict[str, Any]) -> tuple[int, int, bytes]:
    header = leaf_header(
        stream=row["originator_id"],
        version=row["originator_version"],
        topic=row["topic"],
        marking=row["marking"],
        recorded_by=row["recorded_by"],
    )
    return row["position"], row["recorded_at"], commitment(header, row["state"], row["nonce"])
