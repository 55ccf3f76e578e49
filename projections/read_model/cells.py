"""Derived states as compact JSON: what stands in the blocks of the read model, and reading it.

A block is the thread's own state, or up to 64 points. The words of points that are asked for over
the whole ledger stand in `state`, column by column, which is read fastest; the rest stands in
`detail`, row by row. A reply has a row of its own. Acts and points are named as in their thread.
"""

from __future__ import annotations

import json
from itertools import groupby, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from ledger.obligations import loose_ends
from ledger.refs import name_of, short
from ledger.vocabulary import Line
from projections.text import placed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.dates import Instant
    from ledger.obligations import Obligation
    from ledger.points import PointState, Standing
    from ledger.timeline import Negotiation

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON without blanks, by an encoder that is made once."""
Words = tuple[str, "Instant", str | None, list[str]]
"""A status, since when, by which act, according to whom."""


class ThreadCell(NamedTuple):
    """A thread's status at a time, and what a list of threads shows of it."""

    status: str
    why: str
    since: Instant | None
    acts: list[str]
    awaiting: list[str]
    dormant: bool
    owed: int
    happened: int
    last_text: str | None
    last_at: Instant | None


class PartyCell(NamedTuple):
    """A point for one addressee; `open` is the open line's word beside a confidential one (P2)."""

    party: str
    status: str
    since: Instant
    act: str | None
    by: list[str]
    rule: str
    confidential: bool
    open: Words | None


class PointCell(NamedTuple):
    """A point at a time: its overall word, and the split by addressee."""

    label: str
    status: str
    since: Instant
    act: str | None
    by: list[str]
    rule: str
    live: bool
    deadline: Instant | None
    parties: list[PartyCell]


class ReplyCell(NamedTuple):
    """A reply owed, settled or ended."""

    act: str
    debtor: str
    creditors: list[str]
    since: Instant
    due: Instant | None
    points: list[str]
    state: str
    since_text: str
    rule: str
    settled_by: str | None
    settled_at: Instant | None
    settled_text: str | None
    claimed_by: str | None
    claimed_according_to: list[str]
    loose_ends: list[str]


COLUMN = "\x1f"
"""Between the words of a row until they stand in columns; JSON never holds it as it is."""


def thread_cell(state: Negotiation, happened: int, last: Any) -> str:  # noqa: ANN401 -- Placed | None
    """The cell of the thread's own state; `last` is the last act that had happened."""
    standing = state.standing
    home, zone = state.record.id, state.record.zone
    return compact(
        ThreadCell(
            status=standing.status,
            why=standing.why,
            since=standing.since,
            acts=[short(act.ref, home) for act in standing.acts],
            awaiting=sorted({one.debtor for one in state.owed}),
            dormant=state.dormant,
            owed=len(state.owed),
            happened=happened,
            last_text=None if last is None else placed_text(last, zone),
            last_at=None if last is None else last.at,
        )
    )


Row = tuple[str, str]
"""One row of a block: its words, each as JSON; the rest as one JSON array."""


def point_rows(point: PointState, home: str) -> list[Row]:
    """A point, one row for each addressee; of one to nobody in particular a row with none.

    Of several rows, the first says the overall word, where that is not its own.
    """
    label, overall = point.file.point.label, point.overall
    more = (point.live, point.deadline)
    rows: list[Row] = []
    for party in point.parties:
        whole = None if rows or party.word is overall else (*_words(overall, home), overall.rule)
        open_ = None
        if party.confidential and Line.OPEN in party.lines:
            open_ = _words(party.lines[Line.OPEN], home)
        detail = (list(party.word.by), party.word.rule, party.confidential, open_, whole, *more)
        rows.append((_columns(label, party.party, party.word, home), compact(detail)))
    if not rows:
        detail = (list(overall.by), overall.rule, False, None, None, *more)
        rows.append((_columns(label, None, overall, home), compact(detail)))
    return rows


def _columns(label: str, party: str | None, word: Standing, home: str) -> str:
    status, since, act, _ = _words(word, home)
    return COLUMN.join(map(compact, (label, party, status, since, act)))


def _words(standing: Standing, home: str) -> Words:
    act = None if standing.act is None else short(standing.act.ref, home)
    return (standing.status, standing.since, act, list(standing.by))


ReplyKey = tuple[str, str, str]
"""The act that asks, the debtor, the creditors with commas between them."""
ReplyContent = tuple[str, "Instant", "Instant | None", str]
"""The state, since when, due when, and the rest as one JSON array."""


def reply_key(one: Obligation, home: str) -> ReplyKey:
    """Which reply it is, as its row names it."""
    return (short(one.act.ref, home), one.debtor, ",".join(one.creditors))


def reply_content(one: Obligation, state: Negotiation) -> ReplyContent:
    """A reply owed, settled or ended."""
    home, zone = state.record.id, state.record.zone
    detail = (
        [name_of(ref) for ref in one.points],
        placed_text(one.act, zone),
        one.rule,
        None if one.by is None else short(one.by.ref, home),
        one.settled_at,
        None if one.by is None else placed_text(one.by, zone),
        None if one.claimed is None else short(one.claimed.ref, home),
        [] if one.claimed is None else list(one.claimed.act.senders),
        [name_of(ref) for ref in loose_ends(one, state.points)],
    )
    return (one.state.value, one.since, state.points[one.points[0]].deadline, compact(detail))


def block(rows: Sequence[Row]) -> tuple[str, str]:
    """The rows of a block as its `state` and its `detail`.

    A column in which all words are the same holds it once, outside of an array.
    """
    first, *others = zip(*(words.split(COLUMN) for words, _ in rows), strict=True)
    state = [f"[{','.join(first)}]"]
    state += [one[0] if one.count(one[0]) == len(one) else f"[{','.join(one)}]" for one in others]
    return f"[{','.join(state)}]", f"[{','.join(detail for _, detail in rows)}]"


def read_columns(state: str) -> list[Iterable[Any]]:
    """The columns of a block, each as long as the first, or longer."""
    return [one if isinstance(one, list) else repeat(one) for one in from_json(state)]


def read_points(state: str, detail: str) -> Iterator[PointCell]:
    """The points of a block."""
    rows = zip(*read_columns(state), from_json(detail))  # noqa: B905 -- some columns never end
    for _, of_one in groupby(rows, key=itemgetter(0)):
        first = next(of_one)
        label, party, status, since, act, (by, rule, _, _, whole, live, deadline) = first
        words = (status, since, act, by, rule) if whole is None else whole
        parties = [] if party is None else [_party(one) for one in (first, *of_one)]
        yield PointCell._make((label, *words, live, deadline, parties))


def _party(row: tuple[Any, ...]) -> PartyCell:
    _, party, status, since, act, (by, rule, confidential, open_, *_) = row
    return PartyCell(party, status, since, act, by, rule, confidential, open_)


def read_reply(act: str, debtor: str, creditors: str, content: ReplyContent) -> ReplyCell:
    """A reply from its row."""
    state, since, due, detail = content
    points, *more = from_json(detail)
    named = creditors.split(",")
    return ReplyCell._make((act, debtor, named, since, due, points, state, *more))
