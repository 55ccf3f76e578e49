"""Whose knowledge a question is asked of: the ledger's own, the public's or a party's.

What the viewer does not know is taken out of the source before anything is asked of it, so that no
command can show it, count it, suggest it or complete it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from typer import Option

from cli.completion import complete_viewer

if TYPE_CHECKING:
    from ledger.dates import Instant
    from ledger.moments import Moment
    from ledger.store import Ledger
    from projections.lens import WorldSource

LEDGER, PUBLIC = "ledger", "public"
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


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who knew, and by when on their own calendar; None is now."""

    who: str = LEDGER
    known_at: Moment | None = None

    @property
    def is_ledger(self) -> bool:
        """Whether it is the ledger itself, which knows all that is recorded."""
        return self.who == LEDGER

    @property
    def sentence(self) -> str:
        """Whose knowledge an answer is, for the top of a page."""
        who = "the public" if self.who == PUBLIC else self.who
        when = "" if self.known_at is None else f" at {self.known_at}"
        return f"As known to {who}{when}."

    def source(self, ledger: Ledger, *, now: Instant, zone: str | None) -> WorldSource:
        """What is asked instead of the ledger; bare days end in `zone`, else in each thread's."""
        if self.is_ledger:
            return ledger
        from projections.lens import ViewedSource

        return ViewedSource(ledger, self.who, now=now, known_at=self.known_at, zone=zone)


def viewer_of(ledger: Ledger, who: str, known_at: str | None) -> Viewer:
    """The viewer of the options. InputError where nobody is called so, or K is not on a calendar.

    For the ledger itself K is on the clock of recording, and read elsewhere.
    """
    named = who.strip()
    if named.lower() == LEDGER:
        return Viewer()
    named = PUBLIC if named.lower() == PUBLIC else _party(ledger, named.upper())
    return Viewer(named, None if known_at is None else _moment(known_at, named))


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


def _moment(text: str, who: str) -> Moment:
    from ledger.errors import DipledgerError, InputError
    from ledger.moments import parse_moment

    if _POSITION.fullmatch(text.strip()):
        raise InputError(
            f"{text} is a position in the ledger's log, which says nothing of what {who} knew",
            where="--known-at",
            mend=f"With --known-by {who} write a day or a time, such as 2022-01-27.",
        )
    try:
        return parse_moment(text)
    except DipledgerError as error:
        raise error.at("--known-at") from None
