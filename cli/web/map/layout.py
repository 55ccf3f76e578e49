"""Where everything of the map of parties stands.

Parties stand on an oval, some to the left and some to the right, at heights that are evenly spaced:
so that the label of each, beside it and outwards, meets no other and no party. Those who deal with
each other face each other, as far as that can be, the busiest in the middle. What one says to
another is an arrow through the inside of the oval, bent to its right, so that both directions stay
apart; the more acts, the broader.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from cli.web.map.shapes import Box, Curve, Spot, corners
from projections.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from projections.views.dealings import Dealing, DealingParty, DealingsView

MOST_PARTIES: Final = 30
MOST_ARROWS: Final = 60
MOST_BADGES: Final = 20
SPACING: Final = 56.0
"""From one party down to the next; two lines of a label and the largest party fit between."""
LEAST_HEIGHT: Final = (240.0, 5.0)
"""Without arrows, and how much more for each."""
RADIUS: Final = (9.0, 20.0)
STROKE: Final = (1.2, 9.0)
"""Of one act and of most; with many arrows the broadest are less broad."""
FEW_ARROWS: Final = 8
NAME_LENGTH: Final = 24
LABEL: Final = (200.0, 34.0)
"""Room for the widest label: sixteen letters of a code over a name."""
GAP: Final = 7.0
MARGIN: Final = 12.0
OVAL: Final = (260.0, 1.15)
"""Half the breadth at the middle, and how much higher it is than the parties on it."""
INWARDS: Final = 0.42
"""How far towards the middle an arrow is bent, of the way there."""
APART: Final = (10.0, 0.06)
"""How far to its right, and how much more for its length."""
ASIDE: Final = 0.45
"""How far beside the middle of a disc an arrow begins and ends, of the radius."""
HEAD: Final = 7.0
BADGE: Final = (9.0, 20.0, 24.0)
"""Of how many replies are owed: a digit's width, the height, what else it is wide."""
PLACES: Final = (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2)
"""Where along its arrow a badge may stand, the best place first."""


@dataclass(frozen=True, slots=True)
class Node:
    """A party: a disc, and its label beside it; `anchor` is where the text is held."""

    party: DealingParty
    middle: Spot
    radius: float
    anchor: str
    label: Box
    name: str

    @property
    def text_x(self) -> float:
        """Where the label's text begins, or ends."""
        return self.label.x if self.anchor == "start" else self.label.x + self.label.width

    @property
    def disc(self) -> Box:
        """The square around its disc."""
        return Box.around(self.middle, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one party says to another; `badge` is where the number of replies owed stands.

    It has none where nothing is owed for it, or where there is no room.
    """

    dealing: Dealing
    curve: Curve
    width: float
    head: str
    badge: Box | None


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of a size, and what is not in it: parties, and how many arrows between others."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    left_out: tuple[DealingParty, ...]
    arrows_left_out: int


def map_of(view: DealingsView) -> Map:
    """The map of the busiest parties, and of the busiest dealings between them."""
    shown, left_out = view.parties[:MOST_PARTIES], view.parties[MOST_PARTIES:]
    sides = _sides(shown, view.dealings)
    drawn = {one.party for one in shown}
    between = [one for one in view.dealings if {one.sender, one.addressee} <= drawn]
    arrows, others = between[:MOST_ARROWS], between[MOST_ARROWS:]
    least = LEAST_HEIGHT[0] + LEAST_HEIGHT[1] * len(arrows)
    height = max(least, SPACING * max(map(len, sides)))
    middle = Spot(OVAL[0] + RADIUS[1] + GAP + LABEL[0] + MARGIN, height / 2 + MARGIN)
    nodes = {node.party.party: node for node in _nodes(sides, middle, height)}
    return Map(
        width=2 * middle.x,
        height=height + 2 * MARGIN,
        nodes=tuple(nodes[one.party] for one in shown),
        arrows=tuple(_arrows(arrows, nodes, middle)),
        left_out=left_out,
        arrows_left_out=len(others),
    )


def _sides(
    parties: Sequence[DealingParty], dealings: Iterable[Dealing]
) -> tuple[list[DealingParty], list[DealingParty]]:
    """Who stands to the left and who to the right: the busiest first, each facing its partners."""
    ties: Counter[frozenset[str]] = Counter()
    for tie in dealings:
        ties[frozenset((tie.sender, tie.addressee))] += tie.acts + tie.owed
    left: list[DealingParty] = []
    right: list[DealingParty] = []
    for one in parties:

        def tied(side: list[DealingParty], code: str = one.party) -> int:
            return sum(ties[frozenset((code, other.party))] for other in side)

        side = left if (tied(left), len(left)) <= (tied(right), len(right)) else right
        if len(side) == MOST_PARTIES / 2:
            side = right if side is left else left
        side.append(one)
    return left, right


def _nodes(
    sides: tuple[Sequence[DealingParty], Sequence[DealingParty]], middle: Spot, height: float
) -> Iterator[Node]:
    most = max((one.acts for side in sides for one in side), default=0)
    for side, anchor, mine in zip((-1, 1), ("end", "start"), sides, strict=True):
        spacing = height / max(len(mine), 1)
        for one, row in zip(mine, _rows(len(mine)), strict=True):
            y = (row - (len(mine) - 1) / 2) * spacing
            x = side * OVAL[0] * sqrt(1 - (2 * y / (height * OVAL[1])) ** 2)
            radius = RADIUS[0] + (RADIUS[1] - RADIUS[0]) * _share(one.acts, most)
            spot = middle.plus(Spot(x, y))
            begins = radius + GAP if side > 0 else -radius - GAP - LABEL[0]
            label = Box(spot.x + begins, spot.y - LABEL[1] / 2, *LABEL)
            name = shortened(one.name, NAME_LENGTH)
            yield Node(one, spot, radius, anchor, label, name)


def _rows(count: int) -> list[int]:
    """Rows from the middle outwards: the busiest in the middle."""
    return sorted(range(count), key=lambda row: (abs(2 * row - count + 1), row))


def _share(number: int, most: int) -> float:
    """How large something is drawn, from 0 to 1: areas are by number."""
    return sqrt(number / most) if most else 0


def _arrows(
    dealings: Sequence[Dealing], nodes: Mapping[str, Node], middle: Spot
) -> Iterator[Arrow]:
    most = max((one.acts for one in dealings), default=0)
    broadest = STROKE[1] * min(1, sqrt(FEW_ARROWS / max(len(dealings), 1)))
    numbered = sorted(dealings, key=lambda one: -one.owed)[:MOST_BADGES]
    taken = [box for node in nodes.values() for box in (node.disc, node.label)]
    for one in dealings:
        width = STROKE[0] + max(0, broadest - STROKE[0]) * _share(one.acts, most)
        size = HEAD + width
        curve = _curve(nodes[one.sender], nodes[one.addressee], middle, size)
        way = curve.control.to(curve.end).unit()
        side = way.turned()
        badge = _badge(one.owed, curve, taken) if one in numbered else None
        if badge is not None:
            taken.append(badge)
        tip = curve.end.plus(way, size)
        head = (tip, curve.end.plus(side, size / 2), curve.end.plus(side, -size / 2))
        yield Arrow(one, curve, round(width, 1), corners(head), badge)


def _curve(sender: Node, addressee: Node, middle: Spot, head: float) -> Curve:
    """From one disc to just before the other, where the head of the arrow begins."""
    way = sender.middle.to(addressee.middle)
    half = sender.middle.plus(way, 1 / 2)
    apart = APART[0] + APART[1] * (abs(way.x) + abs(way.y))
    right = way.unit().turned()
    control = half.plus(half.to(middle), INWARDS).plus(right, apart)
    return Curve(
        _edge(sender, right, control, 0), control, _edge(addressee, right, control, head + 1)
    )


def _edge(node: Node, right: Spot, control: Spot, before: float) -> Spot:
    """Where an arrow meets a disc, to the right of its middle, or so far before that."""
    aside = node.middle.plus(right, ASIDE * node.radius)
    rest = node.radius * sqrt(1 - ASIDE**2)
    return aside.plus(aside.to(control).unit(), rest + before)


def _badge(owed: int, curve: Curve, taken: Sequence[Box]) -> Box | None:
    if not owed:
        return None
    width = BADGE[0] * len(str(owed)) + BADGE[2]
    places = (Box.around(curve.at(part), width, BADGE[1]) for part in PLACES)
    return next((box for box in places if not any(map(box.meets, taken))), None)
