"""Small files that are handed on: read whole up to a limit, written once and never over another."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ledger.errors import InputError, SetupError

if TYPE_CHECKING:
    from pathlib import Path

STDIN = "-"


def read_document(name: str, limit: int) -> bytes:
    """The bytes of a file, `-` of stdin. InputError for more than the limit."""
    try:
        if name == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(name, "rb") as stream:  # noqa: PTH123 -- any name is literal
                data = stream.read(limit + 1)
    except OSError as error:
        raise SetupError(f"cannot read {name}: {error.strerror}") from None
    if len(data) > limit:
        raise InputError(f"{name} is longer than {limit} bytes, and was not looked at")
    return data


def check_new(path: Path | None) -> None:
    """SetupError where a file to be written is there already; None is stdout."""
    if path is not None and os.path.lexists(path):
        raise SetupError(
            f"{path} exists already, and is not overwritten", mend="Name another file."
        )


def hand_out(text: str, path: Path | None) -> None:
    """Write a text on stdout, or to a new file."""
    if path is None:
        sys.stdout.write(text)
        return
    check_new(path)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise SetupError(f"cannot write {path}: {error.strerror}") from None
