"""What went wrong, for a person and for a program: the errors of the ledger as answers of HTTP."""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from pathlib import Path

from cli.proving import NotCovered
from ledger.errors import (
    Conflict,
    DipledgerError,
    InputError,
    Refused,
    SetupError,
    SeveralErrors,
)
from ledger.text import visible

_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
_STATUS: tuple[tuple[type[DipledgerError], HTTPStatus], ...] = (
    (SeveralErrors, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (NotCovered, HTTPStatus.NOT_FOUND),
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


def problem(error: DipledgerError, ledger: Path) -> dict[str, object]:
    """The error as its JSON has it, options named as the parameters of an address."""
    what, where, mend = (
        None if text is None else without_folder(in_addresses(text), ledger)
        for text in (error.what, error.where, error.mend)
    )
    return {"what": what, "where": where, "mend": mend, "near": list(error.near)}


def without_folder(text: str, ledger: Path) -> str:
    """A sentence that names the ledger by its file alone.

    Where it lies is for whoever serves the page, not for whoever reads it.
    """
    for path in dict.fromkeys((ledger.absolute(), Path(os.path.realpath(ledger)), ledger)):
        text = text.replace(visible(str(path)), visible(path.name))
        if path.is_absolute():
            folder = re.escape(visible(str(path.parent)))
            text = re.sub(rf"(?<![\w./-]){folder}(?![\w/-]|\.\w)", "its folder", text)
    return text


def in_addresses(text: str) -> str:
    """`--as-of` is `as_of` in an address."""
    return _OPTION.sub(lambda match: match[1].replace("-", "_"), text)
