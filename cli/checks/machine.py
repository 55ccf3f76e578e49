"""What `doctor` says of the program, the libraries it stands on, and the user's settings."""

from __future__ import annotations

import os
import platform
import sqlite3
import stat
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from cli import __version__
from cli.checks.results import fail, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.context import Invocation
    from cli.views import CheckView

SQLITE_NEEDED = (3, 37, 0)  # STRICT tables
_OTHERS_WRITE = 0o022


def machine_checks(invocation: Invocation) -> Iterator[CheckView]:
    """Program, SQLite, libraries, settings, and the folder for what was seen of each ledger."""
    from cli.memory import state_folder

    yield ok("program", f"dipledger {__version__} on Python {platform.python_version()}")
    yield sqlite_check(sqlite3.sqlite_version_info)
    yield _cryptography()
    yield _time_stamps()
    yield _settings(invocation)
    yield _state_folder(state_folder())


def sqlite_check(found: tuple[int, ...]) -> CheckView:
    """Whether SQLite, of this version, has what a ledger needs."""
    name = f"SQLite {'.'.join(map(str, found))}"
    if found < SQLITE_NEEDED:
        needed = ".".join(map(str, SQLITE_NEEDED))
        return fail(
            "sqlite", f"{name} is too old", f"Install Python with SQLite {needed} or newer."
        )
    return ok("sqlite", name)


def _cryptography() -> CheckView:
    try:
        import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError as error:
        return fail(
            "cryptography",
            f"it cannot be loaded, so nothing is signed, sealed or checked by a key: {error}",
            "Install it anew: pip install --force-reinstall cryptography",
        )
    return ok("cryptography", f"cryptography {version('cryptography')}")


def _time_stamps() -> CheckView:
    """Few need them."""
    try:
        import_module("rfc3161_client")
    except ImportError:
        return ok(
            "time stamps",
            "rfc3161-client is not installed, and only `--timestamp` needs it:"
            " pip install 'dipledger[timestamp]'",
        )
    return ok("time stamps", f"rfc3161-client {version('rfc3161-client')}")


def _settings(invocation: Invocation) -> CheckView:
    values = invocation.settings.values
    if invocation.fixed_now is not None:
        origin = values["now"].origin
        return warning(
            "settings",
            f"the clock is fixed by {origin}: what is recorded is stamped with it",
            f"Take {origin} away to use the machine's clock.",
        )
    return ok("settings", f"the ledger is {values['ledger'].value} ({values['ledger'].origin})")


def _state_folder(folder: Path) -> CheckView:
    """The folder need not be there yet."""
    place = folder
    while not place.exists():
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return warning(
            "state folder",
            f"{place} cannot be written: what was last seen of a ledger is not remembered",
            "Make it a folder of your own, or set XDG_STATE_HOME to one.",
        )
    if place == folder and stat.S_IMODE(folder.stat().st_mode) & _OTHERS_WRITE:
        return warning(
            "state folder",
            f"others than you can change what was last seen of a ledger, in {folder}",
            f"chmod 700 {folder}",
        )
    return ok("state folder", f"what was last seen of each ledger is kept in {folder}")
