"""What is recorded of a thread, as rows: its head, its acts, its points, its errata."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.asked import raisers_of
from ledger.cleared import falls_at
from ledger.rules import parties_named
from ledger.seen import NOT_DISCLOSED
from projections.claims import conflicts_of
from projections.read_model.cells import compact
from projections.record import errata_of, errata_times
from projections.text import brief
from projections.threads import thread_head

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.placing import Placed
    from ledger.state import Recording, ThreadRecord

HEAD: Final = "head"
"""The key of the one row that a thread's head is."""
_DIGEST: Final = 16


class Person(NamedTuple):
    """A person in a role of an act."""

    role: str
    name: str | None
    post: str | None
    party: str | None


class ActText(NamedTuple):
    """The words of an act that a search looks through."""

    summary: str
    points: str
    text: str
    persons: str
    sources: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act as believed and placed in time. Two are the same when their digests are."""

    digest: bytes
    kind: str = field(default="", compare=False)
    instrument: str | None = field(default=None, compare=False)
    channel: str = field(default="", compare=False)
    disclosure: str | None = field(default=None, compare=False)
    earliest: Instant | None = field(default=None, compare=False)
    latest: Instant | None = field(default=None, compare=False)
    sequence: int | None = field(default=None, compare=False)
    answers: tuple[str, ...] = field(default=(), compare=False)
    position: int = field(default=0, compare=False)
    conflicting: bool = field(default=False, compare=False)
    marking: str | None = field(default=None, compare=False)
    marking_falls: Instant | None = field(default=None, compare=False)
    brief: str = field(default="", compare=False)
    parties: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    persons: tuple[Person, ...] = field(default=(), compare=False)
    text: ActText | None = field(default=None, compare=False)


class ThreadFacts(NamedTuple):
    """What a thread is called; `parent` may be unknown to the viewer, a question has to look.

    `marking_falls` is the last instant at which its marking is in force, None: no end is given.
    """

    zone: str
    parent: str | None
    marking: str | None
    marking_falls: Instant | None
    head: str


def thread_facts(record: ThreadRecord, parent: str | None) -> ThreadFacts:
    """The head of a thread; `parent` as recorded, whoever knows of it."""
    head = thread_head(record).model_copy(update={"parent": None})
    marking = record.opened.marking
    level = None if marking is None else marking.level
    return ThreadFacts(record.zone, parent, level, falls_at(marking), head.model_dump_json())


def act_facts(placed: Placed, recording: Recording, zone: str) -> ActFacts:
    """Everything that lists, searches and counts ask of an act."""
    act = placed.act
    line = compact(brief(placed, zone).model_dump())
    return ActFacts(
        digest=_digest(placed, recording, line),
        kind=act.KIND.word,
        instrument=act.instrument,
        channel=act.channel,
        disclosure=act.disclosure,
        earliest=placed.earliest,
        latest=placed.latest,
        sequence=act.sequence,
        answers=placed.answers,
        position=recording.position,
        conflicting=bool(conflicts_of(act, zone)),
        marking=None if act.marking is None else act.marking.level,
        marking_falls=falls_at(act.marking),
        brief=line,
        parties=tuple(_parties(act)),
        persons=tuple(Person(one.role, one.name, one.post, one.party) for one in act.persons),
        text=_text(act),
    )


def _digest(placed: Placed, recording: Recording, line: str) -> bytes:
    digest = blake2b(digest_size=_DIGEST)
    for part in (placed.act.TOPIC, placed.act.model_dump_json(), line, *placed.answers):
        digest.update(part.encode())
        digest.update(b"\0")
    digest.update(str(recording.position).encode())
    return digest.digest()


def _parties(act: Act) -> Iterator[tuple[str, str]]:
    asked = dict.fromkeys(party for point in act.points for party in point.addressees)
    by_capacity = {
        "from": act.senders,
        "to": act.addressees,
        "on_behalf_of": act.on_behalf_of,
        "copied_to": act.copied_to,
        "handed_to": act.handed_to,
        "asked": tuple(asked),
        "raiser": tuple(dict.fromkeys(p.raiser for p in act.points if p.raiser is not None)),
    }
    for capacity, parties in by_capacity.items():
        for party in dict.fromkeys(parties):
            yield capacity, party
    for party in sorted(parties_named(act).difference(*by_capacity.values())):
        yield "named", party


def _text(act: Act) -> ActText:
    known = [point for point in act.points if point.text != NOT_DISCLOSED]
    said = [point.text for point in known]
    said += [answer.text for answer in act.answers if answer.text is not None]
    persons = [" ".join(filter(None, (one.name, one.post))) for one in act.persons]
    return ActText(
        summary=act.summary or "",
        points="\n".join(said),
        text=act.text or "",
        persons="\n".join(persons),
        sources="\n".join(source.citation for source in act.sources),
    )


def point_facts(record: ThreadRecord) -> dict[str, str]:
    """What is asked in each point, by label: kind, text, raisers, act, parent, as a JSON array."""
    return {
        point.label: compact((point.kind, point.text, raisers_of(act, point), act.id, point.parent))
        for act in record.acts.values()
        for point in act.points
    }


ErratumFacts = tuple[int, "Instant | None", str]
"""A notice's position in the log, since when its act can have happened, and what it changed."""


def erratum_facts(record: ThreadRecord) -> dict[str, ErratumFacts]:
    """The notices of a thread by id."""
    return {
        one.id: (one.position, earliest, one.model_dump_json())
        for one, earliest in zip(errata_of(record), errata_times(record), strict=True)
    }


def act_rows(
    record: ThreadRecord,
    everywhere: Mapping[str, Placed],
    known: dict[str, tuple[Placed, ActFacts]],
) -> dict[str, ActFacts]:
    """The acts of a thread by id; `known` remembers those worked out before, and is kept up."""
    facts = {}
    for act_id in record.acts:
        placed = everywhere[f"{record.id}/{act_id}"]
        before = known.get(act_id)
        if before is None or before[0] != placed:
            made = act_facts(placed, record.recordings[act_id], record.zone)
            known[act_id] = before = (placed, made)
        facts[act_id] = before[1]
    return facts
