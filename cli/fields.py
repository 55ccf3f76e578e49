"""Options → one registry event, by the same reader that reads act files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.parts import Part

P = TypeVar("P", bound="Part")

Given = str | list[str] | None
"""What an option was given: nothing, a text, or a text each time."""


def written(model: type[P], zone: str, options: Mapping[str, tuple[str, Given]]) -> P:
    """The part that the options describe: field → (name of the option, what it was given).

    Dates without a zone are read in the one given. InputError or SeveralErrors, each with the name
    of its option.
    """
    from ledger.importers.nodes import Fields, Node, Text, items_of
    from ledger.importers.parts_in import Context, part

    nodes: dict[str, Node] = {
        field: Text(given, where) if isinstance(given, str) else items_of(given, where)
        for field, (where, given) in options.items()
        if given is not None
    }
    return part(model, Fields(nodes, "the options"), Context(zone))
