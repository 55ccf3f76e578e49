"""Whether a ledger's file is whole: guards, positions, stored bytes, tree, checkpoints.

Each step says what it found, or raises `Differs` with the first event that is not as it was
recorded. What the events mean is not looked at, and no key is needed.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from ledger.integrity.checkpoint import parse_checkpoint
from ledger.integrity.merkle import NO_LEAVES, Frontier
from ledger.integrity.note import parse_note
from ledger.integrity.unverified import Unverified
from ledger.store.differing import Differs, differs
from ledger.store.leaf_check import STRETCH, Checked, Telling, check_leaves, nothing_told
from ledger.store.names import HEAD_TABLE, IDENTITY_TABLE, LOG_TABLE
from ledger.store.schema import compare_schema, format_of
from ledger.store.tree import (
    KeptCheckpoint,
    read_checkpoints,
    read_leaves,
    read_origin,
    read_size,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Sound(NamedTuple):
    """What a file that is whole holds: how many events, their root, the newest checkpoint."""

    origin: str | None
    """Who the ledger is; None in one of format 1."""
    size: int
    root: bytes
    checkpoint: KeptCheckpoint | None


def check_sound(
    connection: sqlite3.Connection,
    telling: Telling = nothing_told,
    *,
    uri: str | None = None,
    roots: Mapping[int, bytes] | None = None,
    thorough: bool = True,
) -> Sound:
    """What the file holds, once every stored byte was held against the tree.

    Arguments as of `check_tree`; `thorough`: the head of every transaction too, and SQLite's own
    look at its pages. Differs, with the first event that does, for a file that is not whole.
    """
    try:
        check_guards(connection, pages=thorough)
        size, root = check_tree(connection, telling, uri=uri, roots=roots, every_head=thorough)
        if format_of(connection) == 1:
            return Sound(None, size, root, None)
        kept = read_checkpoints(connection)
        newest = max(kept, key=lambda one: (one.size, one.number), default=None)
        return Sound(read_origin(connection), size, root, newest)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise differs(f"SQLite cannot read all of it ({error})") from error


def check_guards(connection: sqlite3.Connection, *, pages: bool = True) -> None:
    """Differs where tables or triggers are not dipledger's, or SQLite finds `pages` damaged."""
    altered = compare_schema(connection).altered
    if altered:
        raise differs(f"it was altered by another program: {'; '.join(altered)}")
    if not pages:
        return
    tables = (LOG_TABLE,) if format_of(connection) == 1 else (LOG_TABLE, HEAD_TABLE, IDENTITY_TABLE)
    for table in tables:
        (found,) = connection.execute(f"PRAGMA integrity_check({table})").fetchone()
        if found != "ok":
            raise differs(f"SQLite finds it damaged: {str(found).splitlines()[0]}")


def check_tree(
    connection: sqlite3.Connection,
    telling: Telling = nothing_told,
    *,
    uri: str | None = None,
    every_head: bool = False,
    roots: Mapping[int, bytes] | None = None,
) -> tuple[int, bytes]:
    """Hold the stored bytes against the tree and the checkpoints; size and root of it.

    Args:
        connection: on one state of the file.
        telling: how far it is.
        uri: by which other processes may read the file, to check a long log on every core.
        every_head: hold them against the head of every transaction, not only against the newest.
        roots: sizes and the roots that the tree has to have there, such as one that is remembered.

    Differs with the first event that is not as it was recorded.
    """
    size = read_size(connection)
    _check_end(connection, size)
    heads = list(_heads(connection, every_head=every_head))
    wanted = {at: root for at, root, _ in heads}
    expected = [
        *((at, root, None) for at, root in wanted.items()),
        *_kept(connection),
        *((at, root, "what was seen of it before") for at, root in (roots or {}).items()),
    ]
    for at, _, of in expected:
        if at > size:
            raise differs(
                f"the events after {size} are missing: {of or 'its tree'} has {at}", size + 1
            )
    checked = check_leaves(connection, size, uri, copy=_is_copy(connection), telling=telling)
    trees = _trees(connection, checked, {size, *(at for at, _, _ in expected)})
    frontiers = {tree.size: tree for tree in trees}
    found = {at: tree.root for at, tree in frontiers.items()}
    for at, root, of in sorted(expected, key=lambda one: one[0]):
        if found[at] != root:
            if of is not None and found.get(size) == wanted.get(size):
                raise differs(f"{of} was made over another history: the log was rewritten")
            raise _first_that_differs(connection, checked)
    for at, _, packed in heads:
        if b"".join(frontiers[at].hashes) != packed:
            raise differs(f"the frontier that its tree has at {at} events is not that of its log")
    return size, found[size]


def _check_end(connection: sqlite3.Connection, size: int) -> None:
    """By SQLite's own count of positions given, and by the newest head."""
    (given,) = connection.execute(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (LOG_TABLE,)
    ).fetchone()
    if given != size and not (given < size and format_of(connection) > 1 and withheld(connection)):
        what = (
            f"the events after {size} are missing"
            if given > size
            else (f"the count of positions given stands at {given}, and the log has {size} events")
        )
        raise differs(what, size + 1)
    if format_of(connection) == 1:
        return
    (head,) = connection.execute("SELECT coalesce(max(size), 0) FROM log_head").fetchone()
    if head < size:
        raise differs(f"event {head + 1} is not in the tree, nor are those after it", head + 1)


def _heads(
    connection: sqlite3.Connection, *, every_head: bool
) -> Iterator[tuple[int, bytes, bytes]]:
    """Sizes of the tree, with the root and the frontier that were written there."""
    if format_of(connection) == 1:
        return
    limit = -1 if every_head else 1
    yield from connection.execute(
        "SELECT size, root, frontier FROM log_head ORDER BY size DESC LIMIT ?", (limit,)
    )


def _kept(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes, str]]:
    """What the checkpoints that are kept say of the tree; whose they are is another question."""
    if format_of(connection) == 1:
        return
    origin = read_origin(connection)
    for one in read_checkpoints(connection):
        name = f"checkpoint {one.number}"
        try:
            said = parse_checkpoint(parse_note(one.note).text)
        except Unverified as error:
            raise differs(f"{name} cannot be read: {error.what}") from error
        if said.origin != origin:
            raise differs(f"{name} is of another ledger, {said.origin}")
        if said.size != one.size:
            raise differs(f"{name} is kept as over {one.size} events, and is over {said.size}")
        yield said.size, said.root, name


def _trees(
    connection: sqlite3.Connection, checked: Checked, sizes: Iterable[int]
) -> Iterator[Frontier]:
    """The tree over the first events, for each of some sizes, the smallest first."""
    stretches, leaves = NO_LEAVES, NO_LEAVES
    first = 0
    for size in sorted(sizes):
        whole = size // STRETCH
        if whole > stretches.size:
            stretches = stretches.extended(checked.nodes[stretches.size : whole])
            first, leaves = whole * STRETCH, NO_LEAVES
        wanted = read_leaves(connection, size, after=first + leaves.size)
        leaves = leaves.extended(wanted)
        yield Frontier(size, (*stretches.hashes, *leaves.hashes))


def _is_copy(connection: sqlite3.Connection) -> bool:
    return format_of(connection) > 1 and withheld(connection) > 0


def _first_that_differs(connection: sqlite3.Connection, checked: Checked) -> Differs:
    """The first transaction over which the tree is not as it was written."""
    heads = sorted(_heads(connection, every_head=True))
    before = 0
    trees = _trees(connection, checked, [at for at, _, _ in heads])
    for (at, root, _), found in zip(heads, trees, strict=True):
        if root != found.root:
            first = before + 1
            if first == at:
                return differs(f"event {at} is not the one that was recorded", at)
            return differs(f"of the events {first} to {at} one is not as it was recorded", first)
        before = at
    return differs("the heads of its tree are not those of its log")
