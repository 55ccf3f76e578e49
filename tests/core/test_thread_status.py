"""Rules S1, S2 and S4 as stories."""

from __future__ import annotations

import pytest

from ledger.commands import CloseThread, ReopenThread
from ledger.dates import parse_act_date
from ledger.timeline import Fold
from projections.history import timeline_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply

ONE = {"1": "leave"}
ASKED = demand("d", points=ONE)


def says(effect: str) -> Story:
    """A thread in which somebody states an effect and nothing is owed."""
    return given(act("statement", "x", by="USA", when="2023-01-01", effects=[{"effect": effect}]))


def test_a_thread_without_acts_is_open() -> None:
    assert given().now().thread == "open"


def test_awaiting_a_reply_names_who_owes_it() -> None:
    standing = given(demand("d", to="USA GBR", points=ONE)).now().state.standing
    assert standing.status == "awaiting_reply"
    assert standing.why == "a reply is owed by GBR, USA"


def test_a_rejected_point_and_nothing_owed_is_failed() -> None:
    asked = given(ASKED, reply("r", answers={"1": "reject"})).now()
    assert asked.thread == "failed"
    assert [one.act.id for one in asked.state.standing.acts] == ["r"]


def test_a_thread_is_failed_by_a_part_that_one_addressee_rejects() -> None:
    asked = given(
        demand("d", to="USA GBR", points={"6": "all", "6a": {"parent": "6"}}),
        reply("r", answers={"6a": "accept"}),
        reply("q", by="GBR", answers={"6a": "reject"}),
    ).now()
    assert asked.status("6") == "accepted_in_part"
    assert asked.thread == "failed"


@pytest.mark.parametrize("stance", ["accept", "fulfil"])
def test_every_point_accepted_or_fulfilled_is_settled(stance: str) -> None:
    assert given(ASKED, reply("r", answers={"1": stance})).now().thread == "settled"


def test_an_evaded_point_leaves_the_thread_open() -> None:
    assert given(ASKED, reply("r", answers={"1": "evade"})).now().thread == "open"


def test_two_raisers_with_a_point_accepted_each_are_settled_in_principle() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "stay out"}),
        reply("r", answers={"1": "accept", "2": "evade"}, points={"own": {"kind": "request"}}),
        reply("q", by="RUS", to="USA", when="2022-02-01", answers={"own": "accept"}),
    )
    assert story.now().thread == "settled_in_principle"


def test_the_last_act_being_talks_is_in_talks() -> None:
    story = given(
        ASKED,
        reply("r", answers={"1": "evade"}),
        act("talks", "geneva", by="USA RUS", when="2022-02-01", summary="they met"),
    )
    assert story.now().thread == "in_talks"


@pytest.mark.parametrize(
    ("effect", "status"),
    [
        ("settles", "settled"),
        ("settles_in_principle", "settled_in_principle"),
        ("fails", "failed"),
        ("suspends", "suspended"),
        ("breaks_off", "broken_off"),
        ("war", "at_war"),
    ],
)
def test_s2_an_act_may_state_its_effect(effect: str, status: str) -> None:
    assert says(effect).now().thread == status


def test_s2_of_what_acts_state_about_the_outcome_the_latest_holds() -> None:
    later = act("statement", "y", by="RUS", when="2024-01-01", effects=[{"effect": "fails"}])
    assert says("settles").and_(later).now().thread == "failed"


@pytest.mark.parametrize(
    ("begin", "end"),
    [("suspension", "resumption"), ("break", "restoration"), ("war", "peace")],
)
def test_s2_each_interruption_has_its_way_back(begin: str, end: str) -> None:
    story = given(act(begin, "b", by="USA", when="2022-01-01", summary="begins"))
    assert story.now().thread in ("suspended", "broken_off", "at_war")
    ended = act(end, "e", by="USA", when="2023-01-01", summary="ends")
    assert story.and_(ended).now().thread == "open"


def test_s2_the_effect_resumes_ends_all_three() -> None:
    story = given(
        act("war", "w", by="USA", when="2022-01-01", summary="w"),
        act("break", "b", by="USA", when="2022-01-01", summary="b"),
        act("suspension", "s", by="USA", when="2022-01-01", summary="s"),
    )
    assert story.now().thread == "at_war"
    back = act("agreement", "a", by="USA", when="2023-01-01", effects=[{"effect": "resumes"}])
    assert story.and_(back).now().thread == "open"


def test_withdrawing_an_offer_of_talks_suspends() -> None:
    story = given(
        act("offer-talks", "o", by="USA", to="RUS", when="2022-01-01", terms=["reciprocal"]),
        act("withdrawal", "w", by="USA", when="2022-02-01", withdraws_acts=["o"]),
    )
    assert story.as_of("2022-01-15").thread == "open"
    assert story.now().thread == "suspended"


def test_withdrawing_another_act_suspends_nothing() -> None:
    story = given(ASKED, act("withdrawal", "w", by="RUS", when="2022-02-01", withdraws_acts=["d"]))
    assert story.now().thread == "open"
    assert story.now().status("1") == "withdrawn", "with the act go its points"
    assert story.now().owed == []


def test_s2_an_effect_reaches_into_another_thread() -> None:
    story = given(thread="one")
    story = Story(record([opened("two")], story.world), "two")
    broken = act(
        "statement",
        "s",
        by="USA",
        when="2022-01-01",
        effects=[{"effect": "breaks_off", "thread": "one"}],
    )
    story = story.and_(broken)
    assert story.now().thread == "open"
    assert story.about("one").now().thread == "broken_off"


def test_s3_a_thread_is_dormant_when_a_reply_is_owed_and_nothing_happens_for_two_years() -> None:
    story = given(demand("d", when="2022-01-26", points=ONE))
    assert not story.as_of("2024-01-26").state.dormant
    assert story.as_of("2024-01-27").state.dormant
    steps = list(Fold(story.world, story.world.threads["t"]).steps(10**10))
    assert [(step.cause, step.state.dormant) for step in steps] == [
        ("act", False),
        ("clock", True),
    ]
    entries = timeline_view(story.source, "t", lens("2024-06-01")).entries
    assert [change.after for change in entries[1].changes] == ["dormant"]
    woken = story.and_(reply("late", when="2024-05-01", answers={"1": "defer"}))
    texts = [
        change.text
        for change in timeline_view(woken.source, "t", lens("2024-06-01")).entries[2].changes
    ]
    assert "the thread is no longer dormant" in texts
    answered = story.and_(reply("r", when="2024-01-01", answers={"1": "reject"}))
    assert not answered.as_of("2030-01-01").state.dormant


def test_s3_a_thread_whose_last_act_is_at_the_end_of_time_never_falls_dormant() -> None:
    for day in ("9998-01-01", "9999-12-31"):
        story = given(demand("d", when=day, points=ONE))
        assert not story.as_of("9999-12-31").state.dormant


def test_s4_closing_has_its_own_date_and_settles_nothing() -> None:
    story = given(ASKED)
    closed = CloseThread("t", parse_act_date("2022-03-01"), "archived")
    reopened = ReopenThread("t", parse_act_date("2022-05-01"), "new papers")
    story = Story(record([closed, reopened], story.world), "t")
    assert story.as_of("2022-02-28").thread == "awaiting_reply"
    assert story.as_of("2022-03-01").thread == "closed"
    assert story.as_of("2022-03-01").owed == ["USA>RUS:d"]
    assert story.now().thread == "awaiting_reply"
