"""One point over both time axes: every state of it that was ever believed, up to K."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import from_json

from projections.read_model.blocks import Sort
from projections.read_model.cells import PointCell, read_points
from projections.read_model.found import POSSIBLE
from projections.read_model.stretches import ALWAYS

if TYPE_CHECKING:
    from ledger.dates import Instant
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot
    from projections.views.acts import ActBrief

_BEARS_ON: Final = (
    "(thread = :thread OR EXISTS (SELECT 1 FROM json_each(answers)"
    " WHERE substr(value, 1, length(:home)) = :home))"
)
"""An act of the thread, or one of another that answers one of it."""


class PointBelief(NamedTuple):
    """A point while it stayed so: over when_from <= T < when_to and known_from <= K < known_to.

    What is known at the K of the lens has no known_to but `ALWAYS`, whatever was learned since.
    """

    when_from: Instant
    when_to: Instant
    known_from: int
    known_to: int
    cell: PointCell


class PointRaised(NamedTuple):
    """What is asked in a point; `known_to` is `ALWAYS` where that is believed at K."""

    known_to: int
    kind: str
    text: str
    raisers: list[str]
    act: str
    parent: str | None


class ActTime(NamedTuple):
    """When an act happened, as believed for known_from <= K < known_to."""

    known_from: int
    known_to: int
    latest: Instant | None
    when: str | None


def beliefs_of(snapshot: Snapshot, thread: ThreadAt, label: str) -> list[PointBelief]:
    """Every state of a point that was believed by K and began by T, in no particular order."""
    rows = snapshot.connection.execute(
        "SELECT when_from, when_to, known_from, known_to, state, detail FROM read_block"
        " WHERE layer = ? AND thread = ? AND sort = ? AND when_from <= ? AND known_from <= ?",
        (thread.layer, thread.number, Sort.POINTS, thread.at, thread.known),
    )
    return [
        PointBelief(when_from, when_to, known_from, _end(known_to, thread), cell)
        for when_from, when_to, known_from, known_to, state, detail in rows
        for cell in read_points(state, detail)
        if cell.label == label
    ]


def raised_as(snapshot: Snapshot, thread: ThreadAt, label: str) -> PointRaised | None:
    """What is asked in a point as last believed by K; None where there never was such a point."""
    row = snapshot.connection.execute(
        "SELECT known_to, content FROM read_point"
        " WHERE layer = ? AND thread = ? AND label = ? AND known_from <= ?"
        " ORDER BY known_from DESC LIMIT 1",
        (thread.layer, thread.number, label, thread.known),
    ).fetchone()
    return None if row is None else PointRaised(_end(row[0], thread), *from_json(row[1]))


def names_at(snapshot: Snapshot, thread: ThreadAt, column: str, table: str) -> list[str]:
    """The labels of `read_point`, or the names of `read_act`, that are known at K."""
    rows = snapshot.connection.execute(
        f"SELECT {column} FROM {table}"  # noqa: S608 -- constants
        " WHERE layer = ? AND thread = ? AND known_from <= ? AND known_to > ?",
        (thread.layer, thread.number, thread.known, thread.known),
    )
    return [name for (name,) in rows]


def act_times(snapshot: Snapshot, thread: ThreadAt, names: set[str]) -> dict[str, list[ActTime]]:
    """When the acts of these names happened, as was believed by K; named as inside the thread."""
    by_slug = {one.slug: one for one in snapshot.threads.values()} if _elsewhere(names) else {}
    found = {}
    for name in names:
        slug, _, act = name.rpartition("/")
        home = by_slug.get(slug) if slug else thread
        found[name] = [] if home is None else _times(snapshot, home, act)
    return found


def _elsewhere(names: set[str]) -> bool:
    return any("/" in name for name in names)


def _times(snapshot: Snapshot, thread: ThreadAt, act: str) -> list[ActTime]:
    rows = snapshot.connection.execute(
        "SELECT known_from, known_to, latest, json_extract(brief, '$.when') FROM read_act"
        " WHERE layer = ? AND thread = ? AND name = ? AND known_from <= ?",
        (thread.layer, thread.number, act, thread.known),
    )
    return [ActTime._make(row) for row in rows]


def possible_in(snapshot: Snapshot, thread: ThreadAt) -> tuple[ActBrief, ...]:
    """The acts that may have happened by T and bear on a thread (rule T3)."""
    values: dict[str, Any] = {"thread": thread.number, "home": f"{thread.slug}/"}
    found = list(snapshot.acts(f"{POSSIBLE} AND {_BEARS_ON}", values))
    found.sort(key=lambda row: (row.earliest or 0, row.ref))
    return tuple(row.view() for row in found)


def _end(known_to: int, thread: ThreadAt) -> int:
    return ALWAYS if known_to > thread.known else known_to
