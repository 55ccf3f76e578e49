"""Where a slider can stand: when something happens in a thread, and when more is known of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from ledger.dates import MIN_INSTANT, format_instant
from ledger.placing import in_order
from ledger.refs import short
from projections.picture import placing
from projections.read_model.learning import Learned, learned, turns
from projections.reader import Answering
from projections.text import instant_text, is_day_end, local_time, recording_text
from projections.views.stops import Stop, StopsView
from projections.words import BY_REGISTRAR, DEADLINE_PASSED, GONE_DORMANT
from projections.words import name as called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.picture import Placing
    from projections.read_model.snapshot import Snapshot

_NAMED = 3
_NOTICES = {
    "correct": "correction of",
    "retract": "retraction of",
    "cite": "source of",
    "disclose": "disclosure of",
    "reclassify": "reclassification of",
    "shred": "shredding of",
}


class Recorded(Answering, Protocol):
    """A ledger that also tells when a position of its log was recorded."""

    def recorded_at(self, position: int, lens: Lens | None = None) -> int:
        """UTC microseconds, of a position as the lens counts them."""
        ...

    def unmarked(self, lens: Lens) -> AbstractContextManager[Snapshot]:
        """The rows of the read model, to read those of one thread."""
        ...


def stops_view(source: Recorded, thread: str, lens: Lens) -> StopsView:
    """Every moment of a thread, of all that is known through the lens, whatever its `as_of`."""
    found = placing(source, thread, lens)
    zone = lens.zone or found.record.zone
    with source.unmarked(lens) as snapshot:
        row = snapshot.thread(thread)
        rows, turning = learned(snapshot, row), turns(snapshot, row)
    return StopsView(
        thread=thread,
        as_of=tuple(_happening(found, turning, zone, lens.now)),
        known_at=tuple(_knowing(source, rows, zone, lens)),
    )


def _happening(
    found: Placing, turning: AbstractSet[Instant], zone: str, now: Instant
) -> Iterator[Stop]:
    """One stop for each instant, and one on the day before the first act."""
    acts: dict[Instant, list[str]] = defaultdict(list)
    ordered = in_order(one for one in found.acts if one.latest is not None)
    for one in ordered:
        acts[one.at].append(called(short(one.ref, found.record.id)))
    if not ordered:
        return
    first = ordered[0]
    eve = _day_before(first.at if first.earliest is None else first.earliest, zone)
    if eve is not None:
        yield Stop(value=eve, text=eve, what="before the first act")
    until = max(now, *acts)
    others = {at for at in turning if first.at < at <= until}
    for at in sorted(acts.keys() | others):
        what = _listed(acts[at]) if at in acts else _without_act(found, at)
        yield Stop(value=moment_value(at, zone), text=instant_text(at, zone), what=what)


def _without_act(found: Placing, at: Instant) -> str:
    """Why the thread stands otherwise from an instant on at which none of its acts happened."""
    if any(one.when.latest == at for one in found.record.closings):
        return BY_REGISTRAR
    # A point lapses one second after its deadline (P3).
    if any(one.act.deadline and one.act.deadline.latest == at - 1 for one in found.acts):
        return DEADLINE_PASSED
    elsewhere = any(one.latest == at for one in found.everywhere.values())
    return "an act elsewhere, on which a condition hangs" if elsewhere else GONE_DORMANT


def moment_value(at: Instant, zone: str) -> str:
    """An instant as `--as-of` takes it: a day where it is the end of one, else a time."""
    local = local_time(at, zone)
    if is_day_end(local):
        return local.date().isoformat()
    offset = local.utcoffset() or timedelta()
    # Local mean time has seconds in its offset, which no form of a time can say.
    return format_instant(at) if offset.seconds % 60 else local.isoformat(timespec="seconds")


def _day_before(at: Instant, zone: str) -> str | None:
    """The day before that of an instant; None where there is none."""
    if at - MIN_INSTANT < 2 * 86_400:
        return None
    return (local_time(at, zone).date() - timedelta(days=1)).isoformat()


def _knowing(source: Recorded, rows: Sequence[Learned], zone: str, lens: Lens) -> Iterator[Stop]:
    """One stop for each K at which anything became known, or known otherwise."""
    told: set[tuple[str, str]] = set()
    tell = _recorded if lens.is_ledger else _became_known
    for known_from, together in groupby(rows, lambda one: one.known_from):
        now = [one for one in together if one.name]
        new = [one for one in now if (one.sort, one.name) not in told]
        more = [one for one in now if (one.sort, one.name) in told]
        what = tell(new, more) or ("the state of the thread" if told else "the thread opened")
        told |= {(one.sort, one.name) for one in now}
        yield Stop(
            value=f"#{known_from}" if lens.is_ledger else moment_value(known_from, zone),
            text=recording_text(source.recorded_at(known_from, lens), known_from)
            if lens.is_ledger
            else instant_text(known_from, zone),
            what=what,
        )


def _recorded(new: Sequence[Learned], more: Sequence[Learned]) -> str:
    """What the ledger learned; acts that it knows better for what was recorded, where alone."""
    words = [one.name if one.sort == "act" else f"{_NOTICES[one.sort]} {one.about}" for one in new]
    if words:
        return f"{_listed(words)} recorded"
    return f"{_listed(one.name for one in more)} known otherwise" if more else ""


def _became_known(new: Sequence[Learned], more: Sequence[Learned]) -> str:
    """What another viewer learned."""
    parts = [f"{_listed(one.name for one in new)} known"] if new else []
    parts += [f"more known of {_listed(one.name for one in more)}"] if more else []
    return "; ".join(parts)


def _listed(words: Iterable[str]) -> str:
    """The first few, and how many more."""
    every = list(dict.fromkeys(words))
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more
