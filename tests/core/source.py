"""A world as a source for projections: of one thread by folding it, over all by the read model."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projections.read_model import tables
from projections.read_model.believed import ThreadBeliefs, learn_all
from projections.read_model.layers import Layers
from projections.read_model.learned import learn_by_calendar
from projections.read_model.snapshot import Snapshot
from projections.source import LedgerSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.state import World
    from projections.lens import Lens


@dataclass(frozen=True)
class _Held:
    """Where a ledger would read its worlds from its log."""

    held: World

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:
        """All of it."""
        assert known_at is None, f"a story has one record time: {threads}"
        return self.held


@dataclass(frozen=True)
class Source:
    """A world as a source for projections; for the ledger, everything was always known."""

    held: World

    def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
        """All that the viewer of the lens knew."""
        return LedgerSource(_Held(self.held)).world(threads, lens)

    @contextmanager
    def snapshot(self, lens: Lens) -> Iterator[Snapshot]:
        """The rows of the viewer of the lens, written as the read model writes them."""
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            tables.create(connection)
            layers = Layers(connection)
            layer = layers.begin(lens.known_by)
            beliefs = {thread: ThreadBeliefs(thread) for thread in self.held.threads}
            if lens.is_ledger:
                learn_all(beliefs, self.held, 1)
            else:
                learn_by_calendar(beliefs, self.held, lens.known_by)
            with layers.adding(layer) as rows:
                rows.write(beliefs.values())
            slugs = dict(connection.execute("SELECT thread, slug FROM read_thread"))
            yield Snapshot(connection, (layer.number,), lens, slugs)
