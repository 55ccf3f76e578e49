"""Plain values, or an open file → commands: what Python is given in the words of act files.

`{"demand": "draft-treaty", "from": "RUS", "to": "USA", "points": {…}}` is what an act file of these
lines would be, and so is everything that goes around acts there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from ledger.errors import InputError, SeveralErrors
from ledger.importers.actfile import ActFile, Settings, act_file_of, read_act_file
from ledger.importers.nodes import Fields, Items, Node, Text
from ledger.importers.yaml_text import MAX_DEPTH

if TYPE_CHECKING:
    from ledger.batch import Located
    from ledger.commands import Command
    from ledger.store.application import Ledger

Plain = str | int | float | bool | date | Mapping[str, "Plain"] | Sequence["Plain"] | None
"""What acts are written in: texts, numbers, truths, days, mappings and lists."""
_ROOT = "the acts"


def read_acts(
    ledger: Ledger,
    written: Mapping[str, Plain] | Sequence[Plain] | BinaryIO,
    *,
    thread: str | None = None,
    another: bool = False,
) -> tuple[Located[Command], ...]:
    """The commands for acts as an act file writes them, and for the threads that it opens.

    Args:
        ledger: where they are to be recorded; dates are read in the zones of its threads.
        written: one act, a list of acts, or what acts have in common with the acts in it; or a
            file, open in binary mode, as YAML, JSON or JSON Lines.
        thread: that of acts which name none.
        another: every act is another one, however alike one that is recorded.

    InputError, or SeveralErrors with all that is wrong, each with its place: `acts[1].when`, or the
    line of the file. What the rules refuse is told by `Ledger.handle`.
    """
    settings = settings_for(ledger, thread, another=another)
    if isinstance(written, Mapping | Sequence):
        found = act_file_of(_node(written, ""), settings)
    else:
        found = read_act_file(written, getattr(written, "name", "file"), settings)
    return commands_in(found)


def commands_in(found: ActFile) -> tuple[Located[Command], ...]:
    """The commands of a file in which nothing is wrong; InputError or SeveralErrors."""
    if len(found.errors) == 1:
        raise found.errors[0]
    if found.errors:
        raise SeveralErrors(found.errors)
    return found.commands


def settings_for(ledger: Ledger, thread: str | None = None, *, another: bool = False) -> Settings:
    """What is said outside an act; each thread is looked up once."""
    zones: dict[str, str] = {}

    def zone_of(name: str) -> str:
        if name not in zones:
            record = ledger.world([name]).threads.get(name)
            zones[name] = "UTC" if record is None else record.zone
        return zones[name]

    return Settings(zone_of, thread, another)


def _node(value: object, where: str, depth: int = 0) -> Node:
    place = where or _ROOT
    if depth > MAX_DEPTH:
        raise InputError(f"more than {MAX_DEPTH} levels inside each other", where=place)
    if isinstance(value, Mapping):
        entries = {
            str(name): _node(each, f"{where}.{name}" if where else str(name), depth + 1)
            for name, each in value.items()
        }
        return Fields(entries, place)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        items = enumerate(value)
        return Items(tuple(_node(each, f"{where}[{n}]", depth + 1) for n, each in items), place)
    return Text(_text(value, place), place)


def _text(value: object, where: str) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case date():
            return value.isoformat()
    raise InputError(
        f"a {type(value).__name__} is no value of an act",
        where=where,
        mend="Write a text, a number, a list or a mapping.",
    )
