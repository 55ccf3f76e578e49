"""The words of acts, as the full-text index has them, through a lens.

The index holds the acts of every viewer and of every state of knowledge. So nothing here uses what
it knows of them all together: no `bm25`, no vocabulary. A query gives numbers of rows, and what is
asked of a row is asked of that row alone.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from projections.read_model.found import NO_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.dates import Instant
    from projections.read_model.found import ThreadAt
    from projections.read_model.snapshot import Snapshot
    from projections.search_query import Question, Term

FIELDS: Final = ("summary", "points", "persons", "text", "sources")
"""What can be looked through, the weightiest first."""
OPENS, CLOSES = "\x02", "\x03"
"""Around a hit in `marked`; no text of a ledger holds control characters."""
_COLUMNS: Final = ("summary", "points", "text", "persons", "sources")
"""In the order of the table."""
_CONTINUES: Final = 0x80
"""The bit of a byte that another one of the same number follows."""


class Match(NamedTuple):
    """An act that fits; `found` counts, by field, the terms that stand in it."""

    thread: ThreadAt
    act: int
    name: str
    earliest: Instant | None
    latest: Instant | None
    sizes: Mapping[str, int]
    found: Counter[str]

    @property
    def ref(self) -> str:
        """Full reference."""
        return f"{self.thread.slug}/{self.name}"


def matches(
    snapshot: Snapshot,
    question: Question,
    fields: Sequence[str],
    condition: str = "1",
    values: Mapping[str, object] = NO_VALUES,
) -> list[Match]:
    """The acts known at K whose fields fit the question, whenever they happen, in no order.

    The SQL condition is on `read_act`, as for `Snapshot.acts`, without `:at`.
    """
    asked = _all(question, fields)
    found: dict[int, Match] = {}
    for layer in {one.layer for one in snapshot.threads.values()}:
        rows = snapshot.connection.execute(
            "SELECT thread, act, name, earliest, latest, sz, known_from, known_to"  # noqa: S608
            " FROM read_text CROSS JOIN read_act ON act = read_text.rowid"
            " JOIN read_text_docsize AS size ON size.id = act"
            f" WHERE read_text MATCH :asked AND layer = :layer AND ({condition})",
            {**values, "asked": asked, "layer": layer},
        )
        for number, act, name, earliest, latest, sizes, known_from, known_to in rows:
            thread = snapshot.threads.get(number)
            if thread and thread.layer == layer and known_from <= thread.known < known_to:
                lengths = dict(zip(_COLUMNS, _numbers(sizes), strict=True))
                found[act] = Match(thread, act, name, earliest, latest, lengths, Counter())
    if found:
        for term in question.terms:
            for field in fields:
                narrowed = f"({asked}) AND ({_in([field], _term(term))})"
                for (act,) in snapshot.connection.execute(
                    "SELECT rowid FROM read_text WHERE read_text MATCH ?", (narrowed,)
                ):
                    if act in found:
                        found[act].found[field] += 1
    return list(found.values())


def marked(
    snapshot: Snapshot, question: Question, fields: Sequence[str], act: int
) -> dict[str, str]:
    """The fields of one act that have what was looked for, between `OPENS` and `CLOSES`."""
    columns = ", ".join(
        f"highlight(read_text, {number}, :opens, :closes)" for number in range(len(_COLUMNS))
    )
    row = snapshot.connection.execute(
        f"SELECT {columns} FROM read_text WHERE read_text MATCH :asked AND rowid = :act",  # noqa: S608
        {
            "opens": OPENS,
            "closes": CLOSES,
            "asked": _in(fields, _any(question.terms)),
            "act": act,
        },
    ).fetchone()
    texts = dict(zip(_COLUMNS, row, strict=True))
    return {field: texts[field] for field in FIELDS if OPENS in texts[field]}


def briefs(snapshot: Snapshot, acts: Iterable[int]) -> dict[int, str]:
    """The one-line view of some of the acts that matched, as JSON."""
    rows = snapshot.connection.execute(
        "SELECT act, brief FROM read_act WHERE act IN (SELECT value FROM json_each(?))",
        (json.dumps(list(acts)),),
    )
    return dict(rows.fetchall())


def _all(question: Question, fields: Sequence[str]) -> str:
    """A question in the index's own language."""
    wanted = " AND ".join(f"({_any(group)})" for group in question.groups)
    if question.without:
        wanted = f"({wanted}) NOT ({_any(question.without)})"
    return _in(fields, wanted)


def _in(fields: Iterable[str], wanted: str) -> str:
    return f"{{{' '.join(fields)}}} : ({wanted})"


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    """Letters with their marks in one or in two characters: a text may be written either way."""
    star = " *" if term.goes_on else ""
    forms = dict.fromkeys((term.words, normalize("NFC", term.words), normalize("NFD", term.words)))
    return "({})".format(" OR ".join(f'"{each}"{star}' for each in forms))


def _numbers(packed: bytes) -> Iterator[int]:
    """SQLite's numbers of variable length: seven bits to a byte."""
    number = 0
    for byte in packed:
        number = number << 7 | byte & ~_CONTINUES
        if not byte & _CONTINUES:
            yield number
            number = 0
