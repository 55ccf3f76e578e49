"""The history of a point against a fold from scratch, for any history, date and viewer."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, settings
from hypothesis import given as any_of
from hypothesis import strategies as st

from ledger.dates import format_instant
from ledger.errors import InputError
from ledger.moments import Moment, parse_moment
from ledger.refs import short
from ledger.seen import seen_by
from ledger.timeline import Fold
from ledger.vocabulary import Line
from projections.point_history import history_view
from projections.reader import Reader
from tests.core.given import lens
from tests.projections.logged import EventsLog
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from ledger.points import PointState, Standing
    from ledger.state import World
    from projections.lens import Lens
    from projections.views.point_history import HistoryView, Learned, PastStatus

EXAMPLES = {"nightly": 10_000, "long": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 100)
VIEWERS = ("ledger", "public", "GBR", "USA")
Said = tuple[object, ...]


def seen(log: EventsLog, through: Lens) -> World:
    """What the viewer of a lens knew, by a fold from scratch."""
    if through.is_ledger:
        return log.world(None, known_at=through.position)
    return seen_by(log.world(None), through.known_by, through.knowledge)


def folded(point: PointState, home: str) -> dict[tuple[str | None, bool], Said]:
    """The words of a point as a fold has them: of each party, in the open beside it, of all."""
    words: dict[tuple[str | None, bool], Said] = {}
    for one in point.parties:
        words[one.party, True] = (*_word(one.word, home), one.confidential)
        if one.confidential and Line.OPEN in one.lines:
            words[one.party, False] = (*_word(one.lines[Line.OPEN], home)[:-1], "P2", False)
    if len(point.parties) != 1:
        words[None, True] = (*_word(point.overall, home), False)
    return words


def _word(word: Standing, home: str) -> Said:
    by_act = None if word.act is None else short(word.act.ref, home)
    return (word.status.value, word.since, by_act, word.by, word.rule)


def at(view: HistoryView, instant: int) -> dict[tuple[str | None, bool], Said]:
    """The words that a history has for an instant."""
    words: dict[tuple[str | None, bool], Said] = {}
    for one in view.statuses:
        if one.when_from <= instant and (one.when_until is None or instant < one.when_until):
            assert (one.party, one.counts) not in words
            confidential = one.line == "confidential"
            said = (one.status, one.since, one.act, one.by, one.rule, confidential)
            words[one.party, one.counts] = said
    return words


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(st.data(), histories(), moments(), moments(), moments())
def test_at_any_instant_a_history_says_what_a_fold_says(
    data: st.DataObject, history: History, as_of: str, known_at: str, earlier: str
) -> None:
    log = EventsLog(history.events)
    viewer = data.draw(st.sampled_from(VIEWERS))
    known: int | Moment = parse_moment(known_at)
    if viewer == "ledger":
        known = data.draw(st.sampled_from(log.ends()))
    through = replace(lens(as_of), known_at=known, known_by=viewer)
    world = seen(log, through)
    raised = {
        ref: (Fold(world, record), record)
        for record in world.threads.values()
        for ref in Fold(world, record).state(through.instant(record.zone)).points
    }
    assume(raised)
    ref = data.draw(st.sampled_from(sorted(raised)))
    fold, record = raised[ref]
    until = through.instant(record.zone)
    with Reader(log) as reader:
        view = history_view(reader, ref, through)
    for instant in {until, min(until, lens(earlier).instant(record.zone))}:
        point = fold.state(instant).points.get(ref)
        assert at(view, instant) == (folded(point, record.id) if point else {}), history


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(st.data(), histories(), moments(), st.sampled_from(["ledger", "public", "USA"]))
def test_a_status_was_believed_since_it_is_said_to_be_known_and_not_just_before(
    data: st.DataObject, history: History, as_of: str, viewer: str
) -> None:
    log = EventsLog(history.events)
    through = replace(lens(as_of), known_by=viewer)
    with Reader(log) as reader:
        world = log.world(None)
        refs = [f"{name}/{each}" for name, one in world.threads.items() for each in one.owners]
        assume(refs)
        ref = data.draw(st.sampled_from(refs))

        def believed(known: int | Moment) -> list[Said]:
            asked = replace(through, known_at=known)
            return [_beginning(one) for one in _statuses(reader, ref, asked)]

        for one in _statuses(reader, ref, through, once_believed=True):
            for learned in filter(None, (one.known_from, one.known_until)):
                before, known = _around(learned, log)
                begins = learned is one.known_from
                assert (_beginning(one) in believed(known)) is begins, history
                assert (_beginning(one) in believed(before)) is not begins, history


def _statuses(
    reader: Reader, ref: str, through: Lens, *, once_believed: bool = False
) -> list[PastStatus]:
    try:
        view = history_view(reader, ref, through, once_believed=once_believed)
    except InputError:
        return []
    return [*view.statuses, *view.once_believed]


def _around(learned: Learned, log: EventsLog) -> tuple[int | Moment, int | Moment]:
    """The last knowledge before something was learned, and the first after."""
    if learned.at is not None:
        return Moment(format_instant(learned.at - 1)), Moment(format_instant(learned.at))
    position = learned.position or 0
    return max((end for end in log.ends() if end < position), default=0), position


def _beginning(one: PastStatus) -> Said:
    return (one.party, one.line, one.counts, one.status, one.when_from, one.since, one.act, one.by)
