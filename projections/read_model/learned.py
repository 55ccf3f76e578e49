"""When a viewer other than the ledger learned what, on its own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.belief import in_force
from ledger.known import knowledge
from ledger.notices import ContentDisclosed
from ledger.seen import acts_told, seen_by
from projections.read_model.believed import learn_all
from projections.read_model.stretches import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
    from ledger.state import ThreadRecord, World
    from projections.read_model.believed import ThreadBeliefs


def learned_at(world: World, viewer: str) -> list[Instant]:
    """Every instant at which the viewer may have learned anything of these threads, ascending."""
    return sorted({at for thread in world.threads.values() for at in _instants(thread, viewer)})


def _instants(thread: ThreadRecord, viewer: str) -> Iterator[Instant]:
    for acts in (thread.acts, acts_told(thread, viewer, -ALWAYS)):
        for act in acts.values():
            known = knowledge(act, thread.id, viewer)
            yield from known.parts.values()
            yield from known.points.values()
            yield from known.answers.values()
    for notice in in_force([one.notice for one in thread.notices]):
        if isinstance(notice, ContentDisclosed):
            yield from (
                one.when.latest for one in notice.disclosures if one.when.latest is not None
            )


def learn_by_calendar(beliefs: Mapping[str, ThreadBeliefs], world: World, viewer: str) -> None:
    """Everything the viewer ever believed of the threads, by what the ledger believes now.

    `world` holds them and all that is linked to them.
    """
    parents = {thread.id: thread.opened.parent for thread in world.threads.values()}
    before: World | None = None
    for at in learned_at(world, viewer):
        seen = seen_by(world, viewer, lambda _, at=at: at)  # type: ignore[misc]
        if before is None or seen.threads != before.threads:
            learn_all(beliefs, seen, at, parents=parents)
        before = seen
