"""Canonical JSON: one value, one sequence of bytes, for ever.

The form of RFC 8785 (JCS), kept to what needs no number formatting: objects with ASCII keys,
sorted; no white space; text as UTF-8, with only the quotation mark, the backslash and U+0000 to
U+001F escaped; integers that every JSON reader holds exactly; no floats. Keys of ASCII sort alike
by code point, by byte and by UTF-16 unit. Events are stored in this form and the leaves of the log
are hashed over it, so it never changes.
"""

from __future__ import annotations

import json
from typing import Final

MAX_INTEGER: Final = 2**53 - 1
"""The largest integer that a reader with 64-bit floats keeps exactly (RFC 7493, section 2.2)."""

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def canonical_json(value: object) -> bytes:
    """The canonical UTF-8 bytes of a value made of dict, list, tuple, str, int, bool and None.

    TypeError for any other type (float, date, a subclass of str) and for a key that is no str;
    ValueError for a key beyond ASCII, an integer beyond ±(2**53 - 1), and a lone surrogate
    (UnicodeEncodeError).
    """
    _check(value)
    return _encode(value).encode()


def _check(value: object) -> None:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]
            msg = f"{value} is beyond what every JSON reader keeps exactly"
            raise ValueError(msg)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_key(key)
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    else:
        msg = f"{kind.__name__} has no canonical form"
        raise TypeError(msg)


def _check_key(key: object) -> None:
    if type(key) is not str:
        msg = f"a key of an object is text, not {type(key).__name__}"
        raise TypeError(msg)
    if not key.isascii():
        msg = f"the key {key!r} is not ASCII"
        raise ValueError(msg)
