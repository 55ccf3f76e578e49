"""JSON Schemas as Markdown tables: a row for each field, with links to what it is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cli.vocabulary_page import section_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Schema = dict[str, Any]


def model(name: str, schema: Schema) -> Iterator[str]:
    """A section on one part: what it is, and its fields or words."""
    yield f"### {name}\n"
    if "description" in schema:
        paragraph = schema["description"].partition("\n\n")[0]
        yield f"{_escaped(' '.join(paragraph.split()))}\n"
    if "enum" in schema:
        yield f"One of {', '.join(f'`{word}`' for word in schema['enum'])}.\n"
    elif "properties" in schema:
        yield from fields(schema)
    else:
        yield "Any JSON value.\n"


def fields(schema: Schema, meanings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The fields of an object; where none says what it is, whether each is needed."""
    required = set(schema.get("required", ()))
    lines = [
        (name, _type(field), _meaning(name, field, meanings or {}))
        for name, field in schema["properties"].items()
    ]
    if any(meaning for *_, meaning in lines):
        yield from rows(
            ("field", "type", "what it is"),
            ((f"`{name}`", type_, meaning) for name, type_, meaning in lines),
        )
    else:
        yield from rows(
            ("field", "type", "needed"),
            ((f"`{name}`", type_, "yes" if name in required else "") for name, type_, _ in lines),
        )


def _meaning(name: str, field: Schema, meanings: Mapping[str, str]) -> str:
    python = {"from": "senders", "to": "addressees"}.get(name, name)
    text = meanings.get(python) or field.get("description") or ""
    return _escaped(re.sub(r"\bNone\b", "null", " ".join(text.split())))


def _type(field: Schema) -> str:  # noqa: PLR0911 -- a line for each form of type
    """`text`, `integer or null`, `list of Point`: the type of a field for a reader."""
    match field:
        case {"$ref": str(ref)}:
            part = ref.rpartition("/")[2]
            section = section_of(part)
            return f"[{part}](vocabulary.md#{section})" if section else f"[{part}](#{part.lower()})"
        case {"anyOf": choices}:
            return " or ".join(dict.fromkeys(_type(each) for each in choices))
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"object of {_type(values)}"
        case {"const": value}:
            return f"`{value}`"
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words)
        case {"type": list() as types}:
            return " or ".join(_NAMES.get(each, str(each)) for each in types)
        case {"type": str(name)}:
            return _NAMES.get(name, name)
        case _:
            return "any"


_NAMES = {"string": "text", "boolean": "true or false"}


def rows(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table and the blank line after it."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in lines:
        yield f"| {' | '.join(row)} |"
    yield ""


def _escaped(text: str) -> str:
    parts = text.split("`")
    return "`".join(
        part if number % 2 else part.replace("|", "\\|").replace("*", "\\*").replace("<", "\\<")
        for number, part in enumerate(parts)
    )
