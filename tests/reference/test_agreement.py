"""Two folds that share no code agree: the product's, and the design's sentences read naively."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import given as any_of
from hypothesis import settings

from ledger.obligations import Owed
from ledger.packages import PackageStatus
from ledger.timeline import Fold
from tests.core.given import lens
from tests.reference import naive
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from ledger.timeline import Negotiation

EXAMPLES = 2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 200


def told(state: Negotiation) -> naive.Then:
    """The product's state in the words of the naive one."""
    return naive.Then(
        status=state.standing.status,
        dormant=state.dormant,
        points={
            ref: naive.PointThen(
                overall=point.status,
                parties={one.party: one.word.status for one in point.parties},
                lines={
                    one.party: {line: word.status for line, word in one.lines.items()}
                    for one in point.parties
                },
                live=point.live,
            )
            for ref, point in state.points.items()
        },
        owed={
            one.key: "claimed" if one.state is Owed.OWED and one.claimed else one.state.value
            for one in state.obligations
        },
        failed_packages={one.name for one in state.packages if one.status is PackageStatus.FAILED},
        happened=[one.ref for one in state.selection.happened],
        possible={one.ref for one in state.selection.possible},
        undated={one.ref for one in state.selection.undated},
    )


@settings(max_examples=EXAMPLES)
@any_of(histories(), moments(), moments())
def test_the_product_says_what_the_sentences_say(history: History, one: str, other: str) -> None:
    for record in history.world.threads.values():
        for moment in (one, other):
            at = lens(moment).instant(record.zone)
            product = told(Fold(history.world, record).state(at))
            assert product == naive.state(history.world, record.id, at), history
