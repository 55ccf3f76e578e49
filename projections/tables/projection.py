"""The table of the read model's layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import plain_table
from projections.tables.table import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.views.projection import ProjectionView

_LAYER = ("viewer", "position", "behind", "threads", "version")


def projection(view: ProjectionView) -> Tables:
    """One row for each viewer."""
    return Tables([plain_table("Layers", _LAYER, view.layers)], [f"{view.found}."])


TABLES: dict[str, Callable[[Any], Tables]] = {"ProjectionView": projection}
