"""Act files as texts: what is read from one, and what is wrong with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ledger.commands import Command, RecordAct
from ledger.dates import ActDate, parse_act_date
from ledger.importers.actfile import ActFile, Settings, read_act_file
from ledger.importers.reading import form_of

if TYPE_CHECKING:
    from ledger.acts import Act


def zone_of(thread: str) -> str:
    return {"vienna": "Europe/Vienna"}.get(thread, "UTC")


def read(text: str, name: str = "acts.yaml", thread: str | None = None) -> ActFile:
    settings = Settings(zone_of, thread)
    return read_act_file(io.BytesIO(text.encode()), name, settings, form_of(name))


def good(text: str, name: str = "acts.yaml", thread: str | None = None) -> tuple[Command, ...]:
    found = read(text, name, thread)
    assert found.errors == ()
    return tuple(located.item for located in found.commands)


def errors(text: str, name: str = "acts.yaml", thread: str | None = "t") -> list[str]:
    return [str(error) for error in read(text, name, thread).errors]


def one(text: str, thread: str | None = "t") -> Act:
    (command,) = good(text, thread=thread)
    assert isinstance(command, RecordAct)
    return command.act


def day(text: str, zone: str = "UTC") -> ActDate:
    return parse_act_date(text, zone=zone)
