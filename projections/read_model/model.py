"""The read model of one ledger: opened, caught up with the log, built anew, looked into.

Every question catches up first. Rows are worked out before the write lock is taken and written only
if nobody else was faster, so that whoever records is never kept waiting for a fold. A layer that is
missing, of another version, damaged, or not of this log is built beside the one in use and takes
its place when it is whole: a reader sees the old or the new, never half.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, Self

from projections.lens import LEDGER, PUBLIC
from projections.read_model import tables
from projections.read_model.building import build
from projections.read_model.layers import Layer, Layers
from projections.read_model.snapshot import Snapshot
from projections.read_model.updating import update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projections.lens import Lens
    from projections.read_model.catching_up import Log

_BACKLOG: Final = 5_000
"""Events to catch up with from which building anew may be faster than adding."""

_CACHE_KIB: Final = 64 * 1024
"""Pages of the tables that are kept at hand, at most."""


class Telling(Protocol):
    """Who wants to know how far a long build is."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` events are in."""
        ...


class LayerStatus(NamedTuple):
    """How far a viewer's layer is."""

    viewer: str
    position: int
    behind: int
    threads: int


def _answering(viewer: str) -> tuple[str, ...]:
    """Whose layers a viewer is answered from, its own first."""
    return (viewer,) if viewer in (LEDGER, PUBLIC) else (viewer, PUBLIC)


class ReadModel:
    """The tables of one ledger; a context manager. `snapshot` answers every question."""

    def __init__(
        self,
        log: Log,
        connection: sqlite3.Connection | None,
        *,
        note: Callable[[str], None] = lambda _: None,
        progress: Telling | None = None,
    ) -> None:
        """Over a connection to the ledger's own file; None keeps the tables in memory.

        Args:
            log: the truth.
            connection: in autocommit mode; closed with the model.
            note: told in a sentence whenever the tables had to be built anew.
            progress: told how far a build is.
        """
        self._log = log
        self.in_memory = connection is None
        self.connection = connection or sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._note = note
        self._progress = progress
        self._layers = Layers(self.connection)
        self._slugs: dict[int, str] = {}
        self._sound: int | None = None
        self._fitting: set[Layer] = set()

    def catch_up(self, viewer: str = LEDGER) -> int:
        """Bring the layers that answer a viewer up to all that is recorded, and tell its position.

        The layer of a party holds the threads that it may know more of than the public; of the
        others, the public's layer tells.
        """
        self._make_sure()
        head, _ = self._log.head()
        for one in dict.fromkeys((LEDGER, *_answering(viewer))):
            self._bring(one, head)
        return head

    @contextmanager
    def snapshot(self, lens: Lens) -> Iterator[Snapshot]:
        """The tables through a lens, caught up, one state of them for several queries."""
        while True:
            head = self.catch_up(lens.known_by)
            self.connection.execute("BEGIN")
            layers = [self._layers.current(one) for one in _answering(lens.known_by)]
            # Another process may have put an older layer in their place meanwhile, or none.
            in_use = [one for one in layers if one is not None and one.position >= head]
            if len(in_use) == len(layers):
                break
            self.connection.execute("COMMIT")
        try:
            self._name_threads()
            numbers = [one.number for one in in_use]
            yield Snapshot(self.connection, numbers, lens, self._slugs)
        finally:
            self.connection.execute("COMMIT")

    def _name_threads(self) -> None:
        """Threads are numbered as they come, and keep their number."""
        rows = self.connection.execute(
            "SELECT thread, slug FROM read_thread WHERE thread > ?", (max(self._slugs, default=0),)
        )
        self._slugs.update(rows)

    def _bring(self, viewer: str, head: int) -> None:
        while True:
            layer = self._layers.current(viewer)
            if layer is not None:
                reason = self._unfit(layer)
                if reason is not None:
                    self._note(f"{reason}; it is built anew from the log, which is whole")
                    self._layers.retire(layer)
                    continue
            if layer is None or head - layer.position > max(_BACKLOG, layer.position // 2):
                build(self._log, self._layers, viewer, self._progress)
            elif layer.position < head:
                update(self._log, self._layers, layer)
            else:
                return

    def _unfit(self, layer: Layer) -> str | None:
        """Why a layer is not of this log and this release, None where it is."""
        if layer.version != tables.VERSION:
            return f"the read model is of version {layer.version}, not {tables.VERSION}"
        if layer.position == 0 or layer in self._fitting:
            return None
        stored = next(self._log.log(after=layer.position - 1, limit=1), None)
        if stored is None or stored.leaf != layer.leaf:
            return "the read model is not of this log"
        self._fitting.add(layer)
        return None

    def _make_sure(self) -> None:
        """The tables of this release are there; whatever else goes by their names is removed."""
        (schema,) = self.connection.execute("PRAGMA schema_version").fetchone()
        if schema == self._sound:
            return
        if tables.is_whole(self.connection):
            self._sound = schema
            return
        if tables.exists(self.connection):
            self._note("the read model is damaged or of another release; it is built anew")
        with self._layers.writing():
            if not tables.is_whole(self.connection):
                tables.drop(self.connection)
                tables.create(self.connection)
        self._slugs.clear()

    def rebuild(self) -> None:
        """Build the layers of the ledger and the public anew; others when they are next asked."""
        self._make_sure()
        for viewer in (LEDGER, PUBLIC):
            build(self._log, self._layers, viewer, self._progress)
        self._layers.retire_others((LEDGER, PUBLIC))

    def status(self) -> list[LayerStatus]:
        """How far each viewer's layer is; none where there are no tables yet."""
        if not tables.exists(self.connection) or not tables.is_whole(self.connection):
            return []
        head, _ = self._log.head()
        return [
            LayerStatus(one.viewer, one.position, head - one.position, self._layers.threads(one))
            for one in self._layers.all_current()
        ]

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
