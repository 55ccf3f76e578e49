"""The page of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.problems import in_addresses
from ledger.errors import InputError
from ledger.kinds import KIND_BY_WORD
from projections.views.base import View
from projections.views.search import SearchView

if TYPE_CHECKING:
    from cli.web.asking import Asking

SHOWN = 50


class SearchPage(View):
    """What a search found."""

    found: SearchView | None
    """What was found; None: nothing was looked for, or nothing can be looked for with it."""
    problem: str | None
    """Why nothing can be looked for with the words given; None: it can."""


def search(asking: Asking) -> Page:
    """The page at `/search`."""
    words, found, problem = asking.query.get("q"), None, None
    if words is not None:
        try:
            found = asking.reader.search(
                words,
                asking.lens,
                thread=asking.query.get("thread"),
                party=asking.query.get("party"),
                kind=asking.query.get("kind"),
                limit=SHOWN,
            )
        except InputError as error:
            problem = in_addresses(str(error))
    return Page("search.html", SearchPage(found=found, problem=problem), {"kinds": KIND_BY_WORD})


SEARCH = PageRoute(
    "/search",
    "search",
    search,
    SearchPage,
    "search-page/1",
    "Acts by the words in them.",
    (
        QueryParameter("q", "the words"),
        QueryParameter("thread", "only in this thread"),
        QueryParameter("party", "only acts from or to this party"),
        QueryParameter("kind", "only acts of this kind"),
    ),
)
