"""What stays the same for a while, over act time: contents by key, put down as a fold goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.dates import Instant

K = TypeVar("K")
C = TypeVar("C")

ALWAYS: Final = 2**62
"""No end: later than every instant and every position. Its negative is earlier than every one."""


class Stretch(NamedTuple, Generic[K, C]):
    """A content that holds under its key for when_from <= T < when_to."""

    key: K
    when_from: Instant
    when_to: Instant
    content: C


class Stretches(Generic[K, C]):
    """The contents so far; instants ascend."""

    def __init__(self, known: Iterable[Stretch[K, C]], since: Instant) -> None:
        """Go on from what was put down before an instant."""
        self._closed: list[Stretch[K, C]] = []
        self._open: dict[K, tuple[Instant, C]] = {}
        for one in known:
            if one.when_to <= since:
                self._closed.append(one)
            elif one.when_from < since:
                self._open[one.key] = (one.when_from, one.content)

    def put(self, at: Instant, key: K, content: C) -> None:
        """From an instant on, this holds under the key."""
        before = self._open.get(key)
        if before is not None:
            if before[1] == content:
                return
            self._closed.append(Stretch(key, before[0], at, before[1]))
        self._open[key] = (at, content)

    def all(self) -> list[Stretch[K, C]]:
        """Everything put down, what holds last without an end."""
        last = [
            Stretch(key, since, ALWAYS, content) for key, (since, content) in self._open.items()
        ]
        return [*self._closed, *last]
