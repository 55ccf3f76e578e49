"""The view of the read model itself: how far it is behind the log."""

from __future__ import annotations

from projections.views.base import View


class LayerView(View):
    """What is kept of one viewer's knowledge."""

    viewer: str
    """ledger, public, or a party's code."""
    position: int
    """The log position up to which it is worked out."""
    behind: int
    """How many events were recorded since; the next question catches up with them."""
    threads: int
    """How many threads it tells of."""
    version: int
    """The version of the tables it was written by."""


class ProjectionView(View):
    """The read model: the tables that questions over the whole ledger are answered from."""

    state: str
    """kept, none (nothing was asked yet), damaged, or memory: the ledger may only be read."""
    found: str
    """The same in a sentence."""
    version: int
    """The version of the tables of this release."""
    head: int
    """The last position of the log."""
    bytes: int | None
    """What it takes of the ledger's file; null where SQLite cannot tell."""
    layers: tuple[LayerView, ...]
    """By viewer, the ledger's own first. A party's is made when it is first asked for."""
