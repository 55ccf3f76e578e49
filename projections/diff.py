"""What differs between two states of a thread: between two dates, or two moments of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates import MAX_INSTANT, MIN_INSTANT, format_instant
from ledger.errors import InputError
from ledger.instants import quoted
from ledger.moments import Moment
from ledger.timeline import Fold
from projections.diff_acts import ActsCompared, Side
from projections.diff_points import answers, raised, replies, statuses
from projections.history import thread_changes
from projections.lens import thread_at
from projections.text import brief, instant_text, recorded_text
from projections.views.diff import DiffSide, DiffView
from projections.views.record import ErratumChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.state import ThreadRecord, World
    from ledger.timeline import Negotiation
    from projections.lens import Lens, WorldSource

NOTHING = Moment(format_instant(MIN_INSTANT))
"""Before anything: what is compared with it is all there is."""

_NO_POSITIONS: Mapping[int, int] = {}


def diff_view(
    source: WorldSource,
    thread: str,
    before: Lens,
    after: Lens,
    recorded_at: Mapping[int, int] = _NO_POSITIONS,
) -> DiffView:
    """What differs in a thread between two lenses, which differ in one axis of time.

    `recorded_at` gives the microseconds at which the log positions asked about were recorded.
    InputError where there is no such thread at the later one, or the later one is the earlier.
    """
    world, record = _later(source, thread, before, after)
    by_date = _by_date(before, after)
    _in_order(before, after, record.zone)
    fold = Fold(world, record)
    now = Side(world, fold.state(after.instant(record.zone)))
    if _knows_alike(before, after):
        was: Side | None = Side(world, fold.state(before.instant(record.zone)))
    else:
        was = _earlier(source, thread, before, record.zone)
    old = None if was is None else was.state
    acts = ActsCompared(was, now)
    given, positions = answers(old, now.state)
    differences = {
        "status": tuple(thread_changes(old, now.state)),
        "amended": tuple(_amended(old, record)),
        "happened": acts.happened,
        "learned": acts.learned,
        "dropped": acts.dropped,
        "changed": acts.changed,
        "moved": acts.moved,
        "raised": tuple(raised(old, now.state)),
        "not_raised": () if old is None else tuple(raised(now.state, old)),
        "statuses": tuple(statuses(old, now.state)),
        "answers": given,
        "positions": positions,
        "replies": tuple(replies(old, now.state)),
    }
    sides = [_side(lens, record.zone, recorded_at, by_date=by_date) for lens in (before, after)]
    uncertain = now.state.selection
    return DiffView.model_validate(
        {
            "thread": thread,
            "axis": "as_of" if by_date else "known_at",
            "before": sides[0],
            "after": sides[1],
            "as_of": now.state.as_of,
            "as_of_text": instant_text(now.state.as_of, record.zone),
            "empty": not any(differences.values()),
            **differences,
            "possible": tuple(brief(one, record.zone) for one in uncertain.possible),
            "undated": tuple(brief(one, record.zone) for one in uncertain.undated),
        }
    )


def _knows_alike(before: Lens, after: Lens) -> bool:
    return (before.known_by, before.known_at) == (after.known_by, after.known_at)


def _by_date(before: Lens, after: Lens) -> bool:
    """Whether the two are told apart by their dates; else by what was known."""
    same_date = before.as_of == after.as_of
    return _knows_alike(before, after) and not (same_date and after.known_at is not None)


def _later(
    source: WorldSource, thread: str, before: Lens, after: Lens
) -> tuple[World, ThreadRecord]:
    """The thread as known later; of a range that is turned round, that is what is wrong."""
    try:
        return thread_at(source, thread, after)
    except InputError:
        _in_order(before, after, "UTC")
        raise


def _earlier(source: WorldSource, thread: str, before: Lens, zone: str) -> Side | None:
    """The state as known earlier, None where nothing was known of the thread; T is read alike."""
    world = source.world([thread], before)
    record = world.threads.get(thread)
    if record is None:
        return None
    return Side(world, Fold(world, record).state(before.instant(zone)))


def _in_order(before: Lens, after: Lens, zone: str) -> None:
    by_date = _by_date(before, after)
    if _place(before, zone, by_date=by_date) <= _place(after, zone, by_date=by_date):
        return
    written = [_written(lens, by_date=by_date) for lens in (before, after)]
    read = [_text(lens, zone, by_date=by_date) for lens in (before, after)]
    told = "" if written == read else f": {read[0]} is after {read[1]}"
    raise InputError(
        f"{quoted('..'.join(written))} ends before it begins{told}",
        where="A..B" if by_date else "--known-at",
        mend="Turn it round; a day, month, quarter or year is read at its end.",
    )


def _place(lens: Lens, zone: str, *, by_date: bool) -> int:
    """What can be compared: an instant, or a position in the log."""
    if by_date:
        return lens.instant(zone)
    if lens.is_ledger:
        return MAX_INSTANT if lens.position is None else lens.position
    return lens.knowledge(zone)


def _written(lens: Lens, *, by_date: bool) -> str:
    asked = lens.as_of if by_date else lens.known_at
    if asked is None:
        return "now"
    return f"#{asked}" if isinstance(asked, int) else str(asked)


def _text(lens: Lens, zone: str, *, by_date: bool) -> str:
    """The date or the moment of knowledge as it was resolved."""
    if not by_date and lens.is_ledger:
        return "all that is recorded" if lens.position is None else f"#{lens.position}"
    instant = lens.instant(zone) if by_date else lens.knowledge(zone)
    return "the beginning" if instant == MIN_INSTANT else instant_text(instant, zone)


def _side(lens: Lens, zone: str, recorded_at: Mapping[int, int], *, by_date: bool) -> DiffSide:
    position = lens.position
    recorded = None if position is None else recorded_at.get(position)
    return DiffSide(
        as_of=lens.instant(zone),
        position=position,
        recorded_at=None if recorded is None else recorded_text(recorded),
        known_at=None if lens.is_ledger else lens.knowledge(zone),
        text=_text(lens, zone, by_date=by_date),
    )


def _amended(before: Negotiation | None, record: ThreadRecord) -> Iterator[ErratumChange]:
    """What is said of the thread itself, where it was known before."""
    if before is None:
        return
    old, new = (
        opened.model_dump(mode="json", exclude_defaults=True)
        for opened in (before.record.opened, record.opened)
    )
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield ErratumChange(field=name, old=old.get(name), new=new.get(name))
