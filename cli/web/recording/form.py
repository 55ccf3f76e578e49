"""What stands in the form of an act → the fields of an act, each with the control it comes from.

The controls are named as the fields of an act (`summary`), or `point.1.text`, `answer.6b.stance`,
`person.2.name`, `source.1.citation` for those that there are several of. The name of a control is
the place of its node, so an error is shown where it was typed. Rows that are left empty do not
count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.importers.nodes import Fields, Items, Node, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORM = "form"
"""The place of what is wrong with the whole act."""
ROWS = 5
"""Rows for points to begin with, and by how many they grow."""
MAX_ROWS = 100
FEW_ROWS = 3
"""Rows for persons, and for sources."""
PARTIES = ("senders", "addressees")
CHOSEN = (*PARTIES, "replies_to")
"""Fields of which some values can be ticked; others are written into the control NAME_more."""
SINGLE = (
    "id",
    "delivered",
    "instrument",
    "instrument_text",
    "medium",
    "channel",
    "place",
    "summary",
    "text",
    "language",
    "deadline",
    "consequence",
    "disclosure",
    "note",
    "another",
)
POINT = ("label", "kind", "text")
ANSWER = ("stance", "text")
PERSON = ("role", "name", "post", "party")
SOURCE = ("citation", "reliability", "credibility", "url")
_MARK = {"point": "label", "person": "role", "source": "citation"}
"""The part by which a row is known to be one, written or not."""
_BESIDE = frozenset({"seen", "nonce", "do", "rows"})
"""Controls that say nothing of the act."""
_LONGEST_NONCE = 64
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form: values by the names of its controls, with the newlines of Unix."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The value of a control, empty where nothing was typed."""
        return next(iter(self.values.get(name, ())), "")

    def chosen(self, name: str) -> list[str]:
        """The values of a field that are ticked, then those written beside them."""
        return [*self.values.get(name, ()), *self.one(f"{name}_more").replace(",", " ").split()]

    def has(self, name: str, value: str) -> bool:
        """Whether a value is ticked or chosen."""
        return value in self.values.get(name, ())

    @property
    def seen(self) -> int:
        """How much of the thread had been seen when the form was made."""
        return _number(self.one("seen"), 0)

    @property
    def nonce(self) -> str:
        """What tells this form from any other; empty where it says nothing that could."""
        nonce = self.one("nonce")
        is_plain = nonce.isascii() and nonce.replace("-", "").replace("_", "").isalnum()
        return nonce if is_plain and len(nonce) <= _LONGEST_NONCE else ""

    @property
    def rows(self) -> int:
        """How many rows for points there are."""
        more = ROWS if self.one("do") == "rows" else 0
        return min(max(ROWS, _number(self.one("rows"), ROWS)) + more, MAX_ROWS)

    @property
    def key(self) -> str | None:
        """Under which the act is recorded once, however often the form is sent.

        Another content of the same form is another act: who goes back and changes it means that.
        """
        if not self.nonce:
            return None
        said = sorted((name, each) for name, each in self.values.items() if name not in _BESIDE)
        return f"form:{self.nonce}:{sha256(repr(said).encode()).hexdigest()[:32]}"

    @property
    def answered(self) -> tuple[str, ...]:
        """The points that something was said to, by label."""
        rows = (name.removeprefix("answer.") for name in self.values if name.startswith("answer."))
        labels = dict.fromkeys(row.rpartition(".")[0] for row in rows)
        return tuple(label for label in labels if self.is_said(f"answer.{label}", ANSWER))

    def is_said(self, row: str, parts: Iterable[str]) -> bool:
        """Whether anything stands in a row."""
        return any(self.one(f"{row}.{part}").strip() for part in parts)


def typed(form: Iterable[tuple[str, str]]) -> Typed:
    """What was sent, by control."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in form:
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        values[name] = (*values.get(name, ()), text)
    return Typed(values)


def fields_of(said: Typed, kind: str, thread: str) -> Fields:
    """The fields of the act that a form describes, as `act_of_options` takes them."""
    nodes: dict[str, Node] = {"kind": Text(kind, FORM), "thread": Text(thread, FORM)}
    for name in SINGLE:
        if said.one(name).strip():
            nodes[name] = Text(said.one(name), name)
    for name in CHOSEN:
        if given := said.chosen(name):
            nodes[name] = Items(tuple(Text(each, name) for each in dict.fromkeys(given)), name)
    rows: dict[str, list[Node]] = {
        "points": list(_rows(said, "point", POINT, said.rows)),
        "answers": list(_answers(said)),
        "persons": list(_rows(said, "person", PERSON, FEW_ROWS)),
        "sources": list(_rows(said, "source", SOURCE, FEW_ROWS)),
    }
    nodes |= {name: Items(tuple(each), name) for name, each in rows.items() if each}
    if said.is_said("marking", ("level", "caveats")):
        nodes["marking"] = _part(said, "marking", ("level", "caveats"), {})
    return Fields(nodes, FORM)


def place_of(said: Typed, sentence: str) -> str:
    """The control whose name of a party, act or point a sentence repeats; FORM where none is it.

    What the rules refuse they tell of the act as a whole.
    """
    names = [
        *((name, each) for name in CHOSEN for each in said.chosen(name)),
        *((f"point.{number}", said.one(f"point.{number}.label")) for number in _numbers(said)),
        *((f"answer.{label}", label) for label in said.answered),
        ("id", said.one("id")),
    ]
    told = {
        place
        for place, name in names
        if name and re.search(rf"(?<![\w-]){re.escape(name.strip())}(?![\w-])", sentence)
    }
    return told.pop() if len(told) == 1 else FORM


def _numbers(said: Typed) -> range:
    return range(1, said.rows + 1)


def _rows(said: Typed, row: str, parts: tuple[str, ...], count: int) -> Iterator[Fields]:
    for number in range(1, count + 1):
        place = f"{row}.{number}"
        # A chosen kind alone is how the row is offered.
        if said.is_said(place, [part for part in parts if part != "kind"]):
            yield _part(said, place, parts, {_MARK[row]: Text(None, place)})


def _answers(said: Typed) -> Iterator[Fields]:
    for label in said.answered:
        place = f"answer.{label}"
        yield _part(said, place, ANSWER, {"point": Text(label, place)})


def _part(said: Typed, place: str, parts: Iterable[str], nodes: dict[str, Node]) -> Fields:
    """What is written of a part; a control that is left empty says nothing."""
    written = {
        part: Text(said.one(f"{place}.{part}"), f"{place}.{part}")
        for part in parts
        if said.one(f"{place}.{part}").strip()
    }
    return Fields({**nodes, **written}, place)


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else otherwise
