"""The first page: who owes whom, how each negotiation stands, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.paging import PAGE, Part, page_of
from projections.text import recording_text
from projections.views.base import View
from projections.views.overview import OverviewView
from projections.views.since import SinceView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cli.web.asking import Asking
    from projections.views.since import LearnedView

SHOWN = 20


class HomePage(View):
    """Who owes whom, how the threads stand, what is new since a date."""

    overview: OverviewView
    """The most pressing replies owed, and a page of the threads, those that moved last first."""
    part: Part
    """Which page of the threads it is."""
    since: SinceView | None
    """What is new since the date asked about; None: none was."""


def home(asking: Asking) -> Page:
    """The page at the address `/`."""
    reader, lens, query = asking.reader, asking.lens, asking.query
    start = SHOWN * (page_of(query.get(PAGE)) - 1)
    overview = reader.overview(lens, status=query.get("status"), limit=SHOWN, start=start)
    since = query.get("since")
    view = HomePage(
        overview=overview,
        part=Part.at(start, SHOWN, overview.threads_in_all),
        since=None if since is None else reader.since(lens, since=since, limit=SHOWN),
    )
    learned = () if view.since is None else view.since.learned
    return Page("home.html", view, {"known_since": _times(asking, learned)})


def _times(asking: Asking, learned: Iterable[LearnedView]) -> dict[str, str]:
    """When the positions of the log were recorded from which on something is known."""
    if not asking.lens.is_ledger:
        return {}
    positions = {one.known_from: int(one.known_from.removeprefix("#")) for one in learned}
    return {
        name: recording_text(asking.reader.recorded_at(position, asking.lens), position)
        for name, position in positions.items()
    }


HOME = PageRoute(
    "/",
    "home",
    home,
    HomePage,
    "home-page/1",
    "Who owes whom, how the threads stand, what is new since a date.",
    (
        QueryParameter("since", "what is new since this date: 2022-01-20, -7d"),
        QueryParameter("status", "only threads with this status"),
        QueryParameter(PAGE, "which page of the threads"),
    ),
)
