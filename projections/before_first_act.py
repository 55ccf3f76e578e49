"""That nothing had happened by the date asked about: an empty answer that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.bearing import acts_of
from ledger.placing import place, select
from projections.lens import thread_at
from projections.text import placed_text

if TYPE_CHECKING:
    from projections.lens import Lens, WorldSource
    from projections.reader import Answering, Snapshots


def before_first_act(source: Answering, lens: Lens, thread: str | None = None) -> str | None:
    """See `Reader.before_first_act`."""
    if lens.as_of is None:
        return None
    return _in_any(source, lens) if thread is None else _in_one(source, lens, thread)


def _in_one(source: WorldSource, lens: Lens, thread: str) -> str | None:
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
    _, ref, first = min(dated, key=lambda each: each[:2])
    return _first(f" in {thread}", lens, ref, placed_text(first, record.zone))


def _in_any(source: Snapshots, lens: Lens) -> str | None:
    from projections.read_model.found import HAPPENED

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
