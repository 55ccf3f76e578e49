"""Who raises a point, and who is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ledger.vocabulary import AddressedAs
from ledger.zones import find_zone, wall_clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.parts import Point

Members = Callable[[str, str], tuple[str, ...]]
"""The members of a group on an ISO day."""


def day_of(earliest: Instant | None, latest: Instant | None, zone: str) -> str:
    """The ISO day, in a zone, for which members are looked up: the last it can be, else first.

    Empty where nothing bounds the act: then no membership is certain.
    """
    instant = latest if latest is not None else earliest
    if instant is None:
        return ""
    return date.fromordinal(wall_clock(instant, find_zone(zone))[0]).isoformat()


def raisers_of(act: Act, point: Point) -> tuple[str, ...]:
    """Who raises the point: the raiser it names, else every sender."""
    return (point.raiser,) if point.raiser is not None else act.senders


def addressees_of(act: Act, point: Point, members: Members, day: str) -> tuple[str, ...]:
    """Who is asked: the point's addressees, else the act's, else the other participants.

    A group that is asked member by member is those who are its members on the act's day (O4).
    """
    raisers = raisers_of(act, point)
    asked: Iterable[str] = point.addressees or act.addressees or act.senders
    if act.addressed_as is AddressedAs.MEMBERS:
        asked = (one for group in asked for one in members(group, day) or (group,))
    return tuple(dict.fromkeys(party for party in asked if party not in raisers))
