"""Moments that can be read but not answered: knowledge of the future, a date before the first act.

The one place for all commands: the first is an error, the second an empty answer with a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.viewers import LEDGER, PUBLIC

if TYPE_CHECKING:
    from cli.bootstrap import Reader
    from ledger.dates import Instant
    from ledger.moments import Moment
    from projections.lens import Lens, WorldSource
    from projections.reader import Answering, Snapshots

_FIRST_TO_BEGIN = "Etc/GMT-14"
"""Where each day begins first: what has not begun there has begun nowhere."""
_MICROS = 1_000_000


def refuse_future(
    moment: Moment, who: str, *, now: Instant, zone: str | None = None, last_recorded: int = 0
) -> None:
    """InputError for a `--known-at` that lies wholly after now: nobody knows yet what will be.

    A day, month or year that has begun is asked as far as it has gone. `who` is the viewer; for the
    ledger the clock of recording counts, which may be ahead of the machine's: `last_recorded` are
    the microseconds of its last record. `zone` is the one the moment is read in, None where it is
    each thread's own.
    """
    from ledger.errors import InputError
    from ledger.instants import format_instant

    is_ledger = who == LEDGER
    latest = max(now, last_recorded // _MICROS) if is_ledger else now
    if moment.start("UTC" if is_ledger else zone or _FIRST_TO_BEGIN, now) <= latest:
        return
    known = "what the ledger will have recorded" if is_ledger else f"what {_name(who)} will know"
    raise InputError(
        f"{moment} is still to come, and {known} by then cannot be asked: "
        f"now is {format_instant(latest)}",
        where="--known-at",
        mend="Leave --known-at out to ask for what is known now; --as-of takes a date to come.",
    )


def note_before_first_act(reader: Reader, thread: str | None = None) -> None:
    """Say beside the answer that by the date of `--as-of` nothing had happened, if so.

    In one thread, or None: in any.
    """
    from cli.context import current

    text = before_first_act(reader.source, reader.lens, thread)
    if text is not None:
        current().note(text)


def before_first_act(source: Answering, lens: Lens, thread: str | None = None) -> str | None:
    """That nothing had happened by the date asked about, and when the first act did; else None.

    Only of what the viewer of the lens knows. Costs nothing where no date was asked about.
    InputError where there is no such thread.
    """
    if lens.as_of is None:
        return None
    return _in_any(source, lens) if thread is None else _in_one(source, lens, thread)


def _in_one(source: WorldSource, lens: Lens, thread: str) -> str | None:
    from ledger.placing import place, select
    from ledger.timeline import acts_of
    from projections.lens import thread_at

    world, record = thread_at(source, thread, lens)
    found = acts_of(world, place(world), record)
    selection = select(found, lens.instant(record.zone))
    if selection.happened:
        return None
    if selection.possible:
        return _may_have(len(selection.possible), f" in {thread}", lens)
    dated = [(one.earliest, one.ref, one) for one in found if one.earliest is not None]
    if not dated:
        return _no_date(f" in {thread}", lens)
    from projections.text import placed_text

    _, ref, first = min(dated, key=lambda each: each[:2])
    return _first(f" in {thread}", lens, ref, placed_text(first, record.zone))


def _in_any(source: Snapshots, lens: Lens) -> str | None:
    from projections.read_model.snapshot import HAPPENED

    with source.snapshot(lens) as snapshot:
        if next(snapshot.acts(HAPPENED), None) is not None:
            return None
        possible = snapshot.possible()
        if possible:
            return _may_have(len(possible), "", lens)
        first = snapshot.first_act()
    if first is None:
        return _no_date("", lens)
    return _first("", lens, first.ref, first.view().when or "")


def _may_have(count: int, where: str, lens: Lens) -> str:
    acts = "1 act" if count == 1 else f"{count} acts"
    return f"nothing had certainly happened{where} by {lens.as_of}; {acts} may have"


def _no_date(where: str, lens: Lens) -> str:
    return f"nothing had happened{where} by {lens.as_of}, and no act with a date is known"


def _first(where: str, lens: Lens, ref: str, when: str) -> str:
    return f"nothing had happened{where} by {lens.as_of}: the first act is {ref}, {when}"


def _name(who: str) -> str:
    return "the public" if who == PUBLIC else who
