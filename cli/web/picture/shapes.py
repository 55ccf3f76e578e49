"""Which shape a kind of act is drawn in: five that can be told apart at a glance."""

from __future__ import annotations

from typing import Final

SHAPES: Final = {
    "asks": ("demand", "request", "enquiry", "proposal", "offer", "offer-talks", "demarche"),
    "answers": ("reply", "acknowledge", "return"),
    "says": ("statement", "warning", "protest", "notification", "assurance", "withdrawal"),
    "meets": ("talks", "agreement", "suspension", "resumption"),
    "deeds": ("measure", "break", "war", "restoration", "peace"),
}
"""The words of the kinds of each."""
_SHAPE_OF: Final = {kind: shape for shape, kinds in SHAPES.items() for kind in kinds}


def shape_of(kind: str) -> str:
    """The shape of a kind, by its word."""
    return _SHAPE_OF[kind]
