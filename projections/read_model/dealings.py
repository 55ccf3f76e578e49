"""Who speaks to whom in which acts, in the tables.

Acts are counted by everybody who speaks in them and is spoken to, so that one query tells of pairs
and of parties, each act once: there are few such circles, however many acts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from ledger.placing import rank
from projections.read_model.found import HAPPENED
from projections.read_model.groups import each_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.dates import Instant
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot

_CIRCLE: Final = """(SELECT group_concat(substr(capacity, 1, 1) || party) FROM read_act_party
 WHERE read_act_party.act = read_act.act AND capacity IN ('from', 'on_behalf_of', 'to'))"""
_OF_PARTY: Final = """ AND EXISTS (SELECT 1 FROM read_act_party AS mine
 WHERE mine.act = read_act.act AND capacity IN ('from', 'on_behalf_of', 'to')
 AND party = :party)"""


class Circle(NamedTuple):
    """Everybody who speaks in an act, and everybody it is to, by code."""

    speakers: tuple[str, ...]
    addressees: tuple[str, ...]

    @classmethod
    def read(cls, told: str) -> Self:
        """Of the capacities by their first letters, each before a code."""
        members = sorted(set(told.split(",")))
        speakers = dict.fromkeys(sorted(one[1:] for one in members if one[0] != "t"))
        return cls(tuple(speakers), tuple(one[1:] for one in members if one[0] == "t"))


class Counted(NamedTuple):
    """How many acts of a kind there are in a circle, and when the first and the last was."""

    circle: Circle
    kind: str
    acts: int
    first: Instant
    last: Instant


class ActAt(NamedTuple):
    """An act of a circle, with what orders it."""

    circle: Circle
    kind: str
    ref: str
    at: Instant
    order: tuple[float, str]
    when: str


def circles(
    snapshot: Snapshot, *, thread: ThreadAt | None = None, party: str | None = None
) -> Iterator[Counted]:
    """The acts that had happened by T, counted: of a thread or all, of a party or all."""
    # All of them are read in the order in which they lie, which is three times as fast as by date.
    rows_of = "read_act NOT INDEXED" if thread is None else "read_act"
    for condition, values in each_group(snapshot, thread):
        rows = snapshot.connection.execute(
            "SELECT circle, kind, count(*), min(latest), max(latest) FROM"  # noqa: S608 -- constants
            f" (SELECT kind, latest, {_CIRCLE} AS circle FROM {rows_of}"
            f" WHERE {condition} AND {HAPPENED}{'' if party is None else _OF_PARTY})"
            " GROUP BY circle, kind",
            {**values, "party": party},
        )
        for circle, *counted in rows:
            yield Counted(Circle.read(circle), *counted)


def acts_at(
    snapshot: Snapshot, instants: Iterable[Instant], *, thread: ThreadAt | None = None
) -> Iterator[ActAt]:
    """The acts that happened at some instants, to be named as the first or the last."""
    wanted = json.dumps(sorted(set(instants)))
    for condition, values in each_group(snapshot, thread):
        rows = snapshot.connection.execute(
            f"SELECT {_CIRCLE}, kind, slug, name, latest, sequence,"  # noqa: S608 -- constants
            " json_extract(brief, '$.when') FROM read_act JOIN read_thread USING (thread)"
            f" WHERE {condition} AND {HAPPENED}"
            " AND latest IN (SELECT value FROM json_each(:instants))",
            {**values, "instants": wanted},
        )
        for circle, kind, slug, name, latest, sequence, when in rows:
            order = rank(sequence, name)
            yield ActAt(Circle.read(circle), kind, f"{slug}/{name}", latest, order, when)
