"""`FIELD=VALUE` → an act with that field otherwise, as the person who corrects it writes it.

```
place=Niš                       a field; a field of several is given several times, or with commas
delivered=2022-01-27            all dates of one role
points.6b=New words             one part of a list, by its key, written as in an act file
points.6b.kind=request          one field of one part
answers.6b=reject: reason       all answers to 6b
```

The key is a point's label, an answer's point, a person's role, a source's id and so on. What is
written replaces all parts of that key; only a point keeps the fields that are not written, since
its key is its name. A key that is not there adds a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import ValidationError

from ledger.acts import Act
from ledger.errors import DipledgerError, InputError, SeveralErrors
from ledger.importers.actbuild import is_relative, relative_date, with_claims
from ledger.importers.nodes import Fields, Node, Text, items_of
from ledger.importers.notation import NOTATIONS
from ledger.importers.parts_in import Context, field_value, part, several
from ledger.importers.sentences import sentences
from ledger.importers.slots import names, shown, slots, spelt, unknown_name
from ledger.importers.syntax import OPTIONS
from ledger.instants import quoted
from ledger.near import near
from ledger.parts import Part, Point
from ledger.vocabulary import DateRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

A = TypeVar("A", bound=Act)

_FORM = "Write FIELD=VALUE, like place=Geneva, delivered=2022-01-27 or points.6b=TEXT."
_CUT = re.compile(rf"(?P<path>[^=(]{{1,200}}+(?:{OPTIONS})?+)=(?P<value>.*)\Z", re.DOTALL)
_PATH = re.compile(r"(?P<name>[^.(]+)(?:\.(?P<key>.+))?\Z", re.DOTALL)
_KEYS = ("label", "role", "party", "scheme", "field", "point", "act", "effect", "id")
"""The field that is the key of a part, the first that it has; of a disclosure it is the part."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field or part to be otherwise: its path, the values given for it, none to take it out."""

    path: str
    values: tuple[str, ...]
    where: str


def edits_of(sets: Iterable[str], unsets: Iterable[str], option: str) -> tuple[Edit, ...]:
    """The edits of `--set` and `--unset`, several values of one path together. InputError."""
    found: dict[str, Edit] = {}
    for text in sets:
        match = _CUT.match(text.strip())
        if match is None:
            raise InputError(f"{quoted(text)} is not FIELD=VALUE", where=option, mend=_FORM)
        path = match["path"].strip()
        before = found[path].values if path in found else ()
        found[path] = Edit(path, (*before, match["value"].strip()), f"{option} {path}")
    for path in unsets:
        if path in found:
            raise InputError(f"{quoted(path)} is given, and taken out", where="--unset")
        found[path] = Edit(path.strip(), (), f"--unset {path}")
    return tuple(found.values())


def edited(act: A, edits: Sequence[Edit], context: Context) -> tuple[A, tuple[str, ...]]:
    """The act with the edits carried out, and the fields that they name, as stored.

    InputError or SeveralErrors with all that is wrong.
    """
    values: dict[str, Any] = {name: getattr(act, name) for name in act.model_fields_set}
    touched: dict[str, Node] = {}
    errors: list[DipledgerError] = []
    for edit in edits:
        try:
            field, value = _edit(act, values, edit, context)
        except DipledgerError as error:
            errors.extend(several(error))
            continue
        touched[field] = Text(None, edit.where)
        if value is None:
            values.pop(field, None)
        else:
            values[field] = value
    try:
        made = type(act).model_validate(values)
    except ValidationError as error:
        errors.extend(sentences(error, type(act), touched, (), "the correction"))
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralErrors(errors)
    if "claims" in touched:
        made = cast("A", with_claims(made, touched["claims"].where))
    fields = type(act).model_fields
    return made, tuple(fields[name].alias or name for name in fields if name in touched)


def _edit(act: Act, values: dict[str, Any], edit: Edit, context: Context) -> tuple[str, object]:
    """The field that an edit names, and its new value; None where it is taken out."""
    field, key = _resolved(type(act), edit)
    if key is None:
        return field, _whole(act, field, edit, context)
    slot = slots(type(act))[field]
    if not slot.is_a(Part):
        raise InputError(f"{shown(field)} has no parts", where=edit.where, mend=_FORM)
    held: tuple[Part, ...] = _listed(values.get(field))
    if not slot.many:
        return field, _inside(_only(held, shown(field), edit), key, edit, context)
    found, inner = _found(held, key)
    if found is None:
        if not edit.values or _names_a_field(slot.type, key):
            raise _no_such_part(slot.type, field, held, key, edit)
        return field, (*held, *_written(act, field, key, edit, context))
    own = [one for one in held if key_of(one) == found]
    if inner is not None:
        one = _only(own, f"{shown(field)}.{found}", edit)
        new: Sequence[Part] = (_inside(one, inner, edit, context),)
    elif not edit.values:
        new = ()
    elif slot.type is Point and len(edit.values) == 1:
        new = (_reworded(cast("Point", own[0]), key, edit, context),)
    else:
        new = _written(act, field, key, edit, context)
    return field, _replaced(held, lambda one: key_of(one) == found, new)


def _resolved(cls: type[Act], edit: Edit) -> tuple[str, str | None]:
    """The field of a path, and the key of the part in it, if it names one."""
    match = _PATH.match(edit.path)
    if match is None:
        raise InputError(f"{quoted(edit.path)} names no field", where=edit.where, mend=_FORM)
    name, key = spelt(match["name"]), match["key"]
    if name in ("kind", "id", "thread"):
        raise InputError(
            f"the {name} of an act cannot be corrected",
            where=edit.where,
            mend="Retract the act, and record it anew.",
        )
    role = _roles().get(name)
    if role is not None and key is None:
        return "dates", role
    known = names(cls)
    if name not in known:
        raise unknown_name(match["name"], (*known, *_roles()), edit.where)
    return known[name], key


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    """The dates that can be named like fields."""
    others = {"when": "delivered", "date": "delivered"}
    return {role.value: role.value for role in DateRole} | others


def _whole(act: Act, field: str, edit: Edit, context: Context) -> object:
    if not edit.values:
        return None
    one = Text(edit.values[0], edit.where)
    if field == "deadline" and is_relative(one):
        return relative_date(act, one, context.zone)
    return field_value(type(act), field, _node(edit), context)


def _node(edit: Edit) -> Node:
    """The values given: one text, or several."""
    if len(edit.values) == 1:
        return Text(edit.values[0], edit.where)
    return items_of(edit.values, edit.where)


def _found(held: tuple[Part, ...], key: str) -> tuple[str | None, str | None]:
    """The longest key of a part that a path begins with, and the field of it after a dot."""
    known = sorted({key_of(one) for one in held}, key=len, reverse=True)
    for each in known:
        if key == each or key.startswith(f"{each}("):
            return each, None
        if key.startswith(f"{each}."):
            return each, key[len(each) + 1 :]
    return None, None


def _only(own: Sequence[Part], what: str, edit: Edit) -> Part:
    """The one part of a name. InputError where there is none, or several."""
    if len(own) == 1:
        return own[0]
    raise InputError(
        f"{what} is not there" if not own else f"{what} is there {len(own)} times",
        where=edit.where,
        mend="Write it anew as a whole.",
    )


def _inside(own: Part, name: str, edit: Edit, context: Context) -> Part:
    """A part with one of its fields otherwise."""
    model = type(own)
    if edit.values:
        return part(model, Fields({name: _node(edit)}, edit.where), context, own)
    known = names(model)
    if spelt(name) not in known:
        raise unknown_name(name, known, edit.where)
    rest = {each: getattr(own, each) for each in own.model_fields_set}
    rest.pop(known[spelt(name)], None)
    try:
        return model.model_validate(rest)
    except ValidationError as error:
        raise SeveralErrors(sentences(error, model, {}, (), edit.where)) from None


def _reworded(own: Point, key: str, edit: Edit, context: Context) -> Point:
    """The point with other words, and with the options written after its label."""
    texts = NOTATIONS[Point].both(key, edit.values[0])
    entries = {name: Text(str(text), edit.where) for name, text in texts.items()}
    return part(Point, Fields(entries, edit.where), context, own)


def _written(act: Act, field: str, key: str, edit: Edit, context: Context) -> tuple[Part, ...]:
    """The parts of a key, each written as in an act file."""
    model = slots(type(act))[field].type
    notation = NOTATIONS[model]
    made: list[Part] = []
    for value in edit.values:
        if notation.key is not None:
            node = Fields({key: Text(value, edit.where)}, edit.where)
            made += cast("tuple[Part, ...]", field_value(type(act), field, node, context))
            continue
        own = {"id": key} if "id" in names(model) else {}
        texts = {**own, **notation.rest(value)}
        entries = {name: Text(str(text), edit.where) for name, text in texts.items()}
        made.append(part(model, Fields(entries, edit.where), context))
    return tuple(made)


def _replaced(
    held: tuple[Part, ...], is_old: Callable[[Part], bool], new: Sequence[Part]
) -> tuple[Part, ...]:
    """The parts, the new ones in the place of the first old one."""
    first = next(number for number, one in enumerate(held) if is_old(one))
    before = [one for one in held[:first] if not is_old(one)]
    after = [one for one in held[first:] if not is_old(one)]
    return (*before, *new, *after)


def key_of(one: Part) -> str:
    """What names a part among those of its field."""
    known = type(one).model_fields
    if "part" in known:
        point = getattr(one, "point", None)
        return f"{one.part}:{point}" if point else str(one.part)  # type: ignore[attr-defined]
    for name in _KEYS:
        value = getattr(one, name, None)
        if value is not None:
            return f"act:{value}" if name == "act" else str(value)
    return ""


def _names_a_field(model: type[Part], key: str) -> bool:
    """Whether a key that is not there ends like the field of a part, and was mistyped."""
    _, dot, last = key.rpartition(".")
    return bool(dot) and spelt(last) in names(model)


def _no_such_part(
    model: type[Part], field: str, held: tuple[Part, ...], key: str, edit: Edit
) -> InputError:
    known = [name for name in map(key_of, held) if name]
    close = near(key, known)
    some = f"Known are: {', '.join(known)}." if known and not close else None
    name = key.rpartition(".")[0] if _names_a_field(model, key) else key
    return InputError(
        f"there is no {quoted(name)} among its {shown(field)}",
        where=edit.where,
        near=close,
        mend=some,
    )


def _listed(value: Any) -> tuple[Part, ...]:  # noqa: ANN401 -- a field of an act
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
