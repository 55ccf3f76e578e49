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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.store.schema import format_of
from ledger.store.tree import TreeHead, has_name
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
    """What does not fit what was seen before; nothing should be recorded on top of it."""

    what: str
    elsewhere: str = ""
    """What of it says in which other file that was."""

    @property
    def unplaced(self) -> Doubt:
        """The same for somebody who is not to know where files lie."""
        if not self.elsewhere:
            return self
        return Doubt(self.what.replace(self.elsewhere, " elsewhere", 1))


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
            if head.size >= 0:
                return Seen(origin, head, str(told["path"]))
        return None

    def origins_at(self, path: Path) -> list[str]:
        """Which ledgers were last seen in a file, by the name it is called by and where it is."""
        found = map(self._origin_at, _places(path))
        return [origin for origin in found if origin is not None]

    def withheld_at(self, path: Path) -> int | None:
        """How many events were withheld in what was seen in a file first; None: nothing was."""
        told = _read(self._of_place(_place(path)))
        count = None if told is None else told.get("withheld")
        return count if isinstance(count, int) else None

    def remember(
        self, origin: str, head: TreeHead, path: Path, *, withheld: int = 0, anew: bool = False
    ) -> None:
        """Keep the head of a ledger, unless a later one is kept already; `anew`: in any case.

        `withheld` is of how many events it has only the leaves. OSError where the folder cannot be
        written.
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
            for place in _places(path):
                if anew or self._origin_at(place) is None:
                    there = {"origin": origin, "path": place, "withheld": withheld}
                    _write(self._of_place(place), there)

    def _origin_at(self, place: str) -> str | None:
        told = _read(self._of_place(place))
        origin = None if told is None else told.get("origin")
        return origin if isinstance(origin, str) else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _of_ledger(self, origin: str) -> Path:
        return self._folder / f"ledger-{_name(origin)}.json"

    def _of_place(self, place: str) -> Path:
        return self._folder / f"place-{_name(place)}.json"


def doubts(ledger: Attested, path: Path, memory: Memory) -> list[Doubt]:
    """What of a ledger does not fit what was seen of it before, and in its place."""
    before = memory.origins_at(path)
    with ledger.events.reading() as connection:
        if format_of(connection) == 1:
            what = (
                "it is of format 1, without a tree, and one that had a tree was seen in its place"
            )
            return [Doubt(f"{what}: {one}") for one in before[:1]]
        if not has_name(connection):
            what = "its name was taken out, by which it was known from another ledger"
            return [Doubt(what)]
    origin = ledger.origin
    found = [
        Doubt(f"another ledger is in its place than was seen there: {other}")
        for other in before
        if other != origin
    ][:1]
    withheld = memory.withheld_at(path)
    if not found and withheld is not None and ledger.withheld > withheld:
        gone = ledger.withheld - withheld
        what = "1 event was taken" if gone == 1 else f"{gone:,} events were taken"
        found.append(Doubt(f"{what} out of it since it was seen, but for the leaves"))
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
        found.append(Doubt(what, where))
    elif ledger.tree(seen.head.size).root != seen.head.root:
        what = (
            f"its first {seen.head.size:,} events are not those that were seen before:"
            " the history was rewritten"
        )
        found.append(Doubt(what))
    return found


def _places(path: Path) -> list[str]:
    """The name that a file is called by, and where that leads: a link can be put in its place."""
    called = os.path.normpath(os.fsdecode(os.fsencode(path.absolute())))
    return list(dict.fromkeys((called, _place(path))))


def _place(path: Path) -> str:
    return os.fsdecode(os.fsencode(path.resolve()))


def _name(text: str) -> str:
    return sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LIMIT))
    except (OSError, ValueError, RecursionError):
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
