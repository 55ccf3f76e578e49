"""One thread's rows by their instants: when each was learned, and from when on each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot

# By a named index: one that covers a whole layer looks cheaper to SQLite, and is not.
_LEARNED: Final = """
SELECT known_from, 'act', name, name, position FROM read_act
  WHERE layer = :layer AND thread = :thread AND known_from <= :known
UNION ALL
SELECT known_from, json_extract(content, '$.kind'), name,
  coalesce(json_extract(content, '$.act'), json_extract(content, '$.notice')), position
  FROM read_erratum WHERE layer = :layer AND thread = :thread AND known_from <= :known
UNION ALL
SELECT DISTINCT known_from, '', '', '', 0 FROM (
  SELECT known_from FROM read_head INDEXED BY read_head_thread
    WHERE layer = :layer AND thread = :thread AND known_from <= :known
  UNION ALL SELECT known_from FROM read_block INDEXED BY read_block_thread
    WHERE layer = :layer AND thread = :thread AND known_from <= :known
  UNION ALL SELECT known_from FROM read_reply INDEXED BY read_reply_thread
    WHERE layer = :layer AND thread = :thread AND known_from <= :known
  UNION ALL SELECT known_from FROM read_point
    WHERE layer = :layer AND thread = :thread AND known_from <= :known)
ORDER BY 1, 5, 2, 3
"""


_TURNS: Final = """
SELECT when_from FROM read_block INDEXED BY read_block_thread
  WHERE layer = :layer AND thread = :thread AND known_from <= :known AND known_to > :known
UNION SELECT when_from FROM read_reply INDEXED BY read_reply_thread
  WHERE layer = :layer AND thread = :thread AND known_from <= :known AND known_to > :known
"""


class Learned(NamedTuple):
    """Something that was believed from a K on: an act, a notice by its command, else its state.

    `name` is the act's, or the notice's; `about` the act it is of.
    """

    known_from: int
    sort: str
    name: str
    about: str
    position: int


def learned(snapshot: Snapshot, thread: ThreadAt) -> list[Learned]:
    """Everything that was learned of a thread by the K of the lens, in order."""
    rows = snapshot.connection.execute(
        _LEARNED, {"layer": thread.layer, "thread": thread.number, "known": thread.known}
    )
    return [Learned._make(row) for row in rows]


def turns(snapshot: Snapshot, thread: ThreadAt) -> set[int]:
    """Every instant from which on the thread stands otherwise than before, as known at K."""
    rows = snapshot.connection.execute(
        _TURNS, {"layer": thread.layer, "thread": thread.number, "known": thread.known}
    )
    return {at for (at,) in rows}
