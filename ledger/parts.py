"""What an act is made of: points, answers, persons, dates, sources and the like.

All models are frozen and refuse unknown fields. They are stored as JSON without the keys that hold
their default, so a default given here is for ever.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator, model_validator

from ledger.dates import ActDate
from ledger.integrity.canonical import canonical_json
from ledger.text import ActRef, Line, PartyCode, PointLabel, PointRef, Prose, ThreadId, check_text
from ledger.vocabulary import (
    Contents,
    DateRole,
    DisclosedPart,
    DisclosureHow,
    Effect,
    InformationCredibility,
    MarkingLevel,
    PointKind,
    Qualifier,
    Role,
    SourceReliability,
    Stance,
    TextualBasis,
    Verdict,
)

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


class Part(BaseModel):
    """A frozen value that is stored inside an event."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,  # a read needs few of the classes; each is built when first used
    )


class Source(Part):
    """Where a fact comes from; `id` lets claims of the same act name it."""

    citation: Prose
    id: Slug | None = None
    page: Line | None = None
    publisher: Line | None = None
    url: Line | None = None
    published: ActDate | None = None
    accessed: ActDate | None = None
    reliability: SourceReliability | None = None
    credibility: InformationCredibility | None = None
    basis: TextualBasis | None = None


class DateClaim(Part):
    """One dated claim; several of one role are a conflict until one is preferred (rule T1)."""

    role: DateRole
    date: ActDate
    source: Slug | None = None
    preferred: bool = False
    reason: Prose | None = None

    @model_validator(mode="after")
    def _a_preference_has_a_reason(self) -> DateClaim:
        if self.preferred and self.reason is None:
            msg = "a preferred claim needs a reason"
            raise ValueError(msg)
        return self


def canonical_value(value: JsonValue) -> JsonValue:
    """The value itself; ValueError where it has no canonical form (a float) or holds bad text."""
    try:
        check_text(canonical_json(value).decode())
    except TypeError as error:
        msg = f"{error}; write it as text"
        raise ValueError(msg) from error
    return value


class FieldClaim(Part):
    """What a source says of a field that the act states otherwise; kept, never averaged."""

    field: Line
    value: JsonValue
    source: Slug | None = None
    preferred: bool = False
    reason: Prose | None = None

    _canonical = field_validator("value")(canonical_value)


class Person(Part):
    """A person, or a post without a name, in a role."""

    role: Role
    name: Line | None = None
    post: Line | None = None
    party: PartyCode | None = None
    role_text: Line | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Person:
        if self.name is None and self.post is None:
            msg = "give the person's name or the post"
            raise ValueError(msg)
        if (self.role is Role.OTHER) != (self.role_text is not None):
            msg = "role_text goes with the role 'other', and only with it"
            raise ValueError(msg)
        return self


class Condition(Part):
    """What something depends on: in words, and the point it hangs on where there is one."""

    text: Prose | None = None
    point: PointRef | None = None

    @model_validator(mode="after")
    def _something(self) -> Condition:
        if self.text is None and self.point is None:
            msg = "a condition needs its text or its point"
            raise ValueError(msg)
        return self


class Point(Part):
    """One thing raised that can be answered on its own.

    `raiser` is named where the act has several senders; no `addressees` means those of the act.
    `contents` other than whole: the point is known to exist, its words are not (wholly) known.
    """

    label: PointLabel
    kind: PointKind
    text: Prose
    raiser: PartyCode | None = None
    addressees: tuple[PartyCode, ...] = ()
    parent: PointLabel | None = None
    needs_all: bool = False
    package: Slug | None = None
    condition: Condition | None = None
    restates: PointRef | None = None
    supersedes: PointRef | None = None
    contents: Contents = Contents.WHOLE


class Answer(Part):
    """One stance on one point; no `by` means every sender of the act."""

    point: PointRef
    stance: Stance
    by: tuple[PartyCode, ...] = ()
    on_behalf_of: tuple[PartyCode, ...] = ()
    text: Prose | None = None
    condition: Condition | None = None
    counter: PointRef | None = None
    by_conduct: bool = False


class Assessment(Part):
    """A verdict on an answer to a point, or on a whole act; it never changes a stance (rule P8)."""

    point: PointRef | None = None
    act: ActRef | None = None
    by: PartyCode | None = None
    verdict: Verdict | None = None
    words: Prose | None = None

    @model_validator(mode="after")
    def _of_something(self) -> Assessment:
        if (self.point is None) == (self.act is None):
            msg = "an assessment is of one point or of one act"
            raise ValueError(msg)
        if self.verdict is None and self.words is None:
            msg = "an assessment needs a verdict or words"
            raise ValueError(msg)
        return self


class DisclosureRecord(Part):
    """That a part became known to the public: when, by whom and how."""

    part: DisclosedPart
    how: DisclosureHow
    when: ActDate
    by: Line | None = None
    point: PointRef | None = None
    source: Slug | None = None

    @model_validator(mode="after")
    def _names_its_point(self) -> DisclosureRecord:
        if (self.part in (DisclosedPart.POINT, DisclosedPart.ANSWER)) != (self.point is not None):
            msg = "the parts 'point' and 'answer' name their point, and only they do"
            raise ValueError(msg)
        return self


class Marking(Part):
    """The classification as printed, its caveats, and when it falls."""

    level: MarkingLevel
    caveats: tuple[Line, ...] = ()
    as_printed: Line | None = None
    declassified: ActDate | None = None

    @property
    def text(self) -> str:
        """`secret//NOFORN`: the level and its caveats on one line."""
        return "//".join((self.level, *self.caveats))


class PartyLabel(Part):
    """What a party calls the act ("ultimatum" to all but its sender)."""

    party: PartyCode
    label: Line


class ReferenceNumber(Part):
    """An alias of the act elsewhere: a document number, an archive reference. Never a key."""

    scheme: Line
    value: Line


class EffectOn(Part):
    """What the act states about a thread; none named means its own."""

    effect: Effect
    thread: ThreadId | None = None


class Sealed(Part):
    """Words of an act that are in the log only as ciphertext, under a key that is kept elsewhere.

    `key` names the key; nonce and ciphertext (AES-256-GCM) are base64.
    """

    fields: Annotated[tuple[Literal["text", "summary", "note"], ...], Field(min_length=1)]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    nonce: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{16}$")]
    ciphertext: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$")]


class Quantity(Part):
    """A stated amount: more than 100000 troops."""

    amount: Annotated[int, Field(ge=0, le=10**15)]
    unit: Line
    qualifier: Qualifier = Qualifier.EXACTLY
