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
    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.store import Ledger
    from projections.lens import Lens

LEDGER, PUBLIC = "ledger", "public"  # as in projections.lens, which the options do not load
_POSITION = re.compile(r"#[0-9]+")

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


def viewer_of(ledger: Ledger, who: str) -> str:
    """The viewer that the option names. InputError where nobody is called so."""
    named = who.strip()
    if named.lower() in (LEDGER, PUBLIC):
        return named.lower()
    return _party(ledger, named.upper())


def _party(ledger: Ledger, code: str) -> str:
    from ledger.errors import InputError
    from ledger.near import near
    from ledger.parties import near_parties, shipped_party

    if shipped_party(code) is not None or code in ledger.world([]).parties:
        return code
    # Registered parties are not suggested: who may know of them is just what is being asked.
    close = (*near(code.lower(), (LEDGER, PUBLIC)), *near_parties(code))
    raise InputError(
        f"there is no party {code} whose knowledge could be asked for",
        where="--known-by",
        near=close,
        mend="Write ledger, public, or the code of a party.",
    )


def moment_of(text: str, who: str, *, now: Instant, zone: str | None) -> Moment:
    """K on the calendar of a viewer. InputError where it is still to come, or a log position."""
    from cli.moments_asked import refuse_future
    from ledger.errors import DipledgerError, InputError
    from ledger.moments import parse_moment

    if _POSITION.fullmatch(text.strip()):
        raise InputError(
            f"{text} is a position in the ledger's log, which says nothing of what {who} knew",
            where="--known-at",
            mend=f"With --known-by {who} write a day or a time, such as 2022-01-27.",
        )
    try:
        moment = parse_moment(text)
    except DipledgerError as error:
        raise error.at("--known-at") from None
    refuse_future(moment, who, now=now, zone=zone)
    return moment
