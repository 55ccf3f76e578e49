"""Random histories in which acts and threads are marked, and marked otherwise later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ledger.acts import Act
from ledger.dates import parse_act_date
from ledger.events import ThreadAmended, ThreadOpened
from ledger.notices import ActCorrected, ActRetracted, FieldChange, Reclassified
from ledger.parts import Marking
from tests.reference.dice import Dice
from tests.reference.histories import histories

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from ledger.decide import StreamEvent

Transactions = list[list["StreamEvent"]]

LEVELS = ("unclassified", "restricted", "secret", "secret", "top-secret")


@st.composite
def marked_histories(draw: DrawFn, most: int = 12) -> Transactions:
    """What was recorded, transaction by transaction."""
    dice = Dice(draw)
    told: Transactions = []
    acts: list[tuple[str, str]] = []
    notices: list[tuple[str, str]] = []
    for events in draw(histories(most)).events:
        told.append([(stream, _marked(event, dice)) for stream, event in events])
        acts += [(stream, event.id) for stream, event in events if isinstance(event, Act)]
        if acts and dice.one_in(3):
            later = _marked_otherwise(dice, f"m{len(told)}", acts, notices)
            told.append([later])
            if not isinstance(later[1], ThreadAmended):
                notices.append((later[0], later[1].id))  # type: ignore[union-attr]
    return told


def a_marking(dice: Dice) -> Marking:
    """A level, which has fallen, will fall, or stays."""
    falls = dice.of([None, None, None, "2024-06", "2031"])
    return Marking.model_validate(
        {"level": dice.of(list(LEVELS)), "declassified": falls and parse_act_date(falls)}
    )


def _marked(event: Any, dice: Dice) -> Any:  # noqa: ANN401 -- any event
    often = 3 if isinstance(event, Act) else 8
    if isinstance(event, Act | ThreadOpened) and dice.one_in(often):
        return event.model_copy(update={"marking": a_marking(dice)})
    return event


def _marked_otherwise(
    dice: Dice, name: str, acts: list[tuple[str, str]], notices: list[tuple[str, str]]
) -> StreamEvent:
    stream, act = dice.of(acts)
    shape = dice.number(0, 9)
    if shape < 5:
        marking = None if dice.one_in(3) else a_marking(dice)
        return stream, Reclassified(id=name, reason="looked at again", act=act, marking=marking)
    if shape < 7:
        new = a_marking(dice).model_dump(mode="json", exclude_defaults=True)
        change = FieldChange(field="marking", old=None, new=new)
        return stream, ActCorrected(id=name, reason="a slip", act=act, changes=(change,))
    if shape < 9 and notices:
        home, notice = dice.of(notices)
        return home, ActRetracted(id=name, reason="no slip", notice=notice)
    return stream, ThreadAmended(marking=a_marking(dice), reason="all of it")
