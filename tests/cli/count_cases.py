"""Histories of points, numbers and persons, to look at on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from projections.persons import persons_view
from projections.point_history import history_view
from projections.stats import StatsFilter, stats_view
from projections.views.point_history import Learned
from tests.cli.cases import AFTER, full_act, july, long_words
from tests.core.given import given, lens
from tests.core.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.lens import Lens
    from projections.views.base import View
    from projections.views.point_history import HistoryView
    from tests.core.given import Story


@dataclass(frozen=True)
class Stamped(Source):
    """A world of which every position was recorded when the epoch was so many seconds old."""

    def recorded_at(self, position: int, lens: Lens | None = None) -> int:  # noqa: ARG002
        """UTC microseconds."""
        return position * 1_000_000


def history_of(story: Story, label: str, at: str) -> HistoryView:
    """The history of a point of a story."""
    return history_view(Stamped(story.world), f"{story.thread}/{label}", lens(at))


def believed_once(view: HistoryView) -> HistoryView:
    """The same, as if all of it had been corrected at the second position."""
    second = Learned(position=2, recorded_at="1970-01-01T00:00:02.000000Z", at=None, text="#2")
    past = tuple(one.model_copy(update={"known_until": second}) for one in view.statuses)
    return view.model_copy(update={"once_believed": past})


def count_views() -> Iterator[View]:
    """At least one of each view, with something in each of its corners."""
    whole = history_of(july(), "G1", AFTER)
    yield whole
    yield believed_once(whole)
    yield history_of(july(), "7", AFTER)
    yield history_of(long_words(), "wide", "2026-01-01")
    yield history_of(full_act(), "3", "2026-01-01")
    for story in (july(), long_words(), full_act(), given()):
        at = AFTER if story.thread == "july-1914" else "2026-01-01"
        yield stats_view(story.source, lens(at))
        yield stats_view(
            story.source, lens(at), StatsFilter(thread=story.thread, party="RUS"), listed=True
        )
        yield persons_view(story.source, lens(at))
