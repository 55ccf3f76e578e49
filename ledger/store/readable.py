"""By which way a ledger file can be read where it may not be written, or nothing beside it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.errors import SetupError
from ledger.store.failures import code_of
from ledger.store.files import ledger_uri
from ledger.text import visible

_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}


def as_it_stands(path: Path) -> str:
    """The URI by which nothing beside the file is made or looked at."""
    return ledger_uri(path, mode="ro", immutable="1")


def is_writable(path: Path) -> bool:
    """Whether the file may be written, and others made beside it."""
    return _takes_files(path) and os.access(path, os.W_OK)


def _takes_files(path: Path) -> bool:
    return os.access(path.resolve().parent, os.W_OK)


def readable(path: Path, busy_timeout: float) -> tuple[str, tuple[str, ...]]:
    """The URI that the file can be read by, and what has to be said about it.

    A write-ahead log needs its companion files even for reading. Who may write gets them cleared
    away again by opening as a writer does, where `query_only` still refuses every write. Where the
    folder allows none, or the disk has no room for them, the file is read as it stands, unless
    records wait in the write-ahead log: leaving them out would be telling the past.
    """
    can_make, writable = _takes_files(path), is_writable(path)
    uri = ledger_uri(path, mode="rw" if writable else "ro")
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=busy_timeout)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        if can_make and not (writable and code_of(error) in _NO_ROOM):
            raise
    else:
        return uri, ()
    name = visible(str(path))
    why = "on a disk that takes nothing more" if can_make else "in a folder that may only be read"
    waiting = Path(f"{path.resolve()}-wal")
    if waiting.exists() and waiting.stat().st_size:
        raise SetupError(
            f"{name} is {why}, and its newest records wait in {visible(str(waiting))}",
            mend="Copy both files into a folder of your own, and open the copy.",
        )
    note = f"{name} is {why}: shown as it stands, nothing is locked"
    return as_it_stands(path), (note,)
