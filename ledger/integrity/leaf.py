"""The leaf of one event in the log's Merkle tree (RFC 6962, section 2.1). Fixed for ever.

```
header     = canonical JSON of {marking, recorded_by, stream, topic, version}
commitment = SHA-256(nonce, 32 bytes ‖ length of header, 8 bytes big-endian ‖ header ‖ body)
leaf       = SHA-256(0x00 ‖ canonical JSON of {commitment, format, recorded_at})
```

The commitment hides as well as it binds: without the nonce, which is stored beside the body, a
short secret cannot be guessed from it, so that an export may leave header, body and nonce out and
still be verified. The body is hashed as it is stored, never written anew from a decoded event.
`tests/store/leaf_vectors.json` holds vectors for other implementations.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from ledger.integrity.canonical import canonical_json

LEAF_FORMAT: Final = "dipledger/leaf/1"
NONCE_SIZE: Final = 32

MIN_RECORDED_AT: Final = -62_135_596_800_000_000
"""0001-01-01T00:00:00Z in microseconds since the epoch."""

MAX_RECORDED_AT: Final = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z in microseconds since the epoch."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- naive stands for UTC in here
_MICROSECOND = timedelta(microseconds=1)


def format_recorded_at(recorded_at: int) -> str:
    """Microseconds since the epoch as `2022-01-27T09:00:00.000001Z`, always with six digits.

    OverflowError outside the years 0001 to 9999.
    """
    moment = _EPOCH + recorded_at * _MICROSECOND
    return f"{moment.isoformat(timespec='microseconds')}Z"


def leaf_header(
    *, stream: str, version: int, topic: str, marking: str | None, recorded_by: str
) -> bytes:
    """What identifies an event, as bytes: the part of a leaf that a redacted export leaves out."""
    return canonical_json(
        {
            "marking": marking,
            "recorded_by": recorded_by,
            "stream": stream,
            "topic": topic,
            "version": version,
        }
    )


def commitment(header: bytes, body: bytes, nonce: bytes) -> bytes:
    """32 bytes that bind header and body and give neither away. ValueError for a bad nonce."""
    if len(nonce) != NONCE_SIZE:
        msg = f"a nonce has {NONCE_SIZE} bytes, not {len(nonce)}"
        raise ValueError(msg)
    return sha256(nonce + len(header).to_bytes(8, "big") + header + body).digest()


def leaf_hash(committed: bytes, recorded_at: int) -> bytes:
    """The 32 bytes that stand for an event in the tree.

    Args:
        committed: the event's `commitment`.
        recorded_at: microseconds since the epoch, UTC.
    """
    entry = {
        "commitment": committed.hex(),
        "format": LEAF_FORMAT,
        "recorded_at": format_recorded_at(recorded_at),
    }
    return sha256(b"\x00" + canonical_json(entry)).digest()
