"""Who may change the log: nobody, and it shows when somebody tried."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.errors import SetupError
from ledger.store import create_ledger_file
from ledger.store.schema import APPLICATION_ID, FORMAT_VERSION, compare_schema
from tests.store.stored import (
    START,
    Clock,
    Noted,
    another_tool,
    behind_the_guards,
    fill,
    insert,
    note,
    open_log,
    row,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    return file


TAMPERING = {
    "update": ("UPDATE stored_events SET topic = 'x'", []),
    "update of one": ("UPDATE OR IGNORE stored_events SET position = 9 WHERE position = 1", []),
    "delete": ("DELETE FROM stored_events WHERE position = 2", []),
    "replace a position": insert("INSERT OR REPLACE", row(1, "other", 1)),
    "replace a version": insert("INSERT OR REPLACE", row(3, "thread", 1)),
    "replace a version given as text": insert(
        "INSERT OR REPLACE", row(3, "thread", 1) | {"originator_version": "1"}
    ),
    "replace a key": insert("REPLACE", row(3, "thread", 3, idempotency_key="k")),
    "replace the last": insert("REPLACE", row(2, "thread", 2)),
    "ignore": insert("INSERT OR IGNORE", row(2, "thread", 2)),
    "upsert": insert(
        "INSERT",
        row(1, "other", 1),
        tail="ON CONFLICT (position) DO UPDATE SET topic = 'x'",
    ),
    "upsert of a version": insert(
        "INSERT",
        row(3, "thread", 2),
        tail="ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'x'",
    ),
    "leave a gap": insert("INSERT", row(4, "thread", 3)),
    "let SQLite choose the position": insert(
        "INSERT", {k: v for k, v in row(3, "thread", 3).items() if k != "position"}
    ),
    "record in the past": insert("INSERT", row(3, "thread", 3, recorded_at=START)),
    "a short leaf": insert("INSERT", row(3, "thread", 3, leaf=b"")),
    "text for a body": insert("INSERT", row(3, "thread", 3, state="{}")),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_another_tool_cannot_change_what_is_recorded(path: Path, name: str) -> None:
    with open_log(path, clock=Clock()) as log:
        log.append([note("thread", 1, key="k")])
        log.append([note("thread", 2)])
    tool = another_tool(path)
    before = tool.execute("SELECT * FROM stored_events").fetchall()

    with pytest.raises(sqlite3.IntegrityError):
        tool.execute(*TAMPERING[name])

    assert tool.execute("SELECT * FROM stored_events").fetchall() == before
    tool.close()


def test_another_tool_may_append_the_next_record_if_it_is_whole(path: Path) -> None:
    fill(path, 2)
    tool = another_tool(path)
    tool.execute(*insert("INSERT", row(3, "thread", 3)))
    tool.close()

    with open_log(path) as log:
        assert log.stream("thread")[-1].event == Noted("forged")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET topic = 'x'",
        "DELETE FROM stored_events",
        "DROP TABLE stored_events",
        "DROP TRIGGER stored_events_no_update",
        "DROP INDEX stored_events_streams",
        "ALTER TABLE stored_events RENAME TO gone",
        "CREATE TRIGGER mine AFTER INSERT ON stored_events BEGIN SELECT 1; END",
        "UPDATE sqlite_sequence SET seq = 0",
        "DELETE FROM sqlite_sequence",
        "ATTACH ':memory:' AS other",
        "PRAGMA writable_schema = ON",
    ],
)
def test_our_own_connections_cannot_even_compile_a_change_of_the_log(
    path: Path, statement: str
) -> None:
    fill(path, 1)
    with open_log(path) as log:
        with (
            pytest.raises(sqlite3.DatabaseError, match="not authorized"),
            log.application.datastore.raw() as connection,
        ):
            connection.execute(statement)
        assert log.problems() == []


def test_our_own_connections_may_keep_tables_beside_the_log(path: Path) -> None:
    with open_log(path) as log, log.application.datastore.raw() as connection:
        connection.execute("CREATE TABLE read_model (a)")
        connection.execute("INSERT INTO read_model VALUES (1)")
        connection.execute("UPDATE read_model SET a = 2")
        connection.execute("DELETE FROM read_model")
        connection.execute("DROP TABLE read_model")


# ---------------------------------------------------------------------------- altered schemas

ALTERED = {
    "the trigger stored_events_no_update is missing": "DROP TRIGGER stored_events_no_update",
    "the index stored_events_streams is missing": "DROP INDEX stored_events_streams",
    "the trigger stored_events_append is not the one that dipledger created": (
        "DROP TRIGGER stored_events_append;"
        "CREATE TRIGGER stored_events_append BEFORE INSERT ON stored_events BEGIN SELECT 1; END"
    ),
    "the trigger spy on stored_events is not dipledger's": (
        "CREATE TRIGGER spy AFTER INSERT ON stored_events BEGIN SELECT load_extension('x'); END"
    ),
    "the index quick on stored_events is not dipledger's": (
        "CREATE INDEX quick ON stored_events (topic)"
    ),
    "the trigger act on STORED_EVENTS is not dipledger's": (
        "CREATE TRIGGER act BEFORE INSERT ON STORED_EVENTS BEGIN SELECT RAISE(IGNORE); END"
    ),
    "the trigger read_keys on Seal_Key is not dipledger's": (
        "CREATE TABLE read_own (key); CREATE TRIGGER read_keys AFTER INSERT ON Seal_Key"
        " BEGIN INSERT INTO read_own VALUES (NEW.key); END"
    ),
    "the trigger relay on read_own is not dipledger's": (
        "CREATE TABLE read_own (a); CREATE TRIGGER relay AFTER INSERT ON read_own"
        " BEGIN INSERT INTO log_head VALUES (9, x'', zeroblob(32)); END"
    ),
    "the trigger sqlite_spy on stored_events is not dipledger's": (
        "CREATE TRIGGER spy BEFORE INSERT ON stored_events BEGIN SELECT 1; END;"
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'sqlite_spy',"
        " sql = replace(sql, 'TRIGGER spy', 'TRIGGER sqlite_spy') WHERE name = 'spy'"
    ),
    "the table stored_events is missing": "DROP TABLE stored_events",
}


@pytest.mark.parametrize("problem", ALTERED)
def test_an_altered_log_is_named_and_not_appended_to_but_can_be_looked_at(
    path: Path, problem: str
) -> None:
    fill(path, 1)
    tool = another_tool(path)
    tool.executescript(ALTERED[problem])
    assert problem in compare_schema(tool).altered
    tool.close()

    with pytest.raises(SetupError, match="was altered by another program") as caught:
        open_log(path)
    assert problem in str(caught.value)
    with open_log(path, read_only=True) as log:
        assert problem in log.notes
        assert problem in log.problems()


def test_a_schema_that_cannot_even_be_quoted_is_damage(path: Path) -> None:
    with closing(another_tool(path)) as tool:
        tool.execute("PRAGMA writable_schema = ON")
        tool.execute(
            "UPDATE sqlite_schema SET name = CAST(x'ce41' AS TEXT), sql = 'CREATE TRIGGER'"
            " WHERE name = 'stored_events_append'"
        )
    for read_only in (False, True):
        with pytest.raises(SetupError, match="is damaged: SQLite cannot read all of it"):
            open_log(path, read_only=read_only)


def test_what_others_keep_beside_the_log_is_named_and_left_alone(path: Path) -> None:
    tool = another_tool(path)
    tool.executescript(
        "CREATE TABLE mine (a); CREATE VIEW evil AS SELECT load_extension('x') AS a;"
        "CREATE TRIGGER own AFTER INSERT ON mine BEGIN SELECT 1; END; ANALYZE"
    )
    tool.close()

    with open_log(path) as log:
        assert log.notes == (
            "the table mine is not dipledger's",
            "the trigger own is not dipledger's",
            "the view evil is not dipledger's",
        )
        log.append([note("a", 1)])


def test_records_removed_behind_the_guards_leave_a_trace(path: Path) -> None:
    fill(path, 5)
    behind_the_guards(path, "DELETE FROM stored_events WHERE position IN (2, 4, 5)")

    with open_log(path) as log:
        assert log.problems() == [
            "1 records are missing between the positions 1 and 3",
            "2 records are missing after position 3",
        ]
        with pytest.raises(SetupError, match="after position 3 are missing"):
            log.append([note("thread", 4)])
        assert log.head()[0] == 3


def test_dump_and_reload_keep_the_positions_and_the_guards(path: Path, tmp_path: Path) -> None:
    fill(path, 3)
    tool = another_tool(path)
    script = "\n".join(tool.iterdump())
    tool.close()
    again = tmp_path / "again"
    create_ledger_file(again)
    again.write_bytes(b"")
    tool = another_tool(again)
    tool.executescript(script)
    # What SQLite's dump leaves out.
    tool.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    tool.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    tool.close()

    with open_log(path) as before, open_log(again) as after:
        assert after.all_after() == before.all_after()
        assert after.problems() == []
        (stored,) = after.append([note("thread", 4)])
        assert stored.position == 4
