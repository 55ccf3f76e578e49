"""What is odd about an act but possible: accepted, and said in a sentence (rule T6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.asked import addressees_of, day_of, raisers_of
from ledger.dates import format_instant
from ledger.parties import was_valid
from ledger.placing import act_time
from ledger.refs import full
from ledger.rules import parties_named
from ledger.text import hides_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Act
    from ledger.commands import RecordAct
    from ledger.dates import Instant
    from ledger.parts import Answer
    from ledger.state import World

_DAY = 10
WESTPHALIA = -10_161_331_200
"""1648-01-01T00:00:00Z: an act before the year of the peace of Westphalia is rare enough to ask."""


def oddities(world: World, command: RecordAct, now: Instant) -> Iterator[str]:
    """One sentence for each odd thing about an act that is being recorded at `now`."""
    act, ref = command.act, command.ref
    earliest, latest = act_time(act)
    if earliest is None and latest is None:
        yield f"{ref} has no date of its own; it is undated unless its links bound it"
    if earliest is not None and earliest > now:
        yield f"{ref} is dated {format_instant(earliest)[:_DAY]}, after the day it is recorded"
    if latest is not None and latest < WESTPHALIA:
        yield f"{ref} is dated {format_instant(latest)[:_DAY]}, before 1648"
    yield from _parties_outside_their_time(world, act, ref, earliest, latest)
    for answer in act.answers:
        yield from _not_asked(world, command, answer)
    if hides_something(act.model_dump_json()):
        yield f"{ref} has invisible characters in its text; they are kept, and shown as <U+202E>"


def _parties_outside_their_time(
    world: World, act: Act, ref: str, earliest: Instant | None, latest: Instant | None
) -> Iterator[str]:
    first = None if earliest is None else format_instant(earliest)[:_DAY]
    last = None if latest is None else format_instant(latest)[:_DAY]
    for code in sorted(parties_named(act)):
        party = world.party(code)
        if party is not None and not was_valid(party, first, last):
            span = f"{party.valid_from or '…'} to {party.valid_until or '…'}"
            yield f"{ref} names {code} ({party.name}), which was there from {span}"


def _not_asked(world: World, command: RecordAct, answer: Answer) -> Iterator[str]:
    home, _, act_id = world.raised_by(full(answer.point, command.thread)).partition("/")
    raiser = world.threads[home].acts[act_id]
    label = answer.point.rpartition("/")[2]
    day = day_of(*act_time(raiser), world.threads[home].zone)
    for point in raiser.points:
        asked = (
            *addressees_of(raiser, point, world.members, day),
            *raisers_of(raiser, point),
        )
        if not set(answer.on_behalf_of or command.act.on_behalf_of).isdisjoint(asked):
            continue
        for giver in answer.by or command.act.senders:
            if point.label == label and giver not in asked:
                yield (
                    f"{giver} was not asked {answer.point}: its stance is shown as a position "
                    "and changes no status"
                )
