"""The threads that an act file opens: `open` for the one of the file, `threads` for several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.commands import OpenThread
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.importers.nodes import Fields, Node, Text, listed
from ledger.importers.parts_in import Context, part
from ledger.importers.slots import spelt
from ledger.importers.values import text_of
from ledger.zones import find_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OWN = ("thread", "id", "title")
"""A mapping with one of these names is a thread, one without has slugs for names."""


def written_threads(node: Node, around: Mapping[str, Node]) -> Iterator[Fields]:
    """The fields of each thread, its slug among them as `thread`.

    A thread is a mapping, or its title alone; its slug and its zone may be what stands around it.
    """
    for item in listed(node):
        if isinstance(item, Fields) and not any(spelt(name) in _OWN for name in item.entries):
            for slug, each in item.entries.items():
                yield _fields(each, Text(slug, each.where), around)
        else:
            yield _fields(item, around.get("thread"), around)


def _fields(node: Node, slug: Node | None, around: Mapping[str, Node]) -> Fields:
    given = dict(node.entries) if isinstance(node, Fields) else {"title": node}
    entries = {spelt(name): each for name, each in given.items()}
    if "id" in entries and "thread" not in entries:
        entries["thread"] = entries.pop("id")
    entries.setdefault("thread", slug or Text(None, node.where))
    if "zone" in around:
        entries.setdefault("zone", around["zone"])
    return Fields(entries, node.where)


def slug_of(fields: Fields) -> str:
    """The slug as it was written; empty where there is none."""
    node = fields.entries["thread"]
    return node.value or "" if isinstance(node, Text) else ""


def opening(fields: Fields, zone: str) -> OpenThread:
    """The command of a thread's fields. InputError or SeveralErrors."""
    return OpenThread(part(ThreadOpened, fields, Context(zone)))


def zone_of(node: Node | None) -> str | None:
    """The zone a node names, None where it names none. InputError with near misses."""
    if node is None or (isinstance(node, Text) and node.value is None):
        return None
    zone = text_of(node, "zone").strip()
    try:
        find_zone(zone)
    except InputError as error:
        raise error.at(node.where) from None
    return zone
