"""What trust costs: checking a ledger against its tree, and growing the tree with every append.

`verify_to_hash` is the time of `dipledger verify --quick` in the ledger's process, every stored
byte held against the tree, over that of scanning the log and hashing each payload once.
`append_to_library` is the time of one durable append of one act, with nonce, leaf, tree and guards,
over that of the `eventsourcing` library's own durable append of the same act to its own tables.
"""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from eventsourcing.application import Application

import ledger.events
from benchmarks.common.bare_library import BareThread
from benchmarks.common.ledgers import fill
from benchmarks.common.measuring import arguments, paired, ratios, report, spread
from benchmarks.common.workload import transactions
from ledger.acts import Act
from ledger.store import EventLog, Ledger
from ledger.store.envelope import Recorded
from ledger.store.files import ledger_uri
from ledger.store.soundness import check_tree

if TYPE_CHECKING:
    import sqlite3
    from uuid import UUID

VERIFY_ROUNDS = 5
APPEND_ROUNDS = 15
_REPEATED = 10
_APPENDS = 40
"""Durable appends in a row that are timed together: one alone is at the mercy of the disk."""


def main() -> None:
    """Measure and report."""
    options = arguments(__doc__ or "", 200_000)
    verified, hashed, events = _verifying(options.size)
    ours, theirs = _appending()
    per_append = {key: round(value * 1000 / _APPENDS, 3) for key, value in spread(ours).items()}
    report(
        "integrity",
        f"{events:,} events verified; {_APPENDS} acts appended one by one",
        {
            "verify_to_hash": ratios(verified, hashed),
            "append_to_library": ratios(ours, theirs),
        },
        {
            "verify_s": {key: round(value, 3) for key, value in spread(verified).items()},
            "append_ms": per_append,
            "events": events,
        },
        as_json=options.json,
    )


def _verifying(events: int) -> tuple[list[float], list[float], int]:
    with TemporaryDirectory(prefix="dipledger-bench-") as folder:
        path = Path(folder, "log")
        Ledger.create(path)
        ticks = itertools.count(1)
        with EventLog.open(path, codec=ledger.events, clock=lambda: next(ticks)) as log:
            _fill(log, events)
            uri = ledger_uri(path, mode="ro")
            with log.reading() as connection:
                times = paired(
                    lambda: check_tree(connection, uri=uri),
                    lambda: _hash(connection),
                    VERIFY_ROUNDS,
                )
            return *times, log.head()[0]


def _fill(log: EventLog, events: int) -> None:
    """The same acts over and over, each time in threads of another name."""
    told = list(transactions(events // _REPEATED))
    for number in range(_REPEATED):
        fill(log, [[(f"{number}-{stream}", event) for stream, event in one] for one in told])


def _hash(connection: sqlite3.Connection) -> None:
    for (body,) in connection.execute("SELECT state FROM stored_events ORDER BY position"):
        sha256(body).digest()


def _appending() -> tuple[list[float], list[float]]:
    act = next(one for events in transactions(40) for _, one in events if isinstance(one, Act))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="dipledger-bench-")))
        ours = _Ours(folder / "ours", act)
        stack.callback(ours.log.close)
        theirs = _Library(folder / "theirs", act)
        stack.callback(theirs.application.close)
        return paired(ours.append, theirs.append, APPEND_ROUNDS)


class _Ours:
    def __init__(self, path: Path, act: Act) -> None:
        Ledger.create(path)
        ticks = itertools.count(1)
        self.log = EventLog.open(path, codec=ledger.events, clock=lambda: next(ticks))
        self._act = act
        self._version = 0

    def append(self) -> None:
        for _ in range(_APPENDS):
            self._version += 1
            draft = Recorded.draft("thread", self._version, self._act, recorded_by="bench")
            self.log.append([draft])


class _Library:
    def __init__(self, path: Path, act: Act) -> None:
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        self.application: Application[UUID] = Application(env=env)
        self._thread = BareThread("thread")
        self.application.save(self._thread)
        self._act = act

    def append(self) -> None:
        for number in range(_APPENDS):
            self._thread.record(number, self._plain())
            self.application.save(self._thread)

    def _plain(self) -> dict[str, Any]:
        return self._act.model_dump(mode="json", exclude_defaults=True)


if __name__ == "__main__":
    main()
