"""What goes wrong is said with the status that it has in HTTP, in the words of an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.web.problems import problem, status_of
from ledger.errors import (
    Conflict,
    DipledgerError,
    InputError,
    Refused,
    SetupError,
    SeveralErrors,
)
from ledger.integrity.unverified import Unverified

LEDGER = Path("/home/desk/files/talks.dipledger")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("there is no thread x"), 404),
        (InputError("30 is no month", where="--as-of"), 400),
        (Refused("a cycle"), 422),
        (SeveralErrors([Refused("a cycle"), InputError("no date")]), 422),
        (Conflict("somebody was faster"), 409),
        (SetupError("there is no ledger"), 503),
        (Unverified("the tree differs"), 500),
    ],
)
def test_every_error_has_its_status(error: DipledgerError, status: int) -> None:
    assert status_of(error) == status


def test_options_are_told_as_parameters_of_an_address() -> None:
    error = InputError(
        "nothing is known by then",
        where="--known-at",
        mend="Ask without `--known-at`, or with --known-by public.",
        near=("2022",),
    )
    assert problem(error, LEDGER) == {
        "what": "nothing is known by then",
        "where": "known_at",
        "mend": "Ask without `known_at`, or with known_by public.",
        "near": ["2022"],
    }


def test_where_the_ledger_lies_is_not_told() -> None:
    error = SetupError(f"{LEDGER} is locked", mend=f"Make room on the disk of {LEDGER.parent}.")
    told = problem(error, LEDGER)
    assert (told["what"], told["mend"]) == (
        "talks.dipledger is locked", "Make room on the disk of its folder.",
    )  # fmt: skip
    assert problem(error, Path(LEDGER.name))["what"] == error.what, "nobody named a folder"


def test_nothing_but_the_place_of_the_ledger_is_left_out() -> None:
    short = Path("/t/talks.dipledger")
    error = SetupError("t/note is as it was", where="/t/other", mend="See /t-2, /t.old, at/t.")
    told = problem(error, short)
    assert (told["what"], told["where"], told["mend"]) == (error.what, error.where, error.mend)


def test_a_ledger_that_is_a_link_is_not_told_where_it_leads(tmp_path: Path) -> None:
    kept, link = tmp_path / "vault" / "2022.dipledger", tmp_path / "talks.dipledger"
    kept.parent.mkdir()
    kept.touch()
    link.symlink_to(kept)
    error = SetupError(f"records of {link} wait in {kept}-wal", mend=f"See {kept.parent}")
    told = problem(error, link)
    assert (told["what"], told["mend"]) == (
        "records of talks.dipledger wait in 2022.dipledger-wal", "See its folder",
    )  # fmt: skip
