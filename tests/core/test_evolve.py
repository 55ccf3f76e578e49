"""Many events at once leave the world that one after the other leaves."""

from __future__ import annotations

from hypothesis import given as any_of

from ledger.evolve import evolve, evolve_all
from ledger.state import Recording, World
from tests.reference.histories import History, histories


@any_of(histories())
def test_events_taken_together_leave_what_they_leave_one_by_one(history: History) -> None:
    told = [
        (stream, event, Recording(position, position, "desk"))
        for position, (stream, event) in enumerate(
            (one for events in history.events for one in events), start=1
        )
    ]
    world = World()
    for stream, event, recording in told:
        world = evolve(world, stream, event, recording)
    assert evolve_all(World(), told) == world
