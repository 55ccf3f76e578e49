"""A copy for others, in which some events are leaves without content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import dipledger, server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Result, Runner

__all__ = ["dipledger", "server"]

SECRETS = ("Quagmire", "silver-fox", "Ostrander", "quiet-talks", "QUISLING", "Whisper")
ACTS = """
thread: talks
open: {title: Talks, parties: [USA, RUS]}
acts:
  - demand: open-demand
    from: RUS
    to: USA
    when: 2022-01-10
    points: {withdraw: Withdraw the troops}
  - reply: silver-fox
    from: USA
    to: RUS
    when: 2022-01-12
    marking: secret
    persons: [bearer=Ostrander]
    summary: Quagmire ahead
    text: "Whisper: no"
    answers: {withdraw: reject}
  - statement: remark
    from: RUS
    when: 2022-01-13
    follows: [silver-fox]
    summary: A remark on it
  - demand: second
    from: RUS
    to: USA
    when: 2022-01-20
    points: {pay: Pay}
"""


@pytest.fixture
def file(dipledger: Runner) -> Path:
    """A ledger with a secret act, an act that names it, a secret thread, a party only of it."""
    dipledger("init").ok()
    dipledger("keys", "new", "archive.example").ok()
    dipledger("append", "-", stdin=ACTS).ok()
    dipledger("party", "add", "QUISLING", "--name", "The Quislings", "--kind", "body").ok()
    dipledger("thread", "open", "quiet-talks", "--title", "Quagmire", "--marking", "secret").ok()
    dipledger(
        *("append", "demand", "quiet-talks", "--id", "q", "--from", "QUISLING", "--to", "USA"),
        *("--when", "2022-01-21", "--point", "x: Whisper on"),
    ).ok()
    dipledger("threads").ok()  # the read model knows it all
    dipledger("checkpoint", "create", "--out", "published.note").ok()
    return dipledger.folder / "ledger.dipledger"


def export(runner: Runner, *args: str) -> Result:
    return runner("export", "ledger", "copy.dipledger", *args, "--format", "json")


def copy(runner: Runner, *args: str) -> Result:
    return runner("--ledger", "copy.dipledger", *args)


def test_the_copy_verifies_against_the_checkpoint_and_holds_nothing_of_what_is_withheld(
    dipledger: Runner, file: Path
) -> None:
    view = export(dipledger, "--redact-above", "restricted").ok().data
    assert (view["events"], view["withheld"]) == (8, 5)
    assert view["checkpoint"]["events"] == 8

    copy(dipledger, "checkpoint", "verify", "published.note").ok()
    verified = copy(dipledger, "verify", "--format", "json").ok().data
    assert verified["root"] == dipledger("verify", "--format", "json").ok().data["root"]
    for command in (("threads",), ("show", "talks"), ("search", "Withdraw"), ("log",)):
        assert "is a copy in which 5 events are withheld" in copy(dipledger, *command).ok().err
    assert "outstanding" in copy(dipledger, "show", "talks").out

    # The read model has been made in it meanwhile.
    stored = b"".join(path.read_bytes() for path in file.parent.glob("copy.dipledger*"))
    whole = file.read_bytes()
    for secret in SECRETS:
        assert secret.encode() in whole
        assert secret.encode() not in stored
    assert oct((file.parent / "copy.dipledger").stat().st_mode)[-3:] == "600"


def test_nothing_is_recorded_in_it(dipledger: Runner, file: Path) -> None:
    export(dipledger, "--redact-above", "restricted").ok()
    refused = copy(dipledger, "thread", "open", "more", "--title", "More")
    assert refused.code == 2
    assert "5 events are withheld: it is read, and nothing is recorded in it" in refused.err
    assert file.exists()


def test_what_is_proven_of_the_rest_is_proven_by_the_copy_too(
    dipledger: Runner, file: Path
) -> None:
    export(dipledger, "--redact-above", "restricted").ok()
    copy(dipledger, "prove", "talks/second", "--out", "second.json").ok()
    vkey = dipledger("keys", "show", "archive.example").ok().out.strip()
    assert "demand second" in dipledger("verify-proof", "second.json", "--key", vkey).ok().out
    assert copy(dipledger, "prove", "talks/silver-fox").code == 2
    assert file.exists()


def test_a_copy_of_a_copy_withholds_more(dipledger: Runner, file: Path) -> None:
    export(dipledger, "--redact-above", "restricted").ok()
    again = copy(
        dipledger, "export", "ledger", "less.dipledger", "--redact-point", "talks/pay",
        "--format", "json",
    ).ok()  # fmt: skip
    assert again.data["withheld"] == 6
    dipledger("--ledger", "less.dipledger", "verify").ok()
    dipledger("--ledger", "less.dipledger", "checkpoint", "verify", "published.note").ok()
    assert file.exists()


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (("--redact-person", "ostrander"), 2),
        (("--redact-field", "text"), 2),
        (("--redact-point", "talks/withdraw"), 3),
        (("--redact-point", "talks/pay", "--redact-field", "persons"), 3),
    ],
)
def test_by_point_person_and_field(
    dipledger: Runner, file: Path, asked: tuple[str, ...], gone: int
) -> None:
    assert export(dipledger, *asked).ok().data["withheld"] == gone
    assert file.exists()


def test_no_more_is_exported_than_may_be_seen(dipledger: Runner, file: Path) -> None:
    found = export(dipledger, "--redact-above", "top-secret", "--clearance", "restricted").ok()
    assert found.data["withheld"] == 5
    (file.parent / "copy.dipledger").unlink()
    assert export(dipledger, "--clearance", "restricted").ok().data["withheld"] == 5


def test_what_is_asked_has_to_be_there(dipledger: Runner, file: Path) -> None:
    for args, said in (
        ((), "nothing is to be withheld"),
        (("--redact-point", "talks/witdraw"), "talks/withdraw"),
        (("--redact-field", "txt"), "text"),
        (("--redact-person", "Nobody"), "nothing names Nobody"),
        (("--redact-above", "secrt"), "secret"),
    ):
        refused = export(dipledger, *args)
        assert refused.code == 2
        assert said in refused.err
    assert not (file.parent / "copy.dipledger").exists()


@pytest.mark.parametrize(
    ("option", "hidden", "none"),
    [
        ("--redact-person", "Ostrander", "Ostrandes"),
        ("--redact-person", "QUISLING", "QUISLINH"),
        ("--redact-point", "quiet-talks/x", "quiet-talks/y"),
    ],
)
def test_with_a_clearance_what_is_hidden_cannot_be_asked_for_either(
    dipledger: Runner, file: Path, option: str, hidden: str, none: str
) -> None:
    found = [
        export(dipledger, option, name, "--clearance", "restricted") for name in (hidden, none)
    ]
    assert [one.code for one in found] == [2, 2]
    assert found[0].err.replace(hidden, none) == found[1].err
    assert not (file.parent / "copy.dipledger").exists()


def test_nothing_is_overwritten_and_a_ledger_that_is_not_whole_gives_no_copy(
    dipledger: Runner, file: Path
) -> None:
    (file.parent / "copy.dipledger").write_text("mine")
    refused = export(dipledger, "--redact-above", "restricted")
    assert refused.code == 2
    assert "exists already" in refused.err
    assert (file.parent / "copy.dipledger").read_text() == "mine"
