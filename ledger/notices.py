"""Notices: what is said later about a recorded act. Nothing is edited, nothing is deleted.

A notice names the act, the reason and the sources. It can be retracted in turn, and the last
recorded rules: what the ledger believes is the act as recorded, read with the notices in force.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, JsonValue, field_validator, model_validator

from ledger.dates import ActDate
from ledger.parts import (
    Answer,
    DateClaim,
    DisclosureRecord,
    FieldClaim,
    Marking,
    Part,
    Point,
    Source,
    canonical_value,
)
from ledger.text import ActId, Line, PartyCode, Prose
from ledger.vocabulary import Authenticity, Contents


class FieldChange(Part):
    """One field of an act as stored: what it was, what it is from now on; None is: not given."""

    field: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    old: JsonValue = None
    new: JsonValue = None

    _canonical = field_validator("old", "new")(canonical_value)


class PartyStand(Part):
    """What a party says of a disclosed document."""

    party: PartyCode
    stand: Authenticity
    words: Prose | None = None


class Notice(Part):
    """What every notice has: an id of its own in the thread, a reason, its sources."""

    TOPIC: ClassVar[str] = ""

    id: ActId
    reason: Prose
    sources: tuple[Source, ...] = ()


class ActCorrected(Notice):
    """Fields of an act are other than recorded: a slip of the registrar, a better reading."""

    TOPIC = "dipledger.ActCorrected.v1"

    act: ActId
    changes: Annotated[tuple[FieldChange, ...], Field(min_length=1)]


class ActRetracted(Notice):
    """An act did not happen as an act, or a notice is taken back; both stay in the log."""

    TOPIC = "dipledger.ActRetracted.v1"

    act: ActId | None = None
    notice: ActId | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> ActRetracted:
        if (self.act is None) == (self.notice is None):
            raise ValueError("a retraction is of one act or of one notice")
        return self


class SourceCited(Notice):
    """Further sources for an act, and what they say otherwise; all claims are kept."""

    TOPIC = "dipledger.SourceCited.v1"

    act: ActId
    dates: tuple[DateClaim, ...] = ()
    claims: tuple[FieldClaim, ...] = ()


class ContentDisclosed(Notice):
    """Contents of an act have become known: to the public from their own date on."""

    TOPIC = "dipledger.ContentDisclosed.v1"

    act: ActId
    disclosures: Annotated[tuple[DisclosureRecord, ...], Field(min_length=1)]
    contents: Contents = Contents.WHOLE
    text: Prose | None = None
    points: tuple[Point, ...] = ()
    answers: tuple[Answer, ...] = ()
    stands: tuple[PartyStand, ...] = ()


class Reclassified(Notice):
    """The marking of an act has changed; None: it is no longer marked."""

    TOPIC = "dipledger.Reclassified.v1"

    act: ActId
    marking: Marking | None = None
    when: ActDate | None = None


class TextShredded(Notice):
    """The key of an act's sealed text is destroyed: that it was there stays, its words are gone."""

    TOPIC = "dipledger.TextShredded.v1"

    act: ActId


NOTICE_CLASSES: tuple[type[Notice], ...] = tuple(Notice.__subclasses__())
NOTICE_WORDS: dict[type[Notice], Line] = {
    ActCorrected: "correct",
    ActRetracted: "retract",
    SourceCited: "cite",
    ContentDisclosed: "disclose",
    Reclassified: "reclassify",
    TextShredded: "shred",
}
"""The command that records each."""
