"""What `doctor` says of the user's keys: who else can read or change them, where they are."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from cli.checks.results import fail, ok, warning
from ledger.errors import DipledgerError
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.keyring import Keyring
    from cli.views import CheckView

_OTHERS = 0o077
_NAME = "keys"


def key_checks(ledger: Path) -> Iterator[CheckView]:
    """Every check of the keys at hand; `ledger` is the file that they should not lie beside."""
    from cli.keyring import keyring

    ring = keyring()
    found = [*_open_to_others(ring), *_beside(ledger, ring)]
    yield from found
    if not found:
        yield _known(ring)


def _open_to_others(ring: Keyring) -> Iterator[CheckView]:
    if not ring.folder.is_dir():
        return
    mode = _mode(ring.folder)
    if mode & _OTHERS:
        yield fail(
            _NAME,
            f"others than you can open the folder of your keys, {ring.folder} ({mode:04o})",
            f"chmod 700 {ring.folder}",
        )
    for key in sorted(ring.folder.glob("*.key")):
        mode = _mode(key)
        if mode & _OTHERS:
            yield fail(
                _NAME,
                f"others than you can open the private key {key} ({mode:04o})",
                f"chmod 600 {key}; if somebody may have read it, make a new one and retire it.",
            )


def _beside(ledger: Path, ring: Keyring) -> Iterator[CheckView]:
    """A folder is copied as a whole, and often one ledger is handed on with it."""
    home = ledger.resolve().parent
    keys = {one.resolve() for one in (*ring.folder.glob("*.key"), *home.glob("*+*.key"))}
    near = sorted(one for one in keys if home in (one.parent, one.parent.parent))
    for key in near:
        yield warning(
            _NAME,
            f"the private key {key} is in the ledger's own folder: who copies it can sign",
            "Keep keys elsewhere: move them, and name their folder in the setting `keys`.",
        )


def _known(ring: Keyring) -> CheckView:
    try:
        known = ring.known()
    except DipledgerError as error:
        return fail(_NAME, f"{error.what}{f': {error.where}' if error.where else ''}", error.mend)
    if not known:
        return ok(_NAME, "there are none, and only who signs or checks checkpoints needs some")
    own = [one.key for one in known if ring.has_passphrase(one.key) is not None]
    others = len(known) - len(own)
    signing = f"{count(len(own), 'key')} to sign with, which only you can read"
    return ok(_NAME, f"{signing}; {count(others, 'further public key')}, in {ring.folder}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
