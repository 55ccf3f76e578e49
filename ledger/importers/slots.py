"""What can be written into a part: its fields and their kinds of value, read off the models.

A field that a model gains can be written in files and options from that day on; only its other
names and compact notations are listed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from ledger.acts import Act, MeasureTaken
from ledger.errors import DipledgerError, InputError
from ledger.instants import quoted
from ledger.near import near
from ledger.parts import Answer, DateClaim, DisclosureRecord, Part, Point, Slug
from ledger.text import (
    ActId,
    ActRef,
    Language,
    PartyCode,
    PointLabel,
    PointRef,
    ThreadId,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.importers.nodes import Fields, Node


@dataclass(frozen=True, slots=True)
class Slot:
    """What one field takes: the type of one value, whether it takes many, how its text looks."""

    type: Any
    many: bool
    form: str | None

    @property
    def is_code(self) -> bool:
        """Whether its values are party codes."""
        return self.form == FORMS[PartyCode]

    @property
    def is_reference(self) -> bool:
        """Whether its values name acts or points."""
        return self.form in (FORMS[ActRef], FORMS[PointRef])

    def is_a(self, parent: type) -> bool:
        """Whether one value is an instance of a class."""
        return isinstance(self.type, type) and issubclass(self.type, parent)


FORMS: dict[Any, str] = {
    ThreadId: "a thread: lower-case letters, digits and hyphens, like us-russia-2021",
    ActId: "an act id: lower-case letters, digits and hyphens, like draft-treaty",
    PartyCode: "a party code: capital letters, like USA, RUS or NATO",
    PointLabel: "a label: letters, digits, dots and hyphens, at most 32, like 6b or ukraine",
    ActRef: "a reference to an act: ID, or THREAD/ID for one of another thread",
    PointRef: "a reference to a point: LABEL, or THREAD/LABEL for one of another thread",
    Language: "a language tag: like en, fr or sr-Cyrl",
    Slug: "a short id: lower-case letters, digits and hyphens, like s1",
}
"""How the texts look that are more than text."""

IF = "if"
"""The other name of a condition's point; not a field."""

_NOT_WRITTEN = frozenset({"sealed"})
"""Fields that are made of others."""

_OTHER_NAMES: dict[type[Part], dict[str, str]] = {
    Act: {"people": "persons", "reply_to": "replies_to", "disclosed": "disclosures"},
    MeasureTaken: {"deed": "measure"},
    Point: {"to": "addressees", "by": "raiser", "from": "raiser", IF: IF},
    Answer: {"for": "on_behalf_of", IF: IF},
    DateClaim: {"when": "date"},
    DisclosureRecord: {"date": "when"},
}


@lru_cache(maxsize=128)
def slots(model: type[Part]) -> dict[str, Slot]:
    """The slot of each field of a part."""
    hints = get_type_hints(model, include_extras=True)
    return {name: _slot(hints[name]) for name in model.model_fields}


@lru_cache(maxsize=128)
def names(model: type[Part]) -> dict[str, str]:
    """Every name that a field may be written by, hyphens as underscores → the field.

    A field of many may be named in the singular (`point` for `points`).
    """
    known = {name: name for name in model.model_fields if name not in _NOT_WRITTEN}
    for name, info in model.model_fields.items():
        if info.alias:
            known[info.alias] = name
        if slots(model)[name].many:
            known.setdefault(name.removesuffix("s"), name)
    for parent, others in _OTHER_NAMES.items():
        if issubclass(model, parent):
            known |= others
    return known


def spelt(name: str) -> str:
    """A written name as `names` has it."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def shown(field: str) -> str:
    """A field as a person writes it."""
    return {"senders": "from", "addressees": "to"}.get(field, field).replace("_", "-")


def resolve(model: type[Part], fields: Fields, errors: list[DipledgerError]) -> dict[str, Node]:
    """The nodes by field; a name unknown or given twice becomes an error."""
    known = names(model)
    given: dict[str, Node] = {}
    written: dict[str, str] = {}
    for name, node in fields.entries.items():
        field = known.get(spelt(name))
        if field is None:
            errors.append(unknown_name(name, known, node.where))
        elif field in given:
            what = f"{quoted(written[field])} and {quoted(name)} are the same field"
            errors.append(InputError(what, where=node.where, mend="Keep one of them."))
        else:
            given[field], written[field] = node, name
    return given


def unknown_name(name: str, known: Iterable[str], where: str) -> InputError:
    """No such field, with near misses."""
    choice = list(dict.fromkeys(shown(each) for each in known))
    close = near(name, choice)
    mend = None if close else f"Known are: {', '.join(sorted(choice))}."
    return InputError(f"{quoted(name)} is not known here", where=where, near=close, mend=mend)


def _slot(hint: Any) -> Slot:  # noqa: ANN401 -- a type hint may be anything
    many = False
    while True:
        if hint in FORMS:
            return Slot(str, many, FORMS[hint])
        origin = get_origin(hint)
        if origin is Annotated:
            hint = get_args(hint)[0]
        elif origin in (Union, UnionType):
            hint = next(arg for arg in get_args(hint) if arg is not NoneType)
        elif origin is tuple:
            hint, many = get_args(hint)[0], True
        else:
            return Slot(hint, many, None)
