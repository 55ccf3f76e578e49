"""All that is asked of one thread at once, from one fold of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from projections.picture import picture_of, placing
from projections.positions import positions_of_state
from projections.threads import thread_of_state

if TYPE_CHECKING:
    from projections.lens import Lens
    from projections.picture import Telling
    from projections.views.picture import PictureView
    from projections.views.positions import PositionsView
    from projections.views.threads import ThreadView


class WholeThread(NamedTuple):
    """A thread's state, who says what in it, and every act in its place in time."""

    thread: ThreadView
    positions: PositionsView
    picture: PictureView


def whole_thread(source: Telling, thread: str, lens: Lens) -> WholeThread:
    """What `thread`, `positions` and `picture` say, for little more than one of them costs."""
    found = placing(source, thread, lens)
    fold = found.fold()
    state = fold.state(lens.instant(found.record.zone))
    return WholeThread(
        thread_of_state(state), positions_of_state(state), picture_of(source, found, fold, lens)
    )
