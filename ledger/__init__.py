"""A ledger of diplomatic correspondence, to open and to record in: the public names.

```python
with open_ledger("ledger.dipledger", create=True) as ledger:
    ledger.handle(read_acts(ledger, {"thread": "t", "open": "Talks", "acts": [...]}))
```

What is asked of a ledger is in `projections`. The names are loaded when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.batch import Located
    from ledger.commands import (
        AmendThread,
        CloseThread,
        Command,
        OpenThread,
        RecordAct,
        RecordNotice,
        RegisterParty,
        ReopenThread,
    )
    from ledger.dates import ActDate, parse_act_date
    from ledger.errors import (
        Conflict,
        DipledgerError,
        InputError,
        Refused,
        SetupError,
        SeveralErrors,
    )
    from ledger.events import ThreadAmended, ThreadOpened
    from ledger.importers.later import cite, correct, disclose, reclassify, retract, shred
    from ledger.importers.plainly import read_acts
    from ledger.notices import Notice
    from ledger.parties import Party
    from ledger.store.application import Ledger
    from ledger.store.copying import Copied
    from ledger.store.opening import create_ledger, open_ledger, restore_ledger
    from ledger.store.receipts import Receipt

_HOMES = {
    "Act": "acts",
    "ActDate": "dates",
    "AmendThread": "commands",
    "CloseThread": "commands",
    "Command": "commands",
    "Conflict": "errors",
    "Copied": "store.copying",
    "DipledgerError": "errors",
    "InputError": "errors",
    "Ledger": "store.application",
    "Located": "batch",
    "Notice": "notices",
    "OpenThread": "commands",
    "Party": "parties",
    "Receipt": "store.receipts",
    "RecordAct": "commands",
    "RecordNotice": "commands",
    "Refused": "errors",
    "RegisterParty": "commands",
    "ReopenThread": "commands",
    "SetupError": "errors",
    "SeveralErrors": "errors",
    "ThreadAmended": "events",
    "ThreadOpened": "events",
    "cite": "importers.later",
    "correct": "importers.later",
    "create_ledger": "store.opening",
    "disclose": "importers.later",
    "open_ledger": "store.opening",
    "parse_act_date": "dates",
    "read_acts": "importers.plainly",
    "reclassify": "importers.later",
    "restore_ledger": "store.opening",
    "retract": "importers.later",
    "shred": "importers.later",
}

__all__ = [
    "Act",
    "ActDate",
    "AmendThread",
    "CloseThread",
    "Command",
    "Conflict",
    "Copied",
    "DipledgerError",
    "InputError",
    "Ledger",
    "Located",
    "Notice",
    "OpenThread",
    "Party",
    "Receipt",
    "RecordAct",
    "RecordNotice",
    "Refused",
    "RegisterParty",
    "ReopenThread",
    "SetupError",
    "SeveralErrors",
    "ThreadAmended",
    "ThreadOpened",
    "cite",
    "correct",
    "create_ledger",
    "disclose",
    "open_ledger",
    "parse_act_date",
    "read_acts",
    "reclassify",
    "restore_ledger",
    "retract",
    "shred",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
