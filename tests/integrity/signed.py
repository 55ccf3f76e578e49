"""Keys of fixed seeds, checkpoints signed by them, and a witness that is not of our making."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.integrity.checkpoint import Checkpoint
from ledger.integrity.keys import Verifier, make_signer
from ledger.integrity.note import sign_note
from ledger.integrity.vkey import VerifierKey, parse_vkey

ORIGIN = "dipledger/00112233445566778899aabbccddeeff"
REGISTRY = make_signer("registry.example/2026", bytes(range(32)))
IMPOSTOR = make_signer("registry.example/2026", bytes(32))
STRANGER = make_signer("elsewhere.example", bytes([7] * 32))
KNOWN = [Verifier(REGISTRY.key)]

WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes([9] * 32))
WITNESS_NAME = "witness.example/w1"
_PUBLIC = WITNESS_KEY.public_key().public_bytes_raw()
WITNESS_ID = sha256(WITNESS_NAME.encode() + b"\n\x04" + _PUBLIC).digest()[:4]
WITNESS: VerifierKey = parse_vkey(
    f"{WITNESS_NAME}+{WITNESS_ID.hex()}+{b64encode(bytes([4]) + _PUBLIC).decode()}"
)


def checkpoint_note(size: int, root: bytes, origin: str = ORIGIN, signer: object = REGISTRY) -> str:
    """A checkpoint as the ledger's owner signs it."""
    return str(sign_note(str(Checkpoint(origin, size, root)), [signer]))  # type: ignore[list-item]


def cosigned(note: str, at: int = 1_679_315_147, key: Ed25519PrivateKey = WITNESS_KEY) -> str:
    """The note with a line of a witness, made by hand as c2sp.org/tlog-cosignature has it."""
    text = note.rpartition("\n\n")[0] + "\n"
    signature = key.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
    line = b64encode(WITNESS_ID + at.to_bytes(8, "big") + signature).decode()
    return f"{note}— {WITNESS_NAME} {line}\n"
