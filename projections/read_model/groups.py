"""The rows of a group of threads, asked for in one query that need not name the threads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from projections.read_model.found import KNOWN, Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from ledger.moments import Moment
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot


class Within(NamedTuple):
    """Rows of threads with the same T and the same K: a condition on their table, its values.

    In the condition the table has the columns `layer`, `thread`, `known_from` and `known_to`; in
    what is added to it, `:at` is T.
    """

    condition: str
    values: Mapping[str, object]


def each_group(snapshot: Snapshot, thread: ThreadAt | None = None) -> Iterator[Within]:
    """The rows that the viewer knows, of all threads or of one."""
    if thread is not None:
        group = Group(thread.layer, thread.at, thread.known, None, frozenset())
        one = within(group)
        yield Within(
            f"{one.condition} AND thread = :thread", {**one.values, "thread": thread.number}
        )
        return
    yield from map(within, snapshot.groups)


def within(group: Group) -> Within:
    """The rows of a group."""
    condition = KNOWN
    values: dict[str, object] = {"layer": group.layer, "at": group.at, "known": group.known}
    if group.zones is not None:
        condition += (
            f" AND thread IN (SELECT thread FROM read_head WHERE {KNOWN}"  # noqa: S608 -- constants
            " AND zone IN (SELECT value FROM json_each(:zones)))"
        )
        values["zones"] = json.dumps(sorted(group.zones))
    if group.but:
        condition += " AND thread NOT IN (SELECT value FROM json_each(:but))"
        values["but"] = json.dumps(sorted(group.but))
    return Within(condition, values)


def each_since(snapshot: Snapshot, since: Moment) -> Iterator[tuple[Group, Instant]]:
    """The groups cut by when a moment before T ends, which may differ by zone."""
    for group in snapshot.groups:
        ends: dict[Instant, set[str]] = {}
        zones = group.zones or snapshot.zones(group.layer)
        for zone in zones:
            end = since.end(snapshot.lens.zone or zone, group.at)
            ends.setdefault(end, set()).add(zone)
        for end, those in sorted(ends.items()):
            whole = len(ends) == 1
            yield (group if whole else group._replace(zones=frozenset(those))), end
