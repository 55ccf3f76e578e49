"""The page of an act: everything recorded of it, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cli.render.facts import facts
from cli.web.pages.base import Page, PageRoute
from cli.web.proof import may_prove
from projections.views.acts import ActBrief, ActView
from projections.views.base import View
from projections.views.points import PointView

if TYPE_CHECKING:
    from cli.web.asking import Asking


class ActPage(View):
    """An act, the points it raised as they stand, and the line of replies that leads to it."""

    act: ActView
    """The act."""
    raised: tuple[PointView, ...]
    """The points it raised, as they stand at the date; none where it had not happened by then."""
    chain: tuple[ActBrief, ...]
    """The line of replies that leads to it, itself the last; none where it had not happened."""
    provable: bool
    """Whether its proof can be had, where a checkpoint covers it."""


def act(asking: Asking) -> Page:
    """The page at `/threads/THREAD/acts/ACT`."""
    thread, name = asking.path["thread"], asking.path["act"]
    ref = f"{thread}/{name}"
    reader, lens = asking.reader, asking.lens
    view = reader.act(ref, lens)
    raised = [one for one in reader.points(thread, lens).points if one.act == name]
    position = view.position
    provable = (
        position is not None
        and may_prove(asking.ceiling, reader)
        and any(one.size >= position for one in asking.ledger.checkpoints())
    )
    page = ActPage(
        act=view,
        raised=tuple(raised),
        chain=reader.chain(ref, lens).chain if view.standing == "happened" else (),
        provable=provable,
    )
    told: dict[str, list[str]] = defaultdict(list)
    for fact, text in facts(view):
        told[fact].append(text)
    return Page("act.html", page, {"facts": tuple(told.items()), "recorded": view.act})


ACT = PageRoute(
    "/threads/{thread}/acts/{act}",
    "act",
    act,
    ActPage,
    "act-page/1",
    "An act: everything recorded of it, and what came of it.",
)
