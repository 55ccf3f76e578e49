"""The tables of a ledger file, and what a file's schema differs in from them.

The log is one STRICT table whose position is explicit: gapless, never reused, kept by dump and
reload. Triggers are the first line against other tools: they refuse UPDATE, DELETE, and any INSERT
that is not the next record, which stops INSERT OR REPLACE and UPSERT too. They do not see DROP; a
comparison with what is expected here does.

A ledger is known by its `application_id`; `user_version` is the format. A release that adds tables
raises the format, and older releases refuse the file by naming it. Format 2 adds to the log what
its Merkle tree takes: who the ledger is, a head of the tree for each transaction, the checkpoints
that were made, the leaves of what a copy withholds, and the keys of what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.integrity.leaf import MAX_RECORDED_AT, MIN_RECORDED_AT
from ledger.integrity.merkle import HASH_SIZE
from ledger.store.names import (
    CHECKPOINT_TABLE,
    GUARDED_TABLES,
    HEAD_TABLE,
    IDENTITY_TABLE,
    LOG_TABLE,
    SEAL_TABLE,
    WITHHELD_TABLE,
)
from ledger.text import visible

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = int.from_bytes(b"DIPL", "big")
FORMAT_VERSION: Final = 2

COLUMNS: Final = (
    "position",
    "originator_id",
    "originator_version",
    "topic",
    "state",
    "recorded_at",
    "recorded_by",
    "marking",
    "nonce",
    "leaf",
    "idempotency_key",
)

BESIDE_PREFIX: Final = "read_"
BESIDE: Final = frozenset({"act", "point_status", "reply_concluded", "reply_owed", "thread_status"})
"""What else dipledger keeps in the file: tables of this prefix and views of these names.

They are made from the log and can be made anew; who makes them looks after them.
"""

NOT_NEXT_VERSION: Final = "dipledger: not the next version of its stream"
"""How the guard names a lost race; the text is part of the format."""

_FORMAT_1: Final = (
    f"""CREATE TABLE stored_events (
  position INTEGER PRIMARY KEY AUTOINCREMENT CHECK (position > 0),
  originator_id TEXT NOT NULL,
  originator_version INTEGER NOT NULL CHECK (originator_version > 0),
  topic TEXT NOT NULL,
  state BLOB NOT NULL,
  recorded_at INTEGER NOT NULL CHECK (recorded_at BETWEEN {MIN_RECORDED_AT} AND {MAX_RECORDED_AT}),
  recorded_by TEXT NOT NULL,
  marking TEXT,
  nonce BLOB NOT NULL CHECK (length(nonce) = 32),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  idempotency_key TEXT UNIQUE,
  UNIQUE (originator_id, originator_version)
) STRICT""",
    "CREATE INDEX stored_events_recorded_at ON stored_events (recorded_at)",
    """CREATE INDEX stored_events_streams ON stored_events (originator_id)
WHERE originator_version = 1""",
    """CREATE TRIGGER stored_events_no_update BEFORE UPDATE ON stored_events BEGIN
  SELECT RAISE(ABORT, 'dipledger: the log is append-only, no UPDATE');
END""",
    """CREATE TRIGGER stored_events_no_delete BEFORE DELETE ON stored_events BEGIN
  SELECT RAISE(ABORT, 'dipledger: the log is append-only, no DELETE');
END""",
    f"""CREATE TRIGGER stored_events_append BEFORE INSERT ON stored_events BEGIN
  SELECT RAISE(ABORT, 'dipledger: this idempotency key is recorded already')
  WHERE EXISTS (SELECT 1 FROM stored_events WHERE idempotency_key = NEW.idempotency_key);
  SELECT RAISE(ABORT, '{NOT_NEXT_VERSION}')
  WHERE NEW.originator_version <> 1 + coalesce((SELECT max(originator_version)
    FROM stored_events WHERE originator_id = NEW.originator_id), 0);
  SELECT RAISE(ABORT, 'dipledger: not the next position of the log')
  WHERE NEW.position <> 1 + coalesce((SELECT max(position) FROM stored_events), 0);
  SELECT RAISE(ABORT, 'dipledger: recorded earlier than the last record')
  WHERE NEW.recorded_at < (SELECT recorded_at FROM stored_events ORDER BY position DESC LIMIT 1);
END""",  # noqa: S608 -- a constant
)


def _insert_only(table: str, *, guard: str) -> tuple[str, ...]:
    """The triggers that let another tool do nothing to a table but add what passes the guard."""
    return (
        f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN
  SELECT RAISE(ABORT, 'dipledger: {table} is append-only, no UPDATE');
END""",
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN
  SELECT RAISE(ABORT, 'dipledger: {table} is append-only, no DELETE');
END""",
        f"""CREATE TRIGGER {table}_append BEFORE INSERT ON {table} BEGIN
  SELECT RAISE(ABORT, 'dipledger: not the next row of {table}') WHERE {guard};
END""",
    )


_FORMAT_2: Final = (
    """CREATE TABLE ledger_identity (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  origin TEXT NOT NULL
) STRICT""",
    f"""CREATE TABLE log_head (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  frontier BLOB NOT NULL CHECK (length(frontier) % {HASH_SIZE} = 0),
  root BLOB NOT NULL CHECK (length(root) = {HASH_SIZE})
) STRICT""",
    """CREATE TABLE log_checkpoint (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL,
  timestamp BLOB
) STRICT""",
    f"""CREATE TABLE log_withheld (
  position INTEGER PRIMARY KEY CHECK (position > 0),
  recorded_at INTEGER NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) = {HASH_SIZE})
) STRICT""",
    """CREATE TABLE seal_key (
  id TEXT PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT""",
    *_insert_only(IDENTITY_TABLE, guard="EXISTS (SELECT 1 FROM ledger_identity)"),
    *_insert_only(HEAD_TABLE, guard="NEW.size <= (SELECT max(size) FROM log_head)"),
    *_insert_only(
        CHECKPOINT_TABLE,
        guard="NEW.number <> 1 + coalesce((SELECT max(number) FROM log_checkpoint), 0)",
    ),
    # A copy with something withheld is filled before it is guarded.
    *_insert_only(WITHHELD_TABLE, guard="TRUE"),
)

LOG_STATEMENTS: Final = (*_FORMAT_1, *_FORMAT_2)


def create_schema(connection: sqlite3.Connection, origin: str) -> None:
    """Make an empty database a ledger of this format, in one transaction.

    `origin` is the name of the ledger in its checkpoints.
    """
    connection.execute("BEGIN IMMEDIATE")
    for statement in LOG_STATEMENTS:
        connection.execute(statement)
    name_ledger(connection, origin)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    connection.execute("COMMIT")


def name_ledger(connection: sqlite3.Connection, origin: str) -> None:
    """Write down who the ledger is, once."""
    connection.execute("INSERT INTO ledger_identity (id, origin) VALUES (1, ?)", (origin,))


def format_of(connection: sqlite3.Connection) -> int:
    """The format that a file says it has."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def add_format_2(connection: sqlite3.Connection) -> None:
    """Add to a ledger of format 1 what format 2 has more, inside a transaction."""
    for statement in _FORMAT_2:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 2")


@dataclass(frozen=True, slots=True)
class SchemaReport:
    """What a file's schema differs in, each a sentence for people."""

    altered: tuple[str, ...]
    """Differences in the log itself: nothing may be appended to such a file."""
    foreign: tuple[str, ...]
    """Objects of others beside the log: they are ignored."""


def compare_schema(connection: sqlite3.Connection) -> SchemaReport:
    """Hold the schema of a file against the one that its format asks for."""
    found = {
        (kind, name): (table, sql)
        for kind, name, table, sql in connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        if not (kind == "table" and name.startswith("sqlite_"))
    }
    altered, foreign = [], []
    for statement in _FORMAT_1 if format_of(connection) == 1 else LOG_STATEMENTS:
        _, kind, name = statement.split(maxsplit=3)[:3]
        entry = found.pop((kind.lower(), name), None)
        if entry is None:
            altered.append(f"the {kind.lower()} {name} is missing")
        elif entry[1] != statement:
            altered.append(f"the {kind.lower()} {name} is not the one that dipledger created")
    for (kind, name), (table, sql) in sorted(found.items()):
        if kind in {"trigger", "index"} and _touches_the_log(sql):
            altered.append(f"the {kind} {visible(name)} on {visible(table)} is not dipledger's")
        elif not (table.startswith(BESIDE_PREFIX) or name in BESIDE):
            foreign.append(f"the {kind} {visible(name)} is not dipledger's")
    return SchemaReport(tuple(altered), tuple(foreign))


def _touches_the_log(sql: str) -> bool:
    """Whether a statement names a table of the log, in whatever case.

    SQLite keeps the table of a trigger as its author wrote it, so that only the text tells.
    """
    written = sql.lower()
    return any(table in written for table in (*GUARDED_TABLES, SEAL_TABLE))


def log_problems(connection: sqlite3.Connection) -> list[str]:
    """What is visibly wrong with the positions of the log, as sentences; reads the whole index.

    Removed records show as gaps, a cut tail by SQLite's own count of positions given. Someone who
    mends both is found only against a checkpoint kept elsewhere. A record that a copy withholds is
    none that is missing.
    """
    positions = f"SELECT position FROM {LOG_TABLE}"  # noqa: S608
    if format_of(connection) > 1:
        positions += f" UNION ALL SELECT position FROM {WITHHELD_TABLE}"  # noqa: S608
    count, first, last = connection.execute(
        f"WITH there AS ({positions})"  # noqa: S608
        " SELECT count(*), coalesce(min(position), 1), coalesce(max(position), 0) FROM there"
    ).fetchone()
    (given,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (LOG_TABLE,)
    ).fetchone()
    problems: list[str] = []
    if first != 1 or count != last:
        problems.append(f"{last - count} records are missing between the positions 1 and {last}")
    if given > last:
        problems.append(f"{given - last} records are missing after position {last}")
    return problems
