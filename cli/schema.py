"""`dipledger schema`: the JSON Schema of acts, events and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cli.options import FormatOption
from cli.output import emit, write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli.views import SchemaLine

Mode = Literal["validation", "serialization"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def complete_schema(incomplete: str) -> list[str]:
    """Names of schemas."""
    return [line.name for line in _lines() if line.name.startswith(incomplete)]


NameArg = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="acts, an act's kind, events, a topic, or a view; none lists them.",
        autocompletion=complete_schema,
    ),
]


def schema(name: NameArg = None, fmt: FormatOption = None) -> None:
    """Print a JSON Schema, or list those there are.

    `acts` is any act, `reply` and the like are one kind; `events` is any event of the log,
    dipledger.ReplyDelivered.v1 and the like are one topic; thread/1 and the like are the `data` of
    the output with that `schema`, and `envelope` is what is around it.
    """
    if name is None:
        from cli.views import SchemasView

        emit(SchemasView(schemas=tuple(_lines())), None, fmt)
        return
    write_json({"$schema": _DIALECT, **_schema(name)})


def _schema(name: str) -> dict[str, Any]:
    from ledger.errors import InputError
    from ledger.near import near

    makers = {line.name: make for line, make in _table()}
    if name not in makers:
        raise InputError(
            f"there is no schema {name}",
            near=near(name, makers),
            mend="`dipledger schema` lists them.",
        )
    return makers[name]()


def _lines() -> Iterator[SchemaLine]:
    yield from (line for line, _ in _table())


def _table() -> Iterator[tuple[SchemaLine, Callable[[], dict[str, Any]]]]:
    """Every schema with its line in the list; each is made only when asked for."""
    from cli.output import ENVELOPE
    from cli.views import SchemaLine, output_views
    from ledger.acts import ACT_CLASS_BY_WORD
    from ledger.events import TOPICS

    acts = tuple(ACT_CLASS_BY_WORD.values())
    yield SchemaLine(name="acts", of="act", meaning="any act"), _union_of(acts)
    for word, cls in ACT_CLASS_BY_WORD.items():
        yield SchemaLine(name=word, of="act", meaning=cls.KIND.meaning), _one_of(cls)
    events = tuple(TOPICS.values())
    yield SchemaLine(name="events", of="event", meaning="any event"), _union_of(events)
    for topic, cls in TOPICS.items():
        yield SchemaLine(name=topic, of="event", meaning=_first_line(cls)), _one_of(cls)
    yield SchemaLine(name="envelope", of="output", meaning="what is around it"), lambda: ENVELOPE
    for name, view in output_views().items():
        line = SchemaLine(name=name, of="output", meaning=_first_line(view))
        yield line, _one_of(view, "serialization")


def _first_line(cls: type[Any]) -> str:
    return (cls.__doc__ or "").partition("\n")[0]


def _one_of(cls: type[Any], mode: Mode = "validation") -> Callable[[], dict[str, Any]]:
    """What makes the schema: of stored shapes as they are read, of output as it is printed."""

    def make() -> dict[str, Any]:
        from pydantic import TypeAdapter

        return TypeAdapter(cls).json_schema(mode=mode)

    return make


def _union_of(classes: tuple[type[Any], ...]) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        from functools import reduce
        from operator import or_

        return _one_of(reduce(or_, classes))()

    return make


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)
