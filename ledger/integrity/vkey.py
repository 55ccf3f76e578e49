"""Verifier keys: public keys as a line of text (https://c2sp.org/signed-note).

```
example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
name           +id      +base64(algorithm ‖ public key)
```

The id is short and no fingerprint: it says which key to try, and the key then verifies or does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ledger.errors import InputError
from ledger.integrity.encoding import decoded, encoded

ED25519: Final = 1
"""The algorithm of plain signatures over the text of a note."""

COSIGNATURE: Final = 4
"""The algorithm of timestamped cosignatures, by which witnesses sign checkpoints."""

ID_SIZE: Final = 4
KEY_SIZE: Final = 32

MAX_NAME: Final = 200
"""The longest name of a key that is taken, in characters."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_MEND = "Write it as its owner gave it, like example.com/foo+530d903a+Aeky…"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name: 32 bytes of Ed25519, for one of the algorithms above."""

    name: str
    algorithm: int
    key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        kind = bytes([self.algorithm])
        return sha256(self.name.encode() + b"\n" + kind + self.key).digest()[:ID_SIZE]

    @property
    def shown(self) -> str:
        """`example.com/foo+530d903a`: the name and the id."""
        return f"{self.name}+{self.id.hex()}"

    @property
    def is_witness(self) -> bool:
        """Whether it cosigns checkpoints of others, with the time, and signs nothing else."""
        return self.algorithm == COSIGNATURE

    def __str__(self) -> str:
        """The line that `parse_vkey` reads."""
        return f"{self.shown}+{encoded(bytes([self.algorithm]) + self.key)}"


def is_key_name(text: str) -> bool:
    """Whether a key may be called so: not empty, no blanks, plus signs or control characters."""
    return (
        0 < len(text) <= MAX_NAME
        and "+" not in text
        and not any(each.isspace() for each in text)
        and not _CONTROL.search(text)
    )


def parse_vkey(text: str) -> VerifierKey:
    """The public key that a line names. InputError for any other text, and for other algorithms."""
    name, _, rest = text.partition("+")
    key_id, plus, said = rest.partition("+")
    blob = decoded(said)
    if not is_key_name(name) or not plus or not blob:
        raise InputError("it is not a verifier key", mend=_MEND)
    algorithm, key = blob[0], blob[1:]
    if algorithm not in (ED25519, COSIGNATURE):
        raise InputError(
            f"the key is of algorithm {algorithm}, and known are {ED25519} (Ed25519) and "
            f"{COSIGNATURE} (cosignatures by Ed25519)",
            mend="Ask its owner for an Ed25519 key.",
        )
    found = VerifierKey(name, algorithm, key)
    if len(key) != KEY_SIZE or found.id.hex() != key_id:
        raise InputError("the verifier key is damaged: its parts do not fit together", mend=_MEND)
    return found
