"""The tables of a diff: every change a row, then what may have happened by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.refs import short
from projections.tables.basic import acts_table, text_of
from projections.tables.table import Table, Tables
from projections.words import UNSAID, act_line, diff_title, plain, reason, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projections.tables.table import Row
    from projections.views.diff import DiffView
    from projections.views.record import Erratum, ErratumChange

_COLUMNS = ("what", "ref", "party", "field", "before", "after", "act", "text", "reasons")
_BRIEF = ("what", "ref", "party", "act", "text", "reasons")
_LONGEST = 60
_ACTS = ("happened", "learned", "dropped")


def diff(view: DiffView) -> Tables:
    """One row for each change; a page also lists what may have happened by the later date."""
    rows = [*_thread(view), *_acts(view), *_points(view), *_replies(view)]
    lead = [diff_title(view), *(["Nothing differs."] if view.empty else [])]
    return Tables(
        [
            Table("Changes", _COLUMNS, rows, _BRIEF),
            acts_table("May have happened by then", view.possible),
            acts_table("Without a date", view.undated),
        ],
        lead,
    )


def _thread(view: DiffView) -> Iterator[Row]:
    for one in view.status:
        yield ("thread", one.ref, None, None, one.before, one.after, None, one.text, ())
    for each in view.amended:
        yield ("amended", view.thread, None, *_field(each), None, _text(each), ())


def _acts(view: DiffView) -> Iterator[Row]:
    for what in _ACTS:
        for one in getattr(view, what):
            head = (what, one.act.ref, None, None, one.before, one.after)
            text = one.act.gist or act_line(one.act)
            yield (*head, short(one.act.ref, view.thread), text, _reasons(one.why))
    for changed in view.changed:
        for each in changed.fields:
            row = ("changed", changed.act.ref, None, *_field(each))
            act = short(changed.act.ref, view.thread)
            yield (*row, act, _text(each), _reasons(changed.why))
    for moved in view.moved:
        text = f"{moved.before_text} -> {moved.after_text} (rule {moved.rule})"
        start = ("moved", moved.act.ref, None, None, moved.before_text, moved.after_text)
        yield (*start, short(moved.act.ref, view.thread), text, _reasons(moved.why))


def _points(view: DiffView) -> Iterator[Row]:
    for what, points in (("raised", view.raised), ("not_raised", view.not_raised)):
        for one in points:
            yield (what, one.label, None, None, None, None, one.act, one.text, ())
    for status in view.statuses:
        change = (status.before, status.after, status.act, status.text)
        yield ("status", status.label, status.party, None, *change, ())
    for what, said in (("answer", view.answers), ("position", view.positions)):
        for each in said:
            change = (each.before, each.after, each.act, each.text)
            yield (what, each.label, each.by, None, *change, ())


def _replies(view: DiffView) -> Iterator[Row]:
    for one in view.replies:
        pair = f"{one.debtor} -> {', '.join(one.creditors)}"
        yield ("reply", pair, one.debtor, None, one.before, one.after, one.act, one.text, ())


def _field(each: ErratumChange) -> tuple[str, str | None, str | None]:
    old, new = (None if value is None else text_of(value) for value in (each.old, each.new))
    return each.field, old, new


def _text(each: ErratumChange) -> str:
    """`place: Moskow -> Moscow`; of what is not a plain text only that it changed."""
    values = (each.old, each.new)
    if any(value is not None and not isinstance(value, str) for value in values):
        return f"{plain(each.field)}: changed"
    old, new = (
        UNSAID.get(each.field, "nothing") if value is None else shortened(str(value), _LONGEST)
        for value in values
    )
    return f"{plain(each.field)}: {old} -> {new}"


def _reasons(why: tuple[Erratum, ...]) -> tuple[str, ...]:
    return tuple(reason(one) for one in why)


TABLES: dict[str, Callable[[Any], Tables]] = {"DiffView": diff}
