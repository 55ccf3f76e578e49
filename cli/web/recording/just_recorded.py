"""What is said once on the page of an act that was just recorded; never in its address."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

KEPT_SECONDS = 60
_MOST = 100


class JustRecorded(NamedTuple):
    """An act that was just recorded: its log positions, and the warnings about it."""

    ref: str
    positions: tuple[int, ...]
    warnings: tuple[str, ...]


class Notes:
    """What waits to be said, by act; each is said once, and soon or never."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[int, JustRecorded]] = OrderedDict()
        self._lock = Lock()

    def put(self, note: JustRecorded, now: int) -> None:
        """Keep a note; `now` in seconds."""
        with self._lock:
            self._waiting[note.ref] = (now, note)
            while len(self._waiting) > _MOST:
                self._waiting.popitem(last=False)

    def take(self, ref: str, now: int) -> JustRecorded | None:
        """The note about an act, which is gone then; None where there is none, or an old one."""
        with self._lock:
            since, note = self._waiting.pop(ref, (now, None))
        return note if now - since <= KEPT_SECONDS else None
