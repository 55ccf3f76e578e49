"""The published schemas as files, and the page that explains them: `docs/reference/schema.md`.

One file for each output and each event of the registry; the acts, which have their fields in
common, have one for all kinds and one for each kind with fields of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cli.act_options import ACT_OPTIONS
from cli.output import ENVELOPE
from cli.root import COMMANDS
from cli.schema_tables import fields, model, rows
from cli.views import output_views
from cli.vocabulary_page import section_of
from ledger.acts import ACT_CLASSES, Act
from ledger.events import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.schema_tables import Schema

FOLDER = "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_HEAD = """\
# Schemas

<!-- Written by `just docs` from the models; a test holds it to them. -->

What a program can rely on: the shape of what `--format json` prints, of what the page that `serve`
shows has as JSON, and of what is stored.
`dipledger schema NAME` prints a JSON Schema (draft 2020-12); without a name it lists them all.

A name with its version, such as `thread/1`, is a promise: fields may be added to it, none is
removed, renamed or given another meaning. What breaks it gets the next number.
An event that was ever stored stays readable for ever.

Instants are UTC with a `Z`, `2022-01-26T20:59:59Z`; a field of that name with `_text` is for
people, in the thread's zone. Times of recording have microseconds. A field without a value is
`null` or an empty list, and never left out of an answer.
"""
_ENVELOPE_INTRO = """\
`--format json` prints one object, the answer being under `data`
([`envelope.json`](schemas/envelope.json)).
"""
_OUTPUT_INTRO = """\
`dipledger.schema` in the envelope names what is under `data`.
Whole answers are among the [examples](json-examples.md).
"""
_ACTS_INTRO = """\
An act as it is stored; fields that hold their default are left out.
How to write one is told in [the act file](../how-to/act-file.md). All kinds have the fields of
[`any-act.json`](schemas/any-act.json):
"""
_PARTS_INTRO = "What acts are made of.\n"
_EVENTS_INTRO = """\
The log holds one event a position. Its topic is its type, for ever; none is an import path.
"""

_PRINTED_BY = {
    "act/1": "show THREAD/ACT",
    "acts/1": "acts",
    "anomalies/1": "anomalies",
    "chain/1": "chain",
    "checked-checkpoints/1": "checkpoint verify",
    "checkpoints/1": "checkpoint list",
    "config/1": "config",
    "copy/1": "backup, restore",
    "doctor/1": "doctor",
    "diff/1": "diff",
    "errata/1": "errata",
    "explanation/1": "explain",
    "history/1": "history",
    "keys/1": "keys list",
    "log/1": "log",
    "owed/1": "owed",
    "parties/1": "party list",
    "party/1": "party show",
    "persons/1": "persons",
    "point-lines/1": "points",
    "points/1": "points THREAD",
    "positions/1": "positions",
    "projection/1": "projection status, projection rebuild",
    "proof/1": "verify-proof",
    "schemas/1": "schema",
    "search/1": "search",
    "stats/1": "stats",
    "thread/1": "show THREAD",
    "threads/1": "threads",
    "timeline/1": "timeline, replay",
    "verify/1": "verify",
}
_MEANINGS = {option.field: option.help for option in ACT_OPTIONS} | {
    "id": "Its id, a slug that is unique in its thread",
    "dates": "Its dates by their roles, each with its source",
    "persons": "Persons, and posts without a name, in their roles",
    "points": "Points raised",
    "answers": "Answers given",
    "assessments": "Verdicts on answers given before",
    "replies_to": "Acts that it replies to",
    "labels": "What each party calls it",
    "effects": "What it states of its thread, or of others",
    "disclosures": "What became known to the public, when, by whom and how",
    "sources": "Where it is known from",
    "sealed": "What of it is sealed: the words are encrypted, the key is kept beside the log",
    "claims": "What a source says of a field that the act has otherwise",
    "deadline": "By when an answer is wanted: an instant",
    "terms": "The terms that talks are offered on",
    "measure": "What was done",
    "quantity": "How many or how much",
}


Mode = Literal["validation", "serialization"]


class Published(NamedTuple):
    """A schema with the name of its file, without the ending."""

    file: str
    schema: Schema


def schema_files() -> dict[str, str]:
    """The files: name → JSON text."""
    every = [*_output(), *_acts(), *_registry()]
    return {
        f"{each.file}.json": json.dumps(
            {"$schema": _DIALECT, **each.schema}, indent=1, ensure_ascii=False
        )
        + "\n"
        for each in every
    }


def schema_page() -> str:
    """The whole page."""
    return "\n".join(_page()).rstrip("\n") + "\n"


def _one_of(cls: type[Any], mode: Mode = "validation") -> Schema:
    from pydantic import TypeAdapter

    return TypeAdapter(cls).json_schema(mode=mode)


def _first_line(cls: type[Any]) -> str:
    return (cls.__doc__ or "").partition("\n")[0]


def _output() -> Iterator[Published]:
    yield Published("envelope", ENVELOPE)
    for name, view in output_views().items():
        yield Published(_file(name), _one_of(view, "serialization"))


def _acts() -> Iterator[Published]:
    yield Published("any-act", _one_of(Act))
    for cls in ACT_CLASSES:
        if cls.model_fields.keys() - Act.model_fields.keys():
            yield Published(cls.KIND.word, _one_of(cls))


def _registry() -> Iterator[Published]:
    for topic, cls in TOPICS.items():
        if not issubclass(cls, Act):
            yield Published(topic, _one_of(cls))


def _page() -> Iterator[str]:
    yield _HEAD
    yield f"## Envelope\n\n{_ENVELOPE_INTRO}"
    yield from fields(ENVELOPE)
    yield from _output_section()
    yield from _acts_section()
    yield from _events_section()


def _output_section() -> Iterator[str]:
    yield f"## Output\n\n{_OUTPUT_INTRO}"
    views = output_views()
    yield from rows(
        ("schema", "printed by", "what it is", "file"),
        (
            (f"[`{name}`](#{_file(name)})", _printers(name), _first_line(view), _link(_file(name)))
            for name, view in sorted(views.items())
        ),
    )
    shared: dict[str, Schema] = {}
    for name, view in sorted(views.items()):
        schema = _one_of(view, "serialization")
        shared |= schema.get("$defs", {})
        yield f"### {_file(name)}\n"
        yield from fields(schema)
    stored = {name for each in _acts() for name in each.schema["$defs"]}
    yield "## Parts of output\n"
    for name, part in sorted(shared.items()):
        if name not in stored and not section_of(name):
            yield from model(name, part)


def _acts_section() -> Iterator[str]:
    yield f"## Acts\n\n{_ACTS_INTRO}"
    common, *others = _acts()
    yield from fields(common.schema, _MEANINGS)
    for file, schema in others:
        own = {
            name: field
            for name, field in schema["properties"].items()
            if name not in common.schema["properties"]
        }
        yield f"The kind `{file}` also has ({_link(file)}):\n"
        yield from fields({**schema, "properties": own}, _MEANINGS)
    yield f"## Parts of acts\n\n{_PARTS_INTRO}"
    defs = {name: part for each in (common, *others) for name, part in each.schema["$defs"].items()}
    for name, part in sorted(defs.items()):
        if not section_of(name):
            yield from model(name, part)


def _events_section() -> Iterator[str]:
    yield f"## Events\n\n{_EVENTS_INTRO}"
    yield from rows(
        ("topic", "what it is", "file"),
        (
            (f"`{topic}`", _first_line(cls), _link(_file_of_event(topic, cls)))
            for topic, cls in TOPICS.items()
        ),
    )


def _file_of_event(topic: str, cls: type[Any]) -> str:
    if not issubclass(cls, Act):
        return topic
    has_own = cls.model_fields.keys() - Act.model_fields.keys()
    return cls.KIND.word if has_own else "any-act"


def _printers(name: str) -> str:
    calls = (call.strip() for call in _PRINTED_BY.get(name, "serve").split(","))
    return ", ".join(f"`dipledger {call}`" for call in calls if call.split()[0] in COMMANDS)


def _link(file: str) -> str:
    return f"[{file}.json]({FOLDER}/{file}.json)"


def _file(name: str) -> str:
    return name.replace("/", "-")
