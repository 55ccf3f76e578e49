"""What a call of `Ledger.handle` is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.acts import Act
from ledger.batch import Located
from ledger.errors import Conflict, SeveralErrors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.commands import Command
    from ledger.errors import DipledgerError
    from ledger.store.envelope import Recorded


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was stored: log positions, the transaction's one instant (µs UTC), the acts' names."""

    positions: tuple[int, ...]
    recorded_at: int
    refs: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of a thread somebody has seen who decides what to record: `Ledger.version`."""

    thread: str
    version: int


class MovedOn(Conflict):
    """More was recorded in the thread than had been seen; nothing was recorded."""


def moved_on(seen: Seen) -> MovedOn:
    """That more was recorded in a thread than had been seen of it."""
    return MovedOn(
        f"more was recorded in the thread {seen.thread} meanwhile",
        mend="Look at what was recorded, then decide again.",
    )


def located(
    commands: Command | Located[Command] | Iterable[Command | Located[Command]],
) -> list[Located[Command]]:
    """One command or several, each with its place, empty where it has none."""
    several = commands if isinstance(commands, Iterable) else (commands,)
    return [one if isinstance(one, Located) else Located(one, "") for one in several]


def receipt_of(stored: Sequence[Recorded], warnings: tuple[str, ...]) -> Receipt:
    """The receipt for the events of one transaction."""
    return Receipt(
        positions=tuple(one.position or 0 for one in stored),
        recorded_at=stored[0].recorded_at if stored else 0,
        refs=tuple(
            f"{one.originator_id}/{one.event.id}" for one in stored if isinstance(one.event, Act)
        ),
        warnings=warnings,
    )


def one_or_several(errors: tuple[DipledgerError, ...]) -> DipledgerError:
    """The one error, or all of them as one."""
    return errors[0] if len(errors) == 1 else SeveralErrors(errors)
