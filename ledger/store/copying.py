"""Copies of a ledger in one file: backups, and ledgers restored from them.

A copy is of one moment, whatever others write meanwhile: the pages are read in one transaction,
which in SQLite's write-ahead log neither waits for writers nor makes them wait. It takes its name
when it is whole, checked and on disk, and never that of another file.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import ledger.events
from ledger.errors import SetupError
from ledger.integrity.unverified import Unverified
from ledger.store import machine
from ledger.store.failures import code_of, translated
from ledger.store.files import ledger_uri, new_file
from ledger.store.leaf_check import nothing_told
from ledger.store.log import EventLog
from ledger.store.soundness import check_sound
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.store.leaf_check import Telling
    from ledger.store.soundness import Sound
    from ledger.store.tree import KeptCheckpoint

_PAGES: Final = 1024
"""Pages copied between two looks at the progress, and at signals: 4 MiB."""
_NO_ROOM: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made and found to be whole."""

    path: Path
    """The copy."""
    origin: str | None
    """Who the ledger is, in its checkpoints; None in one of the first format."""
    size: int
    """How many events it has."""
    root: bytes
    """The root of the tree over them."""
    checkpoint: KeptCheckpoint | None
    """The newest checkpoint kept in it, which its tree matches; None: there is none."""
    bytes: int
    """How large it is."""
    withheld: int = 0
    """Of how many of the events it has only the leaves."""


def back_up(log: EventLog, path: Path, telling: Telling = nothing_told) -> Copied:
    """Copy an open ledger, as it is now, into one file that nothing else belongs to.

    `telling` is called with what is being done, how much of it is done, of how much. SetupError
    where the name is taken, or it cannot be written; Unverified for a ledger that is not whole:
    nothing is left behind then.
    """
    with new_file(path) as fresh:
        with log.reading() as source:
            _copy(source, fresh, path, telling)
        sound = _settle(fresh, log.path, path, "DELETE", telling)
        return _copied(sound, fresh, path)


def restore(
    backup: Path,
    path: Path,
    *,
    busy_timeout: float = 30.0,
    telling: Telling = nothing_told,
) -> Copied:
    """Make a ledger of a backup, which stays as it is.

    SetupError where the backup is no ledger, or the name is taken, or cannot be written; Unverified
    for a backup that is not whole: nothing is left behind then.
    """
    try:
        opened = EventLog.open(
            backup,
            codec=ledger.events,
            clock=machine.clock,
            read_only=True,
            busy_timeout=busy_timeout,
        )
    except SetupError as error:
        if code_of(error.__cause__) != sqlite3.SQLITE_CORRUPT:
            raise
        raise _not_whole(backup, "SQLite cannot read all of it") from error
    with opened, new_file(path) as fresh:
        with opened.reading() as source:
            _copy(source, fresh, path, telling)
        sound = _settle(fresh, backup, path, "WAL", telling)
        return _copied(sound, fresh, path)


def _copy(source: sqlite3.Connection, fresh: Path, path: Path, telling: Telling) -> None:
    source.execute("SELECT count(*) FROM sqlite_schema")  # what is copied is of this moment

    def told(_status: int, remaining: int, total: int) -> None:
        telling("copying", total - remaining, total)

    with _room(path), closing(_open(fresh)) as target:
        # Without a progress function, a signal would wait for the whole of it.
        source.backup(target, pages=_PAGES, progress=told)


def _settle(
    fresh: Path, of: Path, path: Path, journal: Literal["DELETE", "WAL"], telling: Telling
) -> Sound:
    """Check the copy, and have it on disk, all in one file."""
    with _room(path), closing(_open(fresh)) as copy:
        try:
            sound = check_sound(copy, telling)
        except Unverified as error:
            raise _not_whole(of, error.what) from error
        copy.execute(f"PRAGMA journal_mode = {journal}")
    return sound


def _open(fresh: Path) -> sqlite3.Connection:
    """The copy while nobody else has it: it is thrown away when something goes wrong."""
    connection = sqlite3.connect(ledger_uri(fresh, mode="rw"), uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _copied(sound: Sound, fresh: Path, path: Path) -> Copied:
    return Copied(
        path=path,
        origin=sound.origin,
        size=sound.size,
        root=sound.root,
        checkpoint=sound.checkpoint,
        bytes=fresh.stat().st_size,
    )


@contextmanager
def _room(path: Path) -> Iterator[None]:
    """What SQLite says while a copy is made, told as what it means for the copy."""
    try:
        with translated(path):
            yield
    except SetupError as error:
        if code_of(error.__cause__) not in _NO_ROOM:
            raise
        raise SetupError(
            f"the disk is full: {visible(str(path))} could not be written, nothing of it is left",
            mend=f"Make room on the disk of {visible(str(path.parent))}, check its quotas and its"
            " health, and try again.",
        ) from error


def _not_whole(of: Path, what: str) -> Unverified:
    return Unverified(
        f"{visible(str(of))} is not whole: {what}; it was not copied",
        mend="Keep it as it is, and look for an older copy that is whole.",
    )
