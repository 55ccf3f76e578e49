"""The acts: one small class per kind, one immutable event each.

Every act has the same fields, so that a rule is written once; a kind adds only what is its own. The
class name and `TOPIC` are for ever, the import path is not: no stored byte names a module.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from ledger.dates import ActDate
from ledger.kinds import KIND_BY_EVENT, Kind
from ledger.parts import (
    Answer,
    Assessment,
    DateClaim,
    DisclosureRecord,
    EffectOn,
    FieldClaim,
    Marking,
    Part,
    PartyLabel,
    Person,
    Point,
    Quantity,
    ReferenceNumber,
    Sealed,
    Source,
)
from ledger.text import ActId, ActRef, Language, Line, PartyCode, PointRef, Prose
from ledger.vocabulary import (
    AddressedAs,
    Channel,
    Contents,
    Disclosure,
    Instrument,
    Measure,
    Medium,
    TalksTerms,
)


class Act(Part):
    """One diplomatic act in a thread.

    Stored under the keys `from` and `to`; the Python names are `senders` and `addressees`. No
    `addressees` means: to nobody in particular. `disclosure` None means that it is not known, which
    is not the same as `undisclosed`.
    """

    TOPIC: ClassVar[str] = ""
    KIND: ClassVar[Kind]

    id: ActId
    senders: Annotated[tuple[PartyCode, ...], Field(alias="from", min_length=1)]
    addressees: Annotated[tuple[PartyCode, ...], Field(alias="to")] = ()
    on_behalf_of: tuple[PartyCode, ...] = ()
    copied_to: tuple[PartyCode, ...] = ()
    handed_to: tuple[PartyCode, ...] = ()
    addressed_as: AddressedAs = AddressedAs.BODY
    own_answers: bool = False
    instrument: Instrument | None = None
    instrument_text: Line | None = None
    medium: Medium | None = None
    channel: Channel = Channel.OFFICIAL
    dates: tuple[DateClaim, ...] = ()
    sequence: Annotated[int, Field(ge=0, le=10**6)] | None = None
    place: Line | None = None
    persons: tuple[Person, ...] = ()
    summary: Prose | None = None
    text: Prose | None = None
    language: Language | None = None
    contents: Contents = Contents.WHOLE
    points: tuple[Point, ...] = ()
    answers: tuple[Answer, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    replies_to: tuple[ActRef, ...] = ()
    follows: tuple[ActRef, ...] = ()
    about: tuple[ActRef, ...] = ()
    announces: tuple[ActRef, ...] = ()
    transmits: tuple[ActRef, ...] = ()
    encloses: tuple[ActRef, ...] = ()
    supersedes: tuple[ActRef, ...] = ()
    withdraws: tuple[PointRef, ...] = ()
    withdraws_acts: tuple[ActRef, ...] = ()
    deadline: ActDate | None = None
    consequence: Prose | None = None
    extends: tuple[ActRef, ...] = ()
    labels: tuple[PartyLabel, ...] = ()
    effects: tuple[EffectOn, ...] = ()
    disclosure: Disclosure | None = None
    disclosures: tuple[DisclosureRecord, ...] = ()
    marking: Marking | None = None
    reference_numbers: tuple[ReferenceNumber, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[FieldClaim, ...] = ()
    note: Prose | None = None
    sealed: Sealed | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Tie the class to its row in the table of kinds."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.KIND = KIND_BY_EVENT[cls.__name__]

    @model_validator(mode="after")
    def _instrument_is_named(self) -> Act:
        if (self.instrument is Instrument.OTHER) != (self.instrument_text is not None):
            msg = "instrument_text goes with the instrument 'other', and only with it"
            raise ValueError(msg)
        return self


class DemandIssued(Act):
    """Requires another party to do or stop something."""

    TOPIC = "dipledger.DemandIssued.v1"


class RequestMade(Act):
    """Asks without pressure."""

    TOPIC = "dipledger.RequestMade.v1"


class EnquiryMade(Act):
    """Asks for a position or a clarification."""

    TOPIC = "dipledger.EnquiryMade.v1"


class ProposalMade(Act):
    """Terms, a draft, a counter-proposal, good offices."""

    TOPIC = "dipledger.ProposalMade.v1"


class OfferMade(Act):
    """Binds its sender to do something, often on conditions."""

    TOPIC = "dipledger.OfferMade.v1"


class TalksOffered(Act):
    """Offers or accepts to meet, on stated terms."""

    TOPIC = "dipledger.TalksOffered.v1"

    terms: tuple[TalksTerms, ...] = ()
    terms_text: Line | None = None


class AssuranceGiven(Act):
    """Undertakes or promises."""

    TOPIC = "dipledger.AssuranceGiven.v1"


class ReplyDelivered(Act):
    """Answers an earlier act."""

    TOPIC = "dipledger.ReplyDelivered.v1"


class ReceiptAcknowledged(Act):
    """Confirms receipt, takes no position."""

    TOPIC = "dipledger.ReceiptAcknowledged.v1"


class StatementMade(Act):
    """States or announces a position."""

    TOPIC = "dipledger.StatementMade.v1"


class WarningGiven(Act):
    """States a consequence."""

    TOPIC = "dipledger.WarningGiven.v1"


class ProtestLodged(Act):
    """Objects to a deed."""

    TOPIC = "dipledger.ProtestLodged.v1"


class NotificationGiven(Act):
    """Informs formally."""

    TOPIC = "dipledger.NotificationGiven.v1"


class TalksHeld(Act):
    """A meeting, call, session or mediation; every participant is a sender."""

    TOPIC = "dipledger.TalksHeld.v1"


class AgreementReached(Act):
    """A text agreed or signed; settles the points it names."""

    TOPIC = "dipledger.AgreementReached.v1"


class DemarcheMade(Act):
    """A formal oral approach on instructions, whatever it asks."""

    TOPIC = "dipledger.DemarcheMade.v1"


class PointsWithdrawn(Act):
    """The raiser withdraws points, or an offer of talks."""

    TOPIC = "dipledger.PointsWithdrawn.v1"


class InstrumentReturned(Act):
    """Hands the paper back, or refuses to receive it."""

    TOPIC = "dipledger.InstrumentReturned.v1"


class TalksSuspended(Act):
    """Suspends or ends talks."""

    TOPIC = "dipledger.TalksSuspended.v1"


class RelationsBrokenOff(Act):
    """Breaks off diplomatic relations."""

    TOPIC = "dipledger.RelationsBrokenOff.v1"


class WarDeclared(Act):
    """Declares war."""

    TOPIC = "dipledger.WarDeclared.v1"


class TalksResumed(Act):
    """Resumes talks."""

    TOPIC = "dipledger.TalksResumed.v1"


class RelationsRestored(Act):
    """Restores diplomatic relations."""

    TOPIC = "dipledger.RelationsRestored.v1"


class PeaceConcluded(Act):
    """Concludes peace."""

    TOPIC = "dipledger.PeaceConcluded.v1"


class MeasureTaken(Act):
    """A deed outside the correspondence that the thread turns on."""

    TOPIC = "dipledger.MeasureTaken.v1"

    measure: Measure
    measure_text: Line | None = None
    quantity: Quantity | None = None


ACT_CLASSES: tuple[type[Act], ...] = tuple(Act.__subclasses__())
ACT_CLASS_BY_WORD: dict[str, type[Act]] = {cls.KIND.word: cls for cls in ACT_CLASSES}
