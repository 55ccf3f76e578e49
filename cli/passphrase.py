"""Passphrases of private keys: typed at a terminal, or read from a file; never an argument."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ledger.errors import InputError, SetupError

SHORTEST = 12
"""The fewest characters of a new one: a copied key file is guessed at by machines."""

_LONGEST = 1_024
_OTHERS = 0o077

PassphraseFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="Read the key's passphrase from the first line of FILE.",
    ),
]


def new_passphrase(file: Path | None) -> bytes:
    """A passphrase for a new key, typed twice alike. InputError for one that is too short."""
    if file is not None:
        given = _from_file(file)
    else:
        given = _typed("Passphrase: ")
        if _typed("The same again: ") != given:
            raise InputError("the two passphrases differ", mend="Try again.")
    if len(given.decode(errors="replace")) < SHORTEST:
        raise InputError(
            "the passphrase is too short",
            mend=f"Take {SHORTEST} characters at least, better some words.",
        )
    return given


def passphrase_of(name: str, file: Path | None) -> bytes:
    """The passphrase of a key."""
    return _typed(f"Passphrase of {name}: ") if file is None else _from_file(file)


def _typed(prompt: str) -> bytes:
    if not sys.stdin.isatty():
        raise SetupError(
            "a passphrase is needed, and there is no terminal to ask at",
            mend="Name a file that has it with --passphrase-file.",
        )
    from getpass import getpass

    return getpass(prompt).encode()


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            line = file.readline(_LONGEST + 2)
    except OSError as error:
        raise SetupError(f"cannot read the passphrase: {error.strerror}", where=str(path)) from None
    if mode & _OTHERS:
        raise SetupError(
            f"others than you can open the file of the passphrase ({mode:04o})",
            where=str(path),
            mend=f"chmod 600 {path}",
        )
    passphrase = line.rstrip(b"\r\n")
    if not 0 < len(passphrase) <= _LONGEST:
        raise InputError(
            f"the first line is no passphrase: it has from 1 to {_LONGEST} bytes", where=str(path)
        )
    return passphrase
