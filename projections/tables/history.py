"""The table of a point's history: one row for each status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.instants import format_instant
from projections.tables.basic import acts_table
from projections.tables.table import Table, Tables
from projections.words import history_lead

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.dates import Instant
    from projections.tables.table import Cell, Row
    from projections.views.point_history import HistoryView, Learned, PastStatus

_STATUS = (
    *("ref", "party", "line", "counts", "status"),
    *("when_from", "from_text", "when_until", "until_text", "since", "since_text"),
    *("act", "by", "rule", "believed", "known_from", "known_from_recorded"),
    *("known_until", "known_until_recorded"),
)
_BRIEF = (
    *("party", "line", "counts", "status", "from_text", "until_text", "act", "by", "rule"),
    *("believed", "known_from", "known_until"),
)


def history(view: HistoryView) -> Tables:
    """What is believed, then what once was."""
    rows = [_row(view.ref, one) for one in (*view.statuses, *view.once_believed)]
    return Tables(
        [
            Table("History", _STATUS, rows, _BRIEF),
            acts_table("May have happened by then", view.possible),
        ],
        list(history_lead(view)),
    )


def _row(ref: str, one: PastStatus) -> Row:
    return (
        *(ref, one.party, one.line, one.counts, one.status),
        *(format_instant(one.when_from), one.from_text, _instant(one.when_until), one.until_text),
        *(format_instant(one.since), one.since_text, one.act, one.by, one.rule),
        one.known_until is None,
        *_learned(one.known_from),
        *_learned(one.known_until),
    )


def _learned(one: Learned | None) -> tuple[Cell, Cell]:
    """The position or the instant, and when that position was recorded."""
    if one is None:
        return None, None
    known = one.text if one.at is None else format_instant(one.at)
    return known, one.recorded_at


def _instant(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)


TABLES: dict[str, Callable[[Any], Tables]] = {"HistoryView": history}
