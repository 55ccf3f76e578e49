"""What SQLite says when something fails, told as sentences for people."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.errors import Conflict, DipledgerError, SetupError
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRIMARY = 0xFF
"""The low byte of an extended result code is the code itself."""

# What is wrong, and how to mend it. `{path}` is the ledger, `{folder}` where it is.
_SENTENCES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_NOTADB: (
        "{path} is not a ledger: it is no SQLite file, or a damaged one",
        "Name another file, or restore this one from a backup.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "{path} is damaged: SQLite cannot read all of it",
        "Restore it from a backup; keep the damaged file.",
    ),
    sqlite3.SQLITE_FULL: (
        "the disk is full: {path} could not grow, nothing was recorded",
        "Make room on the disk of {folder} and try again; what was recorded before is safe.",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk did not read or write {path} as it should, nothing was recorded",
        "Check free space, quotas and the health of the disk of {folder}, then try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "{path} may only be read, nothing was recorded",
        (
            "Check the rights of the file, of {path}-wal and {path}-shm where they are there,"
            " and of {folder}; or work on a copy."
        ),
    ),
    sqlite3.SQLITE_PERM: (
        "{path} may not be used with these rights",
        "Check the rights of the file and of {folder}.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{path} cannot be opened, or its companions {path}-wal and {path}-shm cannot be made",
        "Check the rights of the file and of {folder}.",
    ),
    sqlite3.SQLITE_AUTH: (
        "what is recorded is never changed or removed",
        "Record a correction or a retraction instead.",
    ),
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def translate(error: BaseException, path: Path) -> DipledgerError | None:
    """The sentence for an error of SQLite, also one wrapped by the library; None for any other.

    Conflict when the ledger stayed busy, SetupError when file, disk or rights are at fault. Lost
    races (`IntegrityError`) and mistakes of the program are not translated.
    """
    if isinstance(error, DipledgerError):
        return None
    if isinstance(error, TimeoutError):
        return _busy(path)
    found = error if isinstance(error, sqlite3.Error) else error.__cause__
    if isinstance(error, UnicodeDecodeError):  # SQLite quotes what it cannot read
        found = sqlite3.DatabaseError()
        found.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    if not isinstance(found, sqlite3.DatabaseError):
        return None
    if isinstance(found, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return None
    code = code_of(found)
    if code in _BUSY:
        return _busy(path)
    what, mend = _SENTENCES.get(
        code,
        (
            "SQLite could not work with {path}: {error}",
            "Check the file with `dipledger doctor`, or restore it from a backup.",
        ),
    )
    names = {
        "path": visible(str(path)),
        "folder": visible(str(path.parent)),
        "error": visible(str(found)),
    }
    return SetupError(what.format(**names), mend=mend.format(**names))


def code_of(error: BaseException | None) -> int:
    """The primary result code of an error of SQLite; of any other, `SQLITE_ERROR`."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & _PRIMARY


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says about the file at `path` as an error of the ledger."""
    try:
        yield
    except Exception as error:
        sentence = translate(error, path)
        if sentence is None:
            raise
        raise sentence from error


def _busy(path: Path) -> Conflict:
    return Conflict(
        f"{visible(str(path))} stayed busy: another program is writing to it, nothing was recorded",
        mend="Try again when it has finished.",
    )
