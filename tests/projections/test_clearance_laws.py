"""Whatever is hidden: the rows are of a ledger that never had it, and nothing refers to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.cleared import hidden_in
from ledger.corrections import broken_by
from ledger.moments import parse_moment
from ledger.refs import act_refs, point_refs, thread_of
from ledger.seen import seen_by
from ledger.vocabulary import MarkingLevel
from projections.lens import Lens, uncut
from projections.reader import Reader
from tests.core.given import lens
from tests.projections.logged import EventsLog
from tests.projections.test_read_model_laws import EXAMPLES, MOST, VIEWERS, folded, read, rows
from tests.reference.histories import moments
from tests.reference.marked import Transactions, marked_histories

if TYPE_CHECKING:
    from projections.read_model.model import ReadModel

SOME = EXAMPLES // 2
CLEARANCES = st.sampled_from([MarkingLevel.UNCLASSIFIED, MarkingLevel.RESTRICTED])


def model_of(reader: Reader, through: Lens) -> ReadModel:
    """The layers that a clearance is answered from."""
    return (reader._seen(through) or reader).model


@settings(max_examples=SOME, deadline=None)
@any_of(marked_histories(), CLEARANCES, moments(), moments(), st.integers(0, MOST))
def test_the_rows_of_a_clearance_say_what_a_fold_of_what_may_be_seen_says(
    told: Transactions, clearance: MarkingLevel, as_of: str, known_at: str, number: int
) -> None:
    asked = replace(lens(as_of), clearance=clearance)
    with Reader(EventsLog(told)) as reader:
        ends = [0, *(one.position for one in reader.log(asked).events)]
        for viewer in VIEWERS:
            known = parse_moment(known_at) if viewer != "ledger" else ends[number % len(ends)]
            through = replace(asked, known_by=viewer, known_at=known)
            if viewer == "ledger":
                world = reader.world(None, through)
                through = replace(
                    through, known_at=whole(reader, through, ends[number % len(ends)])
                )
            else:
                world = seen_by(reader.world(None, asked), viewer, through.knowledge)
            answered = read(model_of(reader, through), uncut(through))
            assert answered == folded(world, through), told


def whole(reader: Reader, through: Lens, number: int) -> int:
    """The last number of the transaction that a number is in, as `Reader.snapshot` asks for it."""
    return (reader._seen(through) or reader)._whole_of(number)


@settings(max_examples=SOME, deadline=None)
@any_of(marked_histories(), CLEARANCES, st.sets(st.integers(1, 2 * MOST), max_size=5))
def test_rows_of_a_clearance_kept_up_bit_by_bit_are_those_of_a_rebuild(
    told: Transactions, clearance: MarkingLevel, stops: set[int]
) -> None:
    log = EventsLog(told)
    through = Lens(lens().now, clearance=clearance)
    with Reader(log) as kept, Reader(log) as built:
        for upto in sorted(stops):
            log.upto = min(upto, len(log))
            _catch_up(model_of(kept, through))
        log.upto = len(log)
        for reader in (kept, built):
            _catch_up(model_of(reader, through))
        assert rows(model_of(kept, through)) == rows(model_of(built, through)), told


def _catch_up(model: ReadModel) -> None:
    for viewer in VIEWERS:
        model.catch_up(viewer)


@settings(max_examples=SOME, deadline=None)
@any_of(marked_histories(), CLEARANCES, st.integers(0, MOST))
def test_what_is_left_refers_to_nothing_that_is_hidden(
    told: Transactions, clearance: MarkingLevel, number: int
) -> None:
    log = EventsLog(told)
    now = lens().now
    hidden = hidden_in(log.world(None), clearance, now)
    with Reader(log) as reader:
        ledger = Lens(now, clearance=clearance)
        shown = reader.log(ledger).events
        assert [one.position for one in shown] == list(range(1, len(shown) + 1))
        versions: dict[str, int] = {}
        for one in shown:
            versions[one.stream] = versions.get(one.stream, 0) + 1
            assert one.version == versions[one.stream]
        position = shown[number % len(shown)].position if shown else None
        world = reader.world(None, Lens(now, known_at=position, clearance=clearance))
    assert not hidden.threads & (world.threads.keys() | set(world.thread_ids))
    for thread in world.threads.values():
        named = {f"{thread.id}/{name}" for name in (*thread.acts, *thread.recorded)}
        assert not named & hidden.acts
        assert not set(thread.linked) & hidden.acts
        assert thread.opened.parent not in hidden.threads
        for act in (*thread.acts.values(), *thread.recorded.values()):
            assert not {ref for _, ref in act_refs(act, thread.id)} & hidden.acts
            points = {thread_of(ref) for _, ref in point_refs(act, thread.id)}
            assert not {*points, *(one.thread for one in act.effects)} & hidden.threads
    assert list(broken_by(world)) == []
