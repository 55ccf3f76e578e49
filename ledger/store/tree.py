"""The Merkle tree of a ledger's log, as the file keeps it.

Each transaction leaves a row of `log_head`: how many events there are now, the root over them, and
the frontier, from which the next transaction goes on without looking at older leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.errors import InputError, SetupError
from ledger.integrity.leaf import leaf_hash
from ledger.integrity.merkle import HASH_SIZE, NO_LEAVES, Frontier, root_of
from ledger.store.names import LOG_TABLE, WITHHELD_TABLE
from ledger.store.schema import format_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from eventsourcing.sqlite import SQLiteCursor

    Cursor = SQLiteCursor | sqlite3.Cursor

_LEAVES: Final = (
    f"SELECT position, leaf, NULL, NULL FROM {LOG_TABLE}"  # noqa: S608
    " WHERE position > :after AND position <= :size"
)
_LEAVES_WITHHELD: Final = (
    f" UNION ALL SELECT position, NULL, recorded_at, commitment FROM {WITHHELD_TABLE}"  # noqa: S608
    " WHERE position > :after AND position <= :size"
)


class TreeHead(NamedTuple):
    """How many events a tree is over, and its root."""

    size: int
    root: bytes


class KeptCheckpoint(NamedTuple):
    """A checkpoint that is kept with the ledger: a signed note, and a time stamp of it if any."""

    number: int
    size: int
    note: str
    timestamp: bytes | None


def newest_frontier(cursor: Cursor) -> Frontier:
    """The frontier that the last transaction left."""
    cursor.execute("SELECT size, frontier, root FROM log_head ORDER BY size DESC LIMIT 1")
    row = cursor.fetchone()
    if row is None:
        return NO_LEAVES
    size, packed, root = row
    frontier = Frontier(
        size,
        tuple(packed[at : at + HASH_SIZE] for at in range(0, len(packed), HASH_SIZE)),
    )
    if not frontier.is_whole or frontier.root != root:
        raise _broken(f"its head of {size} events is not whole")
    return frontier


def grow(cursor: Cursor, last: int, leaves: Sequence[bytes]) -> None:
    """Add the leaves of a transaction, which follow on position `last`, and write the new head.

    SetupError where the tree does not end where the log does.
    """
    frontier = newest_frontier(cursor)
    if frontier.size != last:
        raise _broken(f"the tree is over {frontier.size} events, and the log has {last}")
    write_head(cursor, frontier.extended(leaves))


def write_head(cursor: Cursor, frontier: Frontier) -> None:
    """Write a head of the tree."""
    cursor.execute(
        "INSERT INTO log_head (size, frontier, root) VALUES (?, ?, ?)",
        (frontier.size, b"".join(frontier.hashes), frontier.root),
    )


def read_leaves(connection: sqlite3.Connection, size: int, after: int = 0) -> Iterator[bytes]:
    """The leaves of the events after a position up to a size, as stored, in their order.

    A copy has some without events.
    """
    query = _LEAVES if format_of(connection) == 1 else _LEAVES + _LEAVES_WITHHELD
    rows = connection.execute(f"{query} ORDER BY position", {"after": after, "size": size})
    for position, leaf, recorded_at, commitment in rows:
        try:
            yield leaf if leaf is not None else leaf_hash(commitment, recorded_at)
        except OverflowError as error:
            raise _broken(f"event {position} was recorded in no year that there is") from error


def read_size(connection: sqlite3.Connection) -> int:
    """How many events the log has, those that a copy withholds among them."""
    tables = (LOG_TABLE,) if format_of(connection) == 1 else (LOG_TABLE, WITHHELD_TABLE)
    ends = [
        connection.execute(f"SELECT coalesce(max(position), 0) FROM {table}").fetchone()[0]  # noqa: S608
        for table in tables
    ]
    return int(max(ends))


def read_head(connection: sqlite3.Connection, size: int | None = None) -> TreeHead:
    """The tree head that was written at a size, the newest for None.

    In the middle of a transaction, and in a ledger of format 1, it is worked out from the leaves.
    InputError where the log has not so many events.
    """
    end = read_size(connection)
    size = end if size is None else size
    if not 0 <= size <= end:
        raise InputError(f"the ledger has {end} events, not {size}", mend="See `dipledger log`.")
    if format_of(connection) > 1:
        row = connection.execute("SELECT root FROM log_head WHERE size = ?", (size,)).fetchone()
        if row is not None:
            return TreeHead(size, row[0])
    return TreeHead(size, root_of(read_leaves(connection, size)))


def read_origin(connection: sqlite3.Connection) -> str:
    """Who the ledger is. SetupError in one of format 1, which has no name yet."""
    if format_of(connection) == 1:
        raise SetupError(
            "the ledger has no name to sign for: it is of an older format",
            mend="It gets one when something is next recorded in it.",
        )
    if not has_name(connection):
        raise SetupError(
            "the name of the ledger was taken out of its file", mend="Restore it from a backup."
        )
    return str(connection.execute("SELECT origin FROM ledger_identity").fetchone()[0])


def has_name(connection: sqlite3.Connection) -> bool:
    """Whether a ledger of format 2 says who it is, as each does."""
    return bool(connection.execute("SELECT count(*) FROM ledger_identity").fetchone()[0])


def read_checkpoints(connection: sqlite3.Connection) -> list[KeptCheckpoint]:
    """The checkpoints that are kept with the ledger, in the order in which they came."""
    if format_of(connection) == 1:
        return []
    rows = connection.execute(
        "SELECT number, size, note, timestamp FROM log_checkpoint ORDER BY number"
    )
    return [KeptCheckpoint(*row) for row in rows]


def write_checkpoint(cursor: Cursor, size: int, note: str, timestamp: bytes | None) -> int:
    """Keep a checkpoint, and give the number it is kept under."""
    cursor.execute("SELECT 1 + coalesce(max(number), 0) FROM log_checkpoint")
    (number,) = cursor.fetchone()
    cursor.execute(
        "INSERT INTO log_checkpoint (number, size, note, timestamp) VALUES (?, ?, ?, ?)",
        (number, size, note, timestamp),
    )
    return int(number)


def withheld(connection: sqlite3.Connection) -> int:
    """How many events the file has only the leaves of."""
    if format_of(connection) == 1:
        return 0
    (count,) = connection.execute(f"SELECT count(*) FROM {WITHHELD_TABLE}").fetchone()  # noqa: S608
    return int(count)


def _broken(what: str) -> SetupError:
    return SetupError(
        f"the log does not fit its tree: {what}",
        mend="`dipledger verify` says where; restore the ledger from a backup.",
    )
