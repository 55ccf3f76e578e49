"""Whose knowledge a question is asked of: the ledger's own, the public's or a party's.

What the viewer does not know is taken out of the source before anything is asked of it, so that no
command can show it, count it, suggest it or complete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from cli.completion import complete_viewer

if TYPE_CHECKING:
    from projections import Lens

LEDGER, PUBLIC = "ledger", "public"  # as in projections.lens, which the options do not load

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


def viewer_sentence(lens: Lens) -> str:
    """Whose knowledge an answer is, for the top of a page; empty for the ledger's own."""
    if lens.is_ledger:
        return ""
    who = "the public" if lens.known_by == PUBLIC else lens.known_by
    when = "" if lens.known_at is None else f" at {lens.known_at}"
    return f"As known to {who}{when}."
