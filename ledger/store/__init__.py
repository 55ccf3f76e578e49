"""The file that a ledger is kept in: events in, events out, nothing changed or lost.

The names are loaded when they are first asked for: the engine behind `EventLog` takes a while to
import, and making or checking a file needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.store.application import Ledger
    from ledger.store.envelope import Recorded
    from ledger.store.files import check_ledger_file, create_ledger_file
    from ledger.store.log import EventLog
    from ledger.store.mapper import EventCodec
    from ledger.store.receipts import MovedOn, Receipt, Seen
    from ledger.store.sqlite import KeyAlreadyRecorded, VersionConflict

__all__ = [
    "EventCodec",
    "EventLog",
    "KeyAlreadyRecorded",
    "Ledger",
    "MovedOn",
    "Receipt",
    "Recorded",
    "Seen",
    "VersionConflict",
    "check_ledger_file",
    "create_ledger_file",
]

_HOMES = {
    "EventCodec": "mapper",
    "EventLog": "log",
    "KeyAlreadyRecorded": "sqlite",
    "Ledger": "application",
    "MovedOn": "receipts",
    "Receipt": "receipts",
    "Recorded": "envelope",
    "Seen": "receipts",
    "VersionConflict": "sqlite",
    "check_ledger_file": "files",
    "create_ledger_file": "files",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
