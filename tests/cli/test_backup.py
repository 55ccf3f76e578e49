"""`backup` and `restore`: what they print, how they end, what they leave alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.kept import LEDGER, answers, asked_once, log_of

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


@pytest.fixture
def july(dipledger: Runner) -> Runner:
    """A ledger of July 1914 with a read model."""
    return asked_once(dipledger)


def test_a_ledger_that_was_lost_is_restored_with_every_answer(july: Runner) -> None:
    right, log = answers(july), log_of(july)
    made = july("backup", "monday", "--format", "json").ok()
    assert made.err == ""
    assert made.json["dipledger"]["schema"] == "copy/1"
    assert made.data["file"] == "monday"
    assert made.data["copy_of"].endswith(LEDGER)
    assert made.data["bytes"] == (july.folder / "monday").stat().st_size
    (july.folder / LEDGER).rename(july.folder / "lost")

    told = july("restore", "monday", "--format", "json").ok().data
    assert told["copy_of"] == "monday"
    kept = ("events", "root", "origin", "checkpoint")
    assert [told[name] for name in kept] == [made.data[name] for name in kept]
    assert told["events"] == len(log) - 1
    assert told["checkpoint"] is None
    assert log_of(july) == log
    assert answers(july) == right


def test_the_screen_says_what_was_copied(ledger: Runner) -> None:
    out = ledger("backup", "copy").ok().out
    assert "A WHOLE COPY" in out
    assert "none is kept with it" in out
    lines = ledger("restore", "copy", "other", "--format", "csv").ok().out.splitlines()
    assert lines[0].startswith("file,copy_of,origin,events,root,checkpoint,")
    assert lines[1].startswith("other,copy,dipledger/")


def test_what_is_restored_beside_the_ledger_does_not_stand_in_for_it(ledger: Runner) -> None:
    ledger("backup", "copy").ok()
    opened = ("thread", "open", "later", "--title", "Later", "--party", "RUS")
    ledger(*opened).ok()
    assert "1 event is missing that was seen" in ledger("restore", "copy", "beside").ok().err
    assert ledger("threads").ok().err == ""
    refused = ledger("--ledger", "beside", *opened)
    assert (refused.code, refused.out) == (2, "")
    assert "1 event is missing that was seen" in refused.err

    (ledger.folder / LEDGER).rename(ledger.folder / "lost")
    ledger("restore", "copy").ok()
    assert ledger(*opened).ok().err.startswith("dipledger: opened")


def test_what_is_there_is_left_as_it_is(ledger: Runner) -> None:
    ledger("backup", "copy").ok()
    before = (ledger.folder / LEDGER).read_bytes(), (ledger.folder / "copy").read_bytes()
    for call in (("backup", "copy"), ("restore", "copy"), ("restore", "copy", LEDGER)):
        refused = ledger(*call)
        assert (refused.code, refused.out) == (2, "")
        assert "is not overwritten" in refused.err
    assert ((ledger.folder / LEDGER).read_bytes(), (ledger.folder / "copy").read_bytes()) == before


def test_an_altered_backup_ends_with_1_and_restores_nothing(july: Runner) -> None:
    july("backup", "good").ok()
    data = (july.folder / "good").read_bytes()
    bad = july.folder / "bad"
    shutil.copy(july.folder / "good", bad)
    # The log, its index of words and the read model all have it.
    bad.write_bytes(data.replace(b"Belgrade", b"Salonica"))

    refused = july("restore", "bad", "again")
    assert (refused.code, refused.out) == (1, "")
    assert "bad is not whole: event " in refused.err
    assert "is not as it was recorded" in refused.err
    assert not (july.folder / "again").exists()


@pytest.mark.parametrize(
    "call", [("backup", "-"), ("restore", "-"), ("restore", "copy", "-")], ids=" ".join
)
def test_a_ledger_cannot_be_a_stream(ledger: Runner, call: tuple[str, ...]) -> None:
    refused = ledger(*call)
    assert (refused.code, refused.out) == (2, "")
    assert "SQLite has to find its way" in refused.err


def test_doctor_tells_of_a_copy_whose_making_was_killed(ledger: Runner) -> None:
    (ledger.folder / ".dipledger-abc").mkdir()
    told = ledger("doctor", "--format", "json", now=None).ok().data["checks"]
    line = next(one for one in told if one["check"] == "unfinished copy")
    assert line["result"] == "warning"
    assert ".dipledger-abc" in line["found"]
