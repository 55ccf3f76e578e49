"""`projection`, and a read model that is damaged or of another version."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from cli.building import Building
from tests.cli.kept import LEDGER, answers, asked_once, change, every_row, layers, log_of

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


@pytest.fixture
def july(dipledger: Runner) -> Runner:
    """A ledger of July 1914 that has been asked, so that there is a read model."""
    return asked_once(dipledger)


# ------------------------------------------------------------------------------ the two commands


def test_before_the_first_question_nothing_is_kept_and_status_does_not_change_that(
    ledger: Runner,
) -> None:
    before = (ledger.folder / LEDGER).read_bytes()
    told = ledger("projection", "status", "--format", "json").ok().data

    assert (told["state"], told["layers"], told["head"]) == ("none", [], 1)
    assert (ledger.folder / LEDGER).read_bytes() == before


def test_status_tells_how_far_each_layer_is_and_how_much_it_takes(july: Runner) -> None:
    july("thread", "open", "later", "--title", "Later").ok()
    told = july("projection", "status", "--format", "json").ok().data

    assert told["state"] == "kept"
    assert told["bytes"] > 100_000
    ledger, public = told["layers"]
    assert (ledger["viewer"], ledger["behind"], ledger["position"]) == (
        "ledger",
        1,
        told["head"] - 1,
    )
    assert (public["viewer"], public["behind"]) == ("public", 1)
    shown = july("projection", "status").ok().out
    assert "by 1 event" in shown
    july("threads").ok()
    assert layers(july) == [("ledger", 0), ("public", 1)]


def test_rebuild_says_what_it_did_and_leaves_the_same_rows(july: Runner) -> None:
    july("threads", "--known-by", "AUH").ok()
    assert [viewer for viewer, _ in layers(july)] == ["ledger", "AUH", "public"]
    log, told = log_of(july), every_row(july)

    done = july("projection", "rebuild").ok()
    assert "built what ledger knows: 2 threads, up to log position" in done.err
    assert [viewer for viewer, _ in layers(july)] == ["ledger", "public"]
    july("threads", "--known-by", "AUH").ok()

    assert every_row(july) == told
    assert log_of(july) == log


def test_a_long_build_shows_a_bar_on_a_terminal_and_nothing_of_it_stays(july: Runner) -> None:
    screen = pexpect.spawn(
        sys.executable,
        ["-m", "cli.app", "projection", "rebuild"],
        cwd=july.folder,
        env={**july.environment(), "TERM": "xterm"},
        encoding="utf-8",
        timeout=60,
    )
    screen.expect("reading the log for what ledger knows")
    screen.expect("READ MODEL")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_the_bar_waits_and_stays_away_from_what_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Building(patience=0) as building:
        building("ledger", 1, 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Building(patience=60) as building:
        building("ledger", 1, 2)
        building("ledger", 2, 2)
    assert capsys.readouterr().err == ""


# ------------------------------------------------------------------------- another's, or damaged

OTHERS = {
    "another version": (
        ["UPDATE read_layer SET version = 99"],
        "the read model is of version 99, not 2",
    ),
    "a table dropped": (["DROP TABLE read_block"], "damaged or of another release"),
    "an index dropped": (["DROP INDEX read_act_time"], "damaged or of another release"),
    "a trigger": (
        ["CREATE TRIGGER mine AFTER INSERT ON read_head BEGIN DELETE FROM read_block; END"],
        "damaged or of another release",
    ),
    "a column": (["ALTER TABLE read_thread ADD COLUMN mine TEXT"], "damaged or of another release"),
    "a view altered": (
        ["DROP VIEW act", "CREATE VIEW act AS SELECT 1 AS act"],
        "damaged or of another release",
    ),
    "of another ledger": (["UPDATE read_layer SET leaf = zeroblob(32)"], "is not of this log"),
    "beyond the log": (["UPDATE read_layer SET position = position + 7"], "is not of this log"),
    "rows taken out": (["DELETE FROM read_thread"], "the read model is damaged"),
    "rows written over": (["UPDATE read_block SET state = 'x'"], "the read model is damaged"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_as_this_release_made_it_is_built_anew_and_said(
    july: Runner, name: str
) -> None:
    right, log, rows = answers(july), log_of(july), every_row(july)
    statements, said = OTHERS[name]
    change(july, *statements)

    told = july("points", "--format", "json").ok()
    assert said in told.err
    assert any(said in note for note in told.json["notes"])
    assert answers(july) == right
    assert july("points").ok().err == ""
    july("threads", "--known-by", "public").ok()
    assert every_row(july) == rows
    assert log_of(july) == log


@pytest.mark.parametrize(
    ("name", "filler"),
    [
        ("read_block", b"\x00"),
        ("read_block_ending", b"\xa5"),
        ("read_head", b"\x00"),
        ("read_head", b"\xa5"),
        ("read_text_data", b"\xa5"),
    ],
)
def test_a_page_that_cannot_be_read_costs_time_and_no_answer(
    july: Runner, name: str, filler: bytes
) -> None:
    right, log = answers(july), log_of(july)
    path = july.folder / LEDGER
    with closing(sqlite3.connect(path)) as other:
        (size,) = other.execute("PRAGMA page_size").fetchone()
        (page,) = other.execute("SELECT max(pageno) FROM dbstat WHERE name = ?", (name,)).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(filler * size)

    line = next(
        one
        for one in july("doctor", "--format", "json", now=None).ok().data["checks"]
        if one["check"] == "read model"
    )
    assert line["result"] == "warning"
    assert "dipledger projection rebuild" in line["mend"]
    assert answers(july) == right
    july("projection", "rebuild")  # mends what SQLite can take out
    assert answers(july) == right
    assert log_of(july) == log
    july("thread", "open", "later", "--title", "Later").ok()
    assert len(july("threads", "--format", "json").ok().data["threads"]) == 3


def test_damage_that_cannot_be_taken_out_is_said_and_ends_a_rebuild_with_2(july: Runner) -> None:
    path = july.folder / LEDGER
    with closing(sqlite3.connect(path)) as other:
        (size,) = other.execute("PRAGMA page_size").fetchone()
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'read_block_ending'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))

    told = july("points", "--format", "json").ok()
    assert "the read model is damaged" in told.err
    assert "Traceback" not in told.err
    failed = july("projection", "rebuild")
    assert failed.code == 2
    assert "the log is whole" in failed.err


def test_doctor_tells_of_a_read_model_behind_and_of_one_of_another_release(july: Runner) -> None:
    def line() -> dict[str, Any]:
        checks = july("doctor", "--format", "json", now=None).ok().data["checks"]
        assert not [one for one in checks if one["check"] == "other objects"]
        found: dict[str, Any] = next(one for one in checks if one["check"] == "read model")
        return found

    assert line()["result"] == "ok"
    july("thread", "open", "later", "--title", "Later").ok()
    behind = "behind the log; the next question catches up"
    assert (line()["result"], line()["found"]) == ("ok", f"1 event {behind}")
    july("thread", "open", "last", "--title", "Last").ok()
    assert line()["found"] == f"2 events {behind}"
    change(july, "DROP TABLE read_block")
    assert "damaged or of another release" in line()["found"]
    july("projection", "rebuild").ok()
    assert line()["result"] == "ok"
