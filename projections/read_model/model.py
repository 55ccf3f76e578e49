"""The read model of one ledger: opened, caught up with the log, built anew, looked into.

Every question catches up first. Rows are worked out before the write lock is taken and written only
if nobody else was faster, so that whoever records is never kept waiting for a fold. A layer that is
missing, of another version, damaged, or not of this log is built beside the one in use and takes
its place when it is whole: a reader sees the old or the new, never half. Where the file cannot be
written, or not be mended, the tables are made in memory: a question is answered all the same.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, Self, TypeVar

from ledger.errors import SetupError
from projections.lens import LEDGER, PUBLIC
from projections.read_model import tables
from projections.read_model.building import build
from projections.read_model.faults import FAULTS, cannot_write, damaged
from projections.read_model.layers import Layer, Layers, base_of, end_transaction
from projections.read_model.snapshot import Snapshot
from projections.read_model.updating import update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projections.lens import Lens
    from projections.source import Log

T = TypeVar("T")

_BACKLOG: Final = 5_000
"""Events to catch up with from which building anew may be faster than adding."""

_ANEW: Final = "it is built anew from the log, which is whole"

_CACHE_KIB: Final = 64 * 1024
"""Pages of the tables that are kept at hand, at most."""


class Telling(Protocol):
    """Who wants to know how far a long build is."""

    def __call__(self, viewer: str, done: int, total: int) -> None:
        """Of the layer of a viewer, `done` of `total` steps are made; a step is no unit of time."""
        ...


class ReadModel:
    """The tables of one ledger; a context manager. `snapshot` answers every question."""

    def __init__(
        self,
        log: Log,
        connection: sqlite3.Connection | None,
        *,
        note: Callable[[str], None] = lambda _: None,
        progress: Telling | None = None,
        clearance: str | None = None,
    ) -> None:
        """Over a connection to the ledger's own file; None keeps the tables in memory.

        Args:
            log: the truth.
            connection: in autocommit mode; closed with the model.
            note: told in a sentence whenever the tables had to be built anew.
            progress: told how far a build is.
            clearance: of whoever is handed this log, which has nothing above it; None: all of it.
        """
        self._log = log
        self._at_clearance = "" if clearance is None else f"@{clearance}"
        self._note = note
        self._progress = progress
        self._mended = False
        self._use(connection)

    def _use(self, connection: sqlite3.Connection | None) -> None:
        self.in_memory = connection is None
        self.connection = connection or sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._layers = Layers(self.connection)
        self._forget()

    def _forget(self) -> None:
        """Nothing is known of the tables any more."""
        self._slugs: dict[int, str] = {}
        self._sound: int | None = None
        self._fitting: set[Layer] = set()

    def catch_up(self, viewer: str = LEDGER) -> int:
        """Bring the layers that answer a viewer up to all that is recorded, and tell its position.

        The layer of a party holds the threads that it may know more of than the public; of the
        others, the public's layer tells.
        """
        return self._surely(lambda: self._caught_up(viewer))

    def _caught_up(self, viewer: str) -> int:
        self._make_sure()
        head, _ = self._log.head()
        for one in self._answering(viewer):
            self._bring(one, head)
        return head

    def _answering(self, viewer: str) -> tuple[str, ...]:
        """Whose layers a viewer is answered from, its own first."""
        own = f"{viewer}{self._at_clearance}"
        return (own,) if viewer in (LEDGER, PUBLIC) else (own, f"{PUBLIC}{self._at_clearance}")

    def doubt(self) -> None:
        """Look again whether the layers are of this log."""
        self._fitting.clear()

    @contextmanager
    def snapshot(self, lens: Lens) -> Iterator[Snapshot]:
        """The tables through a lens, caught up, one state of them for several queries.

        Damaged where they turn out to be so in the middle of a question: it has to be asked again.
        """
        in_use = self._surely(lambda: self._begin(lens.known_by))
        try:
            yield Snapshot(self.connection, in_use, lens, self._slugs)
        except FAULTS as error:
            end_transaction(self.connection)
            if self.in_memory or cannot_write(error):
                raise
            raise damaged(mended=self._condemn()) from error
        finally:
            end_transaction(self.connection)

    def _begin(self, viewer: str) -> list[int]:
        """Begin to read: the layers that answer a viewer, its own first."""
        while True:
            head = self._caught_up(viewer)
            self.connection.execute("BEGIN")
            # Another process may have put an older layer in their place meanwhile, or none.
            if self._schema() == self._sound:
                layers = [self._layers.current(one) for one in self._answering(viewer)]
                in_use = [one for one in layers if one is not None and self._answers(one, head)]
                if len(in_use) == len(layers):
                    self._name_threads()
                    return [one.number for one in in_use]
            end_transaction(self.connection)

    def _answers(self, layer: Layer, head: int) -> bool:
        """Whether a layer is far enough, and made from what its viewer may see today."""
        if layer.position < head:
            return False
        return not self._at_clearance or self._unfit(layer) is None

    def _surely(self, work: Callable[[], T]) -> T:
        """Work with the tables: mended once where they are damaged, in memory where all else fails.

        Raises what even tables in memory raise, and what is wrong with the log.
        """
        while True:
            try:
                return work()
            except FAULTS as error:
                if self.in_memory:
                    end_transaction(self.connection)
                    raise
                hindrance = cannot_write(error)
            # Not before the error is gone, and with it whatever it was still reading.
            end_transaction(self.connection)
            self._help(hindrance)

    def _help(self, hindrance: str | None) -> None:
        if hindrance is None and not self._mended:
            self._mended = True
            if self._start_afresh():
                self._note(f"the read model is damaged; {_ANEW}")
                return
        why = hindrance or "it is damaged, and could not be taken out of the file"
        self._note(f"the read model cannot be used: {why}; this is answered from memory")
        self.connection.close()
        self._use(None)

    def _start_afresh(self) -> bool:
        """Take the tables out and make empty ones; False where that cannot be done."""
        try:
            with self._layers.writing():
                if self._sound in (None, self._schema()):  # else somebody has done it already
                    tables.drop(self.connection)
                    tables.create(self.connection)
        except sqlite3.DatabaseError:
            return False
        self._forget()
        return True

    def _condemn(self) -> bool:
        """See to it that the next question makes the tables anew; False where that cannot be done.

        They cannot be taken out at once: what found them damaged may still be reading.
        """
        try:
            with self._layers.writing():
                if self._schema() == self._sound:
                    self.connection.execute("DROP VIEW act")
        except sqlite3.DatabaseError:
            return False
        return True

    def _schema(self) -> int:
        """A number that changes with every change of tables, whoever makes it."""
        (version,) = self.connection.execute("PRAGMA schema_version").fetchone()
        return int(version)

    def _name_threads(self) -> None:
        """Threads are numbered as they come, and keep their number."""
        rows = self.connection.execute(
            "SELECT thread, slug FROM read_thread WHERE thread > ?", (max(self._slugs, default=0),)
        )
        self._slugs.update(rows)

    def _bring(self, viewer: str, head: int) -> None:
        begun: int | None = None
        while True:
            base = base_of(viewer)
            if viewer != base:  # its layer says which threads there are, and may be replaced
                self._bring(base, head)
            layer = self._layers.current(viewer)
            if layer is not None:
                reason = self._unfit(layer)
                if reason is not None:
                    # With a clearance that is no fault: the trace in a leaf is another once a
                    # marking changes or falls, and then the rows hold what may not be seen any
                    # more, or lack what now may be. A new act above the clearance changes nothing.
                    if not self._at_clearance:
                        self._note(f"{reason}; {_ANEW}")
                    self._layers.retire(layer)
                    continue
            if layer is None or head - layer.position > max(_BACKLOG, layer.position // 2):
                build(self._log, self._layers, viewer, self._telling(viewer))
            elif layer.position < head:
                begun = layer.position if begun is None else begun
                update(self._log, self._layers, layer)
                self._tell(viewer, layer.position - begun, head - begun)
            else:
                if begun is not None:
                    self._tell(viewer, head - begun, head - begun)
                return

    def _telling(self, viewer: str) -> Callable[[int, int], None]:
        return partial(self._tell, viewer)

    def _tell(self, viewer: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(viewer, done, total)

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
        schema = self._schema()
        if schema == self._sound:
            return
        self._forget()  # threads are numbered anew in new tables
        if tables.is_whole(self.connection):
            self._sound = schema
            return
        if tables.exists(self.connection):
            self._note(f"the read model is damaged or of another release; {_ANEW}")
        with self._layers.writing():
            if not tables.is_whole(self.connection):
                tables.drop(self.connection)
                tables.create(self.connection)
            self._sound = self._schema()

    def rebuild(self) -> None:
        """Build the layers of the ledger and the public anew; others when they are next asked.

        SetupError where the tables are in memory, and for damage that cannot be taken out of the
        file; sqlite3.DatabaseError where disk or rights do not allow it.
        """
        if self.in_memory:
            raise SetupError(
                "the ledger may only be read, so nothing is kept beside it",
                mend="Questions are answered from memory; check the rights of file and folder.",
            )
        try:
            self._rebuild()
        except FAULTS as error:
            end_transaction(self.connection)
            if cannot_write(error):
                raise
        else:
            return
        if not self._start_afresh():
            raise SetupError(
                "the read model is damaged, and SQLite cannot take it out of the file;"
                " the log is whole",
                mend="Questions are answered from memory; restore the file from a backup soon.",
            )
        self._note(f"the read model is damaged; {_ANEW}")
        self._rebuild()

    def _rebuild(self) -> None:
        self._make_sure()
        for viewer in (LEDGER, PUBLIC):
            build(self._log, self._layers, viewer, self._telling(viewer))
        self._layers.retire_others((LEDGER, PUBLIC))

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
