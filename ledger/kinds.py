"""The kinds of diplomatic act. Adding a kind is adding a row here and its event class."""

from __future__ import annotations

from typing import NamedTuple

from ledger.vocabulary import PointKind, Word


class Need(Word):
    """Whether an act of a kind raises points, or gives answers."""

    MUST = "must"
    MAY = "may"
    MUST_NOT = "must not"


class Kind(NamedTuple):
    """A row of the table of acts.

    `word` is what a user types, `event` the class and topic name, `raises` and `answers` say what
    an act of the kind has to bring, `point_kind` is what its points are unless they say otherwise.
    CAMEO and PLOVER codes are for export only: neither knows points, deadlines or instruments.
    """

    word: str
    event: str
    meaning: str
    raises: Need
    answers: Need
    point_kind: PointKind
    cameo: str
    plover: str


_MUST, _MAY, _NOT = Need.MUST, Need.MAY, Need.MUST_NOT
_P = PointKind

KINDS: tuple[Kind, ...] = (
    Kind(
        "demand",
        "DemandIssued",
        "requires another party to do or stop something",
        _MUST,
        _MAY,
        _P.DEMAND,
        "10",
        "REQUEST",
    ),
    Kind(
        "request",
        "RequestMade",
        "asks without pressure; appeal",
        _MUST,
        _MAY,
        _P.REQUEST,
        "02",
        "REQUEST",
    ),
    Kind(
        "enquiry",
        "EnquiryMade",
        "asks for a position or a clarification",
        _MUST,
        _MAY,
        _P.QUESTION,
        "02",
        "REQUEST",
    ),
    Kind(
        "proposal",
        "ProposalMade",
        "terms, a draft, a counter-proposal, good offices",
        _MUST,
        _MAY,
        _P.PROPOSAL,
        "03",
        "AGREE",
    ),
    Kind(
        "offer",
        "OfferMade",
        "binds itself to do something, often on conditions",
        _MUST,
        _MAY,
        _P.OFFER,
        "03",
        "AGREE",
    ),
    Kind(
        "offer-talks",
        "TalksOffered",
        "offers or accepts to meet, on stated terms",
        _MAY,
        _MAY,
        _P.OFFER,
        "036",
        "AGREE",
    ),
    Kind(
        "assurance",
        "AssuranceGiven",
        "undertakes or promises",
        _MAY,
        _MAY,
        _P.UNDERTAKING,
        "03",
        "AGREE",
    ),
    Kind(
        "reply",
        "ReplyDelivered",
        "answers an earlier act",
        _MAY,
        _MUST,
        _P.PROPOSAL,
        "by stance: 03, 08, 12",
        "AGREE, CONCEDE, REJECT",
    ),
    Kind(
        "acknowledge",
        "ReceiptAcknowledged",
        "confirms receipt, no position",
        _NOT,
        _MUST,
        _P.CONCERN,
        "010",
        "",
    ),
    Kind(
        "statement",
        "StatementMade",
        "states or announces a position; may announce another act",
        _MAY,
        _MAY,
        _P.CONCERN,
        "01",
        "",
    ),
    Kind(
        "warning",
        "WarningGiven",
        "states a consequence",
        _MAY,
        _MAY,
        _P.WARNING,
        "13",
        "THREATEN",
    ),
    Kind("protest", "ProtestLodged", "objects to a deed", _MAY, _MAY, _P.PROTEST, "114", "ACCUSE"),
    Kind(
        "notification",
        "NotificationGiven",
        "informs formally (circular, denunciation, accession)",
        _MAY,
        _MAY,
        _P.CONCERN,
        "01",
        "",
    ),
    Kind(
        "talks",
        "TalksHeld",
        "meeting, call, session, mediation; every participant is an actor",
        _MAY,
        _MAY,
        _P.PROPOSAL,
        "04",
        "CONSULT",
    ),
    Kind(
        "agreement",
        "AgreementReached",
        "text agreed or signed; settles the points it names",
        _MAY,
        _MAY,
        _P.UNDERTAKING,
        "057",
        "SUPPORT",
    ),
    Kind(
        "demarche",
        "DemarcheMade",
        "formal oral approach on instructions, whatever it asks",
        _MAY,
        _MAY,
        _P.REQUEST,
        "by content",
        "by content",
    ),
    Kind(
        "withdrawal",
        "PointsWithdrawn",
        "the raiser withdraws points, or an offer of talks",
        _NOT,
        _NOT,
        _P.CONCERN,
        "08",
        "CONCEDE",
    ),
    Kind(
        "return",
        "InstrumentReturned",
        "hands the paper back, refuses to receive it",
        _NOT,
        _MUST,
        _P.CONCERN,
        "12",
        "REJECT",
    ),
    Kind(
        "suspension",
        "TalksSuspended",
        "suspends or ends talks",
        _MAY,
        _MAY,
        _P.CONCERN,
        "164",
        "SANCTION",
    ),
    Kind(
        "break",
        "RelationsBrokenOff",
        "breaks off diplomatic relations, withdraws the mission",
        _MAY,
        _MAY,
        _P.CONCERN,
        "161",
        "SANCTION",
    ),
    Kind("war", "WarDeclared", "declares war", _MAY, _MAY, _P.CONCERN, "18", "ASSAULT"),
    Kind("resumption", "TalksResumed", "resumes talks", _MAY, _MAY, _P.PROPOSAL, "05", "SUPPORT"),
    Kind(
        "restoration",
        "RelationsRestored",
        "restores diplomatic relations",
        _MAY,
        _MAY,
        _P.PROPOSAL,
        "05",
        "SUPPORT",
    ),
    Kind("peace", "PeaceConcluded", "concludes peace", _MAY, _MAY, _P.PROPOSAL, "05", "SUPPORT"),
    Kind(
        "measure",
        "MeasureTaken",
        "a deed outside the correspondence that the thread turns on",
        _NOT,
        _MAY,
        _P.CONCERN,
        "15-20",
        "MOBILIZE, COERCE, ASSAULT",
    ),
)

KIND_BY_WORD = {kind.word: kind for kind in KINDS}
KIND_BY_EVENT = {kind.event: kind for kind in KINDS}
