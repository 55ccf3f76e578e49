"""What went wrong, for a person and for a program: the errors of the ledger as answers of HTTP."""

from __future__ import annotations

import re
from http import HTTPStatus

from ledger.errors import (
    Conflict,
    DipledgerError,
    InputError,
    Refused,
    SetupError,
    SeveralErrors,
)

_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
_STATUS: tuple[tuple[type[DipledgerError], HTTPStatus], ...] = (
    (SeveralErrors, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (SetupError, HTTPStatus.SERVICE_UNAVAILABLE),
    (InputError, HTTPStatus.BAD_REQUEST),
)


def status_of(error: DipledgerError) -> HTTPStatus:
    """400 for a parameter that cannot be read, 404 for what is not there, or not for this reader.

    What is hidden from a reader is answered exactly as what was never recorded.
    """
    if isinstance(error, InputError) and error.where is None:
        return HTTPStatus.NOT_FOUND
    return next(
        (status for kind, status in _STATUS if isinstance(error, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def problem(error: DipledgerError) -> dict[str, object]:
    """The error as its JSON has it, options named as the parameters of an address."""
    return {
        "what": in_addresses(error.what),
        "where": None if error.where is None else in_addresses(error.where),
        "mend": None if error.mend is None else in_addresses(error.mend),
        "near": list(error.near),
    }


def in_addresses(text: str) -> str:
    """`--as-of` is `as_of` in an address."""
    return _OPTION.sub(lambda match: match[1].replace("-", "_"), text)
