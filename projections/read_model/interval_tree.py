"""Which intervals hold an instant, found by a B-tree in the time of what is found.

The relational interval tree of Kriegel, Pötke and Seidl (Managing Intervals Efficiently in
Object-Relational Databases, VLDB 2000): instants are the nodes of a binary tree that exists only as
arithmetic. An interval is kept at the topmost node that it holds. Whatever holds an instant is kept
at one of the nodes on the way from the root to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.dates import MIN_INSTANT

if TYPE_CHECKING:
    from ledger.dates import Instant

_LEVELS: Final = 39
_LAST: Final = 2**_LEVELS - 1
_ORIGIN: Final = MIN_INSTANT - 2
"""So that every instant, and what is before all of them, is a positive number of the tree."""


def node_of(when_from: Instant, when_to: Instant) -> int:
    """The node that an interval when_from <= T < when_to is kept at; it is not empty."""
    first, last = _number(when_from), _number(when_to - 1)
    apart = (first ^ last).bit_length()
    return last >> (apart - 1) << (apart - 1) if apart else last


def nodes_on_the_way(at: Instant) -> tuple[list[int], list[int]]:
    """The nodes at which intervals that hold T may be kept, those up to T and those after it.

    At the first, an interval holds T if it ends after T; at the others, if it begins by T.
    """
    number = _number(at)
    path = [number >> (level + 1) << (level + 1) | 1 << level for level in range(_LEVELS)]
    return [node for node in path if node <= number], [node for node in path if node > number]


def _number(instant: Instant) -> int:
    return min(max(instant - _ORIGIN, 1), _LAST)
