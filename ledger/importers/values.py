"""One written value → one typed value, or an InputError that shows what is expected."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeVar

from ledger.errors import InputError
from ledger.importers.nodes import Items, Node, Text, listed
from ledger.instants import quoted
from ledger.near import near
from ledger.vocabulary import Word

W = TypeVar("W", bound=Word)

_YES = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})
_MAX_DIGITS = 18
_SHOWN_WORDS = 12


def text_of(node: Node, field: str) -> str:
    """The one text of a field."""
    if isinstance(node, Text) and node.value is not None:
        return node.value
    what = "is empty" if isinstance(node, Text) else "takes one value, not several"
    raise InputError(f"{field} {what}", where=node.where)


def word(text: str, words: type[W]) -> W:
    """The coded word, whatever its capitals and however its parts are joined."""
    spellings = _spellings(words)
    found: W | None = spellings.get(_spelt(text))
    if found is not None:
        return found
    close = near(text, spellings.values())
    known = list(spellings.values())
    more = ", …" if len(known) > _SHOWN_WORDS else ""
    raise InputError(
        f"{quoted(text)} is not {a(noun_of(words))}",
        near=close,
        mend=f"It is one of: {', '.join(known[:_SHOWN_WORDS])}{more}.",
    )


def flag(text: str) -> bool:
    """`yes` or `no`."""
    if text.strip().lower() in _YES | _NO:
        return text.strip().lower() in _YES
    raise InputError(f"{quoted(text)} is neither yes nor no", mend="Write yes or no.")


def number(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(rf"\s*-?[0-9]{{1,{_MAX_DIGITS}}}\s*", text, re.ASCII):
        raise InputError(f"{quoted(text)} is not a whole number", mend="Write digits only.")
    return int(text)


def names(node: Node, field: str, *, joined: bool) -> tuple[str, ...]:
    """Several names: a list, or one text with commas; `joined` names may be joined by `+` too.

    Items of a list are only split where no name can hold the sign.
    """
    texts = [text_of(item, field) for item in listed(node)]
    if joined:
        parts = [part for text in texts for part in re.split("[,+]", text)]
    else:
        parts = texts if isinstance(node, Items) else texts[0].split(",")
    return tuple(part.strip() for part in parts if part.strip())


def noun_of(words: type[Word]) -> str:
    """`point kind` of `PointKind`."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", words.__name__).lower()


def a(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _spelt(text: str) -> str:
    return re.sub("[ _-]+", "-", text.strip().lower())


@lru_cache(maxsize=64)
def _spellings(words: type[W]) -> dict[str, W]:
    return {_spelt(each): each for each in words}
