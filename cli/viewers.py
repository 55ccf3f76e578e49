"""Whose knowledge a question is asked of: the ledger's own, the public's or a party's.

What the viewer does not know is taken out of the source before anything is asked of it, so that no
command can show it, count it, suggest it or complete it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from typer import Option

from cli.completion import complete_viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.dates import Instant
    from projections import Lens, Reader

LEDGER, PUBLIC = "ledger", "public"  # as in projections.lens, which the options do not load

_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day or a time of a day: what needs not be told again."""
_UNBORN = "before its first record"

KnownByOption = Annotated[
    str,
    Option(
        "--known-by",
        metavar="WHO",
        show_default=False,
        help="As WHO knew it: ledger, public, or a party's code.",
        autocompletion=complete_viewer,
    ),
]


def lens_sentence(lens: Lens, *, dated: bool) -> str:
    """Of when an answer is, and whose knowledge, for the top of a page; empty where it is plain.

    What was asked for in part or relative to now is told as it was read; `dated`: the page has its
    own instant.
    """
    sentences = []
    if lens.as_of is not None and not dated and not _WHOLE.match(lens.as_of.text):
        sentences.append(f"As of {lens.as_of}: {_read(lens, lens.instant)}.")
    if not lens.is_ledger:
        who = "the public" if lens.known_by == PUBLIC else lens.known_by
        when = "" if lens.known_at is None else f" at {lens.known_at}"
        if lens.known_at is not None and not _WHOLE.match(str(lens.known_at)):
            when += f": {_read(lens, lens.knowledge)}"
        sentences.append(f"As known to {who}{when}.")
    elif lens.position is not None:
        at = f"at position {lens.position} of its log"
        sentences.append(f"As the ledger knew it {at if lens.position else _UNBORN}.")
    return " ".join(sentences)


def hidden_sentence(reader: Reader, lens: Lens) -> str | None:
    """How much of the ledger lies above the clearance of a lens; None: nothing.

    One number for the whole ledger, whatever is asked of it: more would tell where it lies.
    """
    acts, threads = reader.above(lens)
    count, what = (acts, "act") if acts else (threads, "thread")
    if not count or lens.clearance is None:
        return None
    lie, are = ("lies", "is") if count == 1 else ("lie", "are")
    name = f"{count} {what}{'s' * (count != 1)} of this ledger"
    return f"{name} {lie} above {spoken(lens.clearance)} and {are} hidden"


def spoken(level: str) -> str:
    """A level as it stands on paper: `TOP SECRET`."""
    return level.replace("-", " ").upper()


def _read(lens: Lens, instant: Callable[[str], Instant]) -> str:
    """The end of a moment, in the zone asked for, else in UTC."""
    from projections.text import instant_text

    zone = lens.zone or "UTC"
    text = instant_text(instant(zone), zone)
    if _WHOLE.fullmatch(text):
        text = f"until the end of {text}"
    return text if lens.zone else f"{text}, in each thread's own zone"
