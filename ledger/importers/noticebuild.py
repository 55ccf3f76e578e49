"""Options → a notice about an act: what was wrong, what became known, what is taken back.

Everything here is judged once more when it is recorded (`ledger.corrections`); this only reads what
was written, in the notations of act files, and fills in what goes without saying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast

from ledger.belief import value_of
from ledger.errors import InputError
from ledger.importers.actbuild import with_claims
from ledger.importers.edits import edited
from ledger.importers.nodes import Fields, Items, Node, Text, items_of
from ledger.importers.parts_in import Context, field_value, part
from ledger.notices import (
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    FieldChange,
    Notice,
    Reclassified,
    SourceCited,
    TextShredded,
)
from ledger.text import check_text
from ledger.vocabulary import Contents, DateRole, DisclosedPart

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from ledger.acts import Act
    from ledger.importers.edits import Edit
    from ledger.parts import Answer, DateClaim, DisclosureRecord, FieldClaim, Point, Source

C = TypeVar("C", "DateClaim", "FieldClaim", "DisclosureRecord")

Given = str | list[str] | None
"""What an option was given: nothing, a text, or a text each time."""

_LONGEST_ID, _LONGEST_SLUG = 96, 64


@dataclass(frozen=True, slots=True)
class Subject:
    """The act that a notice is about, as it is believed now: its thread, and that one's zone."""

    act: Act
    thread: str
    zone: str

    @property
    def context(self) -> Context:
        """How dates, points and references are read."""
        return Context(self.zone, self.act.KIND.point_kind, self.thread)


@dataclass(frozen=True, slots=True)
class Told:
    """What every notice is given: its id in the thread, the reason and the sources."""

    id: str
    reason: str
    sources: tuple[str, ...] = ()

    def fields(self) -> dict[str, Node]:
        """As nodes, each with the name of its option."""
        nodes: dict[str, Node] = {
            "id": Text(self.id, "--id"),
            "reason": Text(self.reason, "--reason"),
        }
        if self.sources:
            nodes["sources"] = items_of(self.sources, "--source")
        return nodes


def own_id(word: str, about: str, taken: Container[str]) -> str:
    """`correct-us-reply`, or with a number after it where a notice of that id is there."""
    for number in count(1):
        end = "" if number == 1 else f"-{number}"
        made = f"{word}-{about}"[: _LONGEST_ID - len(end)].rstrip("-") + end
        if made not in taken:
            return made
    raise AssertionError  # pragma: no cover -- count() never ends


def correction(
    subject: Subject, told: Told, edits: Sequence[Edit], was: Sequence[Edit] = ()
) -> ActCorrected:
    """The correction that makes the edits; the old values are those believed now.

    `was`: what somebody takes the old values for, in the same words. InputError or SeveralErrors.
    """
    if not edits:
        raise InputError("there is nothing to correct", mend="Give --set FIELD=VALUE, or --unset.")
    made, fields = edited(subject.act, edits, subject.context)
    before, expected = edited(subject.act, was, subject.context)
    for field in expected:
        if field not in fields:
            raise InputError(f"{field} is not corrected", where="--was", mend="Give it with --set.")
    changes = tuple(
        FieldChange(field=field, old=value_of(before, field), new=value_of(made, field))
        for field in fields
    )
    changed = ActCorrected(id=subject.act.id, act=subject.act.id, reason="-", changes=changes)
    return part(ActCorrected, _about(subject, told, {}), subject.context, changed)


def retraction(told: Told, *, act: str | None = None, notice: str | None = None) -> ActRetracted:
    """The retraction of an act, or of a notice. InputError or SeveralErrors."""
    nodes = told.fields()
    nodes |= {} if act is None else {"act": Text(act, "THREAD/ACT")}
    nodes |= {} if notice is None else {"notice": Text(notice, "--notice")}
    return part(ActRetracted, Fields(nodes, "the options"), Context("UTC"))


def shredding(told: Told, act: str) -> TextShredded:
    """That the sealed text of an act is shredded. InputError or SeveralErrors."""
    nodes = {**told.fields(), "act": Text(act, "THREAD/ACT")}
    return part(TextShredded, Fields(nodes, "the options"), Context("UTC"))


def citation(
    subject: Subject,
    told: Told,
    dates: Mapping[str, Given],
    claims: Given = None,
    prefer: str | None = None,
) -> SourceCited:
    """Further sources, and what they say otherwise: dates by role, `FIELD=VALUE` for the rest.

    A claim that names no source is by the one cited. InputError or SeveralErrors.
    """
    dated = [
        Fields({role: Text(text, f"--{role}")}, f"--{role}")
        for role in DateRole
        for text in dates.get(role) or ()
    ]
    nodes: dict[str, Node] = {}
    if dated:
        nodes["dates"] = Items(tuple(dated), dated[0].where)
    if claims:
        nodes["claims"] = items_of(claims, "--claim")
    if prefer is not None and not nodes:
        raise InputError(
            "there is nothing to prefer",
            where="--prefer",
            mend="Give the date or the claim that is to be preferred.",
        )
    if not nodes and not told.sources:
        raise InputError("there is nothing to cite", mend="Give --source, and what it says.")
    notice = part(SourceCited, _about(subject, told, nodes), subject.context)
    named = with_claims(subject.act.model_copy(update={"claims": notice.claims}), "--claim")
    preferred = {} if prefer is None else {"preferred": True, "reason": _reason(prefer)}
    sources, source = _with_id(notice, subject.act)
    return notice.model_copy(
        update={
            "sources": sources if notice.dates or notice.claims else notice.sources,
            "dates": tuple(_by(one, source, preferred) for one in notice.dates),
            "claims": tuple(_by(one, source, preferred) for one in named.claims),
        }
    )


def disclosure(
    subject: Subject,
    told: Told,
    parts: Sequence[str],
    how: Mapping[str, str | None],
    contents: Mapping[str, Given],
) -> ContentDisclosed:
    """What became known of an act: `text`, `gist`, `existence`, `point:LABEL`, `answer:LABEL`.

    `how` has how, when and by; `contents` the fields text, points, answers, stands and contents.
    Without parts they are those whose contents are given. Once its text is disclosed, the ledger
    itself knows all of the act, else as much as before. InputError or SeveralErrors.
    """
    given = {name: value for name, value in contents.items() if value}
    nodes: dict[str, Node] = {
        name: Text(value, f"--{name}") if isinstance(value, str) else _each(name, value)
        for name, value in given.items()
    }
    named = list(parts) or _parts_of(nodes, subject.context)
    if not named:
        raise InputError(
            "it is not said what was disclosed",
            where="--part",
            mend="Write text, gist, existence, point:LABEL or answer:LABEL.",
        )
    records = Items(tuple(_record(each, how) for each in named), "--part")
    nodes["disclosures"] = records
    notice = part(ContentDisclosed, _about(subject, told, nodes), subject.context)
    sources, source = _with_id(notice, subject.act)
    update: dict[str, object] = {
        "sources": sources,
        "disclosures": tuple(_by(one, source, {}) for one in notice.disclosures),
    }
    if "contents" not in given:
        whole = any(one.part is DisclosedPart.TEXT for one in notice.disclosures)
        update["contents"] = Contents.WHOLE if whole else subject.act.contents
    return notice.model_copy(update=update)


def reclassification(
    subject: Subject, told: Told, marking: str | None, when: str | None
) -> Reclassified:
    """The new marking, None for none any more. InputError or SeveralErrors."""
    nodes: dict[str, Node] = {}
    if marking is not None:
        nodes["marking"] = Text(marking, "--marking")
    if when is not None:
        nodes["when"] = Text(when, "--when")
    return part(Reclassified, _about(subject, told, nodes), subject.context)


def _about(subject: Subject, told: Told, nodes: Mapping[str, Node]) -> Fields:
    act: dict[str, Node] = {"act": Text(subject.act.id, "THREAD/ACT")}
    return Fields({**told.fields(), **act, **nodes}, "the options")


def _each(name: str, values: Iterable[str]) -> Items:
    return items_of(values, f"--{name.removesuffix('s')}")


def _record(part_named: str, how: Mapping[str, str | None]) -> Fields:
    word, _, point = part_named.partition(":")
    entries: dict[str, Node] = {"part": Text(word.strip(), "--part")}
    if point:
        entries["point"] = Text(point.strip(), "--part")
    for name, text in how.items():
        if text is not None:
            entries[name] = Text(text, f"--{name}")
    return Fields(entries, "--part")


def _parts_of(nodes: Mapping[str, Node], context: Context) -> list[str]:
    """The parts whose contents are given."""
    if "text" in nodes:
        return [DisclosedPart.TEXT]
    read = {
        field: field_value(ContentDisclosed, field, nodes[field], context)
        for field in ("points", "answers")
        if field in nodes
    }
    points = cast("tuple[Point, ...]", read.get("points", ()))
    answers = cast("tuple[Answer, ...]", read.get("answers", ()))
    named = [f"{DisclosedPart.POINT}:{one.label}" for one in points]
    return named + [f"{DisclosedPart.ANSWER}:{one.point}" for one in answers]


def _with_id(notice: Notice, act: Act) -> tuple[tuple[Source, ...], str | None]:
    """The sources, and the id by which claims name the one there is; None of none or several."""
    if len(notice.sources) != 1:
        return notice.sources, None
    (source,) = notice.sources
    if source.id is None:
        taken = {each.id for each in act.sources}
        base = re.sub("[^a-z0-9-]", "-", notice.id)[: _LONGEST_SLUG - 4]
        numbers = (base if number == 1 else f"{base}-{number}" for number in count(1))
        made = next(each for each in numbers if each not in taken)
        source = source.model_copy(update={"id": made})
    return (source,), source.id


def _reason(text: str) -> str:
    try:
        check_text(text)
    except ValueError as error:
        raise InputError(str(error), where="--prefer") from None
    if not text.strip():
        raise InputError("a preferred claim needs a reason", where="--prefer")
    return text


def _by(claim: C, source: str | None, more: Mapping[str, object]) -> C:
    """The claim, by the source where it names none."""
    own = {} if claim.source is not None or source is None else {"source": source}
    return claim.model_copy(update={**own, **more})
