"""The tables of a search: one row for each act that was found, and where in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from projections.tables.basic import acts_table
from projections.tables.marked import Marked
from projections.tables.table import Table, Tables
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projections.tables.table import Row
    from projections.views.search import FoundAct, FoundIn, SearchView

_MORE = ("placed", "score", "found_in", "excerpts")
_BRIEF = ("when", "ref", "kind", "senders", "addressees", "placed", "found_in", "excerpts")
_BLANKS = re.compile(r"\s+")
_LISTS = frozenset({"points", "persons", "sources"})
"""Fields of several texts, one a line."""


def search(view: SearchView) -> Tables:
    """One row for each act: those that had happened, that may have, and those without a date."""
    found = [
        *((each, "happened") for each in view.found),
        *((each, "possible") for each in view.possible),
        *((each, "undated") for each in view.undated),
    ]
    acts = acts_table("Acts", [each.act for each, _ in found])
    rows = [
        (*row, *_more(each, placed)) for row, (each, placed) in zip(acts.rows, found, strict=True)
    ]
    return Tables([Table("Acts", (*acts.columns, *_MORE), rows, _BRIEF)], list(summary(view)))


def summary(view: SearchView) -> Iterator[str]:
    """How many acts fit and how many of them are shown; if none do, how to find more."""
    found = [
        (view.matching, len(view.found), "that had happened"),
        (view.matching_possible, len(view.possible), "that may have happened"),
        (view.matching_undated, len(view.undated), "without a date"),
    ]
    told = [_said(*each) for each in found if each[0]]
    yield f"{'; '.join(told)}." if told else "Nothing was found."
    if view.matching_later:
        yield f"{count(view.matching_later, 'act')} later than the date asked about would fit."
    if not told:
        yield (
            "To find more, leave a word out, put OR between two, write the beginning of one as "
            "demil*, or ask with fewer conditions."
        )


def _said(matching: int, shown: int, which: str) -> str:
    shown_of = f", {shown} shown" if shown < matching else ""
    return f"{count(matching, 'act')} {which}{shown_of}"


def parts_of(found: FoundIn) -> list[tuple[str, bool]]:
    """An excerpt on one line, in parts: True for what was looked for; dots where it is cut."""
    parts = [("… ", False)] if found.cut_before else []
    for each in found.excerpt:
        text = each.text.replace("\n", " / ") if found.field in _LISTS else each.text
        parts.append((_BLANKS.sub(" ", text), each.hit))
    return [*parts, (" …", False)] if found.cut_after else parts


def _more(each: FoundAct, placed: str) -> Row:
    where = tuple(one.field for one in each.found_in)
    excerpts = tuple(Marked(parts_of(one)) for one in each.found_in)
    return (placed, each.score, where, excerpts)


TABLES: dict[str, Callable[[Any], Tables]] = {"SearchView": search}
