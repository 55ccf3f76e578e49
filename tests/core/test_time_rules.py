"""Rules T1 to T7 as stories."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.dates import format_instant, parse_act_date, parse_instant
from ledger.placing import act_time
from ledger.timeline import Fold
from projections.history import timeline_view
from projections.lens import Lens
from projections.owed import owed_view
from tests.core.given import act, demand, given, lens, reply

ONE = {"1": "leave"}


def bounds(**dates: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 -- what a story says
    """Earliest and latest day of an act with these dates."""
    earliest, latest = act_time(act("statement", "s", by="USA", summary="x", **dates))
    return _day(earliest), _day(latest)


def _day(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)[:10]


def test_t1_delivered_counts_before_sent_and_sent_before_dated() -> None:
    assert bounds(dated="1962-10-22", sent="1962-10-23", delivered="1962-10-24")[0] == "1962-10-24"
    assert bounds(dated="1962-10-22", sent="1962-10-23")[0] == "1962-10-23"
    assert bounds(dated="1962-10-22", received="1962-10-25")[0] == "1962-10-22"
    assert bounds(received="1962-10-25") == (None, None)


def test_t1_conflicting_claims_span() -> None:
    assert bounds(delivered=["1962-10-22", "1962-10-24"]) == ("1962-10-22", "1962-10-24")


def test_t1_a_conflict_with_an_open_side_stays_open_there() -> None:
    assert bounds(delivered=["1962-10-22", "1962-10-24/.."]) == ("1962-10-22", None)


def test_t1_a_preferred_claim_replaces_the_span() -> None:
    claims = [
        {"role": "delivered", "date": parse_act_date("1962-10-22")},
        {
            "role": "delivered",
            "date": parse_act_date("1962-10-24"),
            "preferred": True,
            "reason": "the log book",
        },
    ]
    assert bounds(dates=claims) == ("1962-10-24", "1962-10-24")


def test_t2_an_undated_reply_is_no_earlier_than_what_it_answers() -> None:
    story = given(
        demand("d", points=ONE), reply("r", when="../2022-12-31", answers={"1": "reject"})
    )
    placed = story.now().state.selection.happened[1]
    assert _day(placed.earliest) == "2021-12-15"
    assert placed.stated[0] is None


def test_t2_an_undated_note_that_was_answered_is_no_later_than_its_answer() -> None:
    story = given(
        act("demand", "d", by="RUS", to="USA", points=ONE),
        reply("r", answers={"1": "reject"}),
        reply("s", by="RUS", to="USA", when="2022-01-20/2022-02-10", replies_to=["r"]),
    )
    asked = story.as_of("2022-01-26")
    assert asked.happened == ["d", "r"]
    assert asked.status("1") == "rejected"


def test_t3_a_bare_day_means_its_end_in_the_thread_s_zone() -> None:
    moscow = given(
        demand("d", when="2021-12-15T23:30 Europe/Moscow", points=ONE), zone="Europe/Moscow"
    )
    assert moscow.as_of("2021-12-15").happened == ["d"]
    assert moscow.as_of("2021-12-14").happened == []


def test_t3_what_may_have_happened_is_listed_and_changes_nothing() -> None:
    story = given(
        demand("d", points=ONE),
        reply("r", when="2022-01", answers={"1": "reject"}),
        act("statement", "maybe", by="USA", when="../2022-06", summary="x"),
        act("statement", "no-end", by="USA", when="2022-01-05/..", summary="y"),
        act("statement", "undated", by="USA", summary="z"),
    )
    asked = story.as_of("2022-01-10")
    assert asked.happened == ["d"]
    assert asked.possible == ["maybe", "r", "no-end"]
    assert asked.undated == ["undated"]
    assert asked.status("1") == "outstanding"
    assert story.as_of("2021-12-31").possible == ["maybe"], (
        "what certainly lies ahead is not listed"
    )


def test_t4_the_order_of_replay_is_time_links_sequence_id() -> None:
    story = given(
        act("statement", "b", by="USA", when="2022-01-01", summary="unnumbered"),
        act("statement", "a", by="USA", when="2022-01-01", summary="also unnumbered"),
        act("statement", "z", by="USA", when="2022-01-01", sequence=1, summary="first"),
        act("statement", "m", by="USA", when="2022-01-01", sequence=2, summary="second"),
        demand("y", when="2022-01-01", points=ONE),
        reply("c", when="2022-01-01", answers={"1": "reject"}, sequence=0),
        act("statement", "noon", by="USA", when="2022-01-01T12:00", summary="with a clock time"),
    )
    assert story.now().happened == ["noon", "z", "m", "a", "b", "y", "c"]


def test_t4_an_act_that_answers_two_of_its_instant_follows_both() -> None:
    story = given(
        demand("z", when="2022-01-01", points=ONE),
        demand("y", when="2022-01-01", points={"2": "stay"}),
        reply("a", when="2022-01-01", answers={"1": "reject", "2": "reject"}),
        reply("b", when="2022-01-01", by="RUS", to="USA", replies_to=["a", "z"], summary="x"),
        reply("c", when="2022-01-01", replies_to=["b", "a"], summary="y"),
    )
    assert story.now().happened == ["y", "z", "a", "b", "c"]


def test_t7_an_extension_to_a_day_gone_by_lapses_at_once() -> None:
    story = given(
        demand("d", points=ONE),
        demand("e", when="2022-01-05", deadline="2022-06-01", points={"2": "x"}),
        act(
            "notification",
            "shorter",
            by="RUS",
            when="2022-01",
            deadline="2022-01-10",
            extends=["e"],
        ),
    )
    fold = Fold(story.world, story.world.threads["t"])
    steps = list(fold.steps(parse_instant("2022-03-01T00:00:00Z")))
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert [step.state.points["t/2"].status for step in steps[1:]] == ["outstanding", "lapsed"]


def test_t7_a_deadline_that_changes_nothing_is_no_entry_of_the_timeline() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points=ONE),
        reply("r", when="2022-01-05", answers={"1": "reject"}),
    )
    entries = timeline_view(story.source, "t", Lens(now=lens().now)).entries
    assert [one.by for one in entries] == ["act", "act"]


def test_t4_a_julian_dated_note_replays_before_the_gregorian_answer_of_the_same_day() -> None:
    story = given(
        act(
            "request",
            "zz-note",
            by="RUS",
            to="DEU",
            when="1914-07-16 julian",
            points=ONE,
        ),
        reply("aa-answer", by="DEU", to="RUS", when="1914-07-29", answers={"1": "evade"}),
    )
    assert story.as_of("1914-07-28").happened == []
    assert story.as_of("1914-07-29").happened == ["zz-note", "aa-answer"]


def test_t5_days_are_those_of_the_thread_s_zone() -> None:
    story = given(demand("d", zone="Europe/Moscow", points=ONE), zone="Europe/Moscow")
    (one,) = owed_view(story.source, lens("2022-01-25")).owed
    assert one.days == 41


def test_t6_back_dating_is_normal_and_judged_at_the_act_s_own_time() -> None:
    story = given(demand("d", points=ONE), reply("r", answers={"1": "accept"}))
    earlier = story.and_(reply("no", when="2022-01-01", answers={"1": "reject"}))
    assert earlier.as_of("2022-01-10").status("1") == "rejected"
    assert earlier.now().status("1") == "accepted"


def test_t7_the_timeline_contains_the_instants_of_the_clock() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points=ONE),
        reply("late", when="2022-01-20", answers={"1": "reject"}),
    )
    fold = Fold(story.world, story.world.threads["t"])
    steps = list(fold.steps(parse_instant("2022-12-31T00:00:00Z")))
    assert [step.act.act.id if step.act else "clock" for step in steps] == ["d", "clock", "late"]
    assert [step.state.points["t/1"].status for step in steps] == [
        "outstanding",
        "lapsed",
        "rejected",
    ]


@pytest.mark.parametrize("until", ["2022-01-09", "2022-01-15", "2022-06-01"])
def test_the_last_step_of_a_replay_is_the_state_as_of_then(until: str) -> None:
    story = given(
        demand("d", deadline="2022-01-10", points=ONE),
        reply("late", when="2022-01-20", answers={"1": "reject"}),
    )
    asked = story.as_of(until).state
    last = list(Fold(story.world, story.world.threads["t"]).steps(asked.as_of))[-1].state
    assert {ref: point.status for ref, point in last.points.items()} == {
        ref: point.status for ref, point in asked.points.items()
    }
    assert last.standing == asked.standing
