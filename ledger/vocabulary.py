"""The words of the field, as data: options, help, validation and docs read them here.

Sources: Satow's *Diplomatic Practice*; Berridge & Lloyd, *Dictionary of Diplomacy*; US 5 FAH-1
H-610; the CAMEO and PLOVER codebooks; FRUS and TEI/CMIF practice. The kinds of act have a module of
their own, `ledger.kinds`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A coded word with its meaning: `Stance.DEFER` is `"defer"`, `.meaning` is a sentence."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Build the member from its row: the word, then what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Instrument(Word):
    """The form an act travels in."""

    NOTE_VERBALE = "note-verbale", "unsigned note in the third person"
    SIGNED_NOTE = "signed-note", "signed note in the first person"
    COLLECTIVE_NOTE = "collective-note", "one paper, several senders"
    IDENTIC_NOTE = "identic-note", "same text, each sender or addressee its own"
    CIRCULAR = "circular", "same note to many missions"
    MEMORANDUM = "memorandum", "detailed statement of facts and argument"
    AIDE_MEMOIRE = "aide-memoire", "dated, unsigned record of an oral démarche"
    BOUT_DE_PAPIER = "bout-de-papier", "informal speaking note left behind"
    NON_PAPER = "non-paper", "unattributed paper"
    DEMARCHE = "demarche", "oral approach on instructions"
    LETTER = "letter", "letter between officials"
    PERSONAL_MESSAGE = "personal-message", "message between heads of state or government"
    TELEGRAM = "telegram", "telegram or cable"
    DESPATCH = "despatch", "written report or instruction between a ministry and its mission"
    TREATY_DRAFT = "treaty-draft", "draft treaty handed over"
    COUNTER_DRAFT = "counter-draft", "draft answering a draft"
    JOINT_STATEMENT = "joint-statement", "one text, several authors"
    COMMUNIQUE = "communique", "agreed public account of a meeting"
    DECLARATION = "declaration", "formal public statement of position"
    EXCHANGE_OF_NOTES = "exchange-of-notes", "two notes that make one agreement"
    PROCES_VERBAL = "proces-verbal", "signed minutes"
    PRESS_BRIEFING = "press-briefing", "briefing of reporters"
    PRESS_RELEASE = "press-release", "text given to the press"
    SPEECH = "speech", "public speech"
    BROADCAST = "broadcast", "radio, television or online address"
    PRESS_INTERVIEW = "press-interview", "interview with the press"
    ORAL_COMMUNICATION = "oral-communication", "spoken, without instructions to leave a paper"
    TELEPHONE_CALL = "telephone-call", "telephone call"
    MEETING = "meeting", "meeting in person or by video"
    BACK_CHANNEL = "back-channel", "contact beside the official one"
    UN_LETTER = "un-letter", "letter circulated at the UN (S/… symbol)"
    INSTRUMENT_OF_RATIFICATION = "instrument-of-ratification", "ratification, accession, acceptance"
    CREDENTIALS = "credentials", "letters of credence or recall"
    DECREE = "decree", "act of domestic law"
    OTHER = "other", "another form, named in instrument_text"


class Medium(Word):
    """How the act reached its addressee."""

    ORAL = "oral", "spoken"
    WRITTEN = "written", "on paper or as a file"
    BROADCAST = "broadcast", "to the public by press, radio, television or network"


class Channel(Word):
    """Answers in different channels stand side by side (rule P2)."""

    OFFICIAL = "official", "through the official channel"
    PUBLIC = "public", "in public"
    CONFIDENTIAL = "confidential", "through a confidential channel"


class Line(Word):
    """The two lines a status is kept on (rule P2)."""

    OPEN = "open", "official and public answers"
    CONFIDENTIAL = "confidential", "answers through a confidential channel"

    @classmethod
    def of(cls, channel: Channel) -> Line:
        """The line an act of this channel speaks on."""
        return cls.CONFIDENTIAL if channel is Channel.CONFIDENTIAL else cls.OPEN


class PointKind(Word):
    """What a point is; some kinds ask for an answer, some do not."""

    DEMAND = "demand", "requires something to be done or stopped"
    REQUEST = "request", "asks without pressure"
    QUESTION = "question", "asks for a position or a clarification"
    PROPOSAL = "proposal", "terms or a draft"
    OFFER = "offer", "binds the raiser to do something, often on conditions"
    CONDITION = "condition", "what must be met for something else to hold"
    CONCERN = "concern", "something the raiser is troubled by"
    ASSURANCE_SOUGHT = "assurance-sought", "a promise the raiser wants to be given"
    PROTEST = "protest", "objection to a deed"
    WARNING = "warning", "a stated consequence"
    UNDERTAKING = "undertaking", "a promise of the raiser's own"

    @property
    def asks(self) -> bool:
        """Whether a point of this kind asks for an answer (rule O1)."""
        return self not in (PointKind.WARNING, PointKind.UNDERTAKING)


class Stance(Word):
    """What the answering party says of a point."""

    ACCEPT = "accept", "accepts"
    ACCEPT_WITH_RESERVATION = (
        "accept-with-reservation",
        "accepts, with a reservation or a condition",
    )
    ACCEPT_IN_PART = "accept-in-part", "accepts a part"
    REJECT = "reject", "rejects"
    COUNTER = "counter", "answers with terms of its own"
    DEFER = "defer", "will revert"
    EVADE = "evade", "answers without taking a position"
    ACKNOWLEDGE = "acknowledge", "confirms receipt of the point, no more"
    FULFIL = "fulfil", "has done it"
    UNDISCLOSED = "undisclosed", "answered, but the content is not known"

    @property
    def operative(self) -> bool:
        """Whether it is an answer in substance (rule P1)."""
        return self not in (Stance.DEFER, Stance.ACKNOWLEDGE, Stance.UNDISCLOSED)

    @property
    def settles(self) -> bool:
        """Whether an answer with this stance discharges a reply owed (rule O2)."""
        return self not in (Stance.DEFER, Stance.ACKNOWLEDGE)

    @property
    def status(self) -> Status:
        """The status a point has once this stance stands."""
        return _STATUS_OF_STANCE[self]


class Status(Word):
    """The derived status of a point, for one addressee and line, or overall."""

    OUTSTANDING = "outstanding", "raised, no answer"
    ACCEPTED = "accepted", "accepted"
    ACCEPTED_WITH_RESERVATION = "accepted_with_reservation", "accepted with a reservation"
    ACCEPTED_IN_PART = "accepted_in_part", "accepted in part"
    REJECTED = "rejected", "rejected"
    COUNTERED = "countered", "answered with other terms"
    DEFERRED = "deferred", "the addressee will revert"
    EVADED = "evaded", "answered without a position"
    ACKNOWLEDGED = "acknowledged", "received, no position"
    FULFILLED = "fulfilled", "done"
    ANSWERED_UNDISCLOSED = "answered_undisclosed", "answered, the content is not known"
    WITHDRAWN = "withdrawn", "withdrawn by its raiser"
    SUPERSEDED = "superseded", "replaced by its raiser"
    LAPSED = "lapsed", "the deadline passed without an answer"
    PARTLY_ANSWERED = "partly_answered", "some parts are answered, some are not"
    MIXED = "mixed", "the parts are answered differently, none accepted"
    STANDING = "standing", "stated; it asks for no answer"

    @property
    def unanswered(self) -> bool:
        """Whether a point with this status still waits for an answer (rule P4)."""
        return self in _UNANSWERED

    @property
    def favourable(self) -> bool:
        """Whether something of it was accepted or done (rule P4)."""
        return self in _FAVOURABLE

    @property
    def live(self) -> bool:
        """Whether its raiser still stands by it."""
        return self not in (Status.WITHDRAWN, Status.SUPERSEDED)


_STATUS_OF_STANCE = {
    Stance.ACCEPT: Status.ACCEPTED,
    Stance.ACCEPT_WITH_RESERVATION: Status.ACCEPTED_WITH_RESERVATION,
    Stance.ACCEPT_IN_PART: Status.ACCEPTED_IN_PART,
    Stance.REJECT: Status.REJECTED,
    Stance.COUNTER: Status.COUNTERED,
    Stance.DEFER: Status.DEFERRED,
    Stance.EVADE: Status.EVADED,
    Stance.ACKNOWLEDGE: Status.ACKNOWLEDGED,
    Stance.FULFIL: Status.FULFILLED,
    Stance.UNDISCLOSED: Status.ANSWERED_UNDISCLOSED,
}
_UNANSWERED = frozenset({Status.OUTSTANDING, Status.LAPSED, Status.DEFERRED, Status.ACKNOWLEDGED})
_FAVOURABLE = frozenset(
    {
        Status.ACCEPTED,
        Status.ACCEPTED_WITH_RESERVATION,
        Status.ACCEPTED_IN_PART,
        Status.FULFILLED,
    }
)


class ThreadStatus(Word):
    """The derived status of a thread (rule S1)."""

    OPEN = "open", "nothing owed, nothing concluded"
    AWAITING_REPLY = "awaiting_reply", "a reply is owed"
    IN_TALKS = "in_talks", "the last act is talks"
    SETTLED_IN_PRINCIPLE = "settled_in_principle", "agreed in principle"
    SETTLED = "settled", "settled"
    FAILED = "failed", "nothing is owed, and a point stands rejected"
    SUSPENDED = "suspended", "talks are suspended"
    BROKEN_OFF = "broken_off", "relations are broken off"
    AT_WAR = "at_war", "at war"
    CLOSED = "closed", "closed by the registrar"


class Effect(Word):
    """What an act states about a thread (rule S2)."""

    SUSPENDS = "suspends", "suspends the talks"
    RESUMES = "resumes", "resumes them, or restores what was broken"
    BREAKS_OFF = "breaks_off", "breaks off relations"
    SETTLES_IN_PRINCIPLE = "settles_in_principle", "agreed in principle"
    SETTLES = "settles", "settled"
    FAILS = "fails", "failed"
    WAR = "war", "opens a war"


class Role(Word):
    """What a person, or a post without a name, did in an act."""

    AUTHOR = "author", "whose words they are"
    DRAFTER = "drafter", "drafted it"
    APPROVER = "approver", "cleared it"
    EDITOR = "editor", "edited it"
    SIGNATORY = "signatory", "signed it"
    ON_BEHALF_OF = "on-behalf-of", "in whose name it was done"
    TRANSMITTER = "transmitter", "the post that cabled it"
    BEARER = "bearer", "delivered it"
    RECIPIENT = "recipient", "took the paper"
    ADDRESSEE = "addressee", "to whom it is addressed"
    COPIED = "copied", "received a copy"
    INTERPRETER = "interpreter", "interpreted"
    ANNOUNCER = "announcer", "announced it"
    SPEAKER = "speaker", "spoke"
    CHAIR = "chair", "chaired"
    HEAD_OF_DELEGATION = "head-of-delegation", "led a delegation"
    MEDIATOR = "mediator", "mediated"
    INTERMEDIARY = "intermediary", "carried it between the parties"
    CONFIDENTIAL_CHANNEL = "confidential-channel", "was the confidential channel"
    WITNESS = "witness", "was present"
    SOURCE = "source", "is the source of the account"
    PUBLISHER = "publisher", "published it"
    OTHER = "other", "another role, named in role_text"


class DateRole(Word):
    """Which date of an act a date is."""

    DRAFTED = "drafted", "written"
    DATED = "dated", "on the paper"
    SENT = "sent", "despatched"
    DELIVERED = "delivered", "handed over or spoken"
    RECEIVED = "received", "reached the principal"
    PUBLISHED = "published", "made public"


ACT_TIME_ORDER = (DateRole.DELIVERED, DateRole.SENT, DateRole.DATED)
"""The dates that can be an act's time, first match wins (rule T1)."""


class Disclosure(Word):
    """How much of an act the public knows."""

    DISCLOSED = "disclosed", "the text is public"
    PARTLY = "partly", "a part of the text is public"
    ANNOUNCED = "announced", "existence and gist only"
    UNDISCLOSED = "undisclosed", "nothing was made public"


class DisclosedPart(Word):
    """What a disclosure makes known."""

    EXISTENCE = "existence", "that the act exists"
    GIST = "gist", "what it is about"
    TEXT = "text", "its words"
    POINT = "point", "one point"
    ANSWER = "answer", "one answer"


class DisclosureHow(Word):
    """By which way a thing became known."""

    ANNOUNCED = "announced", "said to exist"
    PUBLISHED = "published", "published by a party"
    LEAKED = "leaked", "published without its owner's leave"
    DECLASSIFIED = "declassified", "released from the archive"


class Authenticity(Word):
    """What a party says of a document that was disclosed."""

    CONFIRMED = "confirmed", "says that it is genuine"
    DENIED = "denied", "says that it is not"
    NOT_COMMENTED = "not-commented", "does not say"


class Contents(Word):
    """How much of an act the ledger itself knows."""

    WHOLE = "whole", "all of it"
    PARTIAL = "partial", "a part of it"
    NONE = "none", "that it exists, no more"


class MarkingLevel(Word):
    """Classification as printed on the paper."""

    UNCLASSIFIED = "unclassified"
    OFFICIAL = "official"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top-secret"


class Verdict(Word):
    """The raiser's assessment of an answer; it never changes a stance (rule P8)."""

    SATISFACTORY = "satisfactory", "the answer will do"
    UNSATISFACTORY = "unsatisfactory", "the answer will not do"
    FULFILLED = "fulfilled", "what was asked was done"
    NOT_FULFILLED = "not_fulfilled", "what was asked was not done"
    EVASIVE = "evasive", "no answer in substance"
    REFUSED = "refused", "a refusal"


class TalksTerms(Word):
    """The terms talks are offered on."""

    RECIPROCAL = "reciprocal", "each side's concerns are on the table"
    UNCONDITIONAL = "unconditional", "without preconditions"
    CONDITIONAL = "conditional", "on conditions, raised as points"
    MEDIATED = "mediated", "through a third party"
    CONFIDENTIAL = "confidential", "not in public"
    OTHER = "other", "other terms, named in terms_text"


class Measure(Word):
    """A deed outside the correspondence that the thread turns on."""

    TROOP_MOVEMENT = "troop-movement", "massing, moving or withdrawing forces"
    MOBILISATION = "mobilisation", "calling up forces"
    USE_OF_FORCE = "use-of-force", "force used"
    BLOCKADE = "blockade", "blockade or quarantine"
    SANCTION = "sanction", "economic or personal sanction"
    EXPULSION = "expulsion", "diplomats sent away"
    DECREE = "decree", "act of domestic law"
    FULFILMENT = "fulfilment", "what was asked or promised is done"
    OTHER = "other", "another deed, named in measure_text"


class Qualifier(Word):
    """How a stated quantity is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more-than"
    LESS_THAN = "less-than"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class AddressedAs(Word):
    """How a group is asked (rule O4)."""

    BODY = "body", "one answer of the group"
    MEMBERS = "members", "each member answers for itself"


class SourceReliability(Word):
    """Admiralty code: the source."""

    A = "A", "completely reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "cannot be judged"


class InformationCredibility(Word):
    """Admiralty code: the information."""

    CONFIRMED = "1", "confirmed by other sources"
    PROBABLE = "2", "probably true"
    POSSIBLE = "3", "possibly true"
    DOUBTFUL = "4", "doubtful"
    IMPROBABLE = "5", "improbable"
    UNJUDGED = "6", "cannot be judged"


class TextualBasis(Word):
    """What the source had before it."""

    ORIGINAL = "original"
    COPY = "copy"
    DRAFT = "draft"
    TRANSLATION = "translation"
    REPORT = "report"
