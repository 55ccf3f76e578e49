"""Rules O1, O2, O3 and O6 as stories."""

from __future__ import annotations

import pytest

from tests.core.given import act, demand, given, reply

ONE = {"1": "leave"}
TWO = {"1": "leave", "2": "stay out"}


def test_o1_an_act_that_asks_opens_a_reply_owed_by_each_addressee() -> None:
    asked = given(demand("d", to="USA GBR", points=TWO)).now()
    assert asked.owed == ["USA>RUS:d", "GBR>RUS:d"]
    assert asked.state.owed[0].points == ("t/1", "t/2")
    assert asked.state.owed[0].rule == "O1"


def test_o1_a_warning_and_an_undertaking_ask_nothing() -> None:
    story = given(
        act("warning", "w", by="RUS", to="USA", when="2022-01-01", points={"1": "or else"}),
        act("assurance", "a", by="RUS", to="USA", when="2022-01-01", points={"2": "will not"}),
    )
    assert story.now().owed == []


@pytest.mark.parametrize("stance", ["reject", "accept", "counter", "evade", "undisclosed"])
def test_o2_a_reply_settles_the_whole_although_it_answers_one_point(stance: str) -> None:
    asked = given(demand("d", points=TWO), reply("r", answers={"1": stance})).now()
    assert asked.owed == []
    (one,) = asked.state.obligations
    assert (one.state, one.rule, one.settled_at) == ("settled", "O2", one.by and one.by.at)


@pytest.mark.parametrize("stance", ["defer", "acknowledge"])
def test_o2_a_reply_that_only_defers_settles_nothing(stance: str) -> None:
    story = given(demand("d", points=TWO), reply("r", answers={"1": stance}))
    assert story.now().owed == ["USA>RUS:d"]


def test_o2_a_reply_with_no_answer_among_the_points_settles() -> None:
    assert given(demand("d", points=ONE), reply("r", replies_to=["d"])).now().owed == []


def test_o2_a_reply_to_nobody_in_particular_settles() -> None:
    assert (
        given(demand("d", points=TWO), reply("r", to="", answers={"1": "evade"})).now().owed == []
    )


def test_o2_a_reply_to_somebody_else_settles_only_when_every_point_is_answered() -> None:
    story = given(demand("d", points=TWO), reply("r", to="FRA", answers={"1": "reject"}))
    assert story.now().owed == ["USA>RUS:d"]
    assert story.and_(reply("s", to="FRA", answers={"2": "reject"})).now().owed == []


def test_o2_talks_and_receipts_settle_nothing() -> None:
    story = given(
        demand("d", points=TWO),
        act("talks", "t1", by="RUS USA", when="2022-01-10", replies_to=["d"]),
        act("acknowledge", "k", by="USA", to="RUS", when="2022-01-11", replies_to=["d"]),
    )
    assert story.now().owed == ["USA>RUS:d"]


def test_o2_operative_answers_to_every_point_settle_also_orally_and_in_talks() -> None:
    story = given(
        demand("d", points=TWO),
        act("statement", "s", by="USA", when="2022-01-10", medium="oral", answers={"1": "reject"}),
    )
    assert story.now().owed == ["USA>RUS:d"]
    talks = act(
        "talks",
        "t1",
        by="RUS USA",
        when="2022-01-11",
        answers={"2": {"stance": "accept", "by": ["USA"]}},
    )
    assert story.and_(talks).now().owed == []


def test_o2_every_part_answered_answers_the_parent() -> None:
    story = given(
        demand("d", points={"6": "all", "6a": {"parent": "6"}, "6b": {"parent": "6"}}),
        act("statement", "s", by="USA", when="2022-01-10", answers={"6a": "reject"}),
    )
    assert story.now().owed == ["USA>RUS:d"]
    rest = act("statement", "s2", by="USA", when="2022-01-11", answers={"6b": "reject"})
    assert story.and_(rest).now().owed == []


def test_o2_a_reply_of_another_party_settles_nothing_for_the_debtor() -> None:
    story = given(demand("d", points=ONE), reply("r", by="GBR", answers={"1": "reject"}))
    assert story.now().owed == ["USA>RUS:d"]


def test_o2_a_statement_that_replies_to_the_act_is_a_reply() -> None:
    story = given(
        demand("d", points=TWO),
        act("statement", "s", by="USA", when="2022-01-10", replies_to=["d"], summary="No."),
    )
    assert story.now().owed == []


def test_o3_a_returned_paper_settles_its_points_rejected() -> None:
    asked = given(
        demand("d", points=ONE),
        act("return", "back", by="USA", to="RUS", when="2022-01-10", replies_to=["d"]),
    ).now()
    assert asked.status("1") == "rejected"
    (one,) = asked.state.obligations
    assert (one.state, one.rule) == ("settled", "O3")


def test_o3_withdrawing_all_points_ends_it() -> None:
    story = given(
        demand("d", points=TWO),
        act("withdrawal", "w", by="RUS", when="2022-01-10", withdraws=["1"]),
    )
    assert story.now().owed == ["USA>RUS:d"]
    ended = story.and_(act("withdrawal", "w2", by="RUS", when="2022-01-11", withdraws=["2"])).now()
    assert [one.state for one in ended.state.obligations] == ["ended"]


def test_o2_withdrawing_the_rest_settles_what_was_answered() -> None:
    story = given(
        demand("d", points=TWO),
        act("statement", "s", by="USA", when="2022-01-10", answers={"1": "accept"}),
        act("withdrawal", "w", by="RUS", when="2022-01-11", withdraws=["2"]),
    )
    assert story.as_of("2022-01-10").owed == ["USA>RUS:d"]
    (one,) = story.now().state.obligations
    assert (one.state, one.rule, one.by and one.by.act.id) == ("settled", "O2", "w")


def test_o5_another_act_of_the_debtor_is_no_answer_of_its_own() -> None:
    story = given(
        demand("d", to="GBR FRA", own_answers=True, points=ONE),
        reply("r", by="GBR", on_behalf_of=["FRA"], answers={"1": "reject"}),
        act("statement", "weather", by="FRA", when="2022-02-01", summary="it rains"),
    )
    assert story.now().owed == ["FRA>RUS:d"]


def test_o3_a_break_between_the_pair_ends_it_and_no_other() -> None:
    story = given(
        demand("d", to="USA GBR", points=ONE),
        act("break", "b", by="USA", to="RUS", when="2022-02-01", summary="the mission leaves"),
    )
    assert story.now().owed == ["GBR>RUS:d"]
    assert story.now().thread == "broken_off"


def test_p7_restating_ends_no_obligation() -> None:
    story = given(
        demand("d", points=ONE),
        demand("e", when="2022-01-01", points={"1bis": {"restates": "1"}}),
    )
    assert story.now().owed == ["USA>RUS:d", "USA>RUS:e"]


def test_o4_a_collective_note_is_settled_by_a_reply_to_any_of_its_senders() -> None:
    story = given(
        act(
            "demand",
            "d",
            by="GBR FRA",
            to="RUS",
            when="2022-01-01",
            instrument="collective-note",
            points=ONE,
        ),
        reply("r", by="RUS", to="FRA", answers={"1": "reject"}),
    )
    assert story.as_of("2022-01-10").owed == ["RUS>GBR+FRA:d"]
    assert story.now().owed == []


def test_o4_an_identic_note_is_one_obligation_to_each_sender_of_each_addressee() -> None:
    story = given(
        act(
            "demand",
            "d",
            by="GBR FRA",
            to="RUS TUR",
            when="2022-01-01",
            instrument="identic-note",
            points=TWO,
        ),
        reply("r", by="RUS", to="FRA", answers={"1": "reject"}),
    )
    assert story.now().owed == ["RUS>GBR:d", "TUR>GBR:d", "TUR>FRA:d"]


def test_o4_three_powers_answer_an_identic_note_each_for_itself() -> None:
    asked = given(
        demand("d", to="USA GBR FRA", instrument="identic-note", points=ONE),
        reply("us", answers={"1": "accept"}),
        reply("uk", by="GBR", answers={"1": "accept"}),
        reply("fr", by="FRA", answers={"1": "reject"}),
    ).now()
    assert asked.owed == []
    assert asked.status("1") == "accepted_in_part"
    assert asked.status("1", "FRA") == "rejected"


def test_o4_a_group_asked_as_a_body_owes_one_reply_of_its_own() -> None:
    story = given(
        demand("d", to="NATO", points=ONE),
        reply("r", answers={"1": "reject"}),
    )
    assert story.now().owed == ["NATO>RUS:d"]
    assert [given.by for given in story.now().point("1").positions] == ["USA"]
    assert story.and_(reply("s", by="NATO", answers={"1": "reject"})).now().owed == []


def test_o4_a_group_asked_member_by_member_is_its_members_on_that_day() -> None:
    asked = given(
        demand("d", to="NATO", when="1950-01-01", addressed_as="members", points=ONE),
        demand("e", to="GBR", when="1950-01-02", addressed_as="members", points={"2": "x"}),
    ).now()
    assert len(asked.point("1").parties) == 12
    assert asked.point("2").file.addressees == ("GBR",)


def test_o5_a_reply_on_behalf_of_others_settles_where_no_own_answer_was_asked() -> None:
    story = given(
        demand("d", to="USA GBR", points=ONE),
        reply("r", on_behalf_of=["GBR"], answers={"1": "reject"}),
    )
    assert story.now().owed == []


def test_o5_where_each_was_asked_for_its_own_it_stays_owed_according_to_the_raiser() -> None:
    story = given(
        demand("d", to="USA GBR FRA", own_answers=True, points=ONE),
        reply("r", on_behalf_of=["GBR", "FRA"], answers={"1": "reject"}),
        reply("again", when="2022-01-30", on_behalf_of=["GBR", "FRA"], answers={"1": "reject"}),
    )
    asked = story.now()
    assert asked.owed == ["GBR>RUS:d", "FRA>RUS:d"]
    assert [one.claimed and one.claimed.act.id for one in asked.state.owed] == ["r", "r"]
    own = story.and_(reply("own", by="GBR", when="2022-02-02", answers={"1": "reject"}))
    assert own.now().owed == ["FRA>RUS:d"]
    gone = own.and_(act("withdrawal", "w", by="RUS", when="2022-03-01", withdraws=["1"]))
    assert gone.now().owed == []


def test_o6_points_never_answered_expressly_are_loose_ends() -> None:
    state = given(demand("d", points=TWO), reply("r", answers={"1": "reject"})).now().state
    (one,) = state.obligations
    assert state.loose_ends[one.key] == ("t/2",)
    open_state = given(demand("d", points=TWO)).now().state
    assert open_state.loose_ends[open_state.obligations[0].key] == ()


def test_a_reply_may_raise_points_of_its_own_and_the_balance_turns() -> None:
    story = given(
        demand("d", points=ONE),
        reply("r", answers={"1": "reject"}, points={"own": {"kind": "proposal"}}),
    )
    assert story.as_of("2022-01-25").owed == ["USA>RUS:d"]
    assert story.as_of("2022-01-26").owed == ["RUS>USA:r"]
