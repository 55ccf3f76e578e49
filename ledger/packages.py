"""Packages: points that their raiser offers all or none (rule P5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledger.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.points import PointState


class PackageStatus(StrEnum):
    """Whether a package still stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Package:
    """A package at an instant; `failed_by` are the points whose rejection fails it."""

    name: str
    raisers: tuple[str, ...]
    points: tuple[str, ...]
    status: PackageStatus
    failed_by: tuple[str, ...]


def packages(points: Mapping[str, PointState]) -> tuple[Package, ...]:
    """Every package of the points, in order of being raised; one refusal fails a package (P5)."""
    named: dict[str, list[PointState]] = {}
    for state in points.values():
        if state.file.point.package is not None and state.live:
            named.setdefault(state.file.point.package, []).append(state)
    return tuple(_package(name, states) for name, states in named.items())


def _package(name: str, states: list[PointState]) -> Package:
    failed_by = tuple(
        state.file.ref
        for state in states
        if any(party.word.status is Status.REJECTED for party in state.parties)
    )
    agreed = all(state.status in (Status.ACCEPTED, Status.FULFILLED) for state in states)
    if failed_by:
        status = PackageStatus.FAILED
    else:
        status = PackageStatus.ACCEPTED if agreed else PackageStatus.PENDING
    raisers = tuple(dict.fromkeys(party for state in states for party in state.file.raisers))
    refs = tuple(state.file.ref for state in states)
    return Package(name, raisers, refs, status, failed_by)
