"""`doctor`: every trouble has its line, its mend, and counts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cli.checks.file import space_check, write_check
from cli.checks.machine import sqlite_check

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner


def examined(ledger: Runner, code: int, now: str | None = None) -> dict[str, dict[str, Any]]:
    """What doctor finds: check → its line; the last one of several."""
    told = ledger("doctor", "--format", "json", now=now)
    assert told.code == code, told.err
    return {line["check"]: line for line in told.data["checks"]}


def file_of(ledger: Runner) -> Path:
    return ledger.folder / "ledger.dipledger"


def test_a_sound_ledger_that_was_signed_for_has_nothing_but_ok_and_nothing_is_changed(
    ledger: Runner,
) -> None:
    ledger("keys", "new", "archive.example").ok()
    ledger("checkpoint", "create").ok()
    before = everything(ledger)
    checks = examined(ledger, 0, now=None)

    assert {line["result"] for line in checks.values()} == {"ok"}
    assert {line["mend"] for line in checks.values()} == {None}
    assert everything(ledger) == before


def everything(ledger: Runner) -> dict[Path, bytes]:
    """Every file of the folder and of the home, with what is in it."""
    files = (path for top in (ledger.folder, ledger.home) for path in top.rglob("*"))
    return {path: path.read_bytes() for path in files if path.is_file()}


def test_without_a_ledger_it_says_how_to_get_one(dipledger: Runner) -> None:
    line = examined(dipledger, 1)["file"]

    assert (line["result"], line["mend"]) == ("fail", "Create one with `dipledger init`.")


def test_a_write_ahead_log_without_its_ledger_is_noticed(ledger: Runner) -> None:
    file_of(ledger).rename(ledger.folder / "elsewhere")
    (ledger.folder / "ledger.dipledger-wal").write_bytes(b"x")

    assert "ledger.dipledger-wal is there" in examined(ledger, 1)["file"]["found"]


@pytest.mark.parametrize(
    ("mode", "result", "code"), [(0o640, "warning", 0), (0o660, "warning", 0), (0o602, "fail", 1)]
)
def test_rights_of_others_are_told_and_those_to_write_fail(
    ledger: Runner, mode: int, result: str, code: int
) -> None:
    file_of(ledger).chmod(mode)
    line = examined(ledger, code)["rights"]

    assert line["result"] == result
    assert line["mend"].startswith("chmod 600 ")


def test_a_second_name_of_the_file_fails(ledger: Runner) -> None:
    os.link(file_of(ledger), ledger.folder / "second")

    assert examined(ledger, 1)["links"]["result"] == "fail"


def test_a_symbolic_link_does_no_harm(ledger: Runner) -> None:
    real = ledger.folder.parent / "real"
    file_of(ledger).rename(real)
    file_of(ledger).symlink_to(real)

    assert examined(ledger, 0)["links"]["result"] == "ok"


def test_a_write_ahead_log_in_use_is_a_warning(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE VIEW mine AS SELECT 1")
        other.execute("COMMIT")
        line = examined(ledger, 0)["write-ahead log"]

    assert line["result"] == "warning"
    assert "ledger.dipledger-wal holds" in line["found"]


def test_a_view_of_somebody_elses_is_a_warning_and_the_log_is_sound(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other:
        other.execute("CREATE VIEW mine AS SELECT 1")
    checks = examined(ledger, 0)

    assert checks["other objects"]["found"] == "the view mine is not dipledger's"
    assert checks["other objects"]["result"] == "warning"
    assert checks["ledger"]["result"] == "ok"


def test_a_trigger_of_somebody_elses_on_the_log_fails(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other:
        other.execute("CREATE TRIGGER mine AFTER INSERT ON stored_events BEGIN SELECT 1; END")
    line = examined(ledger, 1)["ledger"]

    assert (line["result"], "the trigger mine on stored_events" in line["found"]) == ("fail", True)


def test_a_record_from_the_future_fails(ledger: Runner) -> None:
    line = examined(ledger, 1, now="2012-02-03")["clock"]

    assert line["result"] == "fail"
    assert "2022-02-03T12:00:00.000000Z, still to come" in line["found"]


def test_a_fixed_clock_is_a_warning(ledger: Runner) -> None:
    line = examined(ledger, 0, now="2022-02-04")["settings"]

    assert line["result"] == "warning"
    assert "DIPLEDGER_NOW" in line["found"]


def test_a_missing_guard_fails(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other:
        other.execute("DROP TRIGGER stored_events_no_delete")
    line = examined(ledger, 1)["ledger"]

    assert line["result"] == "fail"
    assert "stored_events_no_delete is missing" in line["found"]


def test_an_event_of_unknown_type_fails_and_is_not_executed(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other, other:
        other.execute("DROP TRIGGER stored_events_no_update")
        other.execute("UPDATE stored_events SET topic = 'this:c'")
    line = examined(ledger, 1)["topics"]

    assert (line["result"], line["found"]) == ("fail", "events of unknown type: this:c")
    (event,) = ledger("log", "--format", "json").ok().data["events"]
    assert (event["topic"], event["known"], event["summary"]) == ("this:c", False, "unknown type")


def test_a_damaged_record_fails_with_its_position(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other, other:
        other.execute("DROP TRIGGER stored_events_no_update")
        other.execute("UPDATE stored_events SET state = x'7b7d'")

    assert "record 1 is damaged" in examined(ledger, 1)["ledger"]["found"]


def test_a_place_that_cannot_be_written_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests as root can write anywhere.
    monkeypatch.setattr(os, "access", lambda place, _: place != tmp_path)
    line = write_check(tmp_path / "ledger.dipledger")

    assert line.result == "warning"
    assert str(tmp_path) in line.found


@pytest.mark.parametrize(
    "content", [b"", b"not a ledger" * 100, b"SQLite format 3\x00" + b"\0" * 84]
)
def test_a_file_that_is_no_ledger_fails_with_a_sentence(dipledger: Runner, content: bytes) -> None:
    file_of(dipledger).write_bytes(content)
    file_of(dipledger).chmod(0o600)
    line = examined(dipledger, 1)["ledger"]

    assert line["result"] == "fail"
    assert line["found"]


def test_a_ledger_of_a_newer_version_says_which_is_needed(ledger: Runner) -> None:
    with closing(sqlite3.connect(file_of(ledger))) as other:
        other.execute("PRAGMA user_version = 99")

    assert "99" in examined(ledger, 1)["ledger"]["found"]


@pytest.mark.parametrize(("free", "result"), [(1024, "warning"), (10**9, "ok")])
def test_little_room_is_a_warning(free: int, result: str) -> None:
    assert space_check(free).result == result


@pytest.mark.parametrize(("version", "result"), [((3, 36, 9), "fail"), ((3, 37, 0), "ok")])
def test_an_sqlite_without_strict_tables_fails(version: tuple[int, ...], result: str) -> None:
    assert sqlite_check(version).result == result
