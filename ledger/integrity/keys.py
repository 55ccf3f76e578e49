"""Ed25519 keys: made, kept as PKCS #8, used. All of it is done by `cryptography`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import SetupError
from ledger.integrity.vkey import ED25519, VerifierKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED_SIZE: Final = 32
"""The bytes of randomness that a key is made of."""

_ENCRYPTED: Final = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


class Signer:
    """A private key under its name; see `ledger.integrity.note.NoteSigner`."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = VerifierKey(name, ED25519, private.public_key().public_bytes_raw())
        """The public key, by which anybody can check what it signs."""

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._private.sign(message)

    def to_pem(self, passphrase: bytes | None = None) -> bytes:
        """The private key as PKCS #8 in PEM, encrypted where there is a passphrase."""
        from cryptography.hazmat.primitives import serialization

        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()
            if passphrase is None
            else serialization.BestAvailableEncryption(passphrase),
        )


class Verifier:
    """A public key; see `ledger.integrity.note.NoteVerifier`."""

    def __init__(self, key: VerifierKey) -> None:
        self.key = key

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the key's owner signed the message; never an exception."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.key.key).verify(signature, message)
        except (InvalidSignature, ValueError):  # ValueError: no key at all
            return False
        return True


def make_signer(name: str, seed: bytes) -> Signer:
    """A key made of 32 random bytes, the same of the same. ValueError for more or fewer."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(name, Ed25519PrivateKey.from_private_bytes(seed))


def is_encrypted(pem: bytes) -> bool:
    """Whether a private key needs a passphrase."""
    return pem.lstrip().startswith(_ENCRYPTED)


def signer_from_pem(name: str, pem: bytes, passphrase: bytes | None = None) -> Signer:
    """The private key of PKCS #8 in PEM; a passphrase is not asked for where none is needed.

    SetupError for a wrong passphrase, a damaged file, and a key of another algorithm.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    encrypted = is_encrypted(pem)
    try:
        private = load_pem_private_key(pem, (passphrase or b"") if encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if encrypted:
            raise SetupError(
                f"the passphrase does not open the private key of {name}", mend="Try again."
            ) from None
        raise SetupError(
            f"the private key of {name} cannot be read: its file is damaged",
            mend="Put it back from a backup, or make a new key with `dipledger keys new`.",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise SetupError(
            f"the private key of {name} is not of Ed25519",
            mend="Make one with `dipledger keys new`.",
        )
    return Signer(name, private)
