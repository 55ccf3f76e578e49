"""What a snapshot finds: threads and acts as their rows have them, and conditions to ask by."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic_core import from_json

from ledger.placing import rank
from projections.views.acts import ActBrief

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.dates import Instant

KNOWN: Final = "layer = :layer AND known_from <= :known AND known_to > :known"
NO_VALUES: Final[Mapping[str, object]] = MappingProxyType({})
HAPPENED: Final = "latest <= :at"
POSSIBLE: Final = (
    "earliest IS NOT latest AND (earliest IS NULL OR earliest <= :at)"
    " AND (latest IS NULL OR latest > :at)"
)
"""Not certainly after T, and not certainly by it; acts without any bound are not among them."""
PointWord = tuple[str, str, str | None, str, int, str | None]
"""Thread, label, addressee, status, since, act."""
ReplyName = tuple[str, str, str, str]
"""Thread, act, debtor, creditors (with commas between them)."""
OwedWord = tuple[str, str, str, str, int, int | None]
"""Thread, act, debtor, creditors (with commas between them), since, due."""
ACT_COLUMNS: Final = "thread, act, name, kind, earliest, latest, sequence, answers AS links, brief"
OF_PARTY: Final = (
    "act IN (SELECT act FROM read_act_party"
    " WHERE party = :party AND capacity IN ('from', 'to', 'on_behalf_of'))"
)
WITH_ROLE: Final = "act IN (SELECT act FROM read_act_person WHERE role = :role)"
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
    head: str


class ActRow(NamedTuple):
    """An act as its row has it, in the thread it is of; `act` is the row's own number."""

    thread: ThreadAt
    act: int
    name: str
    kind: str
    earliest: Instant | None
    latest: Instant | None
    sequence: int | None
    links: str
    brief: str

    @property
    def ref(self) -> str:
        """Full reference."""
        return f"{self.thread.slug}/{self.name}"

    @property
    def at(self) -> Instant:
        """The instant it replays at; only asked of acts that have happened."""
        assert self.latest is not None  # noqa: S101 -- what has happened is bounded (rule T3)
        return self.latest

    @property
    def answers(self) -> tuple[str, ...]:
        """What it answers, for the order of replay."""
        return tuple(from_json(self.links))

    @property
    def rank(self) -> tuple[float, str]:
        """Its place among the acts of its instant."""
        return rank(self.sequence, self.name)

    def view(self) -> ActBrief:
        """The act in one line."""
        return ActBrief.model_validate(from_json(self.brief))


class Group(NamedTuple):
    """Threads that are asked about in one query: of one layer, with the same T and the same K.

    `zones` None means all; `but` are told better in another layer.
    """

    layer: int
    at: Instant
    known: int
    zones: frozenset[str] | None
    but: frozenset[int]


def at_once(threads: Iterable[ThreadAt]) -> dict[tuple[int, Instant, int], list[ThreadAt]]:
    """Threads that can be asked about in one query, by their layer, their T and their K."""
    found: dict[tuple[int, Instant, int], list[ThreadAt]] = defaultdict(list)
    for one in threads:
        found[one.layer, one.at, one.known].append(one)
    return found
