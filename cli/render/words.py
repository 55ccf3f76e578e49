"""Codes and numbers as a person reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projections.views.acts import ActBrief

CONTENTS = {"partial": "known in part only", "none": "its contents are not known"}
"""What is said of an act or a point whose contents the ledger does not wholly know."""

_SAID = {"answered_undisclosed": "answered (undisclosed)"}
_KINDS = {
    "acknowledge": "receipt",
    "break": "break of relations",
    "offer-talks": "offer of talks",
    "return": "return of the paper",
    "war": "declaration of war",
}
_CLOCK = re.compile(r"(?<=[0-9]{2})T(?=[0-9]{2}:)")
_OPEN_START = re.compile(r"(?<!\S)\.\./(\S+)")
_OPEN_END = re.compile(r"(?<!\S)([0-9X][^\s/]*)/\.\.(?!\S)")


def plain(code: str) -> str:
    """A code as words: `partly answered`."""
    return _SAID.get(code) or code.replace("_", " ")


def count(number: int, thing: str) -> str:
    """`1 day`, `42 days`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {plural(thing)}"


def plural(thing: str) -> str:
    """`days`, `replies`."""
    consonant = thing.endswith("y") and thing[-2] not in "aeiou"
    return f"{thing[:-1]}ies" if consonant else f"{thing}s"


def date(text: str) -> str:
    """A date as given, read aloud: `1914-07-23 18:00`; an open end is `2022-01-27 or before`."""
    spoken = _OPEN_END.sub(r"\1 or after", _OPEN_START.sub(r"\1 or before", text))
    return _CLOCK.sub(" ", spoken)


def between(senders: Iterable[str], addressees: Iterable[str]) -> str:
    """`RUS to USA`; `USA, NATO` where nobody in particular is addressed."""
    text, to = ", ".join(senders), ", ".join(addressees)
    return f"{text} to {to}" if to else text


def name(ref: str) -> str:
    """An act as a screen of one thread names it; one of another thread with that thread's id."""
    thread, _, act = ref.rpartition("/")
    return f"{act} of {thread}" if thread else act


def act_line(act: ActBrief) -> str:
    """Kind, form and parties of an act: `demand (treaty-draft), RUS to USA`."""
    form = f" ({act.instrument})" if act.instrument else ""
    return f"{_KINDS.get(act.kind, act.kind)}{form}, {between(act.senders, act.addressees)}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?", "…")) else ".")
