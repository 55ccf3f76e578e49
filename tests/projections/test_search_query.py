"""What a person types to search, as it is read."""

from __future__ import annotations

import pytest

from ledger.errors import InputError
from projections.search_query import Question, Term, parse_query


def asked(*groups: str, without: str = "") -> Question:
    """`withdraw forces|troops`: one term of each group; `*` at its end, `_` for a blank."""
    return Question(
        tuple(tuple(map(_term, group.split("|"))) for group in groups),
        tuple(map(_term, without.split())),
    )


def _term(text: str) -> Term:
    return Term(text.rstrip("*").replace("_", " "), goes_on=text.endswith("*"))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("withdraw forces", asked("withdraw", "forces")),
        ("  withdraw\n\tforces ", asked("withdraw", "forces")),
        ('"collective security" pact', asked("collective_security", "pact")),
        ('pact"collective security"', asked("pact", "collective_security")),
        ("demil*", asked("demil*")),
        ("de-mil*", asked("de-mil*")),
        ("demil**", asked("demil*")),
        ("straits -nuclear", asked("straits", without="nuclear")),
        ("-nuclear --test* straits", asked("straits", without="nuclear test*")),
        ('straits -"open door"', asked("straits", without="open_door")),
        ("a b OR c d", asked("a", "b|c", "d")),
        ("a OR b OR c -d", asked("a|b|c", without="d")),
        ('"a b" OR c*', asked("a_b|c*")),
        ("a a OR b b OR a a", asked("a", "a|b", "b|a")),
        ("-x -x a", asked("a", without="x")),
    ],
)
def test_words_phrases_beginnings_exclusions_and_alternatives(
    text: str, question: Question
) -> None:
    assert parse_query(text) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("S/2022/1", asked("S/2022/1")),
        ("note-verbale", asked("note-verbale")),
        ("a AND b NOT c", asked("a", "AND", "b", "NOT", "c")),
        ("NEAR(a b)", asked("NEAR(a", "b)")),
        ("summary:a", asked("summary:a")),
        ("{summary}: a ^b + (c)", asked("{summary}:", "a", "^b", "(c)")),
        ("or a or", asked("or", "a")),
        ('"OR" "-a" "b*"', Question(((Term("OR"),), (Term("-a"),), (Term("b*"),)))),
        ("a & – … * - b", asked("a", "b")),
        ("“a b”", asked("“a", "b”")),
        ("d'Orsay a*b", asked("d'Orsay", "a*b")),
        ('a "" "–" b', asked("a", "b")),
    ],
)
def test_everything_else_is_text(text: str, question: Question) -> None:
    assert parse_query(text) == question


MISPLACED = "OR stands between two words that are looked for"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "there is nothing to search for"),
        (" \t\n", "there is nothing to search for"),
        ("– … ?! * - \u200b", "neither a letter nor a digit to search for"),
        ('""', "neither a letter nor a digit to search for"),
        ("-nuclear", "the question says only what may not be there"),
        ("OR", MISPLACED),
        ("OR a", MISPLACED),
        ("a OR", MISPLACED),
        ("a OR – OR b", MISPLACED),
        ("a OR OR b", MISPLACED),
        ("a OR -b", MISPLACED),
        ("-a OR b", MISPLACED),
        ('a "b c', 'a phrase begins at character 3 and does not end: "b c"'),
        ('a"', 'a phrase begins at character 2 and does not end: ""'),
        ('"a" b"', "a phrase begins at character 6"),
        ("a\x00b", "a control character (U+0000) at character 2"),
        ("a\ud800", "a lone surrogate (U+D800) at character 2"),
        ("a" * 1001, "at most 1,000 characters, not 1,001"),
        (" ".join(f"w{number}" for number in range(33)), "at most 32 words"),
    ],
)
def test_what_asks_nothing_is_refused_and_says_how_to_ask(text: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_query(text)
    assert what in refused.value.what
    assert refused.value.where == "QUERY"
    assert refused.value.exit_code == 2
    assert refused.value.mend or "take it out" in refused.value.what
