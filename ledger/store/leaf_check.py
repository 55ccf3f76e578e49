"""Hold every stored event against its leaf, a stretch of the log at a time, on every core.

The header of most events can be written without escaping anything, which takes a third of the time
off. Where the leaf made from it does not fit, or a backslash could be read as the escape of another
event's text, `leaf_header` has the last word.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.integrity.leaf import (
    LEAF_FORMAT,
    commitment,
    format_recorded_at,
    leaf_hash,
    leaf_header,
)
from ledger.integrity.merkle import root_of
from ledger.store.differing import Differs, differs
from ledger.store.names import LOG_TABLE, WITHHELD_TABLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Telling = Callable[[str, int, int], None]
"""Told now and then: what is being done, how much of it is done, of how much."""

STRETCH: Final = 4_096
"""Events that are checked at a time; a power of two, so that a stretch is a node of the tree."""
_FEW: Final = 12 * STRETCH
"""Up to so many events another process would cost more than it saves."""

_EVENTS: Final = (
    "SELECT position, leaf, nonce, originator_id, originator_version, topic, recorded_by, marking,"  # noqa: S608
    f" state, recorded_at FROM {LOG_TABLE} WHERE position BETWEEN :first AND :last"
)
_WITHHELD: Final = (
    "SELECT position, NULL, NULL, NULL, NULL, NULL, NULL, NULL, commitment, recorded_at"  # noqa: S608
    f" FROM {WITHHELD_TABLE} WHERE position BETWEEN :first AND :last"
)
_WHOLE: Final = (
    "SELECT originator_id, originator_version, topic, state, recorded_at, recorded_by, marking,"  # noqa: S608
    f" nonce FROM {LOG_TABLE} WHERE position = ?"
)
_LENGTHS: Final = tuple(length.to_bytes(8, "big") for length in range(2_048))
_LEAF_BEGIN: Final = b'\x00{"commitment":"'


class Checked(NamedTuple):
    """The log's leaves, each of which fits what is stored."""

    nodes: list[bytes]
    """The root over each whole stretch."""
    rest: list[bytes]
    """The leaves after them."""


def nothing_told(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def check_leaves(
    connection: sqlite3.Connection, size: int, uri: str | None, *, copy: bool, telling: Telling
) -> Checked:
    """Hold the first events against their leaves. Differs with the first that does not fit.

    Args:
        connection: on one state of the file.
        size: how many events.
        uri: by which other processes may read the file too; None: they may not.
        copy: whether some events may be withheld.
        telling: how far it is.
    """
    whole = size // STRETCH
    nodes: list[bytes] = []
    for node in _stretches(connection, whole, uri if size > _FEW else None, copy=copy):
        nodes.append(node)
        telling("checking every event", len(nodes) * STRETCH, size)
    rest = _leaves(connection, whole * STRETCH + 1, size, copy=copy)
    telling("checking every event", size, size)
    return Checked(nodes, rest)


def _stretches(
    connection: sqlite3.Connection, count: int, uri: str | None, *, copy: bool
) -> Iterator[bytes]:
    def here(number: int) -> bytes:
        return stretch(connection, number, copy=copy)

    from ledger.store.leaf_workers import spare_cores, with_workers

    workers = spare_cores()
    if uri is None or workers < 1:
        return map(here, range(count))
    return with_workers(uri, count, workers, here, copy=copy)


def stretch(connection: sqlite3.Connection, number: int, *, copy: bool) -> bytes:
    """The root over a whole stretch, counted from 0. Differs where an event does not fit."""
    first = number * STRETCH + 1
    return root_of(_leaves(connection, first, first + STRETCH - 1, copy=copy))


def _leaves(connection: sqlite3.Connection, first: int, last: int, *, copy: bool) -> list[bytes]:
    """The leaves of a stretch as kept, once each fits what is stored. Differs otherwise."""
    query = f"{_EVENTS} UNION ALL {_WITHHELD}" if copy else _EVENTS
    found: list[bytes] = []
    add = found.append
    expected, instant, end = first, None, b""
    with closing(
        connection.execute(f"{query} ORDER BY position", {"first": first, "last": last})
    ) as rows:
        for (
            position, leaf, nonce, stream, version, topic, by, marking, body, recorded_at,
        ) in rows:  # fmt: skip
            if position != expected:
                raise _out_of_turn(position, expected)
            expected += 1
            if recorded_at != instant:
                instant, end = recorded_at, _leaf_end(position, recorded_at)
            if leaf is None:
                add(leaf_hash(body, recorded_at))
                continue
            mark = "null" if marking is None else f'"{marking}"'
            header = (
                f'{{"marking":{mark},"recorded_by":"{by}","stream":"{stream}","topic":"{topic}",'
                f'"version":{version}}}'
            ).encode()
            try:
                committed = sha256(nonce + _LENGTHS[len(header)] + header + body).hexdigest()
            except (IndexError, TypeError):
                committed = ""
            fits = sha256(_LEAF_BEGIN + committed.encode() + end).digest() == leaf
            if not fits or b"\\" in header:
                _judge(connection, position, leaf)
            add(leaf)
    if expected != last + 1:
        raise differs(f"event {expected} is missing", expected)
    return found


def _out_of_turn(position: int, expected: int) -> Differs:
    if position > expected:
        return differs(f"event {expected} is missing", expected)
    return differs(f"event {position} is there, and also withheld", position)


def _leaf_end(position: int, recorded_at: int) -> bytes:
    try:
        text = format_recorded_at(recorded_at)
    except (OverflowError, TypeError) as error:
        raise differs(
            f"event {position} was recorded in no year that there is", position
        ) from error
    return f'","format":"{LEAF_FORMAT}","recorded_at":"{text}"}}'.encode()


def _judge(connection: sqlite3.Connection, position: int, leaf: bytes) -> None:
    """Whether an event fits its leaf, to the letter of the format."""
    stream, version, topic, body, recorded_at, by, marking, nonce = connection.execute(
        _WHOLE, (position,)
    ).fetchone()
    try:
        header = leaf_header(
            stream=stream, version=version, topic=topic, marking=marking, recorded_by=by
        )
        fits = leaf_hash(commitment(header, body, nonce), recorded_at) == leaf
    except (TypeError, ValueError):  # what no ledger would store
        fits = False
    if not fits:
        raise differs(
            f"event {position} is not as it was recorded: its bytes do not fit its leaf", position
        )
