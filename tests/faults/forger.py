"""Somebody who can write to a ledger's file, knows how it is made, and has all the time."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from ledger.integrity.leaf import commitment, leaf_hash, leaf_header
from ledger.integrity.merkle import NO_LEAVES
from tests.store.stored import another_tool, behind_the_guards

if TYPE_CHECKING:
    from pathlib import Path

RENUMBER = (
    "UPDATE stored_events SET position = position + 1000000",
    (
        "UPDATE stored_events SET position = (SELECT count(*) FROM stored_events AS earlier"
        " WHERE earlier.position <= stored_events.position)"
    ),
    "UPDATE sqlite_sequence SET seq = (SELECT max(position) FROM stored_events)",
)
"""Positions without a gap again."""


def column(path: Path, query: str) -> list[Any]:
    """The first column of what a query finds."""
    with closing(another_tool(path)) as tool:
        return [value for value, *_ in tool.execute(query)]


def recompute_leaves(path: Path) -> None:
    """Every leaf made to fit what is now stored."""
    with closing(another_tool(path)) as tool:
        rows = tool.execute(
            "SELECT position, originator_id, originator_version, topic, state, recorded_at,"
            " recorded_by, marking, nonce FROM stored_events"
        ).fetchall()
    leaves = []
    for position, stream, version, topic, body, recorded_at, by, marking, nonce in rows:
        header = leaf_header(
            stream=stream, version=version, topic=topic, marking=marking, recorded_by=by
        )
        leaf = leaf_hash(commitment(header, body, nonce), recorded_at)
        leaves.append(
            f"UPDATE stored_events SET leaf = x'{leaf.hex()}' WHERE position = {position}"  # noqa: S608
        )
    behind_the_guards(path, *leaves)


def recompute_tree(path: Path) -> None:
    """The heads of a tree that fits the leaves, one after each event."""
    frontier = NO_LEAVES
    heads = ["DELETE FROM log_head"]
    for leaf in column(path, "SELECT leaf FROM stored_events ORDER BY position"):
        frontier = frontier.extended([leaf])
        heads.append(
            f"INSERT INTO log_head VALUES ({frontier.size}, x'{b''.join(frontier.hashes).hex()}',"  # noqa: S608
            f" x'{frontier.root.hex()}')"
        )
    behind_the_guards(path, *heads)


def rewrite(path: Path, *statements: str) -> None:
    """Change what is recorded, and make leaves and tree fit: nothing in the log shows it."""
    behind_the_guards(path, *statements)
    recompute_leaves(path)
    recompute_tree(path)
