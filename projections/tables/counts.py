"""The tables of numbers and of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import acts_table, cells, plain_table
from projections.tables.table import Table, Tables
from projections.words import stats_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from projections.tables.table import Row
    from projections.views.acts import ActBrief
    from projections.views.persons import PersonAct, PersonsView
    from projections.views.stats import AcceptedStats, PairStats, StatsView

_PAIR = (
    *("debtor", "creditors", "asked", "answered", "owed", "ended", "median_days"),
    *("slowest_days", "slowest_act", "slowest_by"),
)
_REPLY = ("thread", "act", "points", "since", "since_text", "state", "by", "by_text", "days")
_ACCEPTED = ("raisers", "points", "accepted", "share", "statuses")
_POINTS = ("accepted_points", "other_points")
_PERSON = (
    *("name", "post", "party", "role", "placed", "act", "kind", "senders", "addressees"),
    *("when", "earliest", "latest", "gist"),
)


def stats(view: StatsView) -> Tables:
    """One row for each pair of parties; then the points, the acts, and what was not counted."""
    replies = [
        (pair.debtor, pair.creditors, *cells(reply, _REPLY))
        for pair in view.pairs
        for reply in pair.replies
    ]
    brief = ("debtor", "creditors", "act", "since_text", "state", "by", "by_text", "days")
    refs = ("refs",) if view.listed else ()
    return Tables(
        [
            Table("Reply times", _PAIR, [_pair(pair) for pair in view.pairs]),
            Table("Replies", ("debtor", "creditors", *_REPLY), replies, brief),
            _points(view),
            plain_table("Acts by kind", ("kind", "acts", *refs), view.kinds),
            plain_table(
                "Acts by party", ("party", "acts", "sent", "received", *refs), view.parties
            ),
            acts_table("May have happened by then, not counted", view.possible),
            acts_table("Without a date, not counted", view.undated),
        ],
        [stats_title(view)],
    )


def _pair(pair: PairStats) -> Row:
    slow = pair.slowest
    return (
        *cells(pair, _PAIR[:6]),
        _number(pair.median_days),
        *((None,) * 3 if slow is None else (slow.days, slow.act, slow.by)),
    )


def _number(number: float | None) -> float | None:
    """`42` and not `42.0`."""
    return int(number) if number is not None and number.is_integer() else number


def _points(view: StatsView) -> Table:
    columns = (*_ACCEPTED, *_POINTS) if view.listed else _ACCEPTED
    told = (*view.accepted_by_raiser, *([view.accepted] if view.accepted.points else []))
    return Table(
        "Points that ask, and were accepted", columns, [_accepted(one, columns) for one in told]
    )


def _accepted(one: AcceptedStats, columns: Iterable[str]) -> Row:
    told = {
        "raisers": one.raisers or ("all",),
        "statuses": tuple(f"{status}: {number}" for status, number in one.statuses.items()),
    }
    return tuple(told.get(name, getattr(one, name)) for name in columns)


def persons(view: PersonsView) -> Tables:
    """One row for each person, role and act."""
    rows = [
        (person.name, one.post, one.party, role.role, placed, *_act(one.act))
        for person in view.persons
        for role in person.roles
        for placed, acts in _by_place(role.acts, role.possible, role.undated)
        for one in acts
    ]
    brief = ("name", "post", "party", "role", "placed", "when", "act", "gist")
    return Tables([Table("Persons", _PERSON, rows, brief)])


def _by_place(
    happened: Iterable[PersonAct], possible: Iterable[PersonAct], undated: Iterable[PersonAct]
) -> Iterator[tuple[str, Iterable[PersonAct]]]:
    yield "happened", happened
    yield "possible", possible
    yield "undated", undated


def _act(act: ActBrief) -> Row:
    return tuple(cells(act, ("ref", *_PERSON[6:])))


TABLES: dict[str, Callable[[Any], Tables]] = {"PersonsView": persons, "StatsView": stats}
