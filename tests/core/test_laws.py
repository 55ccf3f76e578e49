"""Laws that hold for every history, whatever it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.events import decode, encode
from ledger.placing import place
from ledger.timeline import Fold
from projections.history import timeline_view
from projections.threads import thread_view
from tests.core.given import lens
from tests.core.histories import histories, moments, reordered, world_of
from tests.core.source import Source

if TYPE_CHECKING:
    from ledger.acts import Act


@any_of(st.data(), histories(), moments())
def test_any_order_of_recording_gives_the_same_state_as_of_any_date(
    data: st.DataObject, acts: list[Act], moment: str
) -> None:
    again = data.draw(reordered(acts))
    one, other = Source(world_of(acts)), Source(world_of(again))
    assert thread_view(one, "t", lens(moment)) == thread_view(other, "t", lens(moment))
    assert timeline_view(one, "t", lens(moment)) == timeline_view(other, "t", lens(moment))


@any_of(histories(), moments())
def test_replaying_twice_is_identical_to_the_byte(acts: list[Act], moment: str) -> None:
    source = Source(world_of(acts))
    first = thread_view(source, "t", lens(moment)).model_dump_json()
    assert thread_view(source, "t", lens(moment)).model_dump_json() == first


@any_of(histories(), moments())
def test_the_last_step_of_the_timeline_is_the_state_as_of_then(
    acts: list[Act], moment: str
) -> None:
    world = world_of(acts)
    record = world.threads["t"]
    at = lens(moment).instant(record.zone)
    asked = Fold(world, record).state(at)
    steps = list(Fold(world, record).steps(at))
    words = {ref: point.status for ref, point in asked.points.items()}
    last = steps[-1].state if steps else None
    assert words == ({} if last is None else {ref: p.status for ref, p in last.points.items()})
    assert asked.obligations == (() if last is None else last.obligations)


@any_of(histories())
def test_an_answer_never_replays_before_what_it_answers(acts: list[Act]) -> None:
    world = world_of(acts)
    happened = Fold(world, world.threads["t"]).state(10**12).selection.happened
    order = [one.ref for one in happened]
    for one in happened:
        for link in one.answers:
            assert order.index(link) < order.index(one.ref)


@any_of(histories())
def test_links_leave_every_act_a_time(acts: list[Act]) -> None:
    for one in place(world_of(acts)).values():
        assert one.earliest is None or one.latest is None or one.earliest <= one.latest


@any_of(histories())
def test_an_act_survives_its_stored_form(acts: list[Act]) -> None:
    for one in acts:
        assert decode(*encode(one)) == one
