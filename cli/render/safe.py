"""Untrusted text on its way out: it is shown, and drives neither terminal, sheet nor page.

`shown` goes over a whole view before anything is laid out, so no renderer can forget it.
"""

from __future__ import annotations

import re
from typing import TypeVar, cast

from pydantic import BaseModel

from ledger.text import visible
from projections.words import one_line

T = TypeVar("T")

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = re.compile(r"([\\`*_\[\]#|~$@]|:(?=[A-Za-z/+])|^[-+=](?=.)|^[0-9]{1,9}(?=[.)]))")


def shown(value: T) -> T:
    """The same view with every text in it as it may be shown on a terminal.

    Controls become pictures, bidirectional and zero-width characters `<U+202E>`; line feeds and
    tabs stay, for the layout to deal with.
    """
    return cast("T", _shown(value))


def _shown(value: object) -> object:
    if isinstance(value, BaseModel):
        fields = {name: _shown(getattr(value, name)) for name in type(value).model_fields}
        return type(value).model_construct(None, **fields)
    if type(value) is str:
        return visible(value)
    if isinstance(value, tuple | list):
        return type(value)(_shown(each) for each in value)
    if isinstance(value, dict):
        return {_shown(key): _shown(each) for key, each in value.items()}
    return value


def csv_text(text: str) -> str:
    """The text of a CSV cell: as recorded, but a spreadsheet takes no formula from it.

    A text that begins with `= + - @`, a tab or a carriage return gets a leading apostrophe.
    Controls, which a ledger never holds but a foreign file may, are shown as pictures.
    """
    calm = f"'{text}" if text.startswith(_FORMULA) else text
    return _CONTROLS.sub(lambda match: visible(match.group()), calm)


def md_text(text: str) -> str:
    """The text in a line or a cell of Markdown: on one line, with all markup escaped."""
    line = visible(one_line(text)).replace("&", "&amp;")
    escaped = _MARKUP.sub(_escaped, line)
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _escaped(match: re.Match[str]) -> str:
    """A backslash before what is markup, and after a number that would begin a list."""
    found = match.group()
    return f"{found}\\" if found.isdigit() else f"\\{found}"
