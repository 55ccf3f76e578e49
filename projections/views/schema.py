"""The published views by name and version; the envelope's `schema` names one of these."""

from __future__ import annotations

from projections.views.acts import ActsView, ActView
from projections.views.base import View
from projections.views.history import ExplanationView, LogView, TimelineView
from projections.views.parties import PartiesView, PartyView
from projections.views.points import PointsView
from projections.views.positions import PositionsView
from projections.views.record import AnomaliesView, ChainView, ErrataView
from projections.views.threads import OwedView, ThreadsView, ThreadView

VIEWS: dict[str, type[View]] = {
    "act/1": ActView,
    "acts/1": ActsView,
    "anomalies/1": AnomaliesView,
    "chain/1": ChainView,
    "errata/1": ErrataView,
    "explanation/1": ExplanationView,
    "log/1": LogView,
    "owed/1": OwedView,
    "parties/1": PartiesView,
    "party/1": PartyView,
    "points/1": PointsView,
    "positions/1": PositionsView,
    "thread/1": ThreadView,
    "threads/1": ThreadsView,
    "timeline/1": TimelineView,
}


def schema_name(view: View) -> str:
    """The published name of a view: `thread/1`."""
    return next(name for name, model in VIEWS.items() if model is type(view))
