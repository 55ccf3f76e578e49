"""Cosignatures: a witness signs a checkpoint together with the time (c2sp.org/tlog-cosignature).

By one a witness says that at that time this was the largest tree it had seen of the log, and that
it was consistent with all it had seen before. Of the two kinds, `cosignature/v1` (Ed25519) is read.
"""

from __future__ import annotations

from typing import Final

_TIME_SIZE: Final = 8
_SIGNATURE_SIZE: Final = 64
_MAX_TIME: Final = 253_402_300_799
"""The last second of the year 9999: nothing later can be written as a time."""


def cosigned_message(text: str, at: int) -> bytes:
    """What is signed: a checkpoint's text after the time, in POSIX seconds."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def split_cosignature(blob: bytes) -> tuple[int, bytes] | None:
    """The time and the signature proper; None where it is no such cosignature."""
    if len(blob) != _TIME_SIZE + _SIGNATURE_SIZE:
        return None
    at = int.from_bytes(blob[:_TIME_SIZE], "big")
    return (at, blob[_TIME_SIZE:]) if at <= _MAX_TIME else None
