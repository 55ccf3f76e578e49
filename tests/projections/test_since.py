"""What is new since a date: what happened, what became of it, and what was learned of before."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.commands import Command, OpenThread, RecordAct, RecordNotice
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.moments import parse_moment
from ledger.notices import ActCorrected, ContentDisclosed, FieldChange
from ledger.obligations import Owed
from ledger.seen import seen_by
from ledger.timeline import Fold
from ledger.vocabulary import MarkingLevel
from projections.reader import Reader
from projections.since import since_view
from projections.tables import rows, tables_of
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.projections.logged import EventsLog, told
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.timeline import Negotiation
    from projections.views.since import SinceView

EXAMPLES = {"nightly": 10_000, "long": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 100)
ALL_RECORDED = 10**6
"""A position after all: nothing was recorded since."""


def since(
    story: Story,
    date: str,
    moment: str = "2026-01-01",
    limit: int = 50,
    recorded: int = ALL_RECORDED,
) -> SinceView:
    return since_view(story.source, lens(moment), parse_moment(date), limit, recorded=recorded)


def acts(view: SinceView) -> list[str]:
    return [one.ref for one in view.acts]


def replies(view: SinceView) -> list[tuple[str, str, str]]:
    return [(one.what, one.act, one.at_text) for one in view.replies]


STORY = given(
    demand("d", deadline="2022-01-31", points={"1": "x", "2": "y"}),
    demand("e", when="2022-01-20", points={"3": "x"}),
    reply("r", replies_to=("e",), answers={"3": "reject"}),
    act("statement", "maybe", by="USA", when="2022-01-15/2022-06", summary="x"),
)


def test_acts_after_the_end_of_a_day_are_new_the_newest_first() -> None:
    assert acts(since(STORY, "2021-12-14")) == ["t/maybe", "t/r", "t/e", "t/d"]
    assert acts(since(STORY, "2021-12-15")) == ["t/maybe", "t/r", "t/e"]
    assert acts(since(STORY, "2022-01-26")) == ["t/maybe"]


def test_nothing_after_the_date_of_the_lens_is_new_and_what_may_be_is_told_apart() -> None:
    view = since(STORY, "2022-01-01", "2022-01-21")

    assert acts(view) == ["t/e"]
    assert [one.ref for one in view.possible] == ["t/maybe"]
    assert acts(since(STORY, "2022-02-01", "2022-01-21")) == []


def test_days_back_are_counted_from_the_date_of_the_lens() -> None:
    assert acts(since(STORY, "-6d", "2022-01-26")) == ["t/r"]
    assert acts(since(STORY, "-7d", "2022-01-26")) == ["t/r", "t/e"]


def test_long_lists_are_cut_and_say_how_much_there_is() -> None:
    view = since(STORY, "2021-01-01", limit=1)

    assert (acts(view), view.acts_in_all) == (["t/maybe"], 4)
    assert (len(view.replies), view.replies_in_all) == (1, 3)
    assert (len(view.threads), view.threads_in_all) == (1, 1)
    assert since(STORY, "2021-01-01", limit=0).acts == ()


def test_of_one_instant_an_answer_is_newer_than_what_it_answers_and_then_the_id_decides() -> None:
    story = given(
        demand("z", when="2022-01-20", points={"1": "x"}),
        reply("a", when="2022-01-20", answers={"1": "reject"}),
        act("statement", "m", by="USA", when="2022-01-20", sequence=1, summary="x"),
    )

    assert acts(since(story, "2022-01-01")) == ["t/a", "t/z", "t/m"]


def test_replies_asked_for_settled_and_overdue_are_told_with_their_day() -> None:
    assert replies(since(STORY, "2022-01-19", "2022-02-15")) == [
        ("overdue", "d", "2022-01-31"),
        ("settled", "e", "2022-01-26"),
    ]
    assert replies(since(STORY, "2022-01-19", "2022-01-22")) == [("owed", "e", "2022-01-20")]
    assert replies(since(STORY, "2022-01-31", "2022-02-15")) == [("overdue", "d", "2022-01-31")]
    assert replies(since(STORY, "2022-02-01", "2022-02-15")) == []
    settled = since(STORY, "2022-01-20", "2022-01-30").replies[0]
    assert (settled.debtor, settled.creditors, settled.by) == ("USA", ("RUS",), "r")


def test_one_reply_may_be_asked_for_and_overdue_since() -> None:
    assert replies(since(STORY, "2021-12-01", "2022-02-15"))[::2] == [
        ("overdue", "d", "2022-01-31"),
        ("owed", "d", "2021-12-15"),
    ]


def test_a_reply_that_is_no_longer_owed_has_ended() -> None:
    story = STORY.and_(act("withdrawal", "w", by="RUS", when="2022-02-10", withdraws=("1", "2")))

    assert replies(since(story, "2022-02-01")) == [("ended", "d", "2022-02-10")]


def test_threads_whose_status_began_since_are_told() -> None:
    view = since(STORY, "2021-12-01", "2022-01-10")

    (thread,) = view.threads
    assert (thread.thread, thread.title, thread.since_text) == ("t", "Thread t", "2021-12-15")
    assert (thread.status.status, thread.status.awaiting) == ("awaiting_reply", ("USA",))
    assert since(STORY, "2022-01-01", "2022-01-10").threads == ()
    table = tables_of(view).tables[1]
    assert table.rows[0][:4] == ("t", "Thread t", "awaiting_reply", "2021-12-15T23:59:59Z")
    assert rows(view)[0]["ref"] == "t/d"


def learned(view: SinceView) -> list[tuple[str, bool, str]]:
    return [(one.act.ref, one.is_new, one.known_from) for one in view.learned]


def corrected(act_id: str, summary: str) -> RecordNotice:
    change = FieldChange(field="summary", old=None, new=summary)
    notice = ActCorrected(id=f"slip-{act_id}", act=act_id, reason="a slip", changes=(change,))
    return RecordNotice("t", notice)


def test_what_the_ledger_recorded_since_is_learned_though_it_happened_before() -> None:
    commands: list[Command] = [
        opened(),
        RecordAct("t", demand("d", points={"1": "x"})),
        RecordAct("t", demand("later", when="2024-01-01", points={"2": "x"})),
        RecordAct("t", reply("r", answers={"1": "reject"})),
        corrected("d", "A draft treaty"),
    ]
    with Reader(told(commands)) as reader:
        view = since_view(reader, lens(), parse_moment("2023-01-01"), recorded=3)
        by_the_clock = reader.since(lens(), since="1970-01-01T00:00:04Z", limit=1)
        unlearned = since_view(reader, lens(), parse_moment("2023-01-01"), recorded=5)
    assert learned(view) == [("t/d", False, "#5"), ("t/r", True, "#4")]
    assert tables_of(view).tables[3].rows[1][:3] == ("#4", True, "t/r")
    assert acts(view) == ["t/later"]
    assert by_the_clock.learned == ()
    assert by_the_clock.acts_in_all == 3
    assert learned(unlearned) == []


def leaked() -> list[Command]:
    """A reply that the public hears of when it is announced, and reads when it leaks."""
    return [
        OpenThread(ThreadOpened(thread="t", title="T", zone="Europe/Madrid")),
        RecordAct("t", demand("d", published="2021-12-17", points={"1": "x"})),
        RecordAct(
            "t",
            reply(
                "r",
                answers={"1": "reject"},
                disclosures=[_disclosed("existence", "announced", "2022-01-26")],
            ),
        ),
        RecordNotice(
            "t",
            ContentDisclosed.model_validate(
                {
                    "id": "leak",
                    "act": "r",
                    "reason": "a newspaper prints it",
                    "disclosures": [_disclosed("text", "leaked", "2022-02-02")],
                }
            ),
        ),
    ]


def _disclosed(part: str, how: str, day: str) -> dict[str, object]:
    return {"part": part, "how": how, "when": parse_act_date(day, zone="Europe/Madrid")}


def test_what_leaked_since_is_learned_of_an_act_that_happened_before() -> None:
    with Reader(told(leaked())) as reader:
        public = replace(lens(), known_by="public")
        view = reader.since(public, since="2022-01-30")
        before = reader.since(
            replace(public, known_at=parse_moment("2022-02-01")), since="2022-01-30"
        )
        announced = reader.since(public, since="2022-01-20")
    assert learned(view) == [("t/r", False, "2022-02-02")]
    assert learned(before) == []
    assert acts(announced) == ["t/r"]
    assert learned(announced) == []


def test_a_day_is_over_at_other_times_in_other_zones() -> None:
    zones = {"t": "Pacific/Honolulu", "u": "Asia/Tokyo", "v": "Asia/Tokyo"}
    commands: list[Command] = [
        OpenThread(ThreadOpened(thread=name, title=name, zone=zone)) for name, zone in zones.items()
    ]
    commands += [
        RecordAct(name, demand("d", when="2022-01-11T05:00Z", points={"1": "x"})) for name in zones
    ]
    story = Story(record(commands), "t")

    view = since(story, "2022-01-10")
    assert acts(view) == ["v/d", "u/d"]
    assert [one.thread for one in view.threads] == ["u", "v"]
    assert [one.thread for one in view.replies] == ["u", "v"]
    assert acts(since(story, "2022-01-09")) == ["v/d", "u/d", "t/d"]
    assert acts(since(story, "2022-01-10", "2022-01-11")) == ["v/d", "u/d"]


def test_with_a_clearance_nothing_above_it_is_new_and_positions_count_what_is_below() -> None:
    commands: list[Command] = [
        opened(),
        RecordAct("t", demand("s", marking={"level": "secret"}, points={"1": "x"})),
        RecordAct("t", demand("d", points={"2": "x"})),
    ]
    with Reader(told(commands)) as reader:
        through = replace(lens(), clearance=MarkingLevel.RESTRICTED)
        before_all = reader.since(replace(through, as_of=None), since="1970-01-01T00:00:01Z")
        positions = [reader.position_at(at, through) for at in (0, 1, 2, 3)]
        view = since_view(reader, through, parse_moment("2023-01-01"), recorded=0)
    assert acts(before_all) == ["t/d"]
    assert positions == [0, 1, 1, 2]
    assert learned(view) == [("t/d", True, "#2")]


def test_a_date_that_is_none_is_refused_by_its_name() -> None:
    with Reader(told(leaked())) as reader, pytest.raises(InputError) as caught:
        reader.since(since="long ago")
    assert caught.value.where == "--since"


def became(state: Negotiation, end: int) -> Iterator[tuple[str, ...]]:
    """What became of the replies of a thread after an instant."""
    for one in state.obligations:
        what = (state.record.id, one.act.act.id, one.debtor)
        due = state.points[one.points[0]].deadline
        if one.state is Owed.OWED and one.since > end:
            yield ("owed", *what)
        if one.state is Owed.OWED and due is not None and end <= due < state.as_of:
            yield ("overdue", *what)
        if one.settled_at is not None and one.settled_at > end:
            yield (one.state.value, *what)


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(st.sampled_from(["ledger", "public", "USA"]), histories(), moments(), moments())
def test_what_is_new_is_what_a_fold_tells_now_and_did_not_tell_then(
    viewer: str, history: History, as_of: str, date: str
) -> None:
    log = EventsLog(history.events)
    through = replace(lens(as_of), known_by=viewer)
    world = log.world(None)
    known = before = world
    if viewer != "ledger":
        then = replace(through, known_at=parse_moment(date))
        known = seen_by(world, viewer, through.knowledge)
        before = seen_by(world, viewer, then.knowledge)
    with Reader(log) as reader:
        recorded = ALL_RECORDED if viewer == "ledger" else None
        view = since_view(reader, through, parse_moment(date), 1_000, recorded=recorded)
    happened: set[str] = set()
    earlier: set[str] = set()
    threads: set[str] = set()
    changes: set[tuple[str, ...]] = set()
    for record_ in known.threads.values():
        at = through.instant(record_.zone)
        end = parse_moment(date).end(record_.zone, at)
        state = Fold(known, record_).state(at)
        for placed in state.selection.happened:
            if placed.thread == record_.id:
                (happened if placed.at > end else earlier).add(placed.ref)
        if state.standing.since is not None and state.standing.since > end:
            threads.add(record_.id)
        changes |= set(became(state, end))
    assert set(acts(view)) == happened, history
    assert {one.thread for one in view.threads} == threads, history
    shown = {(one.what, one.thread, one.act.rpartition("/")[2], one.debtor) for one in view.replies}
    assert shown == changes, history
    new = {ref for ref, is_new, _ in learned(view) if is_new}
    told_then = {f"{one.id}/{name}" for one in before.threads.values() for name in one.acts}
    assert new == earlier - told_then, history
