r"""Print an answer: a table for a person, or JSON, JSON Lines, CSV and Markdown for what reads on.

JSON is one envelope with a versioned schema name (`dipledger schema envelope`). Characters that
could drive a terminal, or reorder what it shows, are written there as `\u…` escapes: whoever
parses the JSON gets the recorded text, byte for byte.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from cli import __version__
from cli.context import current
from cli.options import Format, chosen_format
from cli.viewers import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger import Receipt
    from projections import Lens, View

_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7e]")

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
ENVELOPE: dict[str, Any] = {
    "title": "Envelope",
    "description": "What `--format json` prints.",
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("dipledger", "ledger", "as_of", "known_at", "known_by", "clearance", "marking"),
        *("data", "notes"),
    ],
    "properties": {
        "dipledger": {
            "description": "What printed it.",
            "type": "object",
            "additionalProperties": False,
            "required": ["version", "schema"],
            "properties": {
                "version": {**_TEXT, "description": "The version that printed it."},
                "schema": {**_TEXT, "description": "The schema of `data`, such as thread/1."},
            },
        },
        "ledger": {**_TEXT, "description": "The name of the ledger's file."},
        "as_of": {
            **_TEXT_OR_NULL,
            "description": "The instant the answer is of; null where time plays no part.",
        },
        "known_at": {
            "type": ["integer", "string", "null"],
            "description": "The log position asked about, or for another viewer than the ledger "
            "the moment as it was written; null: the last, or now.",
        },
        "known_by": {
            **_TEXT,
            "description": "To whom it is known: ledger, public, or a party's code.",
        },
        "clearance": {
            **_TEXT_OR_NULL,
            "description": "The level of `--clearance`: what is marked higher is left out; null: "
            "nothing is.",
        },
        "marking": {
            **_TEXT_OR_NULL,
            "description": "The highest level of what may be in it: the clearance, or without one "
            "the highest in force in all that was read for it; null: nothing of that is marked.",
        },
        "data": {"type": "object", "description": "The answer."},
        "notes": {"type": "array", "items": _TEXT, "description": "What stderr said beside it."},
    },
}


def emit(view: View, lens: Lens | None, fmt: Format | None = None) -> None:
    """Print a view on stdout; `lens` None: it is of the program, not of a ledger at a time."""
    match chosen_format(fmt):
        case Format.JSON:
            write_json(envelope(view, lens))
        case Format.TABLE:
            from cli.render.terminal import print_view

            _write(top(lens) + lead(lens, dated=_is_dated(view)))
            print_view(view)
            _write(bottom(lens))
        case Format.JSONL:
            from cli.render.rows import rows_of

            columns, rows = rows_of(view)
            for row in rows:
                _write(json_text(dict(zip(columns, row, strict=True)), indent=None) + "\n")
        case Format.CSV:
            from cli.render.rows import csv_of

            _write(csv_of(view))
        case Format.MD:
            from cli.render.rows import md_of

            _write(top(lens, md=True) + lead(lens, dated=_is_dated(view)))
            _write(md_of(view))
            _write(bottom(lens, md=True))


def lead(lens: Lens | None, *, dated: bool = False) -> str:
    """What stands above a page: of when it is and whose knowledge; empty where that is plain.

    `dated`: the page tells its own instant.
    """
    from cli.viewers import lens_sentence

    sentence = "" if lens is None else lens_sentence(lens, dated=dated)
    return f"{sentence}\n\n" if sentence else ""


def top(lens: Lens | None, *, md: bool = False) -> str:
    """The first line of a page that is marked, and a blank one; empty where none is."""
    banner = _banner(lens, md=md)
    return f"{banner}\n\n" if banner else ""


def bottom(lens: Lens | None, *, md: bool = False) -> str:
    """The last line of a page that is marked, after a blank one; empty where none is."""
    banner = _banner(lens, md=md)
    return f"\n{banner}\n" if banner else ""


def _banner(lens: Lens | None, *, md: bool) -> str:
    """The highest level of what may be on the page, in the middle of the line as on paper."""
    level = None if lens is None else current().marking()
    if level is None:
        return ""
    from cli.viewers import spoken

    if md:
        return f"**{spoken(level)}**"
    from cli.render.terminal import page_width

    return spoken(level).center(page_width()).rstrip()


def _is_dated(view: View) -> bool:
    return "as_of" in type(view).model_fields


def acknowledge(receipt: Receipt, done: str) -> None:
    """Say on stderr what was recorded and where, and everything odd about it."""
    from cli.failures import say

    for warning in receipt.warnings:
        say(f"warning: {warning}")
    say(f"{done} (log position {', '.join(map(str, receipt.positions))})")


def envelope(view: View, lens: Lens | None) -> dict[str, Any]:
    """The view as JSON with what it takes to read it: schema, ledger, time, viewer, notes."""
    invocation = current()
    return enveloped(
        view,
        lens,
        schema=schema_of(view),
        ledger=invocation.settings.ledger.name,
        marking=None if lens is None else invocation.marking(),
        notes=invocation.notes,
    )


def enveloped(
    view: View,
    lens: Lens | None,
    *,
    schema: str,
    ledger: str,
    marking: str | None,
    notes: Iterable[str],
) -> dict[str, Any]:
    """The envelope of a view, whoever asks for it: see `ENVELOPE`."""
    return {
        "dipledger": {"version": __version__, "schema": schema},
        "ledger": ledger,
        "as_of": None if lens is None else _as_of(view, lens),
        "known_at": None if lens is None else _known_at(lens),
        "known_by": LEDGER if lens is None else lens.known_by,
        "clearance": None if lens is None else lens.clearance,
        "marking": marking,
        "data": view.model_dump(mode="json"),
        "notes": list(notes),
    }


def schema_of(view: View) -> str:
    """The published name of a view's schema: `thread/1`."""
    from cli.views import PROGRAM_VIEWS

    for name, model in PROGRAM_VIEWS.items():
        if model is type(view):
            return name
    from projections.views.schema import schema_name

    return schema_name(view)


def write_json(value: object) -> None:
    """One JSON document on stdout, indented, with a line feed at its end."""
    _write(json_text(value, indent=2) + "\n")


def _known_at(lens: Lens) -> int | str | None:
    from ledger.moments import Moment

    known = lens.known_at
    return str(known) if isinstance(known, Moment) else known


def _as_of(view: View, lens: Lens) -> str:
    """The view's own instant, else that of the lens, in UTC where threads differ in their zones."""
    from ledger.instants import format_instant

    own = getattr(view, "as_of", None)
    return format_instant(lens.instant("UTC") if own is None else own)


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in which nothing could drive a terminal or reorder what it shows."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _OUTSIDE_ASCII.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    from ledger.text import visible

    character = match.group()
    return character if visible(character) == character else json.dumps(character)[1:-1]


def _write(text: str) -> None:
    sys.stdout.write(text)
