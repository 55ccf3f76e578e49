"""Derived states as compact JSON: what stands in the blocks of the read model, and reading it.

A block is one JSON array of cells. There are three sorts: the thread's own state, up to 64 points,
up to 64 replies. A cell is an array too, since names would take most of its room; the classes here
are the names. Acts and points are named as inside their thread.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.obligations import Owed, loose_ends
from ledger.refs import name_of, short
from ledger.vocabulary import Line
from projections.text import placed_text

if TYPE_CHECKING:
    from ledger.dates import Instant
    from ledger.obligations import Obligation
    from ledger.points import PartyStatus, PointState, Standing
    from ledger.timeline import Negotiation

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
    points: list[str]
    state: str
    since: Instant
    since_text: str
    due: Instant | None
    rule: str
    settled_by: str | None
    settled_at: Instant | None
    settled_text: str | None
    claimed_by: str | None
    claimed_according_to: list[str]
    loose_ends: list[str]


def thread_cell(state: Negotiation, happened: int, last: Any) -> str:  # noqa: ANN401 -- Placed | None
    """The cell of the thread's own state; `last` is the last act that had happened."""
    standing = state.standing
    home, zone = state.record.id, state.record.zone
    return _json(
        ThreadCell(
            status=standing.status,
            why=standing.why,
            since=standing.since,
            acts=[short(act.ref, home) for act in standing.acts],
            awaiting=sorted({one.debtor for one in state.owed}),
            dormant=state.dormant,
            happened=happened,
            last_text=None if last is None else placed_text(last, zone),
            last_at=None if last is None else last.at,
        )
    )


def point_cell(point: PointState, home: str) -> str:
    """The cell of a point. Where its one addressee's word is the overall one, the name suffices."""
    overall = point.overall
    parties = [_party(party, overall, home) for party in point.parties]
    return _json(
        (
            point.file.point.label,
            *_words(overall, home),
            overall.rule,
            point.live,
            point.deadline,
            parties,
        )
    )


def _party(party: PartyStatus, overall: Standing, home: str) -> list[Any]:
    if party.word is overall and not party.confidential:
        return [party.party]
    both = party.confidential and Line.OPEN in party.lines
    return [
        party.party,
        *_words(party.word, home),
        party.word.rule,
        party.confidential,
        _words(party.lines[Line.OPEN], home) if both else None,
    ]


def _words(standing: Standing, home: str) -> Words:
    act = None if standing.act is None else short(standing.act.ref, home)
    return (standing.status, standing.since, act, list(standing.by))


def reply_cell(one: Obligation, state: Negotiation) -> str:
    """The cell of a reply owed, settled or ended."""
    home, zone = state.record.id, state.record.zone
    return _json(
        ReplyCell(
            act=short(one.act.ref, home),
            debtor=one.debtor,
            creditors=list(one.creditors),
            points=[name_of(ref) for ref in one.points],
            state=one.state,
            since=one.since,
            since_text=placed_text(one.act, zone),
            due=state.points[one.points[0]].deadline,
            rule=one.rule,
            settled_by=None if one.by is None else short(one.by.ref, home),
            settled_at=one.settled_at,
            settled_text=None if one.by is None else placed_text(one.by, zone),
            claimed_by=None if one.claimed is None else short(one.claimed.ref, home),
            claimed_according_to=[] if one.claimed is None else list(one.claimed.act.senders),
            loose_ends=[name_of(ref) for ref in loose_ends(one, state.points)],
        )
    )


def is_owed(cell: ReplyCell) -> bool:
    """Whether the reply is still owed."""
    return cell.state == Owed.OWED


def read_point(cell: list[Any]) -> PointCell:
    """A point from its cell, every addressee's word written out."""
    words = cell[1:6]
    parties = [
        PartyCell._make((one[0], *words, False, None) if len(one) == 1 else one) for one in cell[8]
    ]
    return PointCell._make((*cell[:8], parties))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
