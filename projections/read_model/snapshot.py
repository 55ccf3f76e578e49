"""What the read model says through a lens: every question over the whole ledger starts here."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import from_json

from projections.lens import LEDGER, PUBLIC
from projections.read_model.blocks import ALWAYS, Sort
from projections.read_model.cells import PointCell, ReplyCell, ThreadCell, read_point
from projections.views.acts import ActBrief

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.read_model.model import ReadModel

_VALID: Final = "when_from <= ? AND when_to > ? AND known_from <= ? AND known_to > ?"
KNOWN: Final = "known_from <= ? AND known_to > ?"
NO_VALUES: Final[Mapping[str, object]] = MappingProxyType({})
HAPPENED: Final = "latest <= :at"
POSSIBLE: Final = (
    "earliest IS NOT latest AND (earliest IS NULL OR earliest <= :at)"
    " AND (latest IS NULL OR latest > :at)"
)
"""Not certainly after T, and not certainly by it; acts without any bound are not among them."""
UNDATED: Final = "earliest IS NULL AND latest IS NULL"


class ThreadAt(NamedTuple):
    """A thread that the viewer knows of, with T as an instant and K as its rows count it."""

    number: int
    slug: str
    zone: str
    at: Instant
    known: int
    layer: int
    parent: str | None


class ActRow(NamedTuple):
    """An act as its row has it; `act` is the row's own number."""

    act: int
    name: str
    kind: str
    earliest: Instant | None
    latest: Instant | None
    sequence: int | None
    answers: str
    brief: str

    def view(self) -> ActBrief:
        """The act in one line."""
        return ActBrief.model_validate(from_json(self.brief))


class Snapshot:
    """One state of the tables through a lens. Use it inside `ReadModel.reading`."""

    def __init__(self, connection: sqlite3.Connection, layers: tuple[int, ...], lens: Lens) -> None:
        """`layers` are the viewer's; of a party its own, and the public's for all other threads."""
        self.connection = connection
        self.lens = lens
        self._layers = layers
        self.threads: dict[int, ThreadAt] = {}
        told: set[int] = set()
        for layer in layers:
            self._load(layer, told)
            told |= self._told(layer) if len(layers) > 1 else set()
        self._known = {one.slug for one in self.threads.values()}

    def _told(self, layer: int) -> set[int]:
        rows = self.connection.execute("SELECT thread FROM read_told WHERE layer = ?", (layer,))
        return {number for (number,) in rows}

    def _load(self, layer: int, but: set[int]) -> None:
        """The threads known at K. K may differ by zone, where it is a day of a calendar."""
        zones = self.connection.execute(
            "SELECT DISTINCT zone FROM read_head WHERE layer = ?", (layer,)
        ).fetchall()
        for (zone,) in zones:
            at, known = self.lens.instant(zone), self._known_at(zone)
            rows = self.connection.execute(
                "SELECT thread, slug, parent FROM read_head JOIN read_thread USING (thread)"  # noqa: S608
                f" WHERE layer = ? AND {KNOWN} AND zone = ?",
                (layer, known, known, zone),
            )
            for number, slug, parent in rows:
                if number not in but:
                    self.threads[number] = ThreadAt(number, slug, zone, at, known, layer, parent)

    def _known_at(self, zone: str) -> int:
        if not self.lens.is_ledger:
            return self.lens.knowledge(zone)
        return ALWAYS - 1 if self.lens.position is None else self.lens.position

    def knows(self, slug: str | None) -> bool:
        """Whether the viewer knows of a thread."""
        return slug in self._known

    def _at_once(self) -> dict[tuple[int, Instant, int], list[ThreadAt]]:
        """Threads that can be asked about in one query: same layer, same T, same K."""
        found: dict[tuple[int, Instant, int], list[ThreadAt]] = defaultdict(list)
        for one in self.threads.values():
            found[one.layer, one.at, one.known].append(one)
        return found

    def states(self, sort: Sort) -> Iterator[tuple[ThreadAt, list[list[Any]]]]:
        """The cells of all blocks of a sort, thread by thread in no particular order."""
        for (layer, at, known), threads in self._at_once().items():
            rows = self.connection.execute(
                "SELECT thread, state FROM read_block"  # noqa: S608 -- constants
                f" WHERE layer = ? AND sort = ? AND {_VALID}",
                (layer, sort, at, at, known, known),
            )
            mine = {one.number: one for one in threads}
            for number, state in rows.fetchall():
                if number in mine:
                    yield mine[number], from_json(state)

    def statuses(self) -> Iterator[tuple[ThreadAt, ThreadCell]]:
        """Every thread with its status."""
        for thread, cells in self.states(Sort.THREAD):
            yield thread, ThreadCell._make(cells[0])

    def points(self) -> Iterator[tuple[ThreadAt, PointCell]]:
        """Every point raised by T."""
        for thread, cells in self.states(Sort.POINTS):
            for cell in cells:
                yield thread, read_point(cell)

    def replies(self, *, owed: bool) -> Iterator[tuple[ThreadAt, ReplyCell]]:
        """Every reply owed at T, or every one settled or ended by then."""
        for thread, cells in self.states(Sort.OWED if owed else Sort.CONCLUDED):
            for cell in cells:
                yield thread, ReplyCell._make(cell)

    def acts(
        self, condition: str = "1", values: Mapping[str, object] = NO_VALUES
    ) -> Iterator[tuple[ThreadAt, ActRow]]:
        """The acts known at K for which an SQL condition on `read_act` holds, whenever they happen.

        In it, `:at` is T; `values` are what else it names.
        """
        for (layer, at, known), threads in self._at_once().items():
            rows = self.connection.execute(
                f"SELECT thread, {', '.join(ActRow._fields)} FROM read_act"  # noqa: S608
                " WHERE layer = :layer AND known_from <= :known AND known_to > :known"
                f" AND ({condition})",
                {**values, "layer": layer, "at": at, "known": known},
            )
            mine = {one.number: one for one in threads}
            for number, *row in rows.fetchall():
                if number in mine:
                    yield mine[number], ActRow._make(row)

    def possible(self) -> tuple[ActBrief, ...]:
        """The acts that may have happened by T, over all threads (rule T3)."""
        found = [row for _, row in self.acts(POSSIBLE)]
        found.sort(key=lambda row: (row.earliest or 0, row.brief))
        return tuple(row.view() for row in found)


def layers_of(model: ReadModel, viewer: str) -> tuple[int, ...]:
    """The layers that a viewer's questions are answered from, caught up."""
    own = model.layer(viewer)
    return (own,) if viewer in (LEDGER, PUBLIC) else (own, model.layer(PUBLIC))
