"""The world as a viewer sees it: one filter, before anything is counted, ranked or suggested.

What the viewer does not know is taken out of the world, and every question is then asked of what is
left. So it can leak through no status, count, suggestion, explanation or error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger.belief import believed, in_force
from ledger.known import Knowledge, knowledge, reads
from ledger.notices import ContentDisclosed
from ledger.refs import full
from ledger.rules import parties_named
from ledger.state import UNRECORDED, World, with_acts
from ledger.there import There
from ledger.vocabulary import Contents, DisclosedPart

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.parts import Point
    from ledger.state import ThreadRecord

NOT_DISCLOSED = "(its words are not known to this viewer)"
_EXISTENCE = (
    "id",
    "senders",
    "addressees",
    "on_behalf_of",
    "instrument",
    "instrument_text",
    "channel",
    "dates",
    "sequence",
    "replies_to",
    "measure",
)
_GIST = (
    *_EXISTENCE,
    "deadline",
    "consequence",
    "effects",
    "withdraws",
    "withdraws_acts",
    "extends",
    "assessments",
    "summary",
)
_OF_THE_LEDGER = ("note", "claims", "sources")


def acts_told(thread: ThreadRecord, viewer: str, at: Instant) -> dict[str, Act]:
    """The acts of a thread as they could be told at K: without what was only disclosed later.

    A party to an act has read its own paper, whatever the public was told of it.
    """
    told = [
        notice
        for notice in in_force([one.notice for one in thread.notices])
        if not isinstance(notice, ContentDisclosed) or _is_out(notice, at)
    ]
    acts = believed(thread.recorded, told) if thread.notices else dict(thread.acts)
    return {
        act_id: act if reads(act, viewer) else acts.get(act_id, act)
        for act_id, act in thread.acts.items()
    }


def _is_out(notice: ContentDisclosed, at: Instant) -> bool:
    """Whether any part of what a notice discloses was known by K."""
    instants = [record.when.latest for record in notice.disclosures]
    return any(instant is not None and instant <= at for instant in instants)


def seen_by(world: World, viewer: str, at: Callable[[str], Instant]) -> World:
    """The world as the viewer knew it; `at` gives K as an instant of a thread's zone.

    All threads have to be loaded: what is known in one makes known what it answers in another.
    """
    return _Seeing(world, viewer, at).world()


@dataclass(frozen=True, slots=True)
class _Known:
    """An act, and which of its parts are known at K."""

    act: Act
    home: str
    gist: bool
    text: bool
    points: frozenset[str]
    answers: frozenset[str]


class _Seeing:
    def __init__(self, world: World, viewer: str, at: Callable[[str], Instant]) -> None:
        self._world = world
        self._acts: dict[str, _Known] = {}
        for thread in world.threads.values():
            for act in acts_told(thread, viewer, at(thread.zone)).values():
                known = knowledge(act, thread.id, viewer)
                if known.has(DisclosedPart.EXISTENCE, at(thread.zone)):
                    self._acts[f"{thread.id}/{act.id}"] = _known(
                        act, thread.id, known, at(thread.zone)
                    )
        self._points = {ref for one in self._acts.values() for ref in one.points}
        self._named: dict[str, set[str]] = {}
        self._there = There(self._acts.__contains__, self._points.__contains__, self._knows_thread)
        self._make_known_what_is_answered()

    def _make_known_what_is_answered(self) -> None:
        """A known act makes known that exists what it answers or replies to, and nothing else."""
        waiting = list(self._acts.values())
        while waiting:
            one = waiting.pop()
            replied = {full(ref, one.home) for ref in one.act.replies_to}
            for point in one.answers:
                owner = self._world.raised_by(point)
                replied.add(owner)
                if point not in self._points:
                    self._points.add(point)
                    self._named.setdefault(owner, set()).add(point)
            for ref in replied - set(self._acts):
                home, _, act_id = ref.partition("/")
                self._acts[ref] = _Known(
                    self._world.threads[home].acts[act_id],
                    home,
                    gist=False,
                    text=False,
                    points=frozenset(),
                    answers=frozenset(),
                )
                waiting.append(self._acts[ref])

    def world(self) -> World:
        """What is left: threads with a known act, and the parties those acts name."""
        threads = {
            thread.id: self._thread(thread)
            for thread in self._world.threads.values()
            if any(f"{thread.id}/{act_id}" in self._acts for act_id in thread.acts)
        }
        named: set[str] = set()
        for thread in threads.values():
            named.update(*(parties_named(act) for act in thread.acts.values()))
        parties = {code: one for code, one in self._world.parties.items() if code in named}
        return World(threads=threads, parties=parties, thread_ids=frozenset(threads))

    def _thread(self, thread: ThreadRecord) -> ThreadRecord:
        acts = {
            act_id: self._seen(self._acts[f"{thread.id}/{act_id}"])
            for act_id in thread.acts
            if f"{thread.id}/{act_id}" in self._acts
        }
        named = set().union(*(parties_named(act) for act in acts.values()))
        described = {
            "tags": (),
            "sources": (),
            "note": None,
            "marking": None,
            "parent": thread.opened.parent if self._knows_thread(thread.opened.parent) else None,
            "parties": tuple(code for code in thread.opened.parties if code in named),
        }
        return replace(
            with_acts(thread, acts),
            opened=thread.opened.model_copy(update=described),
            recording=UNRECORDED,
            recorded=acts,
            notices=(),
            recordings=dict.fromkeys(acts, UNRECORDED),
            linked=tuple(ref for ref in thread.linked if ref in self._acts),
            closings=(),
        )

    def _seen(self, one: _Known) -> Act:
        """The act with only what is known of it, and no reference to what is not."""
        act = one.act
        named = self._named.get(f"{one.home}/{act.id}", set())
        points = [self._point(one, point, named) for point in act.points]
        update: dict[str, Any] = {
            "points": tuple(point for point in points if point is not None),
            "answers": self._answers(one),
            "disclosures": (),
            "sealed": None,
        }
        update |= dict.fromkeys(_OF_THE_LEDGER[:1]) | dict.fromkeys(_OF_THE_LEDGER[1:], ())
        if not one.text:
            kept = _GIST if one.gist else _EXISTENCE
            for name, field in type(act).model_fields.items():
                if name not in kept and name not in update:
                    update[name] = field.get_default(call_default_factory=True)
            update["contents"] = Contents.PARTIAL if one.gist or one.points else Contents.NONE
        elif len(one.points) < len(act.points) or len(one.answers) < len(act.answers):
            update["contents"] = Contents.PARTIAL
        shown = act.model_copy(update=update)
        return shown.model_copy(update=self._there.outside_points_and_answers(shown, one.home))

    def _point(self, one: _Known, point: Point, named: set[str]) -> Point | None:
        ref = full(point.label, one.home)
        if ref not in one.points and ref not in named:
            return None
        left = self._there.in_point(point, one.home)
        if ref in one.points:
            return left
        return left.model_copy(
            update={
                "text": NOT_DISCLOSED,
                "contents": Contents.NONE,
                "condition": None,
                "package": None,
                "needs_all": False,
            }
        )

    def _answers(self, one: _Known) -> tuple[Any, ...]:
        return tuple(
            self._there.in_answer(answer, one.home)
            for answer in one.act.answers
            if full(answer.point, one.home) in one.answers
        )

    def _knows_thread(self, thread: str | None) -> bool:
        return thread is None or any(one.home == thread for one in self._acts.values())


def _known(act: Act, home: str, known: Knowledge, at: Instant) -> _Known:
    points = frozenset(
        ref for point in act.points if known.has_point(ref := full(point.label, home), at)
    )
    answers = frozenset(
        ref for answer in act.answers if known.has_answer(ref := full(answer.point, home), at)
    )
    return _Known(
        act,
        home,
        gist=known.has(DisclosedPart.GIST, at),
        text=known.has(DisclosedPart.TEXT, at),
        points=points,
        answers=answers,
    )
