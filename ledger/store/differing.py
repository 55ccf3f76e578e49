"""The finding that a ledger's file is not what was recorded."""

from __future__ import annotations

from typing import Final

from ledger.integrity.unverified import Unverified

_MEND: Final = "Restore it from a backup; docs/security.md says what an alteration means."


class Differs(Unverified):
    """The file is not what was recorded; `position` is the first event that shows it."""

    position: int | None = None


def differs(what: str, position: int | None = None) -> Differs:
    """The finding that something is not as it was recorded, from an event on."""
    found = Differs(what, mend=_MEND)
    found.position = position
    return found
