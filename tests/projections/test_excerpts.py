"""The part of a text that is worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given as any_of
from hypothesis import strategies as st

from projections.excerpts import LENGTH, Marked, found_in, read_marks

if TYPE_CHECKING:
    from projections.views.search import FoundIn

LONG = " ".join(f"word{number}" for number in range(200))


def shown(found: FoundIn) -> str:
    """`…` where it is cut, what was looked for in brackets."""
    parts = "".join(f"[{each.text}]" if each.hit else each.text for each in found.excerpt)
    return f"{'…' * found.cut_before}{parts}{'…' * found.cut_after}"


def marking(text: str, *words: str) -> Marked:
    """The text with every occurrence of these words marked."""
    hits = sorted(
        (at, at + len(word))
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
    )
    return Marked(text, tuple(hits))


def test_marks_are_read_back_as_places_in_the_text() -> None:
    marked = read_marks("the <Straits> and <the> Sea", "<", ">")
    assert marked == Marked("the Straits and the Sea", ((4, 11), (16, 19)))
    assert read_marks("", "<", ">") == Marked("", ())
    assert read_marks("<a", "<", ">") == Marked("a", ())


def test_a_short_text_is_shown_whole() -> None:
    found = found_in("summary", marking("open the Straits, open them", "open"))
    assert shown(found) == "[open] the Straits, [open] them"
    assert (found.field, found.hits) == ("summary", 2)


def test_of_a_long_text_the_part_with_the_most_hits_is_shown_from_word_to_word() -> None:
    lone, dense = "here it is far from the others, " * 20, "here and here and here "
    found = found_in("text", marking(f"{lone}{LONG} {dense}{LONG}", "here"), 40)
    assert shown(found) == "…word199 [here] and [here] and [here] word0…"
    assert found.hits == 23

    first = found_in("text", marking(LONG, "word0 "), 30)
    assert shown(first) == "[word0 ]word1 word2 word3 word4…"
    last = found_in("text", marking(LONG, "word199"), 30)
    assert shown(last) == "…word197 word198 [word199]"


def test_a_word_longer_than_the_excerpt_is_cut() -> None:
    run = "日" * 500
    found = found_in("text", marking(f"a {run} b", run))
    assert shown(found) == f"…[{'日' * LENGTH}]…"


TEXTS = st.lists(st.sampled_from(["hit", "no", "\n", "ab" * 40, "。"]), min_size=1, max_size=80)


@any_of(TEXTS.map(" ".join), st.integers(3, 60))
def test_an_excerpt_is_a_part_of_the_text_with_its_hits_and_no_longer_than_asked(
    text: str, length: int
) -> None:
    marked = marking(f"{text} hit", "hit")
    found = found_in("text", marked, length)
    part = "".join(each.text for each in found.excerpt)

    assert part in marked.text
    assert len(part) <= length
    assert found.cut_before or marked.text.startswith(part)
    assert found.cut_after or marked.text.endswith(part)
    assert "[hit]" in shown(found)
    assert part.count("hit") == sum(each.hit for each in found.excerpt)
