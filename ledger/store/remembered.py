"""What was last seen of each ledger, kept outside of it: the head of its tree, and where it was.

A signature says who made a record; that its end was cut off, or that an old copy was put in its
place, shows only against something kept elsewhere. It is a small file for each ledger, in a folder
of the user's, and another for each place that a ledger was seen at.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.store.tree import TreeHead
from ledger.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.store.attested import Attested

_LIMIT: Final = 65_536
_PRIVATE: Final = 0o700


class Seen(NamedTuple):
    """What was last seen of a ledger: who it is, its tree's head, the file it was in."""

    origin: str
    head: TreeHead
    path: str


class Doubt(NamedTuple):
    """What does not fit what was seen before; `grave`: nothing should be recorded on top of it."""

    what: str
    grave: bool


class Memory:
    """The heads that were seen, in a folder; one that cannot be read or written remembers nothing.

    Args:
        folder: where; made when something is first remembered.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seen(self, origin: str) -> Seen | None:
        """What was last seen of a ledger; None: nothing."""
        told = _read(self._of_ledger(origin))
        if told is None or told.get("origin") != origin:
            return None
        with suppress(KeyError, TypeError, ValueError):
            head = TreeHead(int(told["size"]), bytes.fromhex(told["root"]))
            return Seen(origin, head, str(told["path"]))
        return None

    def origin_at(self, path: Path) -> str | None:
        """Which ledger was last seen in a file; None: none was."""
        told = _read(self._of_path(path))
        origin = None if told is None else told.get("origin")
        return origin if isinstance(origin, str) else None

    def remember(self, origin: str, head: TreeHead, path: Path, *, anew: bool = False) -> None:
        """Keep the head of a ledger, unless a later one is kept already; `anew`: in any case.

        OSError where the folder cannot be written.
        """
        self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        with self._alone():
            before = self.seen(origin)
            here = _place(path)
            if before is None or anew or (before.head.size < head.size) or before.path != here:
                if before is not None and not anew and before.head.size > head.size:
                    head = before.head
                told = {"origin": origin, "size": head.size, "root": head.root.hex(), "path": here}
                _write(self._of_ledger(origin), told)
            if anew or self.origin_at(path) is None:
                _write(self._of_path(path), {"origin": origin, "path": here})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _of_ledger(self, origin: str) -> Path:
        return self._folder / f"ledger-{_name(origin)}.json"

    def _of_path(self, path: Path) -> Path:
        return self._folder / f"place-{_name(_place(path))}.json"


def doubts(ledger: Attested, path: Path, memory: Memory) -> list[Doubt]:
    """What of a ledger does not fit what was seen of it before, and in its place."""
    origin = ledger.origin
    found: list[Doubt] = []
    other = memory.origin_at(path)
    if other is not None and other != origin:
        found.append(
            Doubt(f"another ledger is in its place than was seen there: {other}", grave=False)
        )
    seen = memory.seen(origin)
    if seen is None:
        return found
    size = ledger.tree().size
    if size < seen.head.size:
        missing = seen.head.size - size
        events = (
            "1 event is missing that was seen"
            if missing == 1
            else f"{missing:,} events are missing that were seen"
        )
        where = "" if seen.path == _place(path) else f" in {visible(seen.path)}"
        what = (
            f"{events}{where}: it ends at {size:,}, and had"
            f" {seen.head.size:,}; its end was cut off, or an old copy put in its place"
        )
        found.append(Doubt(what, grave=True))
    elif ledger.tree(seen.head.size).root != seen.head.root:
        what = (
            f"its first {seen.head.size:,} events are not those that were seen before:"
            " the history was rewritten"
        )
        found.append(Doubt(what, grave=True))
    return found


def _place(path: Path) -> str:
    return os.fsdecode(os.fsencode(path.resolve()))


def _name(text: str) -> str:
    return sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]


def _read(path: Path) -> dict[str, str] | None:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LIMIT))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _write(path: Path, told: dict[str, object]) -> None:
    """Put a file in place whole, or not at all; it is for its owner alone."""
    descriptor, fresh = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(told, file)
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
