"""A log held against its leaves and its tree, a stretch at a time, on every core."""

from __future__ import annotations

import json
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.integrity.merkle import root_of
from ledger.store import create_ledger_file, leaf_check, soundness
from ledger.store.differing import Differs
from ledger.store.files import ledger_uri
from ledger.store.leaf_check import STRETCH
from ledger.store.leaf_worker import answer
from ledger.store.leaf_workers import with_workers
from ledger.store.soundness import check_sound, check_tree
from tests.store.stored import Clock, another_tool, behind_the_guards, note, open_log

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ODD = 'a "quoted" \\ name\twith é, 漢, \x7f and \u2028'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of 100 events in transactions of ten, with names that JSON escapes or leaves."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    with open_log(file, clock=Clock()) as log:
        for start in range(0, 100, 10):
            log.append(
                [
                    note(
                        "thread",
                        start + number + 1,
                        recorded_by=ODD,
                        marking=ODD if number else None,
                    )
                    for number in range(10)
                ]
            )
    return file


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(another_tool(path)) as tool:
        yield tool


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight events a stretch, and many processes at once, as in a log of a million."""
    for module in (leaf_check, soundness):
        monkeypatch.setattr(module, "STRETCH", 8)
    monkeypatch.setattr(leaf_check, "_FEW", 0)


def leaves(connection: sqlite3.Connection) -> list[bytes]:
    return [
        leaf for (leaf,) in connection.execute("SELECT leaf FROM stored_events ORDER BY position")
    ]


def test_stretches_and_the_rest_give_the_root_over_all(connection: sqlite3.Connection) -> None:
    every = leaves(connection)
    told: list[tuple[int, int]] = []
    found = check_tree(
        connection,
        lambda _, done, total: told.append((done, total)),
        every_head=True,
        roots={size: root_of(every[:size]) for size in (0, 1, 7, 8, 9, 64, 99, 100)},
    )
    assert found == (100, root_of(every))
    assert told[0] == (8, 100)
    assert told[-1] == (100, 100)
    assert check_sound(connection).size == 100


def test_a_root_of_another_history_is_found_at_any_size(connection: sqlite3.Connection) -> None:
    for size in (1, 8, 50, 100):
        with pytest.raises(Differs, match="what was seen of it before was made over another"):
            check_tree(connection, roots={size: bytes(32)})


def test_the_first_event_that_differs_is_named_wherever_it_is(
    path: Path, connection: sqlite3.Connection
) -> None:
    for position in (100, 65, 64, 9, 8, 1):
        behind_the_guards(
            path,
            f"UPDATE stored_events SET state = x'7b7d' WHERE position = {position}",  # noqa: S608
        )
        with pytest.raises(Differs) as caught:
            check_tree(connection)
        assert caught.value.position == position


@pytest.mark.parametrize("column", ["recorded_by", "marking"])
def test_a_text_that_is_written_like_the_escape_of_another_is_not_that(
    path: Path, connection: sqlite3.Connection, column: str
) -> None:
    written = json.dumps(ODD, ensure_ascii=False)[1:-1]
    behind_the_guards(
        path,
        f"UPDATE stored_events SET {column} = '{written}' WHERE position = 20",  # noqa: S608
    )
    with pytest.raises(Differs, match="event 20 is not as it was recorded"):
        check_tree(connection)


def test_a_tree_that_differs_names_the_transaction(
    path: Path, connection: sqlite3.Connection
) -> None:
    for position in (35, 36):
        behind_the_guards(
            path,
            "UPDATE stored_events SET position = 1000 WHERE position = 35",
            "UPDATE stored_events SET position = 35 WHERE position = 36",
            "UPDATE stored_events SET position = 36 WHERE position = 1000",
            "UPDATE sqlite_sequence SET seq = 100",
        )
        if position == 35:
            with pytest.raises(Differs, match="of the events 31 to 40 one is not") as caught:
                check_tree(connection)
            assert caught.value.position == 31
    assert check_tree(connection)[0] == 100


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("recorded_at = 9223372036854775807", "was recorded in no year that there is"),
        ("recorded_at = 'then'", "was recorded in no year that there is"),
        ("nonce = x'00'", "do not fit its leaf"),
        ("topic = NULL", "do not fit its leaf"),
        ("recorded_by = x'ff'", "do not fit its leaf"),
    ],
)
def test_what_no_ledger_would_store_is_a_finding_and_no_crash(
    path: Path, connection: sqlite3.Connection, change: str, sentence: str
) -> None:
    with closing(another_tool(path)) as tool:
        tool.execute("PRAGMA writable_schema = ON")
        tool.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE stored_events (position INTEGER PRIMARY"
            " KEY, originator_id, originator_version, topic, state, recorded_at, recorded_by,"
            " marking, nonce, leaf, idempotency_key UNIQUE, UNIQUE (originator_id,"
            " originator_version))' WHERE name = 'stored_events'"
        )
    behind_the_guards(path, f"UPDATE stored_events SET {change} WHERE position = 20")  # noqa: S608
    with pytest.raises(Differs, match=sentence) as caught:
        check_tree(connection)
    assert caught.value.position == 20


# ----------------------------------------------------------------------------- other processes


def busy(number: int) -> bytes:
    """This process has better things to do, and lets the others go first."""
    time.sleep(0.5)
    return number.to_bytes(32, "big")


def test_other_processes_find_what_this_one_finds(
    path: Path, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # a process of its own has stretches of the usual length
    with open_log(path) as log:
        version = log.head()[0]
        log.append([note("thread", version + number) for number in range(1, 4 * STRETCH)])
    uri = ledger_uri(path, mode="ro")
    here = [leaf_check.stretch(connection, number, copy=False) for number in range(4)]
    found = list(with_workers(uri, 4, 2, busy, copy=False))
    assert found[0] == bytes(32)
    assert found[-1] == here[-1]
    assert all(one in (busy(number), here[number]) for number, one in enumerate(found))

    behind_the_guards(
        path, "UPDATE stored_events SET state = x'7b7d' WHERE position IN (10000, 15000)"
    )
    with pytest.raises(Differs, match="event 10000 is not as it was recorded") as caught:
        list(with_workers(uri, 4, 2, busy, copy=False))
    assert caught.value.position == 10000


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('{\"number')"])
def test_what_another_process_does_not_get_done_this_one_does(
    path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr("ledger.store.leaf_workers._PROGRAM", program)
    uri = ledger_uri(path.with_name("none"), mode="ro")
    assert list(with_workers(uri, 2, 1, busy, copy=False)) == [busy(0), busy(1)]


def test_a_worker_answers_line_by_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    behind_the_guards(path, "UPDATE stored_events SET state = x'7b7d' WHERE position = 20")
    answer(ledger_uri(path, mode="ro"), [2, 0, -1], copy=False)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["number"], first["position"]) == (2, 20)
    assert (second["number"], len(second["root"])) == (1, 64)
