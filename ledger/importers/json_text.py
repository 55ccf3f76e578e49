"""JSON → nodes, refusing what JSON parsers let through.

Names given twice, NaN, Infinity, numbers too large for any reader, lone surrogates and deep nesting
are errors. A number stays the text that was written. Places are those of the enclosing object.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NoReturn

from ledger.errors import InputError
from ledger.importers.nodes import Fields, Items, Node, Text
from ledger.importers.yaml_text import MAX_DEPTH
from ledger.instants import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive, so that a text without its closing quote is passed over once and not once per letter.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)'
_STRUCTURE = re.compile(rf"{_STRING}|[\[\]{{}}\n]", re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_DIGITS = 400


def parse_json(text: str, name: str, first_line: int = 1) -> Node:
    """The one value of a text whose first line is `first_line`. InputError with `name:line`."""
    reader = _Reader(text, name, first_line)
    try:
        value = json.loads(
            text,
            object_pairs_hook=reader.fields,
            parse_int=reader.number,
            parse_float=reader.number,
            parse_constant=reader.constant,
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}, at character {error.colno}",
            where=f"{name}:{first_line + error.lineno - 1}",
        ) from None
    return reader.node(value, f"{name}:{first_line}")


class _Reader:
    """Builds nodes while the standard parser reads; it hands over objects as they close."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self._name = name
        self._lines = _opening_lines(text, name, first_line)
        self._document = text
        self._first_line = first_line
        self._surrogates = _SURROGATE_ESCAPE.search(text) is not None

    def fields(self, pairs: list[tuple[str, object]]) -> Fields:
        """An object."""
        where = f"{self._name}:{next(self._lines)}"
        entries: dict[str, Node] = {}
        for key, value in pairs:
            if key in entries:
                raise InputError(f"{quoted(key)} is given twice in one object", where=where)
            entries[self._text(key, where)] = self.node(value, where)
        return Fields(entries, where)

    def node(self, value: object, where: str) -> Node:
        """Any value."""
        match value:
            case Fields():
                return value
            case list():
                return Items(tuple(self.node(item, where) for item in value), where)
            case bool():
                return Text("true" if value else "false", where)
            case None:
                return Text(None, where)
            case _:
                return Text(self._text(str(value), where), where)

    def number(self, literal: str) -> str:
        """A number, as it was written."""
        if len(literal) > MAX_DIGITS or not math.isfinite(float(literal)):
            self._refuse(literal, f"the number {quoted(literal)} is too large")
        return literal

    def constant(self, literal: str) -> NoReturn:
        """NaN and the infinities."""
        self._refuse(literal, f"{literal} is not a number")

    def _refuse(self, literal: str, what: str) -> NoReturn:
        # The parser does not say where it is; what it stopped at is the first that stands so.
        line, found = self._first_line, re.escape(literal)
        for match in re.finditer(
            rf"{_STRING}|\n|{found}", self._document, re.DOTALL
        ):  # pragma: no branch
            if match.group() == literal:
                break
            line += match.group() == "\n"
        raise InputError(what, where=f"{self._name}:{line}")

    def _text(self, value: str, where: str) -> str:
        if self._surrogates and _SURROGATE.search(value):
            raise InputError(
                "a lone surrogate, half a character", where=where, mend="Write the whole character."
            )
        return value


def _opening_lines(text: str, name: str, first_line: int) -> Iterator[int]:
    """The line of the `{` of each object, in the order in which they close."""
    line, open_at, closed = first_line, list[int](), list[int]()
    for match in _STRUCTURE.finditer(text):
        sign = match.group()
        if sign == "\n":
            line += 1
        elif sign in "{[":
            open_at.append(line)
            if len(open_at) > MAX_DEPTH:
                raise InputError(
                    f"more than {MAX_DEPTH} levels inside each other", where=f"{name}:{line}"
                )
        elif sign in "}]" and open_at:
            opened = open_at.pop()
            if sign == "}":
                closed.append(opened)
    return iter(closed)
