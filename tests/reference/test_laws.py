"""Laws that hold for every history: of several threads, corrected, retracted, disclosed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.commands import RecordAct, RecordNotice
from ledger.decide import advance, decide
from ledger.errors import DipledgerError
from ledger.moments import parse_moment
from ledger.notices import ActCorrected, ActRetracted, FieldChange
from ledger.refs import act_refs, point_refs
from ledger.seen import seen_by
from ledger.state import World
from ledger.timeline import Fold
from projections.history import timeline_view
from projections.threads import thread_view
from tests.core.given import lens
from tests.core.source import Source
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from ledger.acts import Act
    from ledger.decide import StreamEvent
    from ledger.timeline import Negotiation

NOBODY = -1


def shown(world: World, moment: str) -> dict[str, tuple[object, object]]:
    """Everything that the views show of every thread as of a date."""
    source = Source(world)
    return {
        thread: (
            thread_view(source, thread, lens(moment)),
            timeline_view(source, thread, lens(moment)),
        )
        for thread in sorted(world.threads)
    }


def words(state: Negotiation) -> object:
    """What a state says, without where it comes from."""
    return (
        state.standing,
        state.dormant,
        {ref: (point.overall, point.parties, point.live) for ref, point in state.points.items()},
        state.packages,
        state.obligations,
        state.loose_ends,
        state.selection,
    )


def recorded(groups: list[tuple[StreamEvent, ...]]) -> World:
    """The world after these events."""
    world = World()
    for group in groups:
        world = advance(world, group)
    return world


@st.composite
def reordered(draw: DrawFn, history: History) -> list[tuple[StreamEvent, ...]]:
    """The events of each command in another order: references follow what they refer to, notices
    follow their act and each other, the registrar's closings each other."""
    waiting = list(range(len(history.commands)))
    needs = {number: set(_needed(history, number)) for number in waiting}
    order: list[int] = []
    while waiting:
        ready = [number for number in waiting if needs[number] <= set(order)]
        order.append(ready[draw(st.integers(0, len(ready) - 1))])
        waiting.remove(order[-1])
    return [history.events[number] for number in order]


def _needed(history: History, number: int) -> list[int]:
    """The numbers of the earlier commands that have to come before one."""
    command = history.commands[number]
    if not isinstance(command, RecordAct):
        return (
            list(range(number)) if isinstance(command, RecordNotice) else _others(history, number)
        )
    home, act = command.thread, command.act
    names = {ref for _, ref in (*act_refs(act, home), *point_refs(act, home))}
    return [*_others(history, number), *_recording(history, number, names)]


def _others(history: History, number: int) -> list[int]:
    """The threads, the parties and the closings recorded before."""
    return [
        earlier
        for earlier, command in enumerate(history.commands[:number])
        if not isinstance(command, RecordAct | RecordNotice)
    ]


def _recording(history: History, number: int, names: set[str]) -> list[int]:
    """The commands before that recorded an act or a point of these names."""
    found = []
    for earlier, command in enumerate(history.commands[:number]):
        if isinstance(command, RecordAct):
            own = {f"{command.thread}/{point.label}" for point in command.act.points}
            if names & {command.ref, *own}:
                found.append(earlier)
        elif isinstance(command, RecordNotice):
            points = getattr(command.notice, "points", ())
            if names & {f"{command.thread}/{point.label}" for point in points}:
                found.append(earlier)
    return found


@any_of(st.data(), histories(), moments())
def test_any_order_of_recording_gives_the_same_state(
    data: st.DataObject, history: History, moment: str
) -> None:
    again = recorded(data.draw(reordered(history)))
    assert shown(again, moment) == shown(history.world, moment)


@any_of(st.data(), histories(), moments())
def test_a_retracted_act_leaves_no_trace_in_the_state_and_stays_recorded(
    data: st.DataObject, history: History, moment: str
) -> None:
    acts = [one for one in history.commands if isinstance(one, RecordAct)]
    acts = [one for one in acts if one.act.id in history.world.threads[one.thread].acts]
    if not acts:
        return
    chosen = data.draw(st.sampled_from(acts))
    retraction = ActRetracted(id="never", act=chosen.act.id, reason="it never was")
    command = RecordNotice(chosen.thread, retraction, with_dependants=True)
    events = decide(history.world, command)
    after = advance(history.world, events)
    gone = {f"{home}/{event.act}" for home, event in events if isinstance(event, ActRetracted)}
    assert shown(after, moment) == shown(without(history, gone), moment)
    for ref in gone:
        home, _, name = ref.partition("/")
        assert after.threads[home].recorded[name] == history.world.threads[home].recorded[name]


def without(history: History, gone: set[str]) -> World:
    """The world as if these acts, and what was said about them, had never been recorded."""
    retractions = {
        command.notice.id
        for command in history.commands
        if isinstance(command, RecordNotice)
        and f"{command.thread}/{getattr(command.notice, 'act', None)}" in gone
    }
    kept: list[tuple[StreamEvent, ...]] = []
    for command, events in zip(history.commands, history.events, strict=True):
        if isinstance(command, RecordAct) and command.ref in gone:
            continue
        if isinstance(command, RecordNotice):
            notice = command.notice
            about = f"{command.thread}/{getattr(notice, 'act', None)}"
            if about in gone or getattr(notice, "notice", None) in retractions:
                continue
        kept.append(events)
    return recorded(kept)


@any_of(st.data(), histories(), moments())
def test_a_retracted_correction_restores_what_was_believed(
    data: st.DataObject, history: History, moment: str
) -> None:
    acts = [(home.id, one) for home in history.world.threads.values() for one in home.acts.values()]
    if not acts:
        return
    home, act = data.draw(st.sampled_from(acts))
    changed = _corrected(history.world, home, act, data.draw(st.sampled_from(_CORRECTIONS)))
    if changed is None:
        return
    undone = RecordNotice(home, ActRetracted(id="undone", notice="slip", reason="it was right"))
    restored = advance(changed, decide(changed, undone))
    assert restored.threads[home].acts == history.world.threads[home].acts
    assert shown(restored, moment) == shown(history.world, moment)


_DAY = {"edtf": "2022-01-20", "zone": "UTC"}
_DAY |= {"earliest": "2022-01-20T00:00:00Z", "latest": "2022-01-20T23:59:59Z"}
_CORRECTIONS: list[tuple[str, Any]] = [
    ("dates", [{"role": "delivered", "date": _DAY}]),
    ("to", ["GBR"]),
    ("channel", "confidential"),
    ("answers", None),
    ("effects", [{"effect": "breaks_off", "thread": "t"}, {"effect": "settles", "thread": "u"}]),
    ("withdraws", None),
]


def _corrected(world: World, home: str, act: Act, change: tuple[str, Any]) -> World | None:
    """The world with a field corrected; None where that is refused."""
    field, new = change
    old = act.model_dump(mode="json", exclude_defaults=True).get(field)
    changes = (FieldChange(field=field, old=old, new=new),)
    notice = ActCorrected(id="slip", act=act.id, reason="a slip", changes=changes)
    try:
        return advance(world, decide(world, RecordNotice(home, notice)))
    except DipledgerError:
        return None


@any_of(histories(), moments())
def test_replaying_twice_is_identical(history: History, moment: str) -> None:
    assert shown(recorded(list(history.events)), moment) == shown(history.world, moment)


@any_of(histories(), moments())
def test_each_instant_of_the_timeline_ends_in_the_state_as_of_then(
    history: History, moment: str
) -> None:
    for record in history.world.threads.values():
        at = lens(moment).instant(record.zone)
        fold = Fold(history.world, record)
        last = {step.at: step.state for step in fold.steps(at)}
        for instant, state in last.items():
            assert words(state) == words(fold.state(instant)), history
        if last:
            final = last[max(last)]
            assert words(replace(final, as_of=at)) == words(fold.state(at)), history


@any_of(st.data(), histories(), moments(), moments())
def test_what_a_viewer_sees_does_not_change_when_acts_unknown_to_it_say_something_else(
    data: st.DataObject, history: History, known_at: str, as_of: str
) -> None:
    world = history.world
    for viewer in ("public", "GBR", "USA"):
        known = _seen(world, viewer, known_at)
        unknown = {
            f"{home.id}/{name}"
            for home in world.threads.values()
            for name in home.acts
            if home.id not in known.threads or name not in known.threads[home.id].acts
        }
        again = _seen(_saying_something_else(data, world, unknown), viewer, known_at)
        assert again == known, history
        assert shown(again, as_of) == shown(known, as_of), history


def _seen(world: World, viewer: str, known_at: str) -> World:
    moment = parse_moment(known_at)
    return seen_by(world, viewer, lambda zone: moment.end(zone, 0))


def _saying_something_else(data: st.DataObject, world: World, unknown: set[str]) -> World:
    threads = {
        home.id: replace(
            home,
            acts={
                name: _other(data, act) if f"{home.id}/{name}" in unknown else act
                for name, act in home.acts.items()
            },
        )
        for home in world.threads.values()
    }
    return replace(world, threads=threads)


def _other(data: st.DataObject, act: Act) -> Act:
    """An act of the same parties, day and channel that says and does something else."""
    nothing: dict[str, Any] = {
        "summary": "something else",
        "answers": (),
        "replies_to": (),
        "deadline": None,
        "withdraws": (),
        "extends": (),
        "effects": (),
        "contents": "whole",
        "points": tuple(
            point.model_copy(update={"text": "else", "kind": "warning", "restates": None})
            for point in act.points
        ),
    }
    some = data.draw(st.sets(st.sampled_from(sorted(nothing)), min_size=1))
    return act.model_copy(update={name: nothing[name] for name in some})
