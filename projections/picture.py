"""The picture of a thread: all that is known of it in its place in time, judged at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.bearing import acts_of
from ledger.placing import HAPPENED, in_time, place, select, standing_at
from ledger.refs import short
from ledger.timeline import Cause, Fold
from projections.history import changes
from projections.lens import WorldSource, thread_at
from projections.text import brief, date_text, instant_text, placed_text, recorded_text
from projections.views.picture import PictureAct, PictureStep, PictureView
from projections.words import act_line, name, without_act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.dates import Instant
    from ledger.placing import Placed, Selection
    from ledger.state import ThreadRecord, World
    from ledger.timeline import Negotiation, Step
    from projections.lens import Lens
    from projections.views.history import Change


class Telling(WorldSource, Protocol):
    """A source of worlds that also tells since when others know of the acts in them."""

    def known_since(self, thread: str, viewer: str, lens: Lens) -> Mapping[str, Instant]:
        """Since when a viewer knows of each act, so far as that is known through a lens."""
        ...


class Placing(NamedTuple):
    """A thread as known, and every act that bears on it, in its place in time."""

    world: World
    record: ThreadRecord
    everywhere: Mapping[str, Placed]
    acts: tuple[Placed, ...]

    def fold(self) -> Fold:
        """The fold of the thread."""
        return Fold(self.world, self.record, self.everywhere)


def placing(source: WorldSource, thread: str, lens: Lens) -> Placing:
    """Everything of a thread that is known through a lens, whenever it happens."""
    world, record = thread_at(source, thread, lens)
    everywhere = place(world)
    return Placing(world, record, everywhere, acts_of(world, everywhere, record))


def picture_view(source: Telling, thread: str, lens: Lens) -> PictureView:
    """Every act that the viewer knows, those ahead of the date included."""
    found = placing(source, thread, lens)
    return picture_of(source, found, found.fold(), lens)


def picture_of(source: Telling, found: Placing, fold: Fold, lens: Lens) -> PictureView:
    """The same of a thread and its fold that are at hand."""
    record = found.record
    thread = record.id
    at = lens.instant(record.zone)
    selection = select(found.acts, at)
    steps = _last_steps(fold, selection, at)
    public = source.known_since(thread, "public", lens)
    known = {} if lens.is_ledger else source.known_since(thread, lens.known_by, lens)
    drawn = _Drawn(found, selection, at, public, known)
    acts = [drawn.act(one) for one in in_time(found.acts)]
    instants = [instant for one in acts for instant in _instants(one)]
    parties, of_thread = tuple(_parties(found.acts)), record.opened.parties
    return PictureView(
        thread=thread,
        zone=record.zone,
        as_of=at,
        parties=parties,
        names={code: found.world.name_of(code) for code in (*parties, *of_thread)},
        acts=tuple(acts),
        earliest=min(instants, default=None),
        latest=max(instants, default=None),
        step=_told(steps, record) if steps else None,
    )


class _Drawn:
    """What every act of one picture is asked of."""

    def __init__(
        self,
        found: Placing,
        selection: Selection,
        at: Instant,
        public: Mapping[str, Instant],
        known: Mapping[str, Instant],
    ) -> None:
        self._found = found
        self._public = public
        self._known = known
        self._at = at
        self._last = selection.happened[-1].at if selection.happened else None

    def act(self, placed: Placed) -> PictureAct:
        """One act."""
        zone = self._found.record.zone
        deadline, public = placed.act.deadline, self._public.get(placed.ref)
        since, position = self._known_since(placed)
        state = standing_at(placed, self._at)
        return PictureAct(
            brief=brief(placed, zone),
            state=state,
            answers=placed.answers,
            deadline=None if deadline is None else deadline.latest,
            deadline_text=None if deadline is None else date_text(deadline, zone),
            public_since=public,
            public_since_text=None if public is None else instant_text(public, zone),
            known_since=since,
            position=position,
            current=state == HAPPENED and placed.latest == self._last,
        )

    def _known_since(self, placed: Placed) -> tuple[str, int | None]:
        if placed.ref in self._known:
            return instant_text(self._known[placed.ref], self._found.record.zone), None
        recording = self._found.world.threads[placed.thread].recordings[placed.act.id]
        return recorded_text(recording.recorded_at), recording.position


def _instants(act: PictureAct) -> Iterator[Instant]:
    found = (act.brief.earliest, act.brief.latest, act.deadline)
    yield from (instant for instant in found if instant is not None)


def _parties(acts: Sequence[Placed]) -> list[str]:
    """Who raised something, then who acts, then who is only addressed; each as they come."""
    ordered = list(in_time(acts))
    raisers = [party for one in ordered if one.act.points for party in one.act.senders]
    senders = [party for one in ordered for party in one.act.senders]
    addressees = [party for one in ordered for party in one.act.addressees]
    return list(dict.fromkeys((*raisers, *senders, *addressees)))


def _last_steps(
    fold: Fold, selection: Selection, at: Instant
) -> list[tuple[Step, tuple[Change, ...]]]:
    """The steps of the last instant at which anything happened by T, each with its changes."""
    if not selection.happened:
        return []
    before: Negotiation | None = None
    told: list[tuple[Step, tuple[Change, ...]]] = []
    for step in fold.steps(at, selection.happened[-1].at - 1):
        changed = () if before is None else tuple(changes(before, step.state))
        before = step.state
        if step.cause is Cause.ACT or changed:
            told.append((step, changed))
    return [one for one in told if one[0].at == told[-1][0].at]


def _told(steps: list[tuple[Step, tuple[Change, ...]]], record: ThreadRecord) -> PictureStep:
    """Several at one instant are told together."""
    last, _ = steps[-1]
    names = [name(short(step.act.ref, record.id)) for step, _ in steps if step.act is not None]
    act = last.act
    return PictureStep(
        at=last.at,
        at_text=instant_text(last.at, record.zone)
        if act is None
        else placed_text(act, record.zone),
        by=last.cause,
        act=None if act is None else act.ref,
        text=", ".join(names)
        if len(names) > 1
        else _step_text(last, tuple(one for _, changed in steps for one in changed), record),
        changes=tuple(one for _, changed in steps for one in changed),
    )


def _step_text(step: Step, changed: tuple[Change, ...], record: ThreadRecord) -> str:
    """What happened in a step, in a few words."""
    if step.act is not None:
        line = act_line(brief(step.act, record.zone))
        return f"{name(short(step.act.ref, record.id))}: {line}"
    return without_act(step.cause, changed)
