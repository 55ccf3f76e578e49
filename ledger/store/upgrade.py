"""Bring a ledger of an older format up to this one, before anything is recorded in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ledger.errors import SetupError
from ledger.integrity.merkle import NO_LEAVES
from ledger.store.files import ledger_uri, new_origin
from ledger.store.schema import add_format_2, compare_schema, format_of, name_ledger
from ledger.store.tree import read_leaves, read_size, write_head
from ledger.text import visible

if TYPE_CHECKING:
    from pathlib import Path


def upgrade(path: Path, busy_timeout: float) -> tuple[str, ...]:
    """Give a ledger of format 1 its name and its tree, in one transaction; say so if it was done.

    The log itself stays as it is. SetupError where it was altered by another program.
    """
    uri = ledger_uri(path, mode="rw")
    with closing(
        sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        if format_of(connection) > 1:
            return ()
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        if format_of(connection) > 1:  # somebody was faster
            cursor.execute("ROLLBACK")
            return ()
        _check(connection, path)
        leaves = list(read_leaves(connection, read_size(connection)))
        add_format_2(connection)
        name_ledger(connection, new_origin())
        if leaves:
            write_head(cursor, NO_LEAVES.extended(leaves))
        cursor.execute("COMMIT")
    return (f"{visible(str(path))} was of format 1, and now has a Merkle tree over its log",)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    altered = compare_schema(connection).altered
    if altered:
        raise altered_file(path, altered)


def altered_file(path: Path, altered: tuple[str, ...]) -> SetupError:
    """The error for a log whose tables or guards are not as dipledger made them."""
    return SetupError(
        f"{visible(str(path))} was altered by another program: {'; '.join(altered)}",
        mend="Compare it with a backup. It can still be read.",
    )
