"""The first page: who owes whom, how each negotiation stands, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.paging import PAGE, Part, page_of
from projections.views.base import View
from projections.views.overview import OverviewView
from projections.views.since import SinceView

if TYPE_CHECKING:
    from cli.web.asking import Asking

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
    return Page("home.html", view)


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
