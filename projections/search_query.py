"""What a person types to search, read into words: all must be found, some may not be.

    withdraw forces        both words
    "collective security"  the words beside each other, in this order
    demil*                 every word that begins so
    -nuclear               acts without the word; also -"a phrase" and -begin*
    forces OR troops       one of the two, beside the other words: OR joins its neighbours

Everything else is text. Punctuation separates words and is not looked for, so that `S/2022/1` is
the phrase of its three parts. Accents and case are the index's matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final
from unicodedata import category

from ledger.errors import InputError
from ledger.instants import quoted
from ledger.text import check_text

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE: Final = "QUERY"
MOST_WORDS: Final = 32
LONGEST: Final = 1_000
"""Characters of a question."""
_OR: Final = "OR"
_PIECE: Final = re.compile(r'(?P<no>-?)"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+)')
_WHAT_IS_TAKEN: Final = (
    'Write words, a "phrase", the beginning of a word as demil*, -word for what may not be there, '
    "OR between two words."
)
_MISPLACED: Final = "OR stands between two words that are looked for"


class _Piece(Enum):
    WORD = auto()
    NOT = auto()
    OR = auto()


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words beside each other; `goes_on`: the last one may go on."""

    words: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Of each group one term has to be found, of `without` none may be."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term that is looked for, once."""
        return tuple(dict.fromkeys(term for group in self.groups for term in group))


def parse_query(text: str) -> Question:
    """The words of a question; InputError where nothing can be looked for.

    At most 1,000 characters and 32 words.
    """
    _check(text)
    groups: list[list[Term]] = []
    without: list[Term] = []
    before: _Piece | None = None
    for piece, term in _pieces(text):
        if piece is _Piece.OR and before is not _Piece.WORD:
            raise _wrong(_MISPLACED)
        if piece is _Piece.NOT and before is _Piece.OR:
            raise _wrong(_MISPLACED)
        if piece is _Piece.NOT:
            without.append(term)
        elif piece is _Piece.WORD and before is _Piece.OR:
            groups[-1].append(term)
        elif piece is _Piece.WORD:
            groups.append([term])
        before = piece
    if before is _Piece.OR:
        raise _wrong(_MISPLACED)
    if not groups:
        raise _nothing(text, only_excluded=bool(without))
    if sum(map(len, groups)) + len(without) > MOST_WORDS:
        raise _wrong(f"a question has at most {MOST_WORDS} words and phrases")
    return Question(
        tuple(dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups)),
        tuple(dict.fromkeys(without)),
    )


def _check(text: str) -> None:
    try:
        check_text(text)
    except ValueError as error:
        raise InputError(f"the question has {error}", where=WHERE) from None
    if len(text) > LONGEST:
        raise _wrong(f"a question has at most {LONGEST:,} characters, not {len(text):,}")


def _pieces(text: str) -> Iterator[tuple[_Piece, Term]]:
    """Whatever has a letter or a digit, one after the other."""
    for found in _PIECE.finditer(text):
        if found["word"] is None:
            if not found["end"]:
                raise _wrong(
                    f"a phrase begins at character {found.start() + 1} and does not end: "
                    f"{quoted(found['phrase'])}",
                    'Close it with a second ", or leave the quotation mark out.',
                )
            piece, term = _kind_of(found["no"]), Term(found["phrase"].strip())
        elif found["word"] == _OR:
            piece, term = _Piece.OR, Term(_OR)
        else:
            bare = found["word"].lstrip("-")
            piece = _kind_of(found["word"][: -len(bare)])
            term = Term(bare.rstrip("*"), goes_on=bare.endswith("*"))
        if any(map(_is_of_a_word, term.words)):
            yield piece, term


def _kind_of(sign: str) -> _Piece:
    return _Piece.NOT if sign else _Piece.WORD


def _is_of_a_word(character: str) -> bool:
    """Whether the index takes it for a part of a word: a letter, a digit, a private character."""
    kind = category(character)
    return kind[0] in "LN" or kind == "Co"


def _nothing(text: str, *, only_excluded: bool) -> InputError:
    if only_excluded:
        return _wrong(
            "the question says only what may not be there", "Add a word that is looked for."
        )
    if not text.strip():
        return _wrong("there is nothing to search for")
    return _wrong(f"{quoted(text)} has neither a letter nor a digit to search for")


def _wrong(what: str, mend: str = _WHAT_IS_TAKEN) -> InputError:
    return InputError(what, where=WHERE, mend=mend)
