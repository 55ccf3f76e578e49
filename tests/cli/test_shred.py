"""`append --seal` and `shred`: what is shown while the key is there, and once it is gone."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pexpect
import pytest

from ledger import open_ledger, shred
from tests.cli.kept import LEDGER, change

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

WORDS = "The price is Trieste"
REF = "us-russia-2021/said"
SAID = ("append", "statement", "us-russia-2021", "--id", "said", "--from", "USA",
        "--when", "2022-01-26", "--text", WORDS, "--seal", "text")  # fmt: skip


@pytest.fixture
def sealed(ledger: Runner) -> Runner:
    """A ledger with one statement, its text sealed."""
    ledger(*SAID).ok()
    return ledger


def test_sealed_words_are_shown_to_the_ledger_alone(sealed: Runner) -> None:
    assert WORDS in sealed("show", REF).ok().out
    told = sealed("show", REF, "--format", "json").ok().data
    assert told["act"]["text"] == WORDS
    assert (told["sealed"]["fields"], told["sealed"]["opened"]) == (["text"], True)

    seen = sealed("show", REF, "--known-by", "USA", "--format", "json").ok().data
    assert "text" not in seen["act"]
    assert seen["sealed"] is None


def test_elsewhere_an_act_says_that_it_is_sealed_and_no_list_search_or_file_has_the_words(
    sealed: Runner,
) -> None:
    for asked in ("acts", "log"):
        assert "sealed: text" in sealed(asked).ok().out
    for question in (
        ("acts",),
        ("log",),
        ("show", "us-russia-2021"),
        ("timeline", "us-russia-2021"),
    ):
        assert "Trieste" not in sealed(*question, "--format", "json").ok().out
    assert sealed("search", "Trieste", "--format", "jsonl").out == ""
    files = [*sealed.folder.glob(f"{LEDGER}*")]
    assert not any(b"Trieste" in file.read_bytes() for file in files)


def test_the_same_again_is_refused_and_a_dry_run_keeps_nothing(sealed: Runner) -> None:
    refused = sealed(*SAID)
    assert refused.code == 3
    assert "is already recorded" in refused.err
    other = sealed(*SAID[:4], "other", *SAID[5:-3], "Other words", "--seal", "text", "--dry-run")
    assert "nothing was" in other.ok().err
    assert "other" not in sealed("acts").ok().out


def test_act_files_say_what_to_seal_and_what_cannot_be_is_told_with_its_line(
    ledger: Runner,
) -> None:
    text = """
thread: us-russia-2021
from: USA
when: 2022-01-26
acts:
  - statement: one
    summary: On Trieste
    text: The price
    note: From a friend
    seal: [note, text]
  - statement: two
    summary: x
    seal: summery
  - statement: three
    summary: x
    seal: text
"""
    told = ledger("append", "-", stdin=text)
    assert told.code == 2
    assert "cannot be sealed" in told.err
    assert "near: summary" in told.err
    assert "the act has no text that could be sealed" in told.err
    good = text.replace("summery", "").replace("seal: text", "seal: summary")
    ledger("append", "-", stdin=good).ok()
    shown = ledger("show", "us-russia-2021/one", "--format", "json").ok().data
    assert shown["sealed"]["fields"] == ["text", "note"]
    assert shown["act"]["note"] == "From a friend"


def test_sealed_words_are_not_corrected(sealed: Runner) -> None:
    refused = sealed("correct", REF, "--set", "text=Other words", "--reason", "r")
    assert refused.code == 3
    assert "is sealed, and cannot be corrected" in refused.err
    assert sealed("correct", REF, "--set", "sealed=x", "--reason", "r").code == 2


def test_shredded_words_are_gone_and_the_record_says_so_and_stays_whole(sealed: Runner) -> None:
    sealed("backup", "before").ok()
    done = sealed("shred", REF, "--reason", "a court ordered it", "--yes").ok()
    assert done.out == "us-russia-2021/shred-said\n"
    assert "backups made before still hold it" in done.err

    for told in (sealed("show", REF), sealed("show", REF, "--format", "json")):
        assert WORDS not in told.ok().out
    words = " ".join(sealed("show", REF).out.split())
    assert "shredded on 2022-02-03T12:00:00" in words
    assert "by registrar because: a court ordered it" in words
    assert "a court ordered it" in sealed("errata", "us-russia-2021").ok().out
    sealed("doctor", now=None).ok()
    sealed("backup", "after").ok()
    assert WORDS in sealed("--ledger", "before", "show", REF).ok().out
    assert WORDS not in sealed("--ledger", "after", "show", REF).ok().out

    again = sealed("shred", REF, "--reason", "to be sure").ok()
    assert again.out == ""
    back = sealed("retract", "us-russia-2021", "--notice", "shred-said", "--reason", "r")
    assert back.code == 3


def test_a_key_that_is_elsewhere_is_said(sealed: Runner) -> None:
    change(sealed, "DELETE FROM seal_key")
    told = sealed("show", REF, "--format", "json").ok().data
    assert not told["sealed"]["opened"]
    assert "its key is not in this ledger" in told["sealed"]["told"]


def test_without_a_terminal_nobody_can_be_asked(sealed: Runner) -> None:
    refused = sealed("shred", REF, "--reason", "r")
    assert refused.code == 2
    assert "--yes" in refused.err
    for ref, code in (("us-russia-2021/none", 3), ("none/none", 3)):
        assert sealed("shred", ref, "--reason", "r", "--yes").code == code
    assert WORDS in sealed("show", REF).ok().out


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
def test_on_a_terminal_it_asks(sealed: Runner, answer: str, code: int) -> None:
    screen = pexpect.spawn(
        sys.executable,
        ["-m", "cli.app", "shred", REF, "--reason", "a court ordered it"],
        cwd=sealed.folder,
        env={**sealed.environment(), "TERM": "xterm"},
        encoding="utf-8",
        timeout=60,
    )
    screen.expect("for good")
    screen.sendline(answer)
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == code
    assert (WORDS in sealed("show", REF).ok().out) is (code == 1)


def test_a_shredding_that_was_only_recorded_is_told_by_doctor_and_finished_by_the_same_command(
    sealed: Runner,
) -> None:
    path = sealed.folder / LEDGER
    with open_ledger(path, recorder="registrar") as ledger:
        command = shred(ledger, REF, reason="ordered")
        assert command is not None
        ledger.handle(command)
    told = sealed("doctor", now=None)
    assert told.code == 1
    assert f"dipledger shred {REF}" in " ".join(told.out.split())
    assert sealed("shred", REF, "--reason", "ordered").ok().out == ""
    sealed("doctor", now=None).ok()
    assert WORDS not in sealed("show", REF).ok().out


def test_who_reads_meanwhile_is_named_as_the_reason_to_try_again(sealed: Runner) -> None:
    with closing(sqlite3.connect(sealed.folder / LEDGER, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stored_events").fetchone()
        call = ("shred", REF, "--reason", "ordered", "--yes")
        busy = sealed(*call, env={"DIPLEDGER_BUSY_TIMEOUT": "0.2"})
        assert busy.code == 4
        assert "somebody is reading the ledger" in busy.err
        reader.execute("ROLLBACK")
    sealed(*call).ok()
