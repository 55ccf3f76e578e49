"""`dipledger diff`: what changed in a thread between two dates, or two moments of knowledge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cli.bootstrap import note_before_first_act, reading
from cli.groups import OneCommand
from cli.options import AsOfOption, FormatOption, ThreadArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer
    from typer._click import Context

    from ledger import InputError

_DOTS = ".."
_BACK = re.compile(r"-[0-9]+[dwmy](\.\..*)?")
_MEND = (
    "Write `dipledger diff THREAD 2022-01-25..2022-01-27` for two dates, or "
    "`--known-at A..B` for two moments of knowledge."
)

BetweenArg = Annotated[
    str | None,
    Argument(
        metavar="[A..B]",
        help="From date A to date B, each read at its end; A.. is to now, ..B from nothing, and "
        "one date alone is all that changed in it.",
    ),
]
KnownAtOption = Annotated[
    str | None,
    Option(
        "--known-at",
        metavar="A..B",
        help="From what was known at A to what was known at B, as --known-at elsewhere; beside "
        "two dates one K.",
    ),
]


class Diff(OneCommand):
    """A command that takes `-7d..today` for dates, and not for options."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        ctx.ignore_unknown_options = any(_BACK.fullmatch(arg) for arg in args)
        return super().parse_args(ctx, args)


def diff(
    thread: ThreadArg,
    between: BetweenArg = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    known_by: KnownByOption = LEDGER,
    zone: ZoneOption = None,
    fmt: FormatOption = None,
) -> None:
    """What changed in a thread between two dates, or between two moments of knowledge.

    `diff THREAD A..B` compares the state at A with the state at B: what happened, and what came
    of it. `diff THREAD --known-at A..B` compares what was known: what was learned or corrected,
    and by which notice. `--known-by public --known-at A..B` is what the public learned.
    """
    _refuse_two_questions(between, as_of, known_at)
    once = known_at if between is not None else None
    with reading(as_of, once, known_by, zone) as (reader, lens):
        learned = known_at if between is None else None
        before, after = reader.between(thread, between, lens, known_at=learned)
        view = reader.diff(thread, before, after)
        note_before_first_act(reader, after, thread)
        emit(view, after, fmt)


def _refuse_two_questions(between: str | None, as_of: str | None, known_at: str | None) -> None:
    """A range is asked of one axis; the other is held still."""
    if between is None and known_at is None:
        raise _wrong("diff compares two dates or two moments of knowledge", "A..B")
    if between is not None and as_of is not None:
        raise _wrong("two dates are given, and a third to look at them from", "--as-of")
    if between is not None and known_at is not None and _DOTS in known_at:
        raise _wrong("two dates and two moments of knowledge cannot be compared at once", "A..B")


def _wrong(what: str, where: str) -> InputError:
    from ledger.errors import InputError

    return InputError(what, where=where, mend=_MEND)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff", cls=Diff)(diff)
