"""Since when a viewer knows that an act exists, on its own calendar: one look at every act.

The same instants at which `ledger.seen` begins to show each act: from its publication, leak or
reception, or from when an act became known that answers it (design, section 3).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.belief import in_force
from ledger.dates import MIN_INSTANT
from ledger.known import knowledge
from ledger.notices import ContentDisclosed
from ledger.refs import full
from ledger.seen import acts_told
from ledger.vocabulary import DisclosedPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.known import Knowledge
    from ledger.state import ThreadRecord, World

EXISTENCE = DisclosedPart.EXISTENCE


def known_since(world: World, viewer: str) -> dict[str, Instant]:
    """The instant from which the viewer knows of each act, by full reference.

    What it never learns of is not there. All threads that are linked have to be loaded: what is
    known in one makes known what it answers in another.
    """
    own: list[tuple[Instant, str]] = []
    replied: dict[str, set[str]] = defaultdict(set)
    for thread in world.threads.values():
        for act, known, at in _told(thread, viewer):
            ref = full(act.id, thread.id)
            replied[ref].update(full(earlier, thread.id) for earlier in act.replies_to)
            if EXISTENCE in known.parts:
                own.append((max(at, known.parts[EXISTENCE]), ref))
                own += _answered(world, thread, act, known, at)
    since: dict[str, Instant] = {}
    heapq.heapify(own)
    while own:
        at, ref = heapq.heappop(own)
        if ref not in since:
            since[ref] = at
            for earlier in replied[ref]:
                heapq.heappush(own, (at, earlier))
    return since


def _told(thread: ThreadRecord, viewer: str) -> Iterator[tuple[Act, Knowledge, Instant]]:
    """Each act as it could be told, and from when on it could be told so.

    A disclosure says more of an act than was recorded, and only from its own date on.
    """
    notices = in_force([one.notice for one in thread.notices])
    later = [one for one in notices if isinstance(one, ContentDisclosed)]
    instants = {one.when.latest for notice in later for one in notice.disclosures} - {None}
    before: dict[str, Act] = {}
    for at in (MIN_INSTANT, *sorted(instant for instant in instants if instant is not None)):
        acts = acts_told(thread, viewer, at)
        for act in acts.values():
            if before.get(act.id) is not act:
                yield act, knowledge(act, thread.id, viewer), at
        before = acts


def _answered(
    world: World, thread: ThreadRecord, act: Act, known: Knowledge, at: Instant
) -> Iterator[tuple[Instant, str]]:
    """What the act answers, each from when that answer is known."""
    text = known.parts.get(DisclosedPart.TEXT)
    for answer in act.answers:
        point = full(answer.point, thread.id)
        since = known.answers.get(point, text)
        if since is not None:
            yield max(at, since), world.raised_by(point)
