"""What the read model says is what a fold from scratch says, for any history, date and viewer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.moments import parse_moment
from ledger.obligations import Owed
from ledger.refs import name_of, short
from ledger.seen import seen_by
from ledger.timeline import Fold
from projections.lens import Lens
from projections.read_model.model import ReadModel
from projections.read_model.tables import LAYERED
from tests.core.given import lens
from tests.projections.logged import EventsLog
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.points import Standing
    from ledger.state import World
    from ledger.timeline import Negotiation
    from projections.read_model.snapshot import Snapshot

EXAMPLES = {"nightly": 10_000, "long": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 100)
MOST = 25
"""Transactions of a history, about."""
VIEWERS = ("ledger", "public", "GBR", "USA")

Said = dict[str, Any]


def folded(world: World, lens: Lens) -> Said:
    """Every thread's status, points and replies by a fold of its own."""
    return {
        record.id: _words(Fold(world, record).state(lens.instant(record.zone)))
        for record in world.threads.values()
    }


def _words(state: Negotiation) -> Said:
    home = state.record.id
    standing = state.standing
    happened = state.selection.happened
    return {
        "status": (standing.status, standing.since, standing.why, state.dormant),
        "acts": (len(happened), happened[-1].at if happened else None),
        "points": {
            name_of(ref): (
                _word(point.overall, home),
                point.live,
                point.deadline,
                {one.party: (_word(one.word, home), one.confidential) for one in point.parties},
            )
            for ref, point in state.points.items()
        },
        "replies": sorted(
            (
                short(one.act.ref, home),
                one.debtor,
                list(one.creditors),
                one.state.value,
                one.since,
                one.settled_at or 0,
                one.claimed is not None,
                [name_of(ref) for ref in state.loose_ends[one.key]],
            )
            for one in state.obligations
        ),
    }


def _word(word: Standing, home: str) -> tuple[object, ...]:
    return (
        word.status,
        word.since,
        None if word.act is None else short(word.act.ref, home),
        list(word.by),
        word.rule,
    )


def read(model: ReadModel, lens: Lens) -> Said:
    """The same from the rows."""
    with model.snapshot(lens) as snapshot:
        said: Said = {
            thread.slug: {
                "status": (cell.status, cell.since, cell.why, cell.dormant),
                "acts": (cell.happened, cell.last_at),
                "points": {},
                "replies": [],
            }
            for thread, cell in snapshot.statuses()
        }
        assert sorted(snapshot.words(), key=repr) == sorted(_short_words(snapshot), key=repr)
        assert sorted(snapshot.owed_words(), key=repr) == sorted(_short_owed(snapshot), key=repr)
        for thread, point in snapshot.points():
            said[thread.slug]["points"][point.label] = (
                tuple(point[1:6]),
                point.live,
                point.deadline,
                {one.party: (tuple(one[1:6]), one.confidential) for one in point.parties},
            )
        for owed in (True, False):
            for thread, reply in snapshot.replies(owed=owed):
                assert (reply.state == Owed.OWED) is owed
                said[thread.slug]["replies"].append(
                    (
                        reply.act,
                        reply.debtor,
                        reply.creditors,
                        reply.state,
                        reply.since,
                        reply.settled_at or 0,
                        reply.claimed_by is not None,
                        reply.loose_ends,
                    )
                )
        for one in said.values():
            one["replies"].sort()
    return said


def _short_words(snapshot: Snapshot) -> Iterator[tuple[object, ...]]:
    for thread, point in snapshot.points():
        for one in point.parties:
            yield (thread.slug, point.label, one.party, one.status, one.since, one.act)
        if not point.parties:
            yield (thread.slug, point.label, None, point.status, point.since, point.act)


def _short_owed(snapshot: Snapshot) -> Iterator[tuple[object, ...]]:
    for thread, one in snapshot.replies(owed=True):
        creditors = ",".join(one.creditors)
        yield (thread.slug, one.act, one.debtor, creditors, one.since, one.due)


def rows(model: ReadModel) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the layers in use, without the numbers that say only when it was written."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in LAYERED:
        cursor = model.connection.execute(
            f"SELECT slug, viewer, {table}.* FROM {table} JOIN read_layer USING (layer)"  # noqa: S608
            " JOIN read_thread USING (thread) WHERE stage = 'current'"
        )
        names = [column[0] for column in cursor.description]
        own = table.removeprefix("read_")
        kept = [i for i, name in enumerate(names) if name not in ("layer", "thread", own)]
        found[table] = sorted((tuple(row[i] for i in kept) for row in cursor), key=repr)
    found["texts"] = sorted(
        model.connection.execute(
            "SELECT slug, viewer, name, known_from, summary, points, text, persons, sources"
            " FROM read_text JOIN read_act ON read_act.act = read_text.rowid"
            " JOIN read_layer USING (layer) JOIN read_thread USING (thread)"
            " WHERE stage = 'current'"
        )
    )
    return found


def _catch_up(model: ReadModel) -> None:
    for viewer in VIEWERS:
        model.catch_up(viewer)


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(histories(), moments(), moments(), st.integers(0, MOST))
def test_at_any_date_and_any_knowledge_the_rows_say_what_a_fold_says(
    history: History, as_of: str, known_at: str, transactions: int
) -> None:
    log = EventsLog(history.events)
    asked = lens(as_of)
    position = [0, *log.ends()][transactions % (len(log) + 1)]
    with ReadModel(log, None) as model:
        for viewer in VIEWERS:
            if viewer == "ledger":
                through = Lens(asked.now, asked.as_of, position)
                world = log.world(None, known_at=position)
            else:
                through = Lens(asked.now, asked.as_of, parse_moment(known_at), viewer)
                world = seen_by(log.world(None), viewer, through.knowledge)
            assert read(model, through) == folded(world, through), (viewer, history)


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(histories(), st.sets(st.integers(1, MOST), max_size=5))
def test_rows_kept_up_bit_by_bit_are_those_of_a_rebuild(history: History, stops: set[int]) -> None:
    log = EventsLog(history.events)
    with ReadModel(log, None) as kept, ReadModel(log, None) as built:
        for upto in sorted(stops):
            log.upto = min(upto, len(log))
            _catch_up(kept)
        log.upto = len(log)
        _catch_up(kept)
        _catch_up(built)
        assert rows(kept) == rows(built), history
