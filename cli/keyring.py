"""The keys of a user: a folder of files outside of any ledger.

`NAME+ID.key` is a private key (PKCS #8, 0600), `NAME+ID.retired.key` one that signs no more.
`NAME+ID.ROLE.vkey` is a public one as a line of text: `own` where the private key was made here,
`log` of whoever else signs ledgers, `witness` of who cosigns. A public key stays when its private
one is retired or lost: what it signed can be verified for ever. Names are percent-encoded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from cli.context import current
from ledger.errors import InputError, SetupError
from ledger.integrity.keys import Signer, Verifier, is_encrypted, make_signer, signer_from_pem
from ledger.integrity.vkey import VerifierKey, parse_vkey
from ledger.near import near

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHERS, _OTHERS_WRITE = 0o077, 0o022
_OWNER_ONLY, _OWNER_FOLDER, _PUBLIC = 0o600, 0o700, 0o644
_LONGEST_FILE = 16_384


class Role(StrEnum):
    """What a public key is believed for."""

    OWN = "own"
    LOG = "log"
    WITNESS = "witness"


class Known(NamedTuple):
    """A public key and what it is believed for."""

    key: VerifierKey
    role: Role


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys in a folder, which need not be there yet."""

    folder: Path

    def known(self) -> list[Known]:
        """Every public key, by name. SetupError where others could have put one there."""
        if not self.folder.is_dir():
            return []
        _only_yours(self.folder, self.folder.stat().st_mode)
        found = []
        for path in sorted(self.folder.glob("*.vkey")):
            text = _read(path, _only_yours).decode(errors="replace")
            try:
                role = Role(path.suffixes[-2].removeprefix("."))
                found.append(Known(parse_vkey(text.removesuffix("\n")), role))
            except (InputError, ValueError, IndexError):
                raise SetupError(
                    "the file holds no verifier key",
                    where=str(path),
                    mend="Delete it, and trust the key anew with `dipledger keys trust`.",
                ) from None
        return sorted(found, key=lambda one: (one.key.name, one.role, one.key.id))

    def verifiers(self) -> list[Verifier]:
        """The keys that may speak for a ledger: the user's own, and those trusted for it."""
        return [Verifier(one.key) for one in self.known() if one.role is not Role.WITNESS]

    def witnesses(self) -> list[Verifier]:
        """The keys that may cosign."""
        return [Verifier(one.key) for one in self.known() if one.role is Role.WITNESS]

    def named(self, name: str) -> list[Known]:
        """The public keys of a name, or of `NAME+ID`. InputError where there is none."""
        known = self.known()
        found = [one for one in known if name in (one.key.name, one.key.shown)]
        if not found:
            raise InputError(
                f"there is no key {name}",
                near=near(name, sorted({one.key.name for one in known})),
                mend="`dipledger keys list` lists them, `dipledger keys new` makes one.",
            )
        return found

    def private(self, key: VerifierKey) -> Path:
        """The file of the private key of a public one, whether it is there or not."""
        return self.folder / f"{_file(key)}.key"

    def has_passphrase(self, key: VerifierKey) -> bool | None:
        """Whether the private key of a public one needs a passphrase; None: there is none here."""
        try:
            return is_encrypted(self.private(key).read_bytes())
        except OSError:
            return None

    def signing(self, name: str | None) -> VerifierKey:
        """The key to sign with: the one of the name or `NAME+ID`, else the only one there is."""
        able = self._able()
        if name is None and len(able) == 1:
            return able[0]
        if name is None and not able:
            raise SetupError(
                "there is no key to sign with", mend="Make one: dipledger keys new NAME"
            )
        if name is None:
            names = ", ".join(key.name for key in able)
            raise InputError(
                f"there are several keys to sign with: {names}",
                mend="Name one with --key, or retire those that sign no more.",
            )
        found = next((key for key in able if name in (key.name, key.shown)), None)
        if found is None:
            raise InputError(
                f"there is no private key {name} to sign with",
                near=near(name, [key.name for key in able]),
                mend="`dipledger keys list` lists them, `dipledger keys new` makes one.",
            )
        return found

    def _able(self) -> list[VerifierKey]:
        own = [one.key for one in self.known() if one.role is Role.OWN]
        return [key for key in own if self.private(key).exists()]

    def signer(self, key: VerifierKey, passphrase: Callable[[], bytes]) -> Signer:
        """The private key of a public one, to sign with; `passphrase` is asked if one is needed.

        SetupError where others than the user can read its file, and where it is another's.
        """
        path = self.private(key)
        pem = _read(path, _only_yours_to_read)
        signer = signer_from_pem(key.name, pem, passphrase() if is_encrypted(pem) else None)
        if signer.key != key:
            raise SetupError(
                f"the private key in {path} is not that of {key.shown}",
                mend="Put the right file back, or make a new key with `dipledger keys new`.",
            )
        return signer

    def check_free(self, name: str) -> None:
        """SetupError where there is a private key of that name, which is not retired."""
        taken = next((key for key in self._able() if key.name == name), None)
        if taken is not None:
            raise SetupError(
                f"there is a private key {taken.shown} already, and it is not overwritten",
                mend="Take another name, or set that key aside with `dipledger keys retire`.",
            )

    def make(self, name: str, seed: bytes, passphrase: bytes | None) -> VerifierKey:
        """A new pair of keys, made of 32 random bytes; `check_free` the name before."""
        self._prepare()
        signer = make_signer(name, seed)
        path = self.private(signer.key)
        _create(path, signer.to_pem(passphrase), _OWNER_ONLY)
        try:
            self.trust(signer.key, Role.OWN)
        except SetupError:
            path.unlink()
            raise
        return signer.key

    def trust(self, key: VerifierKey, role: Role) -> None:
        """Take a public key for known. SetupError where it cannot be written."""
        self._prepare()
        _create(self.folder / f"{_file(key)}.{role}.vkey", f"{key}\n".encode(), _PUBLIC)

    def retire(self, name: str) -> Path:
        """Set a private key aside; its public one stays. The file that it is in now."""
        key = self.signing(name)
        aside = self.folder / f"{_file(key)}.retired.key"
        try:
            self.private(key).rename(aside)
        except OSError as error:
            raise _cannot("retire", self.private(key), error) from None
        return aside

    def _prepare(self) -> None:
        try:
            self.folder.mkdir(mode=_OWNER_FOLDER, parents=True)
            self.folder.chmod(_OWNER_FOLDER)  # whatever the umask
        except FileExistsError:
            _only_yours(self.folder, self.folder.stat().st_mode)
        except OSError as error:
            raise _cannot("make", self.folder, error) from None


def keyring() -> Keyring:
    """The keys in the folder of the settings, else in the user's data folder."""
    told = current().settings.text("keys")
    if told:
        return Keyring(Path(told))
    from platformdirs import user_data_path

    return Keyring(user_data_path("dipledger") / "keys")


def keys_in(text: str) -> list[VerifierKey]:
    """The verifier key that is written, or those in the file of that name, one a line.

    InputError where it is neither.
    """
    path = Path(text)
    try:
        is_file = path.is_file()
    except OSError:  # a verifier key is longer than a file's name may be
        is_file = False
    if not is_file:
        return [parse_vkey(text)]
    lines = _read(path, lambda *_: None).decode(errors="replace").splitlines()
    try:
        found = [parse_vkey(line) for line in lines if line.strip()]
    except InputError as error:
        raise error.at(text) from None
    if not found:
        raise InputError("there is no verifier key in the file", where=text)
    return found


def _read(path: Path, check: Callable[[Path, int], None]) -> bytes:
    try:
        with path.open("rb") as file:
            check(path, os.fstat(file.fileno()).st_mode)
            return file.read(_LONGEST_FILE)
    except OSError as error:
        raise _cannot("read", path, error) from None


def _file(key: VerifierKey) -> str:
    return f"{quote(key.name, safe='')}+{key.id.hex()}"


def _create(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there yet, durably, with exactly these rights."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
    except FileExistsError:
        raise SetupError(f"{path} exists already, and is not overwritten") from None
    except OSError as error:
        raise _cannot("write", path, error) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)  # whatever the umask
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _cannot("write", path, error) from None


def _only_yours(path: Path, mode: int) -> None:
    if mode & _OTHERS_WRITE:
        raise SetupError(
            f"others than you can write to {path} ({mode & 0o777:04o}), and so say whom you trust",
            mend=f"chmod go-w {path}",
        )


def _only_yours_to_read(path: Path, mode: int) -> None:
    if mode & _OTHERS:
        raise SetupError(
            f"others than you can read the private key {path} ({mode & 0o777:04o})",
            mend=f"chmod 600 {path}",
        )


def _cannot(what: str, path: Path, error: OSError) -> SetupError:
    return SetupError(f"cannot {what} {path}: {error.strerror}")
