"""Texts with marks in them, and the part of one that is worth showing."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from projections.views.search import FoundIn, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTH: Final = 160
"""Characters of an excerpt."""
_BLANK: Final = re.compile(r"\s")


class Marked(NamedTuple):
    """A text, and where in it what was looked for stands: first and last character plus one."""

    text: str
    hits: tuple[tuple[int, int], ...]


def read_marks(marked: str, opens: str, closes: str) -> Marked:
    """A text in which each hit is between two characters that occur nowhere else in it."""
    text = ""
    hits = []
    for part in marked.split(opens):
        hit, closed, rest = part.partition(closes)
        if closed:
            hits.append((len(text), len(text) + len(hit)))
        text += hit + rest
    return Marked(text, tuple(hits))


def found_in(field: str, marked: Marked, length: int = LENGTH) -> FoundIn:
    """The part of a field with the most hits, or all of it where it is short enough."""
    start, end = _window(marked, length)
    return FoundIn(
        field=field,
        hits=len(marked.hits),
        excerpt=tuple(_passages(marked, start, end)),
        cut_before=start > 0,
        cut_after=end < len(marked.text),
    )


def _window(marked: Marked, length: int) -> tuple[int, int]:
    text, hits = marked
    if len(text) <= length:
        return 0, len(text)
    first, last = _densest(hits, length)
    spare = max(length - (last - first), 0)
    start = max(min(first - spare // 2, len(text) - length), 0)
    end = start + length
    return _after_blank(text, start, first), _before_blank(text, last, end)


def _densest(hits: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where the most hits stand within the length: the first of them begins, the last ends."""
    ends = [end for _, end in hits]
    together = [
        bisect_right(ends, start + length) - number for number, (start, _) in enumerate(hits)
    ]
    number = max(range(len(hits)), key=together.__getitem__)
    last = number + max(together[number], 1) - 1
    return hits[number][0], hits[last][1]


def _after_blank(text: str, start: int, latest: int) -> int:
    """The first beginning of a word from here on, up to the latest; here where there is none."""
    if start == 0 or _BLANK.match(text, start - 1):
        return start
    found = _BLANK.search(text, start, latest)
    return found.end() if found else start


def _before_blank(text: str, earliest: int, end: int) -> int:
    """The last end of a word up to here, from the earliest on; here where there is none."""
    if end >= len(text) or _BLANK.match(text, end):
        return min(end, len(text))
    blanks = [found.start() for found in _BLANK.finditer(text, earliest, end)]
    return blanks[-1] if blanks else end


def _passages(marked: Marked, start: int, end: int) -> Iterator[Passage]:
    at = start
    for first, last in marked.hits:
        if first >= end or last <= start:
            continue
        if first > at:
            yield Passage(text=marked.text[at:first], hit=False)
        at = min(last, end)
        yield Passage(text=marked.text[first:at], hit=True)
    if at < end:
        yield Passage(text=marked.text[at:end], hit=False)
