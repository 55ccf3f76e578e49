"""Random histories of several threads, with every turn that the rules know.

Each command goes through `decide`; what is refused is left out. So every history could have been
recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ledger.commands import RecordAct
from tests.reference.dice import Dice
from tests.reference.telling import Teller

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from ledger.commands import Command
    from ledger.decide import StreamEvent
    from ledger.parts import DateClaim
    from ledger.state import World


@dataclass(frozen=True, repr=False)
class History:
    """What was recorded, command by command, and the world it left."""

    commands: tuple[Command, ...]
    events: tuple[tuple[StreamEvent, ...], ...]
    world: World

    def __repr__(self) -> str:
        """One line for each command, for whoever has to understand a failure."""
        return "\n".join(_told(command) for command in self.commands)


def _told(command: Command) -> str:
    """`t: demand {...}`: where, what, and whatever is not its default."""
    said = getattr(command, "act", None) or getattr(command, "notice", None)
    if said is None:
        return repr(command)
    word = said.KIND.word if isinstance(command, RecordAct) else type(said).__name__
    fields = said.model_dump(mode="json", exclude_defaults=True)
    fields |= {"dates": [_date(claim) for claim in said.dates]} if fields.get("dates") else {}
    return f"{getattr(command, 'thread', '')}: {word} {fields}"


def _date(claim: DateClaim) -> str:
    return f"{claim.role} {claim.date.text}{' preferred' * claim.preferred}"


@st.composite
def moments(draw: DrawFn) -> str:
    """A day of the histories, a clock time on one, or a day long after."""
    dice = Dice(draw)
    shape = dice.number(0, 9)
    if shape == 0:
        return f"2024-0{dice.number(1, 3)}-20"
    return f"{dice.day()}T{dice.of(['00:00', '12:00', '12:01'])}Z" if shape < 3 else dice.day()


@st.composite
def histories(draw: DrawFn, most: int = 12) -> History:
    """Commands on two or three threads, and the world after them."""
    teller = Teller(Dice(draw))
    teller.begin()
    for number in range(teller.dice.number(most // 3, most)):
        teller.go_on(number)
    return History(tuple(teller.commands), tuple(teller.events), teller.world)
