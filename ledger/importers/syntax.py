r"""What the compact notations have in common: quoted words, options in round or curly brackets.

```
LABEL(kind=request, parent=6, needs-all): text     options of what stands before them
citation {page=12, published=1914-07-23}           details of what stands before them
key="a value, with a comma"                        a quoted value; \" is a quote in it
```
"""

from __future__ import annotations

import re

from ledger.errors import InputError
from ledger.instants import quoted

_QUOTED = r'"(?:[^"\\]|\\.)*+"'
OPTIONS = rf'\((?:[^()"]|{_QUOTED}|\((?:[^()"]|{_QUOTED})*+\))*+\)'
"""Round brackets with what is in them: quoted text, and one more level of brackets."""

_DETAILS = re.compile(rf'\{{((?:[^{{}}"]|{_QUOTED})*+)\}}\Z')
_PAIR = re.compile(
    rf"""\s*(?P<key>[A-Za-z][A-Za-z_-]*)\s*
         (?:=\s*(?P<value>{_QUOTED}|[^",]*+))?\s*(?:,|$)""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


LONGEST = 4_000
"""Characters of details, and of a line that is split into words: bounds what a search costs."""


def options(text: str | None, form: str) -> dict[str, str]:
    """The pairs of `(key=value, key)`, brackets included; a key alone is `yes`.

    InputError showing the `form` for anything else.
    """
    pairs: dict[str, str] = {}
    inner, position = (text or "()")[1:-1].rstrip(), 0
    while position < len(inner):
        match = _PAIR.match(inner, position)
        if match is None:
            what = f"{quoted(inner[position:])} is not KEY=VALUE"
            raise InputError(what, mend=f"Write {form}, and quote values that hold a comma.")
        key, value = match["key"], match["value"]
        if key in pairs:
            raise InputError(f"{quoted(key)} is given twice", mend=f"Write {form}.")
        pairs[key] = "yes" if value is None else unquoted(value.strip())
        position = match.end()
    return pairs


def details(text: str, form: str) -> tuple[str, dict[str, str]]:
    """The text before a final `{key=value}`, and its pairs; an empty `{}` protects other braces."""
    text = text.strip()
    match = _DETAILS.search(text, max(0, len(text) - LONGEST))
    if match is None:
        return text, {}
    return text[: match.start()].rstrip(), options(f"({match[1]})", form)


def unquoted(text: str) -> str:
    """The inside of a text that is quoted as a whole; any other text as it is."""
    if not re.fullmatch(_QUOTED, text, re.DOTALL):
        return text
    return _ESCAPED.sub(r"\1", text[1:-1])


def words(text: str) -> list[str]:
    """The text split at blanks, quoted parts in one piece and with their quotes."""
    if len(text) > LONGEST:
        raise InputError(f"{quoted(text)} is too long", mend=f"Keep to {LONGEST} characters.")
    return re.findall(rf'(?:{_QUOTED}|[^\s"]|")+', text)


def bad(text: str, what: str, form: str) -> InputError:
    """`text` is not what was expected, and how it is written."""
    return InputError(f"{quoted(text)} is not {what}", mend=f"Write {form}.")
