"""Base64 with one text for one sequence of bytes (RFC 4648, section 4)."""

from __future__ import annotations

from base64 import b64decode, b64encode


def encoded(data: bytes) -> str:
    """The bytes as base64, padded."""
    return b64encode(data).decode()


def decoded(text: str) -> bytes | None:
    """The bytes of base64; None where it is not exactly what `encoded` writes.

    Missing padding, white space, other alphabets and bits that no byte has are not.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if encoded(data) == text else None
