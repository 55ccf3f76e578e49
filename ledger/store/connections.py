"""The library's connections to SQLite, made durable, guarded and unredirectable.

What is mended, each measured: writes begin IMMEDIATE (a read before the first write made the busy
timeout useless); a failed commit leaves nothing open on a pooled connection; SQLite's authorizer
refuses to change the log; a hostile schema runs nothing.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from eventsourcing.persistence import ConnectionPoolClosedError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from ledger.store.names import GUARDED_TABLES, SEAL_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOG_TABLES: Final = {*GUARDED_TABLES, SEAL_TABLE, "sqlite_sequence"}
_LARGEST_LOG: Final = 4 * 1024 * 1024
"""Bytes that the write-ahead log keeps of the disk once its contents are in the file."""
_CHANGES: Final = {sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_DROP_TABLE}
_CHANGES_OF_SECOND: Final = {
    sqlite3.SQLITE_ALTER_TABLE,
    sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_DROP_TRIGGER,
    sqlite3.SQLITE_DROP_INDEX,
}


def authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    """SQLite's question whether a statement may be compiled: nothing that changes the log may."""
    denied = (
        action == sqlite3.SQLITE_ATTACH
        or (action in _CHANGES and first in _LOG_TABLES)
        or (action in _CHANGES_OF_SECOND and second in _LOG_TABLES)
        or (action == sqlite3.SQLITE_PRAGMA and first == "writable_schema")
    )
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


class LedgerTransaction(SQLiteTransaction):
    """A transaction that takes the write lock at once when it is going to write."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class LedgerConnection(SQLiteConnection):
    """A connection that goes back to its pool with no transaction open."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """The library's transaction, beginning IMMEDIATE."""
        with LedgerTransaction(self, commit=commit) as cursor, cursor:
            yield cursor

    def settle(self) -> None:
        """Roll back what a failed commit or an interrupt left open; close what will not."""
        if self.closed or not self._sqlite_conn.in_transaction:
            return
        try:
            self._sqlite_conn.rollback()
        except sqlite3.Error:
            self.close()


class LedgerPool(SQLiteConnectionPool):
    """Connections to one file, each durable, guarded and distrustful of the file's schema."""

    connection_class: type[sqlite3.Connection] = sqlite3.Connection

    def __init__(self, uri: str, *, read_only: bool, busy_timeout: float) -> None:
        super().__init__(db_name=uri, pool_timeout=busy_timeout)
        self._read_only = read_only
        self._busy_timeout = busy_timeout

    def _create_connection(self) -> LedgerConnection:
        raw = sqlite3.connect(
            self.db_name,
            uri=True,
            check_same_thread=False,
            isolation_level=None,  # the library begins and ends its transactions itself
            timeout=self._busy_timeout,
            factory=self.connection_class,
        )
        try:
            prepare(raw, read_only=self._read_only)
        except BaseException:
            raw.close()
            raise
        return LedgerConnection(raw, max_age=self.max_age)

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back, with nothing left open on it.

        Also after the pool was closed, and the connection with it: a signal can end a call between
        the taking of a connection and its use, and what was left behind is cleared away last.
        """
        if isinstance(conn, LedgerConnection):
            conn.settle()
        with suppress(ConnectionPoolClosedError):
            super().put_connection(conn)


def prepare(connection: sqlite3.Connection, *, read_only: bool) -> None:
    """Set a connection up: durable, guarded, and running nothing that the file's schema asks."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_LOG}")
    connection.set_authorizer(authorize)


def connect_beside(uri: str, busy_timeout: float) -> sqlite3.Connection:
    """A connection that may write everything but the log, in transactions begun by hand."""
    connection = sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
    try:
        prepare(connection, read_only=False)
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


class LedgerDatastore(SQLiteDatastore):
    """The library's datastore over a `LedgerPool`."""

    def __init__(self, uri: str, *, read_only: bool = False, busy_timeout: float = 30.0) -> None:
        super().__init__(db_name=uri, originator_id_type="text")
        self.pool: LedgerPool = LedgerPool(uri, read_only=read_only, busy_timeout=busy_timeout)

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection, for reading what is not a record."""
        with self.get_connection(commit=False) as connection:
            yield connection._sqlite_conn  # noqa: SLF001 -- the library has no name for it
