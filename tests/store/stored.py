"""What the stories of the store are told with: a small codec, a clock that ticks, a ledger."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from ledger.events import UnknownTopic
from ledger.integrity.canonical import canonical_json
from ledger.store import EventLog, Recorded

ROOT = Path(__file__).parents[2]
START = 1_643_274_000_000_000
"""2022-01-27T09:00:00Z in microseconds."""


@dataclass(frozen=True)
class Noted:
    """An event of no meaning."""

    text: str


class Codec:
    """A list of one topic."""

    TOPIC = "dipledger.Noted.v1"

    def encode(self, event: Noted, /) -> tuple[str, bytes]:
        return self.TOPIC, canonical_json({"text": event.text})

    def decode(self, topic: str, body: bytes, /) -> Noted:
        if topic != self.TOPIC:
            raise UnknownTopic(topic)
        return Noted(**json.loads(body))


class Clock:
    """Shows an instant that a test sets."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def open_log(
    path: Path,
    *,
    clock: Clock | None = None,
    read_only: bool = False,
    busy_timeout: float = 30.0,
) -> EventLog:
    return EventLog.open(
        path,
        codec=Codec(),
        clock=clock or (lambda: time.time_ns() // 1000),
        read_only=read_only,
        busy_timeout=busy_timeout,
    )


def note(
    stream: str,
    version: int,
    text: str = "",
    *,
    recorded_by: str = "desk",
    marking: str | None = None,
    key: str | None = None,
) -> Recorded:
    return Recorded.draft(
        stream,
        version,
        Noted(text or f"{stream} {version}"),
        recorded_by=recorded_by,
        marking=marking,
        key=key,
    )


def fill(path: Path, number: int, stream: str = "thread") -> None:
    with open_log(path, clock=Clock()) as log:
        for version in range(1, number + 1):
            log.append([note(stream, version)])


def another_tool(path: Path) -> sqlite3.Connection:
    """The file as any SQLite client opens it."""
    return sqlite3.connect(path, isolation_level=None)


def behind_the_guards(path: Path, *statements: str) -> None:
    """Statements of somebody who takes the triggers away and puts them back afterwards."""
    tool = another_tool(path)
    triggers = tool.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        tool.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        tool.execute(statement)
    for _, sql in triggers:
        tool.execute(sql)
    tool.close()


def row(position: int, stream: str, version: int, **columns: object) -> dict[str, object]:
    """A row that satisfies every constraint, for statements of another tool."""
    return {
        "position": position,
        "originator_id": stream,
        "originator_version": version,
        "topic": Codec.TOPIC,
        "state": b'{"text":"forged"}',
        "recorded_at": START + 1_000_000_000,
        "recorded_by": "somebody",
        "marking": None,
        "nonce": bytes(32),
        "leaf": bytes(32),
        "idempotency_key": None,
        **columns,
    }


def insert(verb: str, values: dict[str, object], *, tail: str = "") -> tuple[str, list[object]]:
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    return f"{verb} INTO stored_events ({names}) VALUES ({marks}) {tail}", list(values.values())
