"""What another process does to check stretches of a log; it imports no more than that takes."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing

from ledger.store.differing import Differs
from ledger.store.leaf_check import stretch


def answer(uri: str, numbers: list[int], *, copy: bool) -> None:
    """Check the stretches, one after the other, and say a line of JSON about each."""
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        for number in range(*numbers):
            told: dict[str, object] = {"number": number}
            try:
                told["root"] = stretch(connection, number, copy=copy).hex()
            except Differs as found:
                told |= {"what": found.what, "position": found.position}
            sys.stdout.write(f"{json.dumps(told)}\n")
            sys.stdout.flush()
