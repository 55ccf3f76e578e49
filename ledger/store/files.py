"""The file that a ledger is kept in: its name, its making, and whether it is one at all."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ledger.errors import InputError, SetupError
from ledger.store.failures import translated
from ledger.store.schema import APPLICATION_ID, FORMAT_VERSION, create_schema, format_of
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKSHOP: Final = ".dipledger-"
"""How the folder is named in which a file is made before it takes its place."""
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_ORIGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/~:-]{0,199}")
_OTHERS: Final = 0o077
_OWNER_ONLY: Final = 0o600
_COMPANIONS: Final = ("-wal", "-shm", "-journal")


def ledger_uri(path: Path, **parameters: str) -> str:
    """The SQLite URI of exactly this file, whatever characters its name has.

    SQLite reads `?`, `#` and `%20` in a URI as syntax, and `file:x?mode=memory` as a ledger in
    memory that is gone at the end; all of it is quoted here. SetupError for a name that is refused.
    """
    check_name(path)
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"file://{quote(os.fsencode(path.absolute()))}?{query}"


def check_name(path: Path) -> None:
    """SetupError for a name that no ledger may have: empty, `:memory:`, with control characters."""
    if str(path) in {"", ".", ":memory:"}:
        raise SetupError(
            f'"{path}" names no file, and a ledger has to outlive the command',
            mend="Name a file, like ledger.dipledger.",
        )
    if _CONTROLS.search(str(path)):
        raise SetupError(
            f'The name "{visible(str(path)).replace(chr(10), "␊").replace(chr(9), "␉")}"'
            " has a line break or another control character in it",
            mend="Rename the file.",
        )


def create_ledger_file(path: Path, origin: str | None = None) -> None:
    """Make a new, empty ledger that only its owner can read, whatever the umask; all or nothing.

    `origin` is the ledger's name in its checkpoints, unlike any other's; None makes one up.
    SetupError when the name is taken, the folder is missing or closed, or the disk is full;
    InputError for an origin that cannot stand in a checkpoint.
    """
    named = new_origin() if origin is None else check_origin(origin)
    with new_file(path) as fresh:
        _build(fresh, path, named)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file to fill, for its owner alone, which at the end takes the name `path`; all or nothing.

    It is in a folder of its own beside `path` until then. SetupError when the name is taken, the
    folder is missing or closed, or files of another ledger would be taken for this one's.
    """
    check_name(path)
    folder = path.parent
    if not folder.is_dir():
        raise SetupError(
            f"the folder {visible(str(folder))} does not exist",
            mend=f"Create it first (mkdir -p {visible(str(folder))}), or name another file.",
        )
    _check_free(path)
    try:
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=folder) as workshop:
            fresh = Path(workshop, "ledger")
            os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY))
            yield fresh
            _put_in_place(fresh, path)
    except OSError as error:
        raise _unusable(path, error) from error


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        raise _taken(path)
    for ending in _COMPANIONS:
        companion = path.with_name(path.name + ending)
        if os.path.lexists(companion):
            raise SetupError(
                f"{visible(str(companion))} is left over from another ledger of that name, and"
                " SQLite would mix it with the new one",
                mend="Put its ledger back, or move it away.",
            )


def new_origin() -> str:
    """A name that no other ledger has."""
    return f"dipledger/{token_hex(16)}"


def check_origin(text: str) -> str:
    """The origin as given. InputError where it cannot be the first line of a checkpoint.

    It is also the name of who signs there (C2SP signed-note): no blanks, no plus sign.
    """
    if not _ORIGIN.fullmatch(text):
        raise InputError(
            f"{visible(text)!r} cannot be the origin of a ledger",
            mend="Give up to 200 letters, digits, dots, slashes and hyphens, such as"
            " archive.example/negotiations.",
        )
    return text


def _build(fresh: Path, path: Path, origin: str) -> None:
    with (
        translated(path),
        closing(sqlite3.connect(ledger_uri(fresh, mode="rw"), uri=True, isolation_level=None)) as c,
    ):
        c.execute("PRAGMA journal_mode = WAL")
        c.execute("PRAGMA synchronous = FULL")
        create_schema(c, origin)


def _put_in_place(fresh: Path, path: Path) -> None:
    # Two may create the same ledger at once: who makes the name first may fill it.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError:
        raise _taken(path) from None
    _to_disk(fresh)
    fresh.replace(path)
    _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    written = os.open(path, os.O_RDONLY)
    try:
        os.fsync(written)
    finally:
        os.close(written)


def check_ledger_file(path: Path) -> tuple[str, ...]:
    """Whether the file at `path` is a ledger that this release can use; what is worth a warning.

    SetupError if it is missing, no plain file, hard-linked, no SQLite file, of another program, or
    of a newer format. Symbolic links are followed.
    """
    check_name(path)
    try:
        status = path.stat()
    except OSError as error:
        raise _unusable(path, error) from error
    name = visible(str(path))
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
        raise SetupError(f"{name} is {what}, not a ledger", mend="Name the ledger's file.")
    if status.st_nlink > 1:
        raise SetupError(
            f"{name} has {status.st_nlink} names (hard links), and SQLite would keep a separate"
            " write-ahead log under each, which destroys the ledger",
            mend="Keep one name; make a symbolic link or a backup instead.",
        )
    if status.st_size == 0:
        raise SetupError(
            f"{name} is empty, not a ledger",
            mend="Delete it and create the ledger anew: dipledger init.",
        )
    _check_header(path)
    mode = stat.S_IMODE(status.st_mode)
    if mode & _OTHERS:
        return (f"{name} is open to others (mode {mode:04o}); chmod 600 closes it",)
    return ()


def _check_header(path: Path) -> None:
    # `immutable` makes no -wal and -shm beside a file that may be somebody else's. Reading the
    # header without SQLite would, on closing, drop the locks of this process's other connections.
    with (
        translated(path),
        closing(sqlite3.connect(ledger_uri(path, mode="ro", immutable="1"), uri=True)) as c,
    ):
        check_identity(c, path)


def check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """SetupError unless the open file calls itself a ledger, of a format this release reads."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    version = format_of(connection)
    name = visible(str(path))
    if application_id != APPLICATION_ID or version < 1:
        raise SetupError(
            f"{name} is an SQLite file, but not a ledger"
            f" (application_id {application_id:#x}, user_version {version})",
            mend="Name another file; this one was not touched.",
        )
    if version > FORMAT_VERSION:
        raise SetupError(
            f"{name} has format {version}, and this dipledger reads up to {FORMAT_VERSION}",
            mend=f"Install a newer dipledger, one that reads format {version}.",
        )


def _taken(path: Path) -> SetupError:
    return SetupError(
        f"{visible(str(path))} exists already, and is not overwritten",
        mend="Use it as it is, or name another file.",
    )


def _unusable(path: Path, error: OSError) -> SetupError:
    name = visible(str(path))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SetupError(
            f"there is no ledger at {name}",
            mend="Create one with dipledger init, or name another with --ledger.",
        )
    return SetupError(
        f"{name} cannot be used: {error.strerror or error}",
        mend=f"Check the rights of the file and of {visible(str(path.parent))}.",
    )
