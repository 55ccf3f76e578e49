"""What it means when the read model's own tables cannot be read or written.

The log is the truth, and never at stake here: its own faults are errors of the ledger's, which
pass through.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from ledger.errors import SetupError

FAULTS: Final = (sqlite3.DatabaseError, ValueError, LookupError, TypeError)
"""What tables raise that are damaged, locked or full, and rows that somebody else wrote into."""

_PRIMARY: Final = 0xFF
"""The low byte of an extended result code is the code itself."""
_CANNOT_WRITE: Final = {
    sqlite3.SQLITE_BUSY: "another program keeps the ledger locked",
    sqlite3.SQLITE_LOCKED: "another program keeps the ledger locked",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk did not read or write as it should, or is full",
    sqlite3.SQLITE_READONLY: "the file may only be read",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened for writing",
    sqlite3.SQLITE_PERM: "the file may only be read",
}


class Damaged(SetupError):  # noqa: N818 -- the state of the tables, as its siblings are named
    """The tables turned out to be damaged in the middle of a question; the log is whole.

    `mended`: they are made anew when the question is asked again. Otherwise it has to be asked of
    tables in memory.
    """

    mended: bool = True


def cannot_write(error: BaseException) -> str | None:
    """Why the tables cannot be written now, though nothing is wrong with them; else None."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    return _CANNOT_WRITE.get(code)


def damaged(*, mended: bool) -> Damaged:
    """The error for tables that were found damaged."""
    error = Damaged(
        "the read model is damaged; the log is whole",
        mend="Ask again: it is built anew. `dipledger doctor` looks at the file.",
    )
    error.mended = mended
    return error
