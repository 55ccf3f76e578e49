"""A ledger to ask: of one thread by folding it, over all of them by the read model."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from projections.lens import LEDGER, WorldSource
from projections.source import Believed, LedgerSource

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from projections.lens import Lens
    from projections.read_model.catching_up import Stored
    from projections.read_model.model import ReadModel, Telling
    from projections.read_model.snapshot import Snapshot


class Kept(Believed, Protocol):
    """An open ledger, as `ledger.store.Ledger` is."""

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Stored]:
        """The events after a position, in order."""
        ...

    def events_of(self, streams: Iterable[str], *, upto: int) -> Sequence[Stored]:
        """The events of some streams, in order."""
        ...

    def head(self) -> tuple[int, int]:
        """The last position and its instant."""
        ...

    def whole(self, position: int) -> int:
        """The last position of the transaction that a position is in."""
        ...

    def beside(self) -> sqlite3.Connection | None:
        """A connection for what is kept beside the log; None where nothing may be written."""
        ...


class Snapshots(Protocol):
    """What a question over the whole ledger is asked of."""

    def snapshot(self, lens: Lens) -> AbstractContextManager[Snapshot]:
        """The rows of the read model through a lens, one state of them for several queries."""
        ...


class Answering(WorldSource, Snapshots, Protocol):
    """What questions of both sorts are asked of."""


class Reader(LedgerSource):
    """Answers about one thread (`world`) and over all of them (`snapshot`); a context manager.

    The read model is opened when it is first needed.
    """

    def __init__(
        self,
        ledger: Kept,
        *,
        note: Callable[[str], None] = lambda _: None,
        progress: Telling | None = None,
    ) -> None:
        """`note` and `progress` are told of builds of the read model; see `ReadModel`."""
        super().__init__(ledger)
        self._ledger = ledger
        self._note = note
        self._progress = progress
        self._model: ReadModel | None = None

    @property
    def model(self) -> ReadModel:
        """The read model, which is not caught up before it is asked."""
        if self._model is None:
            from projections.read_model.model import ReadModel

            self._model = ReadModel(
                self._ledger, self._ledger.beside(), note=self._note, progress=self._progress
            )
        return self._model

    @contextmanager
    def snapshot(self, lens: Lens) -> Iterator[Snapshot]:
        """See `Snapshots`. A position in the middle of a transaction means the whole of it."""
        if lens.known_by == LEDGER and lens.position is not None:
            lens = replace(lens, known_at=self._ledger.whole(lens.position))
        with self.model.snapshot(lens) as snapshot:
            yield snapshot

    def recorded_at(self, position: int) -> int:
        """When a position of the log was recorded, in microseconds UTC."""
        (stored,) = self._ledger.log(after=position - 1, limit=1)
        return stored.recorded_at

    def close(self) -> None:
        """Close the read model; the ledger is its opener's to close."""
        if self._model is not None:
            self._model.close()
            self._model = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
