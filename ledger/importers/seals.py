"""Which fields of an act are to be sealed, as it is written: `seal: [text, note]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.importers.nodes import Text, listed
from ledger.importers.slots import spelt
from ledger.importers.values import text_of
from ledger.instants import quoted
from ledger.near import near
from ledger.sealable import SEALABLE

if TYPE_CHECKING:
    from ledger.acts import Act
    from ledger.importers.nodes import Node


def fields_to_seal(node: Node | None, act: Act) -> tuple[str, ...]:
    """The fields, in their fixed order. InputError for one that cannot be sealed, or is not given.

    Not sealing what somebody wanted sealed could not be undone.
    """
    if node is None or (isinstance(node, Text) and node.value is None):
        return ()
    found: set[str] = set()
    for each in listed(node):
        name = spelt(text_of(each, "seal"))
        if name not in SEALABLE:
            raise InputError(
                f"{quoted(name)} cannot be sealed",
                where=each.where,
                near=near(name, SEALABLE),
                mend=f"What can be sealed: {', '.join(SEALABLE)}.",
            )
        if getattr(act, name) is None:
            raise InputError(
                f"the act has no {name} that could be sealed",
                where=each.where,
                mend=f"Give it, or do not seal the {name}.",
            )
        found.add(name)
    return tuple(name for name in SEALABLE if name in found)
