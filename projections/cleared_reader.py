"""Readers with a clearance: each asks a log from which what lies above it has been taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.cleared_log import ClearedLog, Cut, cut_of
from projections.lens import Lens
from projections.log import log_view
from projections.read_model.model import ReadModel
from projections.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from ledger.vocabulary import MarkingLevel
    from projections.read_model.model import Telling
    from projections.read_model.snapshot import Snapshot
    from projections.source import Kept
    from projections.views.history import LogView


class ClearedReader(Reader):
    """A reader to whom nothing above a clearance was ever recorded.

    Its layers of the read model are its own, and hold nothing that is hidden.
    """

    def __init__(
        self,
        log: ClearedLog,
        clearance: MarkingLevel,
        *,
        note: Callable[[str], None],
        progress: Telling | None,
        in_memory: bool,
    ) -> None:
        super().__init__(log, note=note, progress=progress, in_memory=in_memory)
        self._log = log
        self._clearance = clearance

    def look_through(self, cut: Cut) -> None:
        """From now on, see what this cut leaves."""
        if self._log.cut is not cut:
            self._log.cut = cut
            self._whole.clear()
            self.model.doubt()

    @property
    def model(self) -> ReadModel:
        """The layers of this clearance."""
        if self._model is None:
            self._model = ReadModel(
                self._log,
                None if self._in_memory else self._log.beside(),
                note=self._note,
                progress=self._progress,
                clearance=self._clearance,
            )
        return self._model

    def log(self, lens: Lens | None = None, *, after: int = 0, limit: int | None = None) -> LogView:
        """The events with the leaves that they have in the log's tree."""
        upto = self._through(lens).position
        return log_view(self._log.as_recorded(after=after, limit=limit, upto=upto))


class Clearances:
    """What each clearance lets be seen of a ledger, as it stands when somebody asks."""

    def __init__(
        self,
        ledger: Kept,
        whole: Callable[[Lens], AbstractContextManager[Snapshot]],
        *,
        note: Callable[[str], None],
        progress: Telling | None,
        in_memory: bool,
    ) -> None:
        """`whole` gives what the ledger itself knows."""
        self._ledger = ledger
        self._snapshot = whole
        self._note = note
        self._progress = progress
        self._in_memory = in_memory
        self._cuts: dict[MarkingLevel, tuple[int, Cut]] = {}
        self._readers: dict[MarkingLevel, ClearedReader] = {}

    def seen(self, lens: Lens) -> Reader | None:
        """The reader of what may be seen; None where that is all there is."""
        cut = self.cut(lens)
        if not cut.positions or lens.clearance is None:
            return None
        if lens.clearance not in self._readers:
            self._readers[lens.clearance] = ClearedReader(
                ClearedLog(self._ledger, cut),
                lens.clearance,
                note=self._note,
                progress=self._progress,
                in_memory=self._in_memory,
            )
        reader = self._readers[lens.clearance]
        reader.look_through(cut)
        return reader

    def cut(self, lens: Lens) -> Cut:
        """What lies above the clearance; looked for anew when more is recorded, or a mark falls."""
        assert lens.clearance is not None  # noqa: S101 -- asked only of lenses that hide
        head, _ = self._ledger.head()
        fallen, cut = self._cuts.get(lens.clearance, (0, None))
        if cut is not None and cut.upto == head and cut.hidden.fallen(lens.now) == fallen:
            return cut
        with self._snapshot(Lens(lens.now)) as snapshot:
            cut = cut_of(self._ledger, snapshot, lens.clearance, lens.now, head)
        self._cuts[lens.clearance] = (cut.hidden.fallen(lens.now), cut)
        return cut

    def close(self) -> None:
        """Close the layers of every clearance."""
        for reader in self._readers.values():
            reader.close()
