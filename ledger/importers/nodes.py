"""What a person wrote, before it means anything: texts, lists and mappings, each with its place.

A file and the options of a command line become the same nodes, so that one builder serves both. The
place (`where`) is `acts.yaml:12` or the name of an option; errors repeat it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Text:
    """One value as it was written; None where it was left empty."""

    value: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Items:
    """Several values in order."""

    items: tuple[Node, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by name, the names as they were written."""

    entries: Mapping[str, Node]
    where: str


Node = Text | Items | Fields


def items_of(values: Iterable[str], where: str) -> Items:
    """Several texts of one place."""
    return Items(tuple(Text(value, where) for value in values), where)


def listed(node: Node) -> tuple[Node, ...]:
    """The items of a list; anything else is a list of one, nothing a list of none."""
    if isinstance(node, Items):
        return node.items
    return () if isinstance(node, Text) and node.value is None else (node,)


def plain(node: Node) -> JsonValue:
    """The values alone."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.entries.items()}
