"""Two states of a thread side by side: two dates, or two moments of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.web.pages.base import Page, PageRoute, QueryParameter
from cli.web.pages.step import AXES, sentences
from ledger.errors import InputError
from projections.asked import one_of
from projections.views.base import View
from projections.views.diff import DiffView
from projections.views.points import PointView
from projections.views.stops import StopsView
from projections.views.threads import ThreadView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.web.asking import Asking
    from projections.lens import Lens


class ComparePage(View):
    """Two states of a thread, and what differs."""

    axis: str
    """as_of: two dates; known_at: two moments of knowledge."""
    first: str
    """The earlier moment, as it was asked for."""
    second: str | None
    """The later moment, as it was asked for; None: now."""
    before: ThreadView | None
    """The earlier state; None: nothing was known of the thread."""
    after: ThreadView
    """The later state."""
    diff: DiffView
    """What differs."""
    stops: StopsView
    """The moments that are worth comparing."""


def compare(asking: Asking) -> Page:
    """The page at `/threads/THREAD/compare`."""
    slug, reader, query = asking.path["thread"], asking.reader, asking.query
    axis = one_of("axis", "axis", query.get("axis", AXES[0]), AXES)
    stops = asking.stops(slug)
    choices = stops.as_of if axis == AXES[0] else stops.known_at
    first = query.get("first") or (choices[0].value if choices else "")
    second = query.get("second") or query.get(axis)
    if not first:
        raise InputError("there is nothing to compare", where="first", mend="Give two moments.")
    before, after = _at(asking, axis, first, "first"), _at(asking, axis, second, "second")
    diff = reader.diff(slug, before, after)
    view = ComparePage(
        axis=axis,
        first=first,
        second=second,
        before=_state(asking, before),
        after=reader.thread(slug, after),
        diff=diff,
        stops=stops,
    )
    viewers = asking.ceiling.viewers(tuple(sorted(view.after.thread.parties)))
    context = {
        "pairs": tuple(_pairs(view)),
        "changes": tuple(dict.fromkeys(sentences(diff))),
        "viewers": viewers,
    }
    return Page("compare.html", view, context)


def _at(asking: Asking, axis: str, moment: str | None, parameter: str) -> Lens:
    """The lens of one of the two moments, which the address has under a name of its own."""
    try:
        return asking.through(**{axis: moment})
    except InputError as error:
        raise (error if parameter not in asking.query else error.but(where=parameter)) from None


def _state(asking: Asking, lens: Lens) -> ThreadView | None:
    """The earlier state; the later one is there, so that this one may only not be known yet."""
    try:
        return asking.reader.thread(asking.path["thread"], lens)
    except InputError:
        return None


def _pairs(view: ComparePage) -> Iterator[tuple[PointView | None, PointView | None, bool]]:
    """Each point before and after, and whether it differs."""
    old = {} if view.before is None else {one.label: one for one in view.before.points}
    new = {one.label: one for one in view.after.points}
    for label in dict.fromkeys((*old, *new)):
        pair = old.get(label), new.get(label)
        yield *pair, _words(pair[0]) != _words(pair[1])


def _words(point: PointView | None) -> object:
    """What of a point is compared: its word, and that of each who was asked."""
    if point is None:
        return None
    return point.status.status, [(one.party, one.status.status) for one in point.parties]


COMPARE = PageRoute(
    "/threads/{thread}/compare",
    "compare",
    compare,
    ComparePage,
    "compare-page/1",
    "Two states of a thread side by side.",
    (
        QueryParameter("axis", "as_of compares two dates, known_at two moments of knowledge"),
        QueryParameter("first", "the earlier moment"),
        QueryParameter("second", "the later moment; without it, now"),
    ),
)
