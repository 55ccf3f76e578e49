"""Acts counted by kind and by party, in the tables."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from projections.read_model.found import HAPPENED, OF_PARTY, at_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot

_COUNTED: Final = (
    "layer = :layer AND known_from <= :known AND known_to > :known"  # noqa: S608 -- constants
    f" AND {HAPPENED} AND thread IN (SELECT value FROM json_each(:threads))"
)
_SPEAKS: Final = "capacity IN ('from', 'on_behalf_of')"


@dataclass(slots=True)
class Counts:
    """How many acts there are of a kind or a party, and which, where that is asked.

    `sent` are those in which the party speaks, `received` those to it.
    """

    acts: int = 0
    sent: int = 0
    received: int = 0
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """The acts that are counted: those of some threads, or only those of one party in them."""

    snapshot: Snapshot
    threads: tuple[ThreadAt, ...]
    party: str | None = None
    listed: bool = False

    def by_kind(self) -> dict[str, Counts]:
        """By the kind's word."""
        return self._told(
            f"SELECT kind, count(*), 0, 0, {self._refs} FROM read_act"  # noqa: S608 -- constants
            f" JOIN read_thread USING (thread) WHERE {self._condition} GROUP BY kind"
        )

    def by_party(self) -> dict[str, Counts]:
        """By the parties that speak in them, and those that they are to."""
        return self._told(
            "SELECT read_act_party.party, count(DISTINCT act),"  # noqa: S608 -- constants
            f" count(DISTINCT iif({_SPEAKS}, act, NULL)),"
            f" count(DISTINCT iif(capacity = 'to', act, NULL)), {self._refs}"
            " FROM read_act JOIN read_act_party USING (act) JOIN read_thread USING (thread)"
            f" WHERE {self._condition} AND (capacity = 'to' OR {_SPEAKS})"
            " GROUP BY read_act_party.party"
        )

    @property
    def _refs(self) -> str:
        return "json_group_array(DISTINCT slug || '/' || name)" if self.listed else "'[]'"

    @property
    def _condition(self) -> str:
        return _COUNTED if self.party is None else f"{_COUNTED} AND {OF_PARTY}"

    def _told(self, query: str) -> dict[str, Counts]:
        found: dict[str, Counts] = defaultdict(Counts)
        for values in each_query(self.threads):
            rows = self.snapshot.connection.execute(query, {**values, "party": self.party})
            for key, acts, sent, received, refs in rows:
                one = found[key]
                one.acts += acts
                one.sent += sent
                one.received += received
                one.refs = tuple(sorted((*one.refs, *from_json(refs))))
        return found


def each_query(threads: Iterable[ThreadAt]) -> Iterator[Mapping[str, Any]]:
    """The values of a query for the threads for which T and K are the same."""
    for (layer, at, known), those in at_once(threads).items():
        numbers = json.dumps([one.number for one in those])
        yield {"layer": layer, "at": at, "known": known, "threads": numbers}
