"""Full-text search through the acts that the viewer knows.

Acts are ranked by what they say themselves, never by how common a word is: that would tell a viewer
of acts it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json

from projections.acts import ActFilter
from projections.excerpts import found_in, read_marks
from projections.read_model.text_search import (
    CLOSES,
    FIELDS,
    OPENS,
    briefs,
    marked,
    matches,
)
from projections.search_query import parse_query
from projections.views.acts import ActBrief
from projections.views.search import FoundAct, SearchView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from projections.lens import Lens
    from projections.read_model.snapshot import Snapshot
    from projections.read_model.text_search import Match
    from projections.reader import Snapshots
    from projections.search_query import Question

SHOWN: Final = 20
"""Acts listed where no number is asked for."""
WEIGHTS: Final[Mapping[str, int]] = {
    "summary": 5,
    "points": 4,
    "persons": 3,
    "text": 2,
    "sources": 1,
}
"""What a word counts for in each field."""
_WHOLE: Final = 1_000
_HAPPENED, _POSSIBLE, _UNDATED, _LATER = range(4)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which acts to look through, in which fields, and how many to list; None asks for all.

    `party` sends or receives the act, or it is sent on its behalf.
    """

    thread: str | None = None
    party: str | None = None
    kind: str | None = None
    fields: tuple[str, ...] = FIELDS
    limit: int = SHOWN


EVERY = SearchFilter()
"""All acts, in all fields."""


def search_view(
    source: Snapshots, lens: Lens, query: str, wanted: SearchFilter = EVERY
) -> SearchView:
    """The acts that fit a question (`search_query`), best first, then the earlier, then by name.

    InputError for a question that asks nothing, and for a thread the viewer does not know.
    """
    question = parse_query(query)
    fields = tuple(field for field in FIELDS if field in wanted.fields)
    condition, values = ActFilter(party=wanted.party, kind=wanted.kind).condition()
    with source.snapshot(lens) as snapshot:
        if wanted.thread is not None:
            values["number"] = snapshot.thread(wanted.thread).number
            condition += " AND thread = :number"
        found: list[list[Match]] = [[], [], [], []]
        for match in matches(snapshot, question, fields, condition, values):
            found[_placed(match)].append(match)
        best = [sorted(group, key=_rank)[: wanted.limit] for group in found[:_LATER]]
        listed = _listed(snapshot, question, fields, (one for group in best for one in group))
    shown = [tuple(listed[match.act] for match in group) for group in best]
    return SearchView(
        query=query,
        looked_in=fields,
        matching=len(found[_HAPPENED]),
        found=shown[_HAPPENED],
        matching_possible=len(found[_POSSIBLE]),
        possible=shown[_POSSIBLE],
        matching_undated=len(found[_UNDATED]),
        undated=shown[_UNDATED],
        matching_later=len(found[_LATER]),
    )


def _placed(match: Match) -> int:
    """Whether an act had happened by T (rule T3)."""
    earliest, latest, at = match.earliest, match.latest, match.thread.at
    if earliest is None and latest is None:
        return _UNDATED
    if latest is not None and latest <= at:
        return _HAPPENED
    return _POSSIBLE if earliest is None or earliest <= at else _LATER


def score(found: Mapping[str, int], sizes: Mapping[str, int]) -> int:
    """How well an act fits: for each field its weight times the terms of the question found there.

    Each counts once, however often it is repeated, and for up to double as the field says less
    else: `found` are the terms by field, `sizes` the words of each field.
    """
    return sum(
        WEIGHTS[field] * terms * (_WHOLE + _WHOLE * min(terms, sizes[field]) // sizes[field])
        for field, terms in found.items()
    )


def _rank(match: Match) -> tuple[int, int, str]:
    when = match.latest if match.latest is not None else match.earliest
    return -score(match.found, match.sizes), when or 0, match.ref


def _listed(
    snapshot: Snapshot, question: Question, fields: Sequence[str], chosen: Iterable[Match]
) -> dict[int, FoundAct]:
    by_number = {match.act: match for match in chosen}
    acts = briefs(snapshot, by_number)
    return {
        act: FoundAct(
            act=ActBrief.model_validate(from_json(acts[act])),
            score=score(match.found, match.sizes),
            found_in=tuple(
                found_in(field, read_marks(text, OPENS, CLOSES))
                for field, text in marked(snapshot, question, fields, act).items()
            ),
        )
        for act, match in by_number.items()
    }
