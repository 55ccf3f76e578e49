"""The page of the parties: who deals with whom, as a map and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.map.layout import map_of
from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.paging import PAGE, part_of
from projections.views.dealings import DealingsView

if TYPE_CHECKING:
    from cli.web.asking import Asking

PARTIES_LISTED = 200
PAIRS_LISTED = 100


def parties(asking: Asking) -> Page:
    """The page at `/parties`."""
    view = asking.reader.dealings(
        asking.lens, thread=asking.query.get("thread"), party=asking.query.get("party")
    )
    part, dealings = part_of(view.dealings, asking.query.get(PAGE), PAIRS_LISTED)
    return Page(
        "parties.html",
        view,
        {
            "map": map_of(view),
            "cut": part,
            "dealings": dealings,
            "listed": view.parties[:PARTIES_LISTED],
        },
    )


PARTIES = PageRoute(
    "/parties",
    "parties",
    parties,
    DealingsView,
    "dealings/1",
    "Who deals with whom: how often, from when to when, and who owes whom replies.",
    (
        QueryParameter("party", "only what this party says to others, and they to it"),
        QueryParameter("thread", "only acts of this thread"),
        QueryParameter(PAGE, "which page of the table of dealings"),
    ),
)
