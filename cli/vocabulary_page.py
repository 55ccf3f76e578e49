"""The words of the ledger as a page of Markdown, written from `ledger.kinds` and the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import vocabulary
from ledger.kinds import KINDS
from ledger.parties import PartyKind
from ledger.vocabulary import PointKind, Stance, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = """\
# Vocabulary

<!-- Written by `just docs` from ledger/kinds.py and ledger/vocabulary.py, and held to them. -->

The coded words of acts, options, files and answers.
They follow Satow's *Diplomatic Practice*, the *Dictionary of Diplomacy* of Berridge and Lloyd,
the US *Foreign Affairs Handbook* (5 FAH-1 H-610), the CAMEO and PLOVER codebooks, and the practice
of FRUS, TEI and CMIF.

A word may be typed with hyphens, underscores or blanks.
"""
_KINDS_INTRO = """\
What an act is: the first argument of `dipledger append`, and the key that begins an act in a file.
A kind *must*, *may* or *must not* raise points and give answers.
A point is of the kind named here unless it says otherwise.
CAMEO and PLOVER codes are for export; neither codebook knows points, deadlines or instruments.
"""
_ULTIMATUM = """\
An *ultimatum* is not a kind: it is an act with a deadline and a stated consequence, in whatever
instrument. What each side calls the act is a label.
"""
_SECTIONS: tuple[tuple[str, str, tuple[type[Word], ...]], ...] = (
    ("Instruments", "The form that an act travels in: `--instrument`.", (vocabulary.Instrument,)),
    (
        "Medium, channel, line",
        (
            "`--medium` and `--channel`. A status is kept on two lines: answers given in confidence"
            " stand beside those given officially or in public (rule P2)."
        ),
        (vocabulary.Medium, vocabulary.Channel, vocabulary.Line),
    ),
    (
        "Statuses of a point",
        "Derived, never typed: for each addressee, and over all.",
        (vocabulary.Status,),
    ),
    ("Statuses of a thread", "Derived, the first that applies.", (vocabulary.ThreadStatus,)),
    ("Effects", "What an act states about a thread: `--effect`.", (vocabulary.Effect,)),
    ("Roles of persons", "`--person ROLE=NAME (POST) [PARTY]`.", (vocabulary.Role,)),
    (
        "Dates of an act",
        "The act's time is when it was delivered, else sent, else dated (rule T1).",
        (vocabulary.DateRole,),
    ),
    (
        "Disclosure",
        (
            "What the public knows: of the act as a whole, and of each part since when, by whom and"
            " how. No word at all means that it is not known."
        ),
        (
            vocabulary.Disclosure,
            vocabulary.DisclosedPart,
            vocabulary.DisclosureHow,
            vocabulary.Authenticity,
        ),
    ),
    ("Contents", "What the ledger itself knows of an act: `--contents`.", (vocabulary.Contents,)),
    (
        "Assessments",
        "The raiser's verdict on an answer. It never changes a status (rule P8).",
        (vocabulary.Verdict,),
    ),
    ("Terms of talks", "`--terms`, for `offer-talks`.", (vocabulary.TalksTerms,)),
    ("Measures", "`--measure`, for `measure`.", (vocabulary.Measure,)),
    ("Quantities", "The word before a stated amount.", (vocabulary.Qualifier,)),
    ("How a group is asked", "`--addressed-as` (rule O4).", (vocabulary.AddressedAs,)),
    (
        "Sources",
        (
            "The Admiralty code, `[B2]` after a citation: the source, then the information;"
            " and what the source had before it (`basis`)."
        ),
        (
            vocabulary.SourceReliability,
            vocabulary.InformationCredibility,
            vocabulary.TextualBasis,
        ),
    ),
    ("Markings", "The classification as printed: `--marking`.", (vocabulary.MarkingLevel,)),
    ("Kinds of party", "`dipledger party add --kind`.", (PartyKind,)),
)
_TITLES = {
    vocabulary.Medium: "medium",
    vocabulary.Channel: "channel",
    vocabulary.Line: "line",
    vocabulary.Disclosure: "disclosure",
    vocabulary.DisclosedPart: "part",
    vocabulary.DisclosureHow: "how",
    vocabulary.Authenticity: "what a party says of it",
    vocabulary.SourceReliability: "source",
    vocabulary.InformationCredibility: "information",
    vocabulary.TextualBasis: "basis",
}


def vocabulary_page() -> str:
    """The whole page."""
    return "\n".join(_page()).rstrip("\n") + "\n"


def section_of(name: str) -> str | None:
    """The anchor of the section that has the words of a class, None where none has."""
    return _ANCHORS.get(name)


def words_shown() -> set[str]:
    """The names of the classes whose words the page has."""
    return set(_ANCHORS)


_ANCHORS = {
    PointKind.__name__: "kinds-of-point",
    Stance.__name__: "stances",
    **{
        words.__name__: title.lower().replace(",", "").replace(" ", "-")
        for title, _, lists in _SECTIONS
        for words in lists
    },
}


def _page() -> Iterator[str]:
    yield _HEAD
    yield f"## Kinds of act\n\n{_KINDS_INTRO}"
    yield from _table(
        ("word", "meaning", "raises", "answers", "its points are", "CAMEO", "PLOVER"),
        (
            (
                f"`{kind.word}`",
                kind.meaning,
                kind.raises,
                kind.answers,
                f"`{kind.point_kind}`" if kind.raises != "must not" else "",
                kind.cameo,
                kind.plover,
            )
            for kind in KINDS
        ),
    )
    yield _ULTIMATUM
    yield '## Kinds of point\n\nOf an act\'s points, `--point "LABEL(kind=…): TEXT"`.\n'
    yield from _table(
        ("word", "meaning", "asks for an answer"),
        ((f"`{kind}`", kind.meaning, "yes" if kind.asks else "no") for kind in PointKind),
    )
    yield "## Stances\n\nWhat an answer says: `--answer POINT=STANCE`.\n"
    yield from _table(
        ("word", "meaning", "the point is then", "settles the reply owed"),
        (
            (
                f"`{stance}`",
                stance.meaning,
                f"`{stance.status}`",
                "yes" if stance.settles else "no",
            )
            for stance in Stance
        ),
    )
    for title, intro, lists in _SECTIONS:
        yield f"## {title}\n\n{intro}\n"
        for words in lists:
            rows = [(f"`{word}`", word.meaning) for word in words]
            head = (_TITLES.get(words, "word"), "meaning")
            if any(meaning for _, meaning in rows):
                yield from _table(head, rows)
            else:
                yield from _table(head[:1], [row[:1] for row in rows])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
