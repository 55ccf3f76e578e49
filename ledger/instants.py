"""Instants: whole seconds of UTC since 1970-01-01T00:00:00Z, negative before.

An `Instant` is an `int`, so that bounds compare and store as numbers; outside the program it is
text, like `2022-01-26T14:36:00Z`. Text of four digits and the calendars at hand can name the years
0001 to 9999: `MIN_INSTANT` and `MAX_INSTANT` are their first and last second.
"""

import re
from datetime import datetime, timedelta
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from ledger.errors import InputError
from ledger.text import visible

Instant: TypeAlias = int
"""Whole seconds since 1970-01-01T00:00:00Z."""

MIN_INSTANT: Final = -62_135_596_800
"""0001-01-01T00:00:00Z."""

MAX_INSTANT: Final = 253_402_300_799
"""9999-12-31T23:59:59Z."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- naive stands for UTC in here
_SECOND = timedelta(seconds=1)
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SHOWN = 60


def format_instant(instant: Instant) -> str:
    """The instant as text: `2022-01-26T14:36:00Z`. OverflowError outside the years 0001 to 9999."""
    return f"{(_EPOCH + instant * _SECOND).isoformat()}Z"


def parse_instant(text: str) -> Instant:
    """The instant that `format_instant` wrote. InputError for any other form."""
    mend = "Write an instant of UTC like 2022-01-26T14:36:00Z."
    if not _FORM.fullmatch(text):
        raise InputError(f"{quoted(text)} is not an instant", mend=mend)
    try:
        return (datetime.fromisoformat(text[:-1]) - _EPOCH) // _SECOND
    except ValueError as error:
        raise InputError(f"{quoted(text)} does not exist: {error}", mend=mend) from None


def clamped(seconds: int) -> Instant:
    """The nearest instant within the years 0001 to 9999."""
    return min(max(seconds, MIN_INSTANT), MAX_INSTANT)


def quoted(text: str) -> str:
    """What was typed, as an error may repeat it: one line, short, nothing invisible."""
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f'"{visible(" ".join(short.split()))}"'


def _from_text(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_instant(value)
    except InputError as error:
        raise ValueError(str(error)) from None


InstantText = Annotated[
    int,
    Field(strict=True, ge=MIN_INSTANT, le=MAX_INSTANT),
    BeforeValidator(_from_text),
    PlainSerializer(format_instant, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A field that is an `Instant` in Python and text in JSON; it is read from either."""
