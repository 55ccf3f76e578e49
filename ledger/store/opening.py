"""A ledger by its address: a path, or `sqlite:///PATH`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.errors import InputError, SetupError
from ledger.store import machine
from ledger.text import MAX_LINE, check_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.store.application import Ledger
    from ledger.store.copying import Copied

BUSY_TIMEOUT: Final = 30.0
"""Seconds to wait for another writer."""
_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
_SUPPORTED = "Give the path of a file, or sqlite:///PATH."


def open_ledger(  # noqa: PLR0913 -- the address alone is enough
    url: str | Path,
    *,
    recorder: str | None = None,
    clock: Callable[[], int] | None = None,
    read_only: bool = False,
    busy_timeout: float = BUSY_TIMEOUT,
    create: bool = False,
) -> Ledger:
    """Open a ledger, to be closed at the end: `with open_ledger("ledger.dipledger") as ledger:`.

    Args:
        url: the path of a file, any name of which is literal, or `sqlite:///PATH`, where a path
            from the root has four slashes.
        recorder: who records, as the log will name it; None: the login name.
        clock: what tells the time, in microseconds since the epoch, UTC; None: the machine's.
        read_only: never write.
        busy_timeout: seconds to wait for another writer.
        create: make it first where no file is there.

    Raises:
        SetupError: it is not there, not a ledger, of a newer format, or altered by another program;
            or the address is of a kind that no ledger has.
        InputError: the recorder's name is not one line of text.
    """
    from ledger.store.application import Ledger

    path = file_of(url)
    named = recorder_name(machine.login() if recorder is None else recorder)
    if create and not path.exists():
        create_ledger(path)
    return Ledger.open(
        path,
        clock=machine.clock if clock is None else clock,
        recorder=named,
        read_only=read_only,
        busy_timeout=busy_timeout,
    )


def create_ledger(url: str | Path, origin: str | None = None) -> None:
    """Make a new, empty ledger, which only its owner can read.

    `origin` is its name in its checkpoints, unlike that of any other; None makes one up. SetupError
    where the file's name is taken, or it or its folder cannot be used; InputError for an origin
    that cannot stand in a checkpoint.
    """
    from ledger.store.files import create_ledger_file

    create_ledger_file(file_of(url), origin)


def restore_ledger(
    backup: str | Path,
    url: str | Path,
    *,
    busy_timeout: float = BUSY_TIMEOUT,
    progress: Callable[[str, int, int], None] | None = None,
) -> Copied:
    """Make a ledger of a backup, which is checked first and stays as it is.

    `progress` is called with what is being done, how much of it is done, and of how much.
    SetupError where the backup is no ledger, or the name is taken; Unverified where the backup is
    not whole. Nothing is left behind then.
    """
    from ledger.store.copying import restore
    from ledger.store.leaf_check import nothing_told

    return restore(
        file_of(backup),
        file_of(url),
        busy_timeout=busy_timeout,
        telling=progress or nothing_told,
    )


def file_of(url: str | Path) -> Path:
    """The file that an address names. SetupError for an address of no file."""
    if isinstance(url, Path):
        return url
    address = _ADDRESS.fullmatch(url)
    if address is None:
        return Path(url)
    scheme, rest = address["scheme"].lower(), address["rest"]
    if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
        return Path(rest[1:])
    # An address may hold a password: of what cannot be used only the scheme is repeated.
    if scheme == "sqlite":
        raise SetupError(f"{visible(url)} names no file", mend=_SUPPORTED)
    if scheme.partition("+")[0] in {"postgres", "postgresql"}:
        raise SetupError("a ledger in PostgreSQL is not supported yet", mend=_SUPPORTED)
    raise SetupError(f"{scheme}:// is no address that a ledger has", mend=_SUPPORTED)


def recorder_name(text: str) -> str:
    """The name of who records, without blanks around it. InputError if it is no line of text."""
    name = text.strip()
    try:
        check_line(name)
    except ValueError as error:
        raise InputError(f"the recorder's name has {error}") from None
    if not 0 < len(name) <= MAX_LINE:
        raise InputError("the recorder's name is empty or too long")
    return name
