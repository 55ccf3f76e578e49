"""What goes wrong is said with the status that it has in HTTP, in the words of an address."""

from __future__ import annotations

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
    assert problem(error) == {
        "what": "nothing is known by then",
        "where": "known_at",
        "mend": "Ask without `known_at`, or with known_by public.",
        "near": ["2022"],
    }
