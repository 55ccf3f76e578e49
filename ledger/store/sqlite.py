"""The library's SQLite recorder, with explicit, gapless positions and a leaf for every record.

The library's own position is an implicit rowid, which SQLite gives again after a deleted tail and
renumbers by dump and reload.
"""

from __future__ import annotations

import json
import sqlite3
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Final

from eventsourcing.persistence import IntegrityError
from eventsourcing.sqlite import SQLiteApplicationRecorder

from ledger.errors import SetupError
from ledger.integrity.leaf import (
    MAX_RECORDED_AT,
    NONCE_SIZE,
    commitment,
    leaf_hash,
    leaf_header,
)
from ledger.store.mapper import StoredRecord
from ledger.store.names import LOG_TABLE
from ledger.store.schema import COLUMNS, LOG_STATEMENTS, NOT_NEXT_VERSION
from ledger.store.tree import grow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from eventsourcing.persistence import StoredEvent
    from eventsourcing.sqlite import SQLiteCursor

    from ledger.store.connections import LedgerDatastore

_SELECT: Final = f"SELECT {', '.join(COLUMNS)} FROM stored_events"  # noqa: S608 -- constants
_LEAF: Final = COLUMNS.index("leaf")
_INSERT: Final = (
    f"INSERT INTO stored_events ({', '.join(COLUMNS)})"  # noqa: S608 -- constants
    f" VALUES ({', '.join('?' * len(COLUMNS))})"
)


class VersionConflict(IntegrityError):  # noqa: N818 -- a lost race, the caller's to retry
    """Somebody else appended to the stream since it was read; nothing was stored."""


class KeyAlreadyRecorded(IntegrityError):  # noqa: N818 -- not a failure: the work is done
    """What was to be appended is in the ledger already, under the same key; nothing was stored."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key!r} is recorded already")
        self.key = key


class LedgerRecorder(SQLiteApplicationRecorder):
    """Appends records with gapless positions, one instant a transaction, a nonce and a leaf each.

    Args:
        datastore: where.
        clock: microseconds since the epoch, UTC; asked once a transaction, under the write lock.
        nonces: 32 random bytes at each call.
    """

    def __init__(
        self,
        datastore: LedgerDatastore,
        *,
        clock: Callable[[], int],
        nonces: Callable[[], bytes] = lambda: token_bytes(NONCE_SIZE),
    ) -> None:
        super().__init__(datastore)
        self._clock = clock
        self._nonces = nonces

    def construct_create_table_statements(self) -> list[str]:
        """The log as `schema` has it."""
        return list(LOG_STATEMENTS)

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: object
    ) -> Sequence[int]:
        records = [record for record in stored_events if isinstance(record, StoredRecord)]
        if len(records) != len(stored_events):
            msg = "only rows made by the ledger's mapper can be stored"
            raise TypeError(msg)
        if not records:
            return ()
        last, instant = self._next_instant(c)
        self._refuse_known_keys(c, (record.key for record in records if record.key is not None))
        positions = range(last + 1, last + 1 + len(records))
        rows = [
            self._row(position, record, instant)
            for position, record in zip(positions, records, strict=True)
        ]
        try:
            c.executemany(_INSERT, rows)
        except sqlite3.IntegrityError as error:
            if str(error) == NOT_NEXT_VERSION:
                raise VersionConflict(error) from error
            raise
        grow(c, last, [row[_LEAF] for row in rows])
        seals = [record.seal for record in records if record.seal is not None]
        c.executemany("INSERT INTO seal_key (id, key) VALUES (?, ?)", seals)
        return positions

    def _next_instant(self, c: SQLiteCursor) -> tuple[int, int]:
        """The last position, and an instant strictly later than the last one."""
        last, recorded_at = self._head(c)
        c.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", (LOG_TABLE,))
        given = c.fetchone()[0] or 0
        if given > last:
            raise SetupError(
                f"the records after position {last} are missing ({given - last} of them),"
                " and their positions are not given again",
                mend="Restore the ledger from a backup.",
            )
        instant = max(self._clock(), recorded_at + 1) if last else self._clock()
        if instant > MAX_RECORDED_AT:
            raise SetupError(
                "the clock, or the last record of the ledger, is past the year 9999",
                mend="Set the clock right, or restore the ledger from a backup.",
            )
        return last, instant

    def _row(self, position: int, record: StoredRecord, instant: int) -> tuple[Any, ...]:
        nonce = self._nonces()
        header = leaf_header(
            stream=str(record.originator_id),
            version=record.originator_version,
            topic=record.topic,
            marking=record.marking,
            recorded_by=record.recorded_by,
        )
        return (
            position,
            record.originator_id,
            record.originator_version,
            record.topic,
            record.state,
            instant,
            record.recorded_by,
            record.marking,
            nonce,
            leaf_hash(commitment(header, record.state, nonce), instant),
            record.key,
        )

    @staticmethod
    def _refuse_known_keys(c: SQLiteCursor, keys: Iterable[str]) -> None:
        for key in keys:
            c.execute("SELECT 1 FROM stored_events WHERE idempotency_key = ?", (key,))
            if c.fetchone() is not None:
                raise KeyAlreadyRecorded(key)

    @staticmethod
    def _head(c: SQLiteCursor) -> tuple[int, int]:
        c.execute("SELECT position, recorded_at FROM stored_events ORDER BY position DESC LIMIT 1")
        row = c.fetchone()
        return (0, 0) if row is None else (row[0], row[1])

    def head(self) -> tuple[int, int]:
        """The last position and its instant in microseconds; (0, 0) in an empty ledger."""
        with self.datastore.transaction(commit=False) as c:
            return self._head(c)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredRecord]:
        """The records of one stream, in its order."""
        return self.select_records(
            {
                "originator_id = ?": originator_id,
                "originator_version > ?": gt,
                "originator_version <= ?": lte,
            },
            f"ORDER BY originator_version {'DESC' if desc else 'ASC'}",
            limit,
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredRecord]:
        """The records of the whole log, in the order of their positions."""
        return self.select_records(
            {
                "position >= ?" if inclusive_of_start else "position > ?": start,
                "position <= ?": stop,
                "topic IN (SELECT value FROM json_each(?))": json.dumps(topics) if topics else None,
            },
            "ORDER BY position",
            limit,
        )

    def select_records(
        self, conditions: Mapping[str, object], order: str, limit: int | None = None
    ) -> list[StoredRecord]:
        """The records that meet the conditions whose value is not None."""
        wanted = {text: value for text, value in conditions.items() if value is not None}
        where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        with self.datastore.transaction(commit=False) as c:
            c.execute(
                f"{_SELECT} {where} {order} LIMIT ?",
                (*wanted.values(), -1 if limit is None else limit),
            )
            return [_record(row) for row in c.fetchall()]


def _record(row: Sequence[Any]) -> StoredRecord:
    position, stream, version, topic, state, recorded_at, recorded_by, *rest = row
    marking, nonce, leaf, key = rest
    return StoredRecord(
        originator_id=stream,
        originator_version=version,
        topic=topic,
        state=state,
        id=position,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        marking=marking,
        nonce=nonce,
        leaf=leaf,
        key=key,
    )
