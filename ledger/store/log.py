"""The log of a ledger file: append, read by stream, by position or by instant."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from secrets import token_bytes
from typing import TYPE_CHECKING, Self

from ledger.errors import SetupError
from ledger.integrity.leaf import NONCE_SIZE
from ledger.store.connections import LedgerDatastore, connect_beside
from ledger.store.engine import LedgerApplication
from ledger.store.failures import translated
from ledger.store.files import check_identity, check_ledger_file, ledger_uri
from ledger.store.readable import as_it_stands, is_writable, readable
from ledger.store.schema import compare_schema, log_problems
from ledger.store.tree import withheld, write_checkpoint
from ledger.store.upgrade import altered_file, upgrade
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from ledger.store.envelope import Recorded
    from ledger.store.mapper import EventCodec

_PAGE = 500


class EventLog:
    """A ledger file, open; a context manager. Every method may raise SetupError or Conflict."""

    def __init__(
        self,
        path: Path,
        application: LedgerApplication,
        notes: tuple[str, ...],
        clock: Callable[[], int],
        busy_timeout: float,
    ) -> None:
        self.path = path
        self.notes = notes
        """What is worth a line on stderr: loose rights, a read-only folder, a foreign view."""
        self.application = application
        self._clock = clock
        self.busy_timeout = busy_timeout
        self._recorder = application.recorder

    @classmethod
    def open(  # noqa: PLR0913 -- the store takes from outside what the core may not have
        cls,
        path: Path,
        *,
        codec: EventCodec,
        clock: Callable[[], int],
        nonces: Callable[[], bytes] = lambda: token_bytes(NONCE_SIZE),
        read_only: bool = False,
        busy_timeout: float = 30.0,
    ) -> Self:
        """Open an existing ledger.

        Args:
            path: the file; any name is literal.
            codec: how events become bytes and back, such as the module `ledger.events`.
            clock: microseconds since the epoch, UTC; asked once a transaction, under the lock.
            nonces: 32 random bytes at each call.
            read_only: never write, and open also what is damaged or altered, with notes.
            busy_timeout: seconds to wait for another writer.

        SetupError if it is not a ledger, of a newer format, or (unless `read_only`) altered.
        """
        notes = check_ledger_file(path)
        uri = ledger_uri(path, mode="rw")
        with translated(path):
            if read_only:
                uri, more = readable(path, busy_timeout)
            else:
                more = upgrade(path, busy_timeout)
            notes += more
            datastore = LedgerDatastore(uri, read_only=read_only, busy_timeout=busy_timeout)
            application = LedgerApplication(datastore, codec, clock, nonces)
            log = cls(path, application, notes, clock, busy_timeout)
            try:
                log.notes += log._check(read_only=read_only)
            except BaseException:
                log.close()
                raise
            return log

    def _check(self, *, read_only: bool) -> tuple[str, ...]:
        with self.application.datastore.raw() as connection:
            check_identity(connection, self.path)
            report = compare_schema(connection)
            if not read_only:
                _check_recordable(connection, self.path, report.altered)
            less = () if report.altered else _withholds(connection, self.path)
        return (*report.altered, *report.foreign, *less)

    def append(self, events: Sequence[Recorded]) -> list[Recorded]:
        """Store drafts in one transaction, durably, and give them back as stored.

        Each is the next version of its stream. VersionConflict when somebody was faster (load,
        decide and save again), KeyAlreadyRecorded when the work was done before; nothing is stored
        then.
        """
        with translated(self.path):
            recordings = self.application.save(*events)
            if not recordings:
                return []
            first = recordings[0].notification.id
            records = self._recorder.select_notifications(first, len(recordings))
        return [
            replace(
                event,
                topic=record.topic,
                body=record.state,
                position=record.id,
                recorded_at=record.recorded_at,
                leaf=record.leaf,
                nonce=record.nonce,
            )
            for event, record in zip(events, records, strict=True)
        ]

    def stream(
        self, stream: str, *, after_version: int = 0, upto_position: int | None = None
    ) -> list[Recorded]:
        """The events of one stream in its order; none if there is no such stream."""
        return self._read(
            {
                "originator_id = ?": stream,
                "originator_version > ?": after_version,
                "position <= ?": upto_position,
            },
            "ORDER BY originator_version",
        )

    def stream_ids(
        self, first: str = "", before: str | None = None, *, upto_position: int | None = None
    ) -> list[str]:
        """The streams with `first` <= id < `before`, sorted, that had begun at the position."""
        begun = {
            "originator_version = 1 AND originator_id >= ?": first,
            "originator_id < ?": before,
            "position <= ?": upto_position,
        }
        with translated(self.path):
            records = self._recorder.select_records(begun, "ORDER BY originator_id")
        return [str(record.originator_id) for record in records]

    def all_after(
        self, position: int = 0, limit: int | None = None, *, upto_position: int | None = None
    ) -> list[Recorded]:
        """The events of the whole log after a position, in its order."""
        return self._read(
            {"position > ?": position, "position <= ?": upto_position}, "ORDER BY position", limit
        )

    def pages(
        self, after: int = 0, limit: int | None = None, *, upto_position: int | None = None
    ) -> Iterator[Recorded]:
        """As `all_after`, in short reads: a long one keeps the write-ahead log from shrinking."""
        left = limit
        while left != 0:
            page = self.all_after(
                after, _PAGE if left is None else min(left, _PAGE), upto_position=upto_position
            )
            yield from page
            if not page:
                return
            after = page[-1].position or 0
            left = None if left is None else left - len(page)

    def recorded_under(self, key: str) -> list[Recorded]:
        """All events of the transaction that recorded an idempotency key; none if none did."""
        keyed = self._read({"idempotency_key = ?": key}, "")
        if not keyed:
            return []
        return self._read({"recorded_at = ?": keyed[0].recorded_at}, "ORDER BY position")

    def _read(
        self, conditions: Mapping[str, object], order: str, limit: int | None = None
    ) -> list[Recorded]:
        with translated(self.path):
            records = self._recorder.select_records(conditions, order, limit)
        return [self.application.mapper.to_domain_event(record) for record in records]

    def whole(self, position: int) -> int:
        """The last position of the transaction that a position is in: what became known at once."""
        found = self._read({"position = ?": position}, "")
        return self.position_at(found[0].recorded_at) if found else position

    def beside(self) -> sqlite3.Connection | None:
        """A connection of its own for what is kept beside the log, under the same guard.

        What is kept there can be made anew from the log, so it is less durable. None where the file
        or its folder may only be read.
        """
        if not is_writable(self.path) or self.uri == as_it_stands(self.path):
            return None
        with translated(self.path):
            return connect_beside(ledger_uri(self.path, mode="rw"), self.busy_timeout)

    def head(self) -> tuple[int, int]:
        """The last position and its instant in microseconds; (0, 0) in an empty ledger."""
        with translated(self.path):
            return self._recorder.head()

    def position_at(self, recorded_at: int) -> int:
        """The last position recorded at or before an instant in microseconds; 0 if none was."""
        with translated(self.path):
            records = self._recorder.select_records(
                {"recorded_at <= ?": recorded_at}, "ORDER BY recorded_at DESC, position DESC", 1
            )
        return records[0].id if records else 0

    def clock_behind(self) -> int:
        """By how many microseconds the clock is behind the last record; 0 when it is not."""
        return max(0, self.head()[1] - self._clock())

    @property
    def uri(self) -> str:
        """By which another process may read the file too."""
        return self.application.datastore.pool.db_name

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection, on one state of the file for several queries."""
        with translated(self.path), self.application.datastore.raw() as connection:
            connection.execute("BEGIN")  # the pool ends it when the connection comes back
            yield connection

    def keep_checkpoint(self, size: int, note: str, timestamp: bytes | None) -> int:
        """Keep a checkpoint with the ledger, and give the number it is kept under."""
        with translated(self.path), self.application.datastore.transaction(commit=True) as cursor:
            return write_checkpoint(cursor, size, note, timestamp)

    def foreign(self) -> list[str]:
        """Tables, views and the like of somebody else's in the file, beside the log: harmless."""
        with translated(self.path), self.application.datastore.raw() as connection:
            return list(compare_schema(connection).foreign)

    def problems(self) -> list[str]:
        """What is wrong with the schema and the positions, as sentences; reads the whole index."""
        with translated(self.path), self.application.datastore.raw() as connection:
            problems = list(compare_schema(connection).altered)
            try:
                return [*problems, *log_problems(connection)]
            except sqlite3.DatabaseError as error:
                return [*problems, f"the log cannot be read: {error}"]

    def close(self) -> None:
        """Close every connection; the last one to a file folds its write-ahead log into it."""
        self.application.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _withholds(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    count = withheld(connection)
    events = "1 event is" if count == 1 else f"{count:,} events are"
    return (f"{visible(str(path))} is a copy in which {events} withheld",) if count else ()


def _check_recordable(connection: sqlite3.Connection, path: Path, altered: tuple[str, ...]) -> None:
    if altered:
        raise altered_file(path, altered)
    if less := _withholds(connection, path):
        raise SetupError(
            f"{less[0]}: it is read, and nothing is recorded in it",
            mend="Record in the ledger that it was exported from.",
        )
