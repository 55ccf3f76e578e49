"""Named values → an act: one builder for files and for the options of a command line.

A user writes `KIND: ID` (or `kind` and `id`) and the fields of `ledger.acts.Act`, in any of the
names that `ledger.importers.slots` knows. Beside those: the dates by their roles (`delivered`,
`sent` …, `when` for delivered), a deadline relative to the act (`+48h`), and for a measure `deed`,
since `measure` can be the kind. Without an id the act gets `DATE-SENDERS-KIND`, whatever the order
of recording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.acts import ACT_CLASS_BY_WORD, ACT_CLASSES, Act, StatementMade
from ledger.dates import ActDate, add_duration, format_instant, parse_act_date
from ledger.errors import DipledgerError, InputError, SeveralErrors
from ledger.importers.nodes import Fields, Items, Node, Text, listed
from ledger.importers.parts_in import Context, assemble
from ledger.importers.slots import names, shown, spelt, unknown_name
from ledger.importers.values import flag, text_of
from ledger.instants import quoted
from ledger.kinds import KIND_BY_WORD
from ledger.near import near
from ledger.placing import act_time
from ledger.vocabulary import ACT_TIME_ORDER, DateRole, Measure
from ledger.zones import DAY, find_zone, wall_clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.dates import Instant

ENVELOPE = ("kind", "thread", "zone", "another", "seal")
"""What is written with an act and is no field of it."""

_KINDS = {spelt(word): word for word in KIND_BY_WORD}
_ID_DATES = (*ACT_TIME_ORDER, *(role for role in DateRole if role not in ACT_TIME_ORDER))
_PLACEHOLDER = "none"
_LONGEST_ID = 96


@dataclass(frozen=True, slots=True)
class Draft:
    """An act as it was written: its nodes by field, by role of date, and by `ENVELOPE`."""

    given: dict[str, Node]
    where: str
    errors: list[DipledgerError] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The one text of a name, None where it is not written. InputError where it is several."""
        node = self.given.get(name)
        if node is None or (isinstance(node, Text) and node.value is None):
            return None
        return text_of(node, name).strip()

    def flag(self, name: str) -> bool:
        """Whether a name is written with yes. InputError where it is neither yes nor no."""
        text = self.text(name)
        try:
            return text is not None and flag(text)
        except InputError as error:
            raise error.at(self.given[name].where) from None

    def over(self, common: Mapping[str, Node]) -> Draft:
        """The draft, with what all acts have in common where it says nothing itself."""
        cls = ACT_CLASS_BY_WORD.get(self._kind_or_none() or "", StatementMade)
        shared = {
            name: node
            for name, node in common.items()
            if name in cls.model_fields or name not in _fields_of_kinds()
        }
        return Draft({**shared, **self.given}, self.where, self.errors)

    def _kind_or_none(self) -> str | None:
        node = self.given.get("kind")
        return node.value if isinstance(node, Text) else None


def is_act(fields: Fields) -> bool:
    """Whether a mapping names a kind, so is an act itself."""
    return any(spelt(name) == "kind" or spelt(name) in _KINDS for name in fields.entries)


def draft(fields: Fields, *, common: bool = False) -> Draft:
    """The nodes of an act by what they are; unknown names and names given twice become errors.

    `common`: what several acts share, which has neither kind nor id.
    """
    errors: list[DipledgerError] = []
    given: dict[str, Node] = {}
    known = {
        name: what for name, what in _known().items() if not common or what not in ("id", "kind")
    }
    with_kind = common or any(spelt(name) == "kind" for name in fields.entries)
    for name, node in fields.entries.items():
        what = known.get(spelt(name))
        if not with_kind and spelt(name) in _KINDS:
            found = _kind_and_id(_KINDS[spelt(name)], node, fields)
        elif what is None:
            choice = known if with_kind else (*known, *_KINDS)
            errors.append(unknown_name(name, choice, node.where))
            continue
        else:
            found = {what: node}
        twice = next((each for each in found if each in given), None)
        if twice is not None:
            other = "another kind" if twice == "kind" else f"{shown(twice)} a second time"
            errors.append(InputError(f"{quoted(name)} gives {other}", where=node.where))
        given = {**found, **given}
    return Draft(given, fields.where, errors)


def _kind_and_id(kind: str, node: Node, fields: Fields) -> dict[str, Node]:
    """`demand: draft-treaty`; `measure: troop-movement` is the measure itself, where no deed is."""
    where = node.where
    is_measure = isinstance(node, Text) and node.value in set(Measure)
    others = {spelt(name) for name in fields.entries}
    if kind == "measure" and is_measure and "deed" not in others:
        return {"kind": Text(kind, where), "measure": node}
    if isinstance(node, Text) and not node.value:
        return {"kind": Text(kind, where)}
    return {"kind": Text(kind, where), "id": node}


def build(written: Draft, zone: str, home: str | None = None) -> Act:
    """The act of a draft in the thread `home`, its dates read in the zone.

    InputError or SeveralErrors, with all that is wrong.
    """
    errors = list(written.errors)
    cls = _class(written, errors)
    given = {name: node for name, node in written.given.items() if name not in ENVELOPE}
    for name in given.keys() & (_fields_of_kinds() - cls.model_fields.keys()):
        kinds = " and ".join(each.KIND.word for each in ACT_CLASSES if name in each.model_fields)
        what = f"{shown(name)} belongs to the kind {kinds}, not to {cls.KIND.word}"
        errors.append(InputError(what, where=given.pop(name).where))
    _gather_dates(given)
    deadline = given.pop("deadline") if is_relative(given.get("deadline")) else None
    with_id = not _is_empty(given.get("id"))
    if not with_id:
        given["id"] = Text(_PLACEHOLDER, written.where)
    context = Context(zone, cls.KIND.point_kind, home)
    act = assemble(cls, Fields(given, written.where), context, errors)
    if deadline is not None:
        act = act.model_copy(update={"deadline": relative_date(act, deadline, zone)})
    if act.claims:
        act = with_claims(act, given["claims"].where)
    return act if with_id else act.model_copy(update={"id": own_id(act)})


def own_id(act: Act) -> str:
    """`2021-12-15-rus-demand`: the id of an act that was given none, from its content alone."""
    day = "undated"
    for role in _ID_DATES:
        claims = [claim for claim in act.dates if claim.role is role]
        if claims:
            claim = next((each for each in claims if each.preferred), claims[0])
            days = re.sub("T[^/]*", "", claim.date.edtf).lower()
            day = re.sub("[^a-z0-9]+", "-", days).strip("-")
            break
    senders = "-".join(act.senders).lower()
    made = f"{day}-{senders}-{act.KIND.word}"
    if len(made) > _LONGEST_ID:
        others = f"{act.senders[0].lower()}-and-{len(act.senders) - 1}-others"
        made = f"{day}-{others}-{act.KIND.word}"
    return made


def _class(written: Draft, errors: list[DipledgerError]) -> type[Act]:
    """The class of the kind; where there is none, one that lets the rest be checked."""
    node = written.given.get("kind")
    if node is None or _is_empty(node):
        if not any(word in KIND_BY_WORD for error in errors for word in error.near):
            mend = "Begin it with KIND: ID, like demand: draft-treaty, or name its kind."
            errors.append(InputError("the act has no kind", where=written.where, mend=mend))
        return StatementMade
    try:
        text = text_of(node, "kind")
    except InputError as error:
        errors.append(error)
        return StatementMade
    word = _KINDS.get(spelt(text))
    if word is None:
        errors.append(unknown_kind(text).at(node.where))
        return StatementMade
    return ACT_CLASS_BY_WORD[word]


def unknown_kind(text: str) -> InputError:
    """No such kind of act, with near misses."""
    return InputError(
        f"there is no kind of act {quoted(text)}",
        near=near(text, KIND_BY_WORD),
        mend=f"Known are: {', '.join(KIND_BY_WORD)}.",
    )


def _gather_dates(given: dict[str, Node]) -> None:
    """Dates named by their roles become claims of the field `dates`."""
    claims = list(listed(given.pop("dates"))) if "dates" in given else []
    for role in DateRole:
        if role in given:
            node = given.pop(role)
            if not _is_empty(node):
                claims.append(Fields({role: node}, node.where))
    if claims:
        given["dates"] = Items(tuple(claims), claims[0].where)


def relative_date(act: Act, node: Node, zone: str) -> ActDate:
    """`+48h` after the act, as a date that stands for itself."""
    text = text_of(node, "deadline").strip()
    _, latest = act_time(act)
    if latest is None:
        raise InputError(
            f"the deadline {quoted(text)} counts from the act, which has no date",
            where=node.where,
            mend="Give the act a date, or the deadline one of its own.",
        )
    try:
        return _date_of(add_duration(latest, text[1:], zone), zone)
    except InputError as error:
        raise error.at(node.where) from None


def _date_of(instant: Instant, zone: str) -> ActDate:
    """The date whose last second is the instant, as short as it can be said in the zone."""
    day, second = wall_clock(instant, find_zone(zone))
    text = date.fromordinal(day).isoformat()
    whole = parse_act_date(text, zone=zone)
    if second == DAY - 1 and whole.latest == instant:
        return whole
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}".removesuffix(":00")
    timed = parse_act_date(f"{text}T{clock}", zone=zone)
    # Clocks put back show a time twice; then only UTC says which one is meant.
    exact = timed.earliest == timed.latest == instant
    return timed if exact else parse_act_date(format_instant(instant))


def with_claims(act: Act, where: str) -> Act:
    """The act, its claims naming fields as they are stored; one of no field is refused."""
    known = names(type(act))
    errors = [
        unknown_name(claim.field, known, where)
        for claim in act.claims
        if spelt(claim.field) not in known
    ]
    if errors:
        raise SeveralErrors(errors)
    stored = {name: info.alias or name for name, info in type(act).model_fields.items()}
    claims = tuple(
        claim.model_copy(update={"field": stored[known[spelt(claim.field)]]})
        for claim in act.claims
    )
    return act.model_copy(update={"claims": claims})


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Every name that may be written with an act → its field, role of date or `ENVELOPE` word."""
    known = {name: name for name in ENVELOPE}
    for cls in ACT_CLASSES:
        known |= names(cls)
    known |= {role.value: role.value for role in DateRole}
    return known | {"when": "delivered", "date": "delivered"}


@lru_cache(maxsize=1)
def _fields_of_kinds() -> frozenset[str]:
    """The fields that only some kinds have."""
    return frozenset(
        name for cls in ACT_CLASSES for name in cls.model_fields if name not in Act.model_fields
    )


def _is_empty(node: Node | None) -> bool:
    return node is None or (isinstance(node, Text) and node.value is None)


def is_relative(node: Node | None) -> bool:
    """Whether a deadline counts from the act: `+48h`."""
    return isinstance(node, Text) and (node.value or "").lstrip().startswith("+")
