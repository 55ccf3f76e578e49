"""The published views by name and version; the envelope's `schema` names one of these."""

from __future__ import annotations

from projections.views.acts import ActsView, ActView
from projections.views.base import View
from projections.views.checkpoints import CheckedView, CheckpointsView
from projections.views.dealings import DealingsView
from projections.views.diff import DiffView
from projections.views.history import ExplanationView, LogView, TimelineView
from projections.views.overview import OverviewView
from projections.views.parties import PartiesView, PartyView
from projections.views.persons import PersonsView
from projections.views.picture import PictureView
from projections.views.point_history import HistoryView
from projections.views.point_lines import PointLinesView
from projections.views.points import PointsView
from projections.views.positions import PositionsView
from projections.views.projection import ProjectionView
from projections.views.proofs import ProofView
from projections.views.record import AnomaliesView, ChainView, ErrataView
from projections.views.search import SearchView
from projections.views.since import SinceView
from projections.views.stats import StatsView
from projections.views.stops import StopsView
from projections.views.threads import OwedView, ThreadsView, ThreadView

VIEWS: dict[str, type[View]] = {
    "act/1": ActView,
    "acts/1": ActsView,
    "anomalies/1": AnomaliesView,
    "chain/1": ChainView,
    "checked-checkpoints/1": CheckedView,
    "checkpoints/1": CheckpointsView,
    "dealings/1": DealingsView,
    "diff/1": DiffView,
    "errata/1": ErrataView,
    "explanation/1": ExplanationView,
    "history/1": HistoryView,
    "log/1": LogView,
    "overview/1": OverviewView,
    "owed/1": OwedView,
    "parties/1": PartiesView,
    "party/1": PartyView,
    "persons/1": PersonsView,
    "picture/1": PictureView,
    "point-lines/1": PointLinesView,
    "points/1": PointsView,
    "positions/1": PositionsView,
    "projection/1": ProjectionView,
    "proof/1": ProofView,
    "search/1": SearchView,
    "since/1": SinceView,
    "stats/1": StatsView,
    "stops/1": StopsView,
    "thread/1": ThreadView,
    "threads/1": ThreadsView,
    "timeline/1": TimelineView,
}

OF_NO_COMMAND: frozenset[type[View]] = frozenset(
    {DealingsView, OverviewView, PictureView, SinceView, StopsView}
)
"""Views that the page and Python ask for, and that no command prints."""


def schema_name(view: View) -> str:
    """The published name of a view: `thread/1`."""
    return next(name for name, model in VIEWS.items() if model is type(view))
