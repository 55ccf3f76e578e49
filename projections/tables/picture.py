"""The tables of a thread's picture, and of the moments at which something changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import ACT, cells, plain_table
from projections.tables.table import Table, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.tables.table import Row
    from projections.views.picture import PictureAct, PictureView
    from projections.views.stops import StopsView

_OF_PICTURE = (
    *("state", "answers", "deadline_text", "public_since", "public_since_text"),
    *("known_since", "position", "current"),
)
_STOP = ("value", "text", "what")


def picture(view: PictureView) -> Tables:
    """One row for each act, in its place in time."""
    return Tables([Table("Acts", (*ACT, *_OF_PICTURE), [_act(one) for one in view.acts])])


def _act(one: PictureAct) -> Row:
    return (*cells(one.brief, ACT), *cells(one, _OF_PICTURE))


def stops(view: StopsView) -> Tables:
    """One row for each moment at which something happened; then those of what was known."""
    return Tables(
        [
            plain_table("What had happened", _STOP, view.as_of),
            plain_table("What was known", _STOP, view.known_at),
        ]
    )


TABLES: dict[str, Callable[[Any], Tables]] = {"PictureView": picture, "StopsView": stops}
