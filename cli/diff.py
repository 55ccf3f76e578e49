"""`dipledger diff`: what changed in a thread between two dates, or two moments of knowledge."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

from typer import Argument, Option

from cli.bootstrap import reading
from cli.groups import OneCommand
from cli.moments_asked import note_before_first_act
from cli.options import AsOfOption, FormatOption, ThreadArg, ZoneOption
from cli.output import emit
from cli.viewers import LEDGER, KnownByOption

if TYPE_CHECKING:
    import typer
    from typer._click import Context

    from cli.bootstrap import Reader
    from ledger.dates import Instant
    from ledger.errors import InputError
    from ledger.moments import Moment
    from projections.lens import Lens

_DOTS = ".."
_POSITION = re.compile(r"#([0-9]{1,18})")
_BACK = re.compile(r"-[0-9]+[dwmy](\.\..*)?")
_MICROS = 1_000_000
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


class _Two(NamedTuple):
    """The two lenses, and when the log positions among them were recorded."""

    before: Lens
    after: Lens
    recorded_at: dict[int, int]


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
    from projections.diff import diff_view

    _refuse_two_questions(between, as_of, known_at)
    once = known_at if between is not None else None
    with reading(as_of, once, known_by, zone) as reader:
        if between is not None:
            two = _by_date(reader, thread, between)
        elif reader.lens.is_ledger:
            two = _by_record(reader, known_at or _DOTS)
        else:
            two = _by_calendar(reader, thread, known_at or _DOTS)
        view = diff_view(reader.source, thread, *two)
        asked = replace(reader, lens=two.after)
        note_before_first_act(asked, thread)
        emit(view, asked, fmt)


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


def _by_date(reader: Reader, thread: str, between: str) -> _Two:
    from ledger.errors import InputError
    from ledger.moments import parse_period
    from projections.diff import NOTHING

    try:
        period = parse_period(between)
    except InputError as error:
        raise error.at("A..B") from None
    before = period.start or NOTHING
    if _DOTS not in between:
        before = _eve(reader, thread, before)
    lens = reader.lens
    return _Two(replace(lens, as_of=before), replace(lens, as_of=period.end), {})


def _eve(reader: Reader, thread: str, moment: Moment) -> Moment:
    """The last second before a moment begins, in the zone it is read in."""
    from ledger.dates import MIN_INSTANT, format_instant
    from ledger.moments import Moment
    from projections.lens import thread_at

    lens = reader.lens
    zone = lens.zone or thread_at(reader.source, thread, lens)[1].zone
    return Moment(format_instant(max(moment.start(zone, lens.now) - 1, MIN_INSTANT)))


def _by_record(reader: Reader, known_at: str) -> _Two:
    """Two positions of the log; one alone is what was recorded there, or in that time."""
    from cli.options import position

    ledger, lens = reader.ledger, reader.lens
    first, is_range, last = (part.strip() for part in known_at.partition(_DOTS))
    if is_range:
        _in_order(known_at, first, last, lens.now)
        start = position(ledger, first) if first else 0
        end = position(ledger, last) if last else ledger.head()[0]
    else:
        end = position(ledger, first)
        start = _recorded_before(reader, first, end)
    recorded = {at: _recorded_at(reader, at) for at in {start, end} - {0}}
    return _Two(replace(lens, known_at=start), replace(lens, known_at=end), recorded)


def _in_order(known_at: str, first: str, last: str, now: Instant) -> None:
    """InputError for two times of recording that are turned round, whatever was recorded then."""
    from ledger.errors import InputError
    from ledger.instants import quoted
    from ledger.moments import parse_period

    if "#" in known_at or not first or not last:
        return
    try:
        period = parse_period(known_at)
    except InputError as error:
        raise error.at("--known-at") from None
    ends = [each.end("UTC", now) for each in (period.start, period.end) if each]
    if ends[0] > ends[1]:
        raise InputError(
            f"{quoted(known_at)} ends before it begins", where="--known-at", mend="Turn it round."
        )


def _recorded_before(reader: Reader, text: str, position: int) -> int:
    """The last position before a time of recording begins, or before what was recorded at one.

    What is recorded together has one time of recording.
    """
    from ledger.moments import parse_moment

    if _POSITION.fullmatch(text):
        micros = _recorded_at(reader, position)
    else:
        micros = parse_moment(text).start("UTC", reader.lens.now) * _MICROS
    return reader.ledger.position_at(micros - 1)


def _recorded_at(reader: Reader, position: int) -> int:
    """When what stands at a position was recorded, in microseconds; 0 before the first."""
    found = reader.ledger.log(after=position - 1, limit=1) if position else ()
    return next((one.recorded_at for one in found), 0)


def _by_calendar(reader: Reader, thread: str, known_at: str) -> _Two:
    """Two moments of the viewer's calendar; one alone is what became known in it."""
    from cli.viewers import moment_of
    from projections.diff import NOTHING

    lens = reader.lens
    first, is_range, last = (part.strip() for part in known_at.partition(_DOTS))
    start = moment_of(first, lens.known_by, now=lens.now, zone=lens.zone) if first else NOTHING
    if not is_range:
        eve = _eve(reader, thread, start)
        return _Two(replace(lens, known_at=eve), replace(lens, known_at=start), {})
    end = moment_of(last, lens.known_by, now=lens.now, zone=lens.zone) if last else None
    return _Two(replace(lens, known_at=start), replace(lens, known_at=end), {})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff", cls=Diff)(diff)
