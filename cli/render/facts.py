"""What is recorded of an act, field by field, as names and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.dates import ActDate
from projections.text import date_text
from projections.words import called, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from projections.views.acts import ActView

Recorded = dict[str, Any]

_ELSEWHERE = frozenset(
    {"kind", "id", "from", "to", "summary", "text", "points", "answers", "sources", "marking"}
    | {"dates", "persons", "instrument", "instrument_text", "channel", "labels", "contents"}
)
"""Fields that have a place of their own on the screen: `contents` are what is not known."""


def facts(view: ActView) -> Iterator[tuple[str, str]]:
    """(name, text) of everything recorded that has no place of its own."""
    recorded: Recorded = view.act
    for claim in recorded.get("dates", ()):
        yield claim["role"], _claim(claim)
    for one in recorded.get("persons", ()):
        yield one.get("role_text") or one["role"], person(one)
    if view.brief.instrument is not None:
        yield "instrument", view.brief.instrument
    yield "channel", view.brief.channel
    for label in called(view.brief):
        yield "called", label
    for name, value in recorded.items():
        if name not in _ELSEWHERE:
            said_so = FORMS.get(name, said)
            for each in value if name in _ONE_EACH else [value]:
                yield _NAMES.get(name, plain(name)), said_so(each)
    for notice in view.notices:
        yield "notice", notice
    if view.sealed is not None:
        yield "sealed", view.sealed.told


def said(value: Any) -> str:  # noqa: ANN401 -- JSON
    """A value of JSON on one line, a date as it was given."""
    if isinstance(value, dict):
        if "edtf" in value:
            return _date(value)
        return ", ".join(f"{plain(name)} {said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(said(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def sources(recorded: Recorded) -> Iterable[str]:
    """Each source: its citation, then whatever else is recorded of it."""
    for source in recorded.get("sources", ()):
        rest = {name: value for name, value in source.items() if name != "citation"}
        yield source["citation"] + (f" ({said(rest)})" if rest else "")


def condition(given: Recorded) -> str:
    """What something depends on: in words, else the point it hangs on."""
    return f"conditional: {given.get('text') or 'on ' + given['point']}"


def _date(given: Recorded) -> str:
    return date_text(ActDate.model_construct(None, **given), zone="")


def _claim(claim: Recorded) -> str:
    return _date(claim["date"]) + _according(claim)


def _according(claim: Recorded) -> str:
    source = f", according to {claim['source']}" if "source" in claim else ""
    return source + (f"; preferred: {claim['reason']}" if claim.get("preferred") else "")


def person(given: Recorded) -> str:
    """Name, post and party of a person."""
    name, post = given.get("name"), given.get("post")
    text = f"{name} ({post})" if name and post else f"{name or post}"
    return f"{text} [{given['party']}]" if "party" in given else text


def dated(claim: Recorded) -> str:
    """A dated claim with its role: `delivered 2022-01-26, according to report`."""
    return f"{claim['role']} {_claim(claim)}"


def _disclosure(record: Recorded) -> str:
    point = f" {record['point']}" if "point" in record else ""
    by = f" by {record['by']}" if "by" in record else ""
    how = f"{record['part']}{point}: {record['how']}{by}, {_date(record['when'])}"
    return how + _according(record)


def _quantity(quantity: Recorded) -> str:
    how = f"{quantity['qualifier'].replace('-', ' ')} " if "qualifier" in quantity else ""
    return f"{how}{quantity['amount']:,} {quantity['unit']}"


def _field_claim(claim: Recorded) -> str:
    return f"{claim['field']}: {said(claim['value'])}{_according(claim)}"


def _assessment(verdict: Recorded) -> str:
    by = f"{verdict['by']}: " if "by" in verdict else ""
    words = f"“{verdict['words']}”" if "words" in verdict else None
    code = plain(verdict["verdict"]) if "verdict" in verdict else None
    judged = ", ".join(part for part in (code, words) if part)
    return f"{by}{verdict.get('point') or verdict.get('act')}: {judged}"


def _effect(effect: Recorded) -> str:
    on = f" {effect['thread']}" if "thread" in effect else " this thread"
    return plain(effect["effect"]) + on


FORMS: dict[str, Callable[[Any], str]] = {
    "assessments": _assessment,
    "claims": _field_claim,
    "disclosures": _disclosure,
    "effects": _effect,
    "quantity": _quantity,
    "reference_numbers": lambda number: f"{number['scheme']} {number['value']}",
}
"""How one value of a field is said, where not as any JSON value."""
_ONE_EACH = frozenset({"assessments", "claims", "disclosures", "effects", "reference_numbers"})
_NAMES = {
    "assessments": "assessment",
    "claims": "claim",
    "disclosures": "made known",
    "effects": "effect",
    "reference_numbers": "number",
}
