"""Nodes → parts of an act, whatever way they are written: spelled out, by key, or compact.

All that is wrong is told at once, each with its place. A date without a zone is read in the zone
given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import JsonValue, ValidationError

from ledger.dates import ActDate, parse_act_date
from ledger.errors import DipledgerError, InputError, SeveralErrors
from ledger.importers.nodes import Fields, Items, Node, Text, items_of, listed, plain
from ledger.importers.notation import NOTATIONS, Notation, Texts
from ledger.importers.sentences import sentences
from ledger.importers.slots import IF, Slot, resolve, shown, slots
from ledger.importers.values import flag, names, number, text_of, word
from ledger.parts import Part, Point
from ledger.vocabulary import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.vocabulary import PointKind

P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a part without being written in it.

    The zone of its dates, the kind of its points, and the thread that it stands in: a reference to
    that one is stored without its slug, so that one act is one act however it was written.
    """

    zone: str
    point_kind: PointKind | None = None
    home: str | None = None


def part(model: type[P], fields: Fields, context: Context, over: P | None = None) -> P:
    """A part whose fields are named one by one. InputError or SeveralErrors.

    Fields that are not named are those of `over`, where there is one.
    """
    errors: list[DipledgerError] = []
    given = resolve(model, fields, errors)
    return assemble(model, Fields(given, fields.where), context, errors, over)


def field_value(model: type[Part], field: str, node: Node, context: Context) -> object:
    """The value of one field of a part, None where nothing is written. InputError as above."""
    return _value(slots(model)[field], node, field, context)


def assemble(
    model: type[P],
    fields: Fields,
    context: Context,
    errors: list[DipledgerError],
    over: P | None = None,
) -> P:
    """A part of nodes by field. InputError or SeveralErrors, those found before included."""
    values: dict[str, object] = {}
    if model is Point and context.point_kind is not None:
        values["kind"] = context.point_kind
    if over is not None:
        values |= {name: getattr(over, name) for name in over.model_fields_set}
    # A field under a mistyped name is not missing.
    failed = {name for name in model.model_fields for error in errors if shown(name) in error.near}
    for field, node in _with_condition(fields.entries).items():
        try:
            value = _value(slots(model)[field], node, field, context)
        except DipledgerError as error:
            errors.extend(several(error))
            failed.add(field)
        else:
            if value is not None:
                values[field] = value
    try:
        made = model.model_validate(values)
    except ValidationError as error:
        errors.extend(sentences(error, model, fields.entries, failed, fields.where))
    else:
        if not errors:
            return made
    raise errors[0] if len(errors) == 1 else SeveralErrors(errors)


def several(error: DipledgerError) -> tuple[DipledgerError, ...]:
    """The errors that an error stands for."""
    return error.errors if isinstance(error, SeveralErrors) else (error,)


def _with_condition(given: Mapping[str, Node]) -> Mapping[str, Node]:
    """`if` names the point of a condition, `condition` its words; both are one field."""
    if IF not in given:
        return given
    rest = {field: node for field, node in given.items() if field != IF}
    condition = rest.get("condition")
    point = given[IF]
    if isinstance(condition, Fields):
        entries = {**condition.entries, "point": point}
    else:
        entries = {"point": point} if condition is None else {"point": point, "text": condition}
    return {**rest, "condition": Fields(entries, point.where)}


def _value(slot: Slot, node: Node, field: str, context: Context) -> object:
    """The value of a field; None where nothing is written. Errors carry their place."""
    if slot.is_a(Part):
        parts = tuple(_parts(slot.type, node, context))
        if slot.many:
            return parts
        if len(parts) > 1:
            raise InputError(f"{shown(field)} is given more than once", where=node.where)
        return parts[0] if parts else None
    if isinstance(node, Text) and node.value is None:
        return None
    try:
        return _simple(slot, node, shown(field), context)
    except InputError as error:
        if error.where is not None:
            raise
        name = "" if slot.is_a(Word) or field == "date" else f"{shown(field)}: "
        raise error.but(what=f"{name}{error.what}", where=node.where) from None


def _simple(slot: Slot, node: Node, field: str, context: Context) -> object:
    if slot.type is JsonValue:
        return plain(node)
    if slot.many:
        texts = names(node, field, joined=slot.form is not None or slot.is_a(Word))
        return tuple(_one(slot, text, context) for text in texts)
    return _one(slot, text_of(node, field), context)


def _one(slot: Slot, text: str, context: Context) -> object:
    if slot.is_a(Word):
        return word(text, slot.type)
    if slot.type is ActDate:
        return parse_act_date(text, zone=context.zone)
    if slot.type is bool:
        return flag(text)
    if slot.type is int:
        return number(text)
    if slot.is_code:
        return text.strip().upper()
    return text.strip().removeprefix(f"{context.home}/") if slot.is_reference else text


def _parts(model: type[P], node: Node, context: Context) -> tuple[P, ...]:
    """The parts of a list, of a mapping by key, of one written line or of one spelled out."""
    notation = NOTATIONS[model]
    made: list[P] = []
    errors: list[DipledgerError] = []
    for key, item in _pairs(notation, node):
        name = notation.noun if key is None else _called(notation, key)
        try:
            fields = _draft(notation, key, item)
            name = _name(notation, fields)
            made.append(part(model, fields, context))
        except DipledgerError as error:
            errors.extend(_told(each, name, notation, item) for each in several(error))
    if errors:
        raise SeveralErrors(errors)
    return tuple(made)


def _pairs(notation: Notation, node: Node) -> Iterator[tuple[str | None, Node]]:
    """Each part's node, with its key where a mapping gives one."""
    for item in listed(node):
        if notation.key is None or not isinstance(item, Fields) or _is_spelled_out(notation, item):
            yield None, item
        else:
            for key, value in item.entries.items():
                for each in listed(value) or (value,):
                    yield key, each


def _is_spelled_out(notation: Notation, fields: Fields) -> bool:
    """Whether the names are the fields of one part, and not keys (`{ukraine: text}`)."""
    return any(marker in fields.entries for marker in notation.marker)


def _draft(notation: Notation, key: str | None, item: Node) -> Fields:
    """The fields of one part, still unread."""
    if isinstance(item, Items):
        raise InputError("a list inside a list", mend=f"Write {notation.form}.")
    texts: Texts = {}
    if isinstance(item, Fields):
        texts = notation.both(key, None) if key is not None else {}
    elif key is not None:
        texts = notation.both(key, item.value)
    elif item.value is None:
        raise InputError("nothing is written", mend=f"Write {notation.form}.")
    else:
        texts = notation.compact(item.value)
    entries: dict[str, Node] = {
        name: Text(text, item.where) if isinstance(text, str) else items_of(text, item.where)
        for name, text in texts.items()
    }
    own = item.entries if isinstance(item, Fields) else {}
    return Fields({**entries, **own}, item.where)


def _name(notation: Notation, fields: Fields) -> str:
    """What to call a part in an error: `answer ukraine`."""
    named = (fields.entries.get(marker) for marker in notation.marker)
    key = next((node.value for node in named if isinstance(node, Text) and node.value), None)
    return _called(notation, key) if key and notation.key else notation.noun


def _called(notation: Notation, key: str) -> str:
    return f"{notation.noun} {key.partition('(')[0].strip()}"


def labels_in(points: Node | None) -> list[str]:
    """The labels of points as far as they can be told, whatever else is wrong with them."""
    found: list[str] = []
    for key, item in _pairs(NOTATIONS[Point], points) if points else ():
        try:
            label = _draft(NOTATIONS[Point], key, item).entries.get("label")
        except InputError:
            continue
        if isinstance(label, Text) and label.value:
            found.append(label.value)
    return found


def _told(error: DipledgerError, name: str, notation: Notation, item: Node) -> DipledgerError:
    """The error with the name of its part; for a compact one, with the form to write it in."""
    mend = error.mend or (f"Write {notation.form}." if isinstance(item, Text) else None)
    return error.but(what=f"{name}: {error.what}", where=error.where or item.where, mend=mend)
