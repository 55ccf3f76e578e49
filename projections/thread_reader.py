"""Questions about one thread, each answered by folding what is believed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.refs import thread_and_act
from projections.lens import Lens
from projections.source import LedgerSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.dates import Instant
    from projections.source import Believed
    from projections.views.acts import ActView
    from projections.views.history import ExplanationView, TimelineView
    from projections.views.picture import PictureView
    from projections.views.points import PointsView
    from projections.views.positions import PositionsView
    from projections.views.record import ChainView
    from projections.views.threads import ThreadView
    from projections.whole import WholeThread


class ThreadReader(LedgerSource):
    """Answers about a thread, an act or a point through a lens; no lens asks what is known now.

    InputError, with near misses, where what is named is not known through the lens.
    """

    def __init__(self, believed: Believed, now: Callable[[], Instant]) -> None:
        super().__init__(believed)
        self._now = now

    def _through(self, lens: Lens | None) -> Lens:
        return Lens(now=self._now()) if lens is None else lens

    def thread(self, thread: str, lens: Lens | None = None) -> ThreadView:
        """The state of a thread: what is owed, its points, what is not known."""
        from projections.threads import thread_view

        return thread_view(self, thread, self._through(lens))

    def act(self, ref: str, lens: Lens | None = None) -> ActView:
        """Everything recorded of an act, THREAD/ACT, and what it changed."""
        from projections.acts import act_view

        thread_and_act(ref)
        return act_view(self, ref, self._through(lens), self.seal_key)

    def points(self, thread: str, lens: Lens | None = None) -> PointsView:
        """The points of a thread with every answer, its status and the act it is by."""
        from projections.points import points_view
        from projections.threads import negotiation

        return points_view(negotiation(self, thread, self._through(lens)))

    def positions(self, thread: str, lens: Lens | None = None) -> PositionsView:
        """Who says what of each point of a thread: points by parties."""
        from projections.positions import positions_view

        return positions_view(self, thread, self._through(lens))

    def whole(self, thread: str, lens: Lens | None = None) -> WholeThread:
        """What `thread`, `positions` and `picture` say of a thread, from one fold of it."""
        from projections.whole import whole_thread

        return whole_thread(self, thread, self._through(lens))

    def timeline(self, thread: str, lens: Lens | None = None) -> TimelineView:
        """The acts of a thread and what changed with them, in order of replay."""
        from projections.history import timeline_view

        return timeline_view(self, thread, self._through(lens))

    def picture(self, thread: str, lens: Lens | None = None) -> PictureView:
        """Every act of a thread in its place in time, those ahead of the date included."""
        from projections.picture import picture_view

        return picture_view(self, thread, self._through(lens))

    def explain(self, ref: str, lens: Lens | None = None) -> ExplanationView:
        """Why a point, an act or a thread stands as it does: THREAD/LABEL, THREAD/ACT, THREAD."""
        from projections.explain import explain

        return explain(self, ref, self._through(lens))

    def chain(self, ref: str, lens: Lens | None = None) -> ChainView:
        """The line of replies that leads to an act, THREAD/ACT."""
        from projections.positions import chain_view

        thread_and_act(ref)
        return chain_view(self, ref, self._through(lens))
