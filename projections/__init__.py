"""Questions to a ledger, as of any day, as known at any day, by whom: the public names.

```python
with open_ledger("ledger.dipledger") as ledger, Reader(ledger) as reader:
    lens = reader.lens(as_of="2022-01-27", known_by="public")
    reader.thread("us-russia-2021", lens)  # a ThreadView, frozen
    rows(reader.owed(lens))  # its table, for pandas.DataFrame or polars.DataFrame
```

The names are loaded when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projections.lens import LEDGER, PUBLIC, Lens
    from projections.reader import Reader
    from projections.tables import rows
    from projections.views.acts import ActsView, ActView
    from projections.views.base import View
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
    from projections.views.record import AnomaliesView, ChainView, ErrataView
    from projections.views.search import SearchView
    from projections.views.since import SinceView
    from projections.views.stats import StatsView
    from projections.views.stops import StopsView
    from projections.views.threads import OwedView, ThreadsView, ThreadView

_HOMES = {
    "LEDGER": "lens",
    "PUBLIC": "lens",
    "ActView": "views.acts",
    "ActsView": "views.acts",
    "AnomaliesView": "views.record",
    "ChainView": "views.record",
    "DealingsView": "views.dealings",
    "DiffView": "views.diff",
    "ErrataView": "views.record",
    "ExplanationView": "views.history",
    "HistoryView": "views.point_history",
    "Lens": "lens",
    "LogView": "views.history",
    "OverviewView": "views.overview",
    "OwedView": "views.threads",
    "PartiesView": "views.parties",
    "PartyView": "views.parties",
    "PersonsView": "views.persons",
    "PictureView": "views.picture",
    "PointLinesView": "views.point_lines",
    "PointsView": "views.points",
    "PositionsView": "views.positions",
    "Reader": "reader",
    "SearchView": "views.search",
    "SinceView": "views.since",
    "StatsView": "views.stats",
    "StopsView": "views.stops",
    "ThreadView": "views.threads",
    "ThreadsView": "views.threads",
    "TimelineView": "views.history",
    "View": "views.base",
    "rows": "tables",
}

__all__ = [
    "LEDGER",
    "PUBLIC",
    "ActView",
    "ActsView",
    "AnomaliesView",
    "ChainView",
    "DealingsView",
    "DiffView",
    "ErrataView",
    "ExplanationView",
    "HistoryView",
    "Lens",
    "LogView",
    "OverviewView",
    "OwedView",
    "PartiesView",
    "PartyView",
    "PersonsView",
    "PictureView",
    "PointLinesView",
    "PointsView",
    "PositionsView",
    "Reader",
    "SearchView",
    "SinceView",
    "StatsView",
    "StopsView",
    "ThreadView",
    "ThreadsView",
    "TimelineView",
    "View",
    "rows",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
