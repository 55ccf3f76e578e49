"""Text as it comes in and as it may be shown: refused, kept byte-exact, or shown escaped.

Stored text is what was given. Controls, NUL and lone surrogates are refused: they have no place in
a document and drive terminals. Bidirectional and zero-width characters occur in real names and
quotations: they are kept, and `visible` shows them as `<U+202E>`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

MAX_LINE = 1_000
MAX_TEXT = 1_000_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def check_text(text: str) -> str:
    """The text itself; ValueError naming the first character that no document text may hold."""
    found = _FORBIDDEN.search(text)
    if found:
        code = ord(found.group())
        name = "a lone surrogate" if 0xD800 <= code <= 0xDFFF else "a control character"  # noqa: PLR2004
        msg = f"{name} (U+{code:04X}) at character {found.start() + 1}; take it out"
        raise ValueError(msg)
    return text


def check_line(text: str) -> str:
    """As `check_text`, and on one line."""
    if "\n" in text or "\t" in text:
        msg = "line breaks and tabs are not allowed here; write it on one line"
        raise ValueError(msg)
    return check_text(text)


def visible(text: str) -> str:
    """The text as it may be shown: controls as `␛` or `<U+009B>`, bidi ones as `<U+202E>`."""
    shown = _INVISIBLE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
    return _FORBIDDEN.sub(_picture, shown)


def hides_something(text: str) -> bool:
    """Whether the text has bidirectional or zero-width characters, which a reader does not see."""
    return _INVISIBLE.search(text) is not None


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Letters and digits in lower case, without accents, words apart by one blank: to compare."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (each if each.isalnum() else " " for each in bare if not unicodedata.combining(each))
    return " ".join("".join(kept).split())


def words_in(text: str) -> str:
    """As `folded`, of a text of any length, without what a reader does not see in it."""
    return folded.__wrapped__(_INVISIBLE.sub("", text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"  # noqa: PLR2004 -- control pictures


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_LINE, strip_whitespace=True),
    AfterValidator(check_line),
]
"""One line of text: a title, a name, a place."""

Prose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT),
    AfterValidator(check_text),
]
"""Text of several lines: a summary, the words of a document."""

ThreadId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""A slug: lower-case letters, digits and hyphens."""

ActId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,95}$")]
"""A slug, unique in its thread."""

PartyCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
"""`USA`, `NATO`, `AUH`."""

PointLabel = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
"""`6b`, `ukraine`."""

ActRef = Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,63}/)?[a-z0-9][a-z0-9-]{0,95}$")]
"""An act of the same thread by its id, of another as `THREAD/ACT`."""

PointRef = Annotated[
    str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,63}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")
]
"""A point of the same thread by its label, of another as `THREAD/LABEL`."""

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
"""A BCP 47 tag: `en`, `fr`, `sr-Cyrl`."""
