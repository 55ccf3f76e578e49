"""What a user may ask the ledger to record; `ledger.decide` turns each command into events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.dates import ActDate
    from ledger.events import ThreadAmended, ThreadOpened
    from ledger.notices import Notice
    from ledger.parties import Party


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Open a negotiation thread."""

    opening: ThreadOpened


@dataclass(frozen=True, slots=True)
class AmendThread:
    """Change what describes a thread."""

    thread: str
    amendment: ThreadAmended


@dataclass(frozen=True, slots=True)
class CloseThread:
    """Close a thread, at its own date."""

    thread: str
    when: ActDate
    reason: str


@dataclass(frozen=True, slots=True)
class ReopenThread:
    """Open a closed thread again, at its own date."""

    thread: str
    when: ActDate
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """Register a party that the shipped registry does not know."""

    party: Party


@dataclass(frozen=True, slots=True)
class RecordAct:
    """Record one act in a thread. `another`: yes, it is another act, however alike (section 5).

    `seal`: the fields that are to be sealed before it is decided (`ledger.sealing`).
    """

    thread: str
    act: Act
    another: bool = False
    seal: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The full reference of the act to be."""
        return f"{self.thread}/{self.act.id}"


@dataclass(frozen=True, slots=True)
class RecordNotice:
    """Say something later about a recorded act: a correction, retraction, citation and so on.

    `with_dependants`: what refers to a retracted act is retracted with it (section 5).
    """

    thread: str
    notice: Notice
    with_dependants: bool = False


Command = (
    RecordNotice | OpenThread | AmendThread | CloseThread | ReopenThread | RegisterParty | RecordAct
)
