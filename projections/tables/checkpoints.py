"""The tables of checkpoints and proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.tables.basic import plain_table
from projections.tables.table import Tables
from projections.words import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.views.checkpoints import CheckedView, CheckpointsView
    from projections.views.proofs import ProofView

_LINE = ("number", "size", "root", "signed_by", "timestamped")
_CHECKED = (
    *("name", "result", "found", "mend", "size", "root", "signed_by", "cosigned", "unknown"),
    *("events_since", "stamped", "authority"),
)
_BRIEF = ("name", "result", "found", "signed_by", "cosigned", "stamped")


def checkpoints(view: CheckpointsView) -> Tables:
    """One row for each checkpoint."""
    lead = [f"{view.origin}, {view.size} events"]
    return Tables([plain_table("Checkpoints", _LINE, view.checkpoints)], lead)


def checked(view: CheckedView) -> Tables:
    """One row for each checkpoint that was checked."""
    lead = [f"{view.origin}, {view.size} events"]
    return Tables([plain_table("Checked", _CHECKED, view.checkpoints, _BRIEF)], lead)


def proof(view: ProofView) -> Tables:
    """What is proven, and by which checkpoints; what is read on are the events."""
    events = ("position", "stream", "version", "topic", "marking", "recorded_at", "recorded_by")
    return Tables(
        [
            plain_table("Events", (*events, "summary", "body"), view.events, (*events, "summary")),
            plain_table("Checkpoints", ("size", "root", "signed_by", "cosigned"), view.checkpoints),
        ],
        [sentence(one) for one in view.proven],
    )


TABLES: dict[str, Callable[[Any], Tables]] = {
    "CheckedView": checked,
    "CheckpointsView": checkpoints,
    "ProofView": proof,
}
