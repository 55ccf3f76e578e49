"""YAML → nodes, with none of YAML's surprises.

Every value stays the text that was written: `NO` is no, `1914-07-23` no date, `18:00` no number of
minutes, `1.10` no fraction. Empty, `~` and `null` are nothing. Keys given twice, anchors, aliases,
merge keys and tags are refused, so a few lines can never stand for millions. Block texts (`|`, `>`)
lose their final line breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from ledger.errors import InputError
from ledger.importers.nodes import Fields, Items, Node, Text
from ledger.instants import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 32
"""Lists and mappings inside each other, in any format."""

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def parse_yaml(text: str, name: str) -> Node:
    """The one document of a text; nothing at all is a Text of None. InputError with `name:line`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Walk(iter(yaml.parse(text, Loader=loader)), name).document()
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise InputError(
            f"a character that no text may hold (U+{error.character:04X})",
            where=f"{name}:{line}",
            mend="Take it out.",
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1 if mark else 1}"
        if "nesting depth" in str(error.problem):
            raise _too_deep(where) from None
        raise InputError(
            f"not YAML: {error.problem or error.context}",
            where=where,
            mend='Put texts that hold ": " or " #", or begin with a sign, in "quotes".',
        ) from None


class _Walk:
    """Reads the events of the parser into nodes."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self._events = events
        self._name = name

    def document(self) -> Node:
        """The root of the only document."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._error(event, "a second document begins", "Use one file for each.")
                root = self._node(next(self._events), 0)
        return root or Text(None, f"{self._name}:1")

    def _node(self, event: Any, depth: int, where: str | None = None) -> Node:  # noqa: ANN401
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._error(event, "anchors and aliases are not used here", "Write it out.")
        if event.tag is not None:
            raise self._error(event, f"the tag {quoted(event.tag)} is not used here", "Leave it.")
        where = where or self._where(event)
        if isinstance(event, yaml.ScalarEvent):
            return Text(_scalar(event), where)
        if depth == MAX_DEPTH:
            raise _too_deep(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._sequence(depth + 1)), where)
        return Fields(self._mapping(depth + 1), where)

    def _sequence(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _mapping(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key, Text) or key.value is None:
                raise self._error(event, "a key that is not a word", "Name each value by a word.")
            if key.value == "<<" and not event.style:
                raise self._error(event, "the merge key << is not used here", "Write it out.")
            if key.value in entries:
                raise InputError(
                    f"{quoted(key.value)} is given twice, first at {entries[key.value].where}",
                    where=key.where,
                    mend="Keep one of them.",
                )
            # A list or mapping begins on the line after its key; the key's is the one to look at.
            entries[key.value] = self._node(next(self._events), depth, key.where)
        return entries

    def _where(self, event: Any) -> str:  # noqa: ANN401 -- events of yaml share no typed base
        return f"{self._name}:{event.start_mark.line + 1}"

    def _error(self, event: Any, what: str, mend: str) -> InputError:  # noqa: ANN401
        return InputError(what, where=self._where(event), mend=mend)


def _too_deep(where: str) -> InputError:
    return InputError(f"more than {MAX_DEPTH} levels inside each other", where=where)


def _scalar(event: Any) -> str | None:  # noqa: ANN401 -- as above
    value: str = event.value
    if event.style in ("|", ">"):
        return value.rstrip("\n")
    return None if not event.style and value in _NOTHING else value
