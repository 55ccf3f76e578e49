"""Points that wait for an answer, for whoever is asked to give one: at a terminal, or in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Container

    from projections.views.points import PointView

OPEN = frozenset(
    {Status.OUTSTANDING, Status.LAPSED, Status.DEFERRED, Status.ACKNOWLEDGED}
    | {Status.PARTLY_ANSWERED, Status.ANSWERED_UNDISCLOSED}
)
"""The statuses in which an answer is still looked for."""


def is_open(point: PointView, asked: Container[str] | None = None) -> bool:
    """Whether an answer to a point is still looked for, by any of those asked; None: by anybody."""
    return point.live and any(
        (asked is None or one.party in asked) and one.status.status in OPEN for one in point.parties
    )
