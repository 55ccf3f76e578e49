"""Which acts a thread is folded from: its own, those that bear on it, those its conditions hang on.

Rules P3 (an answer that may have come by a deadline), P5 (an answer to the whole) and P6 (an answer
that hangs on a condition).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.answers import answers_given
from ledger.dossier import files_of
from ledger.placing import in_order
from ledger.refs import full, thread_of, threads_borne_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.answers import PointFile
    from ledger.asked import Members
    from ledger.dates import Instant
    from ledger.placing import Placed
    from ledger.state import ThreadRecord, World


def threads_hung_on(world: World, thread: str) -> list[str]:
    """The thread, and those in which a condition is met that one of its answers hangs on (P6)."""
    found = [thread]
    for name in found:
        record = world.threads[name]
        acts = [(name, act) for act in record.acts.values()]
        acts += [(ref.partition("/")[0], act) for ref in record.linked if (act := world.act(ref))]
        for home, act in acts:
            for answer in act.answers:
                if answer.condition is not None and answer.condition.point is not None:
                    other = thread_of(full(answer.condition.point, home))
                    if other not in found and other in world.threads:
                        found.append(other)
    return found


def acts_of(
    world: World, everywhere: Mapping[str, Placed], record: ThreadRecord
) -> tuple[Placed, ...]:
    """The thread's own acts and those of other threads that bear on it, placed in time.

    A marker says where to look; whether the act, as believed, still bears on the thread it says
    itself.
    """
    own = [f"{record.id}/{act_id}" for act_id in record.acts]
    linked = [
        ref
        for ref in record.linked
        if (act := world.act(ref)) is not None
        and record.id in threads_borne_on(act, thread_of(ref))
    ]
    return tuple(everywhere[ref] for ref in dict.fromkeys((*own, *linked)))


def chances_of_answer(
    placed: tuple[Placed, ...], record: ThreadRecord, members: Members
) -> dict[tuple[str, str], Instant | None]:
    """For each point and party, the earliest instant of any answer there may be (P3)."""
    files: dict[str, PointFile] = {}
    thread = record.id
    for one in placed:
        if one.thread == thread:
            files.update((file.ref, file) for file in files_of(one, members, record.zone))
    for file in files.values():
        parent = None if file.point.parent is None else f"{thread}/{file.point.parent}"
        if parent in files:
            files[parent].children.append(file.ref)
    bounded = in_order(one for one in placed if one.latest is not None)
    order = {one.ref: index for index, one in enumerate(bounded)}
    chances: dict[tuple[str, str], Instant | None] = {}
    for one in placed:
        for given in answers_given(one, files):
            raised = order.get(files[given.point].act.ref, -1)
            if given.via and raised > order.get(one.ref, raised):
                continue  # raised after the answer to the whole, which does not cover it (P5)
            for party in given.parties:
                key = (given.point, party)
                known = chances.get(key, one.earliest)
                both = None not in (known, one.earliest)
                chances[key] = min(known, one.earliest) if both else None  # type: ignore[type-var]
    return chances


def in_one_only(some: Iterable[Placed], others: Iterable[Placed]) -> Iterator[Placed]:
    """The acts that are not the same in both, each as either has it."""
    mine, theirs = ({one.ref: one for one in acts} for acts in (some, others))
    for ref in mine.keys() | theirs.keys():
        one, other = mine.get(ref), theirs.get(ref)
        if one != other:
            yield from (each for each in (one, other) if each is not None)
