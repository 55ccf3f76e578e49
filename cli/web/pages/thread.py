"""The page of a thread: its picture, its points, who owes whom, and two sliders over time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.pages.step import AXES, STEP, StepView, by_act, by_knowledge
from cli.web.paging import PAGE, part_of
from cli.web.picture.layout import layout
from cli.web.picture.window import window_of
from ledger.moments import parse_moment
from projections.asked import one_of
from projections.views.base import View
from projections.views.picture import PictureView
from projections.views.points import PointView
from projections.views.positions import PositionsView
from projections.views.record import ErrataView
from projections.views.stops import Stop, StopsView
from projections.views.threads import ThreadView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.web.asking import Asking
    from projections.lens import Lens

POINTS_SHOWN = 200


class ThreadPage(View):
    """A thread at a date, as known at a date: its state, its picture, what the last step did."""

    thread: ThreadView
    """The state."""
    picture: PictureView
    """Every act that is known, in its place in time."""
    positions: PositionsView
    """Who says what of each point."""
    errata: ErrataView
    """What was corrected."""
    stops: StopsView
    """The moments at which something happened, and at which more became known."""
    step: StepView | None
    """What the last step changed; None: nothing had happened."""


@dataclass(frozen=True, slots=True)
class Slider:
    """One of the two sliders: where it can stand, where it stands, its neighbours' values."""

    name: str
    stops: tuple[Stop, ...]
    index: int

    @property
    def last(self) -> int:
        """The index of its last stop."""
        return len(self.stops) - 1

    @property
    def texts(self) -> tuple[str, ...]:
        """What to say of each stop."""
        return tuple(f"{stop.text}: {stop.what}" for stop in self.stops)

    @property
    def here(self) -> Stop | None:
        """Where it stands."""
        return self.stops[self.index] if self.stops else None

    @property
    def before(self) -> Stop | None:
        """The stop before."""
        return self.stops[self.index - 1] if self.index > 0 else None

    @property
    def after(self) -> Stop | None:
        """The stop after."""
        return self.stops[self.index + 1] if self.index < self.last else None


def thread(asking: Asking) -> Page:
    """The page at `/threads/THREAD`."""
    slug, reader, lens, query = asking.path["thread"], asking.reader, asking.lens, asking.query
    axis = one_of("axis", STEP, query.get(STEP, AXES[0]), AXES)
    state, positions, picture = reader.whole(slug, lens)
    stops = asking.stops(slug)
    zone = lens.zone or state.thread.zone
    sliders = (
        Slider("as_of", stops.as_of, _reached(stops.as_of, lens.instant(zone), zone, lens)),
        Slider("known_at", stops.known_at, _known(stops.known_at, zone, lens)),
    )
    view = ThreadPage(
        thread=state,
        picture=picture,
        positions=positions,
        errata=reader.errata(slug, lens),
        stops=stops,
        step=_step(asking, axis, picture, sliders[1]),
    )
    part, points = part_of(state.points, query.get(PAGE), POINTS_SHOWN)
    return Page(
        "thread.html",
        view,
        {
            "sliders": sliders,
            "drawings": layout(picture, window=window_of(query, zone)),
            "points": points,
            "part_of_points": part,
            "sources": sources_of(state),
            "rows": _rows(view, points),
            "viewers": asking.ceiling.viewers(tuple(sorted(view.positions.parties))),
        },
    )


def sources_of(state: ThreadView) -> tuple[str, ...]:
    """Every source that something in a thread's state comes from, once."""
    cited = [text for point in state.points for text in point.sources]
    for point in state.points:
        answers = [answer for party in point.parties for answer in party.answers]
        cited += [text for answer in (*answers, *point.positions) for text in answer.sources]
    return tuple(dict.fromkeys(cited))


def _rows(view: ThreadPage, points: Sequence[PointView]) -> tuple[object, ...]:
    """The rows of the matrix of positions that go with the points shown."""
    shown = {one.label for one in points}
    return tuple(row for row in view.positions.rows if row.label in shown)


def _step(asking: Asking, axis: str, picture: PictureView, known: Slider) -> StepView | None:
    """By the last step on the axis that was moved last."""
    if axis != "known_at" or known.before is None:
        return by_act(picture)
    before, after = asking.through(known_at=known.before.value), asking.lens
    if after.known_at is None and known.here is not None:
        after = asking.through(known_at=known.here.value)
    return by_knowledge(asking.reader.diff(asking.path["thread"], before, after))


def _reached(stops: Sequence[Stop], at: int, zone: str, lens: Lens) -> int:
    """The last stop that is not after an instant; the first where all are."""
    after = bisect_right(stops, at, key=lambda stop: parse_moment(stop.value).end(zone, lens.now))
    return max(0, after - 1)


def _known(stops: Sequence[Stop], zone: str, lens: Lens) -> int:
    """The last stop that is known through a lens."""
    if not lens.is_ledger:
        return _reached(stops, lens.knowledge(zone), zone, lens)
    if lens.position is None:
        return max(0, len(stops) - 1)
    return max(0, bisect_right(stops, lens.position, key=_position) - 1)


def _position(stop: Stop) -> int:
    return int(stop.value.removeprefix("#"))


THREAD = PageRoute(
    "/threads/{thread}",
    "thread",
    thread,
    ThreadPage,
    "thread-page/1",
    "A thread: its picture, points, positions, replies owed, sources and errata.",
    (
        QueryParameter("from", "the picture from this day on"),
        QueryParameter("to", "the picture up to this day"),
        QueryParameter(STEP, "as_of or known_at: of which axis the last step is told"),
        QueryParameter(PAGE, "which page of the points"),
    ),
)
