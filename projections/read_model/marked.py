"""What is marked, in the tables: where to look for what lies above a clearance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ledger.cleared import LEVELS
from projections.read_model.found import KNOWN
from projections.read_model.stretches import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant
    from ledger.vocabulary import MarkingLevel
    from projections.read_model.snapshot import Snapshot

_MARKED: Final = (
    "marking IS NOT NULL AND layer = :layer AND known_to = :always"
    " AND marking IN (SELECT value FROM json_each(:levels))"
)
_TO_LOOK_THROUGH: Final = f"""
SELECT thread FROM read_act WHERE {_MARKED} UNION SELECT thread FROM read_head WHERE {_MARKED}
UNION SELECT thread FROM read_erratum
WHERE layer = :layer AND json_extract(content, '$.kind') = 'retract'
"""  # noqa: S608 -- constants
_IN_FORCE: Final = (
    f"marking IS NOT NULL AND {KNOWN} AND (marking_falls IS NULL OR marking_falls >= :now)"
)
_HIGHEST: Final = f"""
SELECT DISTINCT marking FROM read_act INDEXED BY read_act_marked WHERE {_IN_FORCE}
UNION SELECT DISTINCT marking FROM read_head INDEXED BY read_head_marked WHERE {_IN_FORCE}
"""  # noqa: S608 -- constants
_NAMING: Final = """
SELECT DISTINCT slug, name FROM read_act_party JOIN read_act USING (act)
JOIN read_thread USING (thread) WHERE party = :party AND layer = :layer
"""
_THREADS_NAMING: Final = """
SELECT DISTINCT slug FROM read_head JOIN read_thread USING (thread),
json_each(content, '$.parties') AS party WHERE layer = :layer AND party.value = :party
"""


def to_look_through(snapshot: Snapshot, levels: Iterable[MarkingLevel]) -> set[str]:
    """The threads in which anything may be marked with one of the levels, the ledger's own layer.

    Those with an act that was taken back are among them: it is in no row that holds.
    """
    slugs: set[str] = set()
    for layer in {group.layer for group in snapshot.groups}:
        rows = snapshot.connection.execute(
            "SELECT slug FROM read_thread WHERE thread IN (" + _TO_LOOK_THROUGH + ")",  # noqa: S608
            {"layer": layer, "always": ALWAYS, "levels": json.dumps(list(levels))},
        )
        slugs |= {slug for (slug,) in rows}
    return slugs


def highest_marking(snapshot: Snapshot, now: Instant) -> MarkingLevel | None:
    """The highest level in force in what is known at K, whenever it happens; None: no marks."""
    found: set[str] = set()
    for group in snapshot.groups:
        values = {"layer": group.layer, "known": group.known, "now": now}
        found |= {level for (level,) in snapshot.connection.execute(_HIGHEST, values)}
    return next((level for level in reversed(LEVELS) if level in found), None)


def acts_naming(snapshot: Snapshot, party: str) -> set[tuple[str, str]]:
    """Thread and id of every act that ever named a party, as it was believed at some time."""
    return {(slug, name) for slug, name in _rows(snapshot, _NAMING, party)}


def threads_naming(snapshot: Snapshot, party: str) -> set[str]:
    """The threads that were ever said to be of a party."""
    return {slug for (slug,) in _rows(snapshot, _THREADS_NAMING, party)}


def _rows(snapshot: Snapshot, statement: str, party: str) -> list[tuple[str, ...]]:
    return [
        row
        for layer in {group.layer for group in snapshot.groups}
        for row in snapshot.connection.execute(statement, {"party": party, "layer": layer})
    ]
