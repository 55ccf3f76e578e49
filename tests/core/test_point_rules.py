"""Rules P1 to P8 as stories."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.commands import RecordAct
from ledger.timeline import Fold
from ledger.vocabulary import Line, Stance
from tests.core.given import Story, act, demand, given, opened, record, reply

TWO = {"a": "the first", "b": "the second"}


def test_a_point_is_outstanding_from_its_act_on() -> None:
    story = given(demand("d", points={"1": "leave"}))
    word = story.now().point("1").overall
    assert (word.status, word.rule, word.by) == ("outstanding", "P1", ("RUS",))
    assert not story.as_of("2021-12-14").state.points


@pytest.mark.parametrize("stance", list(Stance))
def test_each_stance_gives_its_status(stance: Stance) -> None:
    asked = given(demand("d", points={"1": "leave"}), reply("r", answers={"1": stance})).now()
    assert asked.status("1") == stance.status
    assert asked.point("1").overall.by == ("USA",)


def test_p1_the_latest_operative_answer_wins() -> None:
    story = given(
        demand("d", points={"1": "leave"}),
        reply("first", when="2022-01-10", answers={"1": "reject"}),
        reply("second", when="2022-01-20", answers={"1": "accept"}),
        reply("third", when="2022-01-30", answers={"1": "defer"}),
    )
    assert story.as_of("2022-01-15").status("1") == "rejected"
    assert story.as_of("2022-01-25").status("1") == "accepted"
    assert story.now().status("1") == "accepted", "a deferral does not undo an answer"


def test_p1_a_deferral_shows_while_nothing_operative_stands() -> None:
    story = given(
        demand("d", points={"1": "leave"}),
        reply("later", when="2022-01-10", answers={"1": "defer"}),
        reply("no", when="2022-01-20", answers={"1": "reject"}),
    )
    assert story.as_of("2022-01-10").status("1") == "deferred"
    assert story.now().status("1") == "rejected"


def test_a_status_said_twice_keeps_its_first_time_and_names_the_latest_act() -> None:
    word = (
        given(
            demand("d", points={"1": "leave"}),
            act("statement", "oral", by="USA", when="2022-01-12", answers={"1": "reject"}),
            reply("written", when="2022-01-26", answers={"1": "reject"}),
        )
        .now()
        .point("1")
        .overall
    )
    assert word.act is not None
    assert word.first is not None
    assert (word.first.act.id, word.act.act.id) == ("oral", "written")
    assert word.since == word.first.at


def test_p1_a_stance_of_a_party_not_asked_is_a_position_and_changes_nothing() -> None:
    point = (
        given(
            demand("d", points={"1": "leave"}),
            act("statement", "s", by="GBR", when="2022-01-01", answers={"1": "reject"}),
        )
        .now()
        .point("1")
    )
    assert point.status == "outstanding"
    assert [(given.by, given.stance) for given in point.positions] == [("GBR", "reject")]


def test_p2_a_confidential_answer_stands_beside_the_open_one() -> None:
    story = given(
        demand("d", points={"1": "leave"}),
        reply("public", when="2022-01-10", channel="public", answers={"1": "reject"}),
        reply("quiet", when="2022-01-20", channel="confidential", answers={"1": "accept"}),
        reply("again", when="2022-01-30", channel="official", answers={"1": "evade"}),
    )
    assert story.as_of("2022-01-15").status("1") == "rejected"
    one = story.now().point("1").of("USA")
    assert one is not None
    assert one.confidential
    assert one.word.status == "accepted"
    assert {line: word.status for line, word in one.lines.items()} == {
        Line.OPEN: "evaded",
        Line.CONFIDENTIAL: "accepted",
    }


def test_p2_a_public_deferral_stands_beside_a_confidential_acceptance() -> None:
    asked = given(
        demand("d", points={"1": "leave"}),
        reply("briefing", when="2022-01-10", channel="public", answers={"1": "defer"}),
        reply("envoy", when="2022-01-11", channel="confidential", answers={"1": "accept"}),
    ).now()
    one = asked.point("1").of("USA")
    assert one is not None
    assert (one.word.status, one.confidential) == ("accepted", True)
    assert one.lines[Line.OPEN].status == "deferred"


def test_p3_a_twelve_hour_ultimatum_lapses_with_no_act_recorded() -> None:
    story = given(
        act(
            "demand",
            "ultimatum",
            by="DEU",
            to="RUS",
            when="1914-08-01T00:00 Europe/Berlin",
            deadline="1914-08-01T12:00 Europe/Berlin",
            consequence="mobilisation",
            points={"1": "stop every measure of war"},
        )
    )
    assert story.as_of("1914-08-01T12:00 Europe/Berlin").status("1") == "outstanding"
    asked = story.as_of("1914-08-01T11:00:01Z")
    assert asked.status("1") == "lapsed", "twelve in Berlin is eleven in Greenwich"
    assert asked.point("1").overall.act is None, "the clock speaks, no act does"
    assert asked.owed == ["RUS>DEU:ultimatum"], "a passing deadline settles nothing (O2)"


def test_p3_an_answer_in_time_on_any_line_stops_the_lapse() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "leave"}),
        reply("quiet", when="2022-01-09", channel="confidential", answers={"1": "defer"}),
    )
    assert story.now().status("1") == "deferred"


def test_p3_an_answer_that_may_have_been_in_time_stops_the_lapse() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "leave"}),
        reply("sometime", when="2022-01", answers={"1": "accept"}),
    )
    assert story.as_of("2022-01-20").status("1") == "outstanding"
    assert story.now().status("1") == "accepted"


def test_p3_a_later_answer_still_counts() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "leave"}),
        reply("late", when="2022-01-20", answers={"1": "accept"}),
    )
    assert story.as_of("2022-01-15").status("1") == "lapsed"
    assert story.now().status("1") == "accepted"


def test_p3_an_undated_answer_may_have_been_in_time() -> None:
    asked = given(
        demand("d", deadline="2022-01-10", points={"1": "leave"}),
        act("reply", "sometime", by="USA", to="RUS", answers={"1": "accept"}),
    ).now()
    assert asked.possible == ["sometime"]
    assert asked.status("1") == "outstanding"


def test_p3_only_points_that_ask_lapse() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "leave", "w": {"kind": "warning"}})
    )
    assert story.now().status("1") == "lapsed"
    assert story.now().status("w") == "standing"


def test_p3_the_raiser_may_extend() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "leave"}),
        act(
            "notification",
            "more-time",
            by="RUS",
            to="USA",
            when="2022-01-09",
            deadline="2022-01-11",
            extends=["d"],
        ),
    )
    assert story.as_of("2022-01-11").status("1") == "outstanding"
    assert story.as_of("2022-01-12").status("1") == "lapsed"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("reject", "reject", "rejected"),
        ("accept", "reject", "accepted_in_part"),
        ("fulfil", "evade", "accepted_in_part"),
        ("evade", "reject", "mixed"),
        ("accept", None, "partly_answered"),
        ("accept", "defer", "partly_answered"),
        (None, None, "outstanding"),
    ],
)
def test_p4_parts_roll_up_to_their_parent(
    first: str | None, second: str | None, whole: str
) -> None:
    answers = {
        label: stance for label, stance in (("6a", first), ("6b", second)) if stance is not None
    }
    story = given(demand("d", points={"6": "all", "6a": {"parent": "6"}, "6b": {"parent": "6"}}))
    if answers:
        story = story.and_(reply("r", answers=answers))
    assert story.now().status("6") == whole


def test_p4_addressees_roll_up_and_the_split_is_shown() -> None:
    asked = given(
        demand("d", to="USA GBR FRA", points={"1": "leave"}),
        reply("us", answers={"1": "accept"}),
        reply("uk", by="GBR", answers={"1": "reject"}),
    ).now()
    assert asked.status("1") == "partly_answered"
    assert [asked.status("1", party) for party in ("USA", "GBR", "FRA")] == [
        "accepted",
        "rejected",
        "outstanding",
    ]


def test_p4_withdrawn_parts_are_left_out_unless_all_are() -> None:
    story = given(
        demand("d", points={"6": "all", "6a": {"parent": "6"}, "6b": {"parent": "6"}}),
        reply("r", answers={"6a": "accept"}),
        act("withdrawal", "w", by="RUS", when="2022-02-01", withdraws=["6b"]),
    )
    assert story.as_of("2022-01-31").status("6") == "partly_answered"
    assert story.now().status("6") == "accepted"
    all_gone = story.and_(act("withdrawal", "w2", by="RUS", when="2022-03-01", withdraws=["6a"]))
    assert all_gone.now().status("6") == "withdrawn"


def test_p5_an_answer_to_the_parent_covers_the_parts_not_answered_in_the_same_act() -> None:
    asked = given(
        demand(
            "d",
            points={
                "6": "all",
                "6a": {"parent": "6"},
                "6b": {"parent": "6"},
                "6b1": {"parent": "6b"},
            },
        ),
        reply("r", answers={"6": "reject", "6a": "accept"}),
    ).now()
    assert [asked.status(label) for label in ("6a", "6b", "6b1", "6")] == [
        "accepted",
        "rejected",
        "rejected",
        "accepted_in_part",
    ]
    part = asked.point("6b1").of("USA")
    assert part is not None
    assert (part.word.rule, part.answers[0].via) == ("P5", "t/6")


def test_p5_a_point_that_needs_all_is_rejected_by_one_refusal() -> None:
    asked = given(
        demand(
            "d",
            points={
                "6": {"needs_all": True},
                "6a": {"parent": "6"},
                "6b": {"parent": "6"},
            },
        ),
        reply("r", answers={"6a": "accept", "6b": "reject"}),
    ).now()
    assert asked.status("6") == "rejected"
    assert asked.point("6").overall.rule == "P5"


def conditional(point: str) -> dict[str, Any]:
    """Acceptance, if another point is accepted."""
    return {"stance": "accept", "condition": {"point": point}}


def test_p6_it_is_accepted_from_the_act_on_that_meets_the_condition() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "pay", "3": "talk"}),
        reply("r", when="2022-01-01", answers={"1": conditional("2"), "3": conditional("1")}),
        reply("s", when="2022-01-20", answers={"2": "accept"}),
    )
    assert story.as_of("2022-01-10").status("1") == "accepted_with_reservation"
    asked = story.as_of("2022-01-20")
    assert asked.status("1") == asked.status("3") == "accepted"
    word = asked.point("3").overall
    assert (word.rule, word.act and word.act.act.id) == ("P6", "s")


def test_p6_a_condition_in_words_alone_is_never_met_by_the_ledger() -> None:
    words = {"stance": "accept", "condition": {"text": "if it rains"}}
    asked = given(demand("d", points={"1": "leave"}), reply("r", answers={"1": words})).now()
    assert asked.status("1") == "accepted_with_reservation"


def test_p6_a_reservation_stays_one_although_its_condition_is_met() -> None:
    hanging = {"stance": "accept-with-reservation", "condition": {"point": "2"}}
    word = (
        given(
            demand("d", points={"1": "leave", "2": "pay"}),
            reply("r", answers={"1": hanging, "2": "accept"}),
        )
        .now()
        .point("1")
        .overall
    )
    assert (word.status, word.rule) == ("accepted_with_reservation", "P1")


def test_p6_a_condition_met_before_the_answer_counts_from_the_answer() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "pay"}),
        reply("s", when="2022-01-01", answers={"2": "fulfil"}),
        reply("r", when="2022-01-20", answers={"1": conditional("2")}),
    )
    word = story.now().point("1").overall
    assert (word.status, word.rule, word.act and word.act.act.id) == ("accepted", "P6", "r")


def test_p6_a_circle_of_conditions_stays_with_reservation() -> None:
    asked = given(
        demand("d", points={"1": "leave", "2": "pay", "3": "talk"}),
        reply(
            "r",
            answers={"1": conditional("2"), "2": conditional("3"), "3": conditional("1")},
        ),
    ).now()
    assert {asked.status(label) for label in "123"} == {"accepted_with_reservation"}


def test_p6_a_condition_may_be_met_in_another_thread() -> None:
    story = given(demand("d", points={"1": "leave"}), thread="us")
    world = record(
        [
            opened("nato"),
            RecordAct("nato", demand("d", to="NATO", points={"2": "x"})),
            RecordAct("us", reply("r", when="2022-01-01", answers={"1": conditional("nato/2")})),
            RecordAct("nato", reply("s", by="NATO", when="2022-02-01", answers={"2": "accept"})),
        ],
        story.world,
    )
    here = Story(world, "us")
    assert here.as_of("2022-01-15").status("1") == "accepted_with_reservation"
    assert here.now().status("1") == "accepted"
    steps = list(Fold(world, world.threads["us"]).steps(10**11))
    assert [(step.cause, step.act and step.act.ref) for step in steps] == [
        ("elsewhere", "nato/d"),
        ("act", "us/d"),
        ("act", "us/r"),
        ("elsewhere", "nato/s"),
    ]
    assert Story(world, "nato").now().status("2") == "accepted"


def test_p5_a_package_stands_until_one_of_its_points_is_rejected() -> None:
    story = given(
        demand("d", points={"1": {"package": "both"}, "2": {"package": "both"}}),
        reply("r", when="2022-01-10", answers={"1": "accept"}),
        reply("s", when="2022-01-20", answers={"2": "fulfil"}),
        reply("t", when="2022-01-30", answers={"2": "reject"}),
    )
    told = [
        story.as_of(day).state.packages[0].status
        for day in ("2022-01-15", "2022-01-25", "2022-02-01")
    ]
    assert told == ["pending", "accepted", "failed"]


def test_p7_what_is_withdrawn_takes_its_parts_along_and_later_answers_are_history() -> None:
    asked = given(
        demand("d", points={"6": "all", "6a": {"parent": "6"}}),
        act("withdrawal", "w", by="RUS", when="2022-01-10", withdraws=["6", "6a"]),
        reply("r", answers={"6a": "reject"}),
    ).now()
    assert asked.status("6") == asked.status("6a") == "withdrawn"
    one = asked.point("6a").of("USA")
    assert one is not None
    assert [given.stance for given in one.answers] == ["reject"]


def test_p7_a_withdrawal_counts_although_it_replays_before_the_point() -> None:
    asked = given(
        demand("d", when="2022-01", deadline="2022-02-10", points={"1": "leave", "2": "stay"}),
        act("withdrawal", "w", by="RUS", when="2022-01-20", withdraws=["1"]),
        act("notification", "n", by="RUS", when="2022-01-20", deadline="2022-03-01", extends=["d"]),
        demand("e", when="2022-01-25", points={"2a": {"parent": "2"}}),
    ).as_of("2022-02-15")
    assert asked.happened == ["n", "w", "e", "d"]
    assert [asked.status(label) for label in ("1", "2", "2a")] == [
        "withdrawn",
        "outstanding",
        "outstanding",
    ]
    assert asked.point("2").children == ("t/2a",)


def test_p7_a_new_point_supersedes_or_restates_an_old_one() -> None:
    asked = given(
        demand("d", points=TWO),
        reply("r", when="2022-01-01", answers={"a": "reject"}),
        demand(
            "e",
            when="2022-02-01",
            points={"c": {"supersedes": "b"}, "a2": {"restates": "a"}},
        ),
    ).now()
    assert asked.status("b") == "superseded"
    assert (asked.status("a"), asked.point("a").live) == ("rejected", False)
    assert (asked.status("a2"), asked.point("a2").live) == ("outstanding", True)


def test_p7_an_act_supersedes_all_points_of_an_act() -> None:
    asked = given(
        demand("d", points=TWO),
        demand("e", when="2022-02-01", supersedes=["d"], points={"c": "both"}),
    ).now()
    assert [asked.status(label) for label in "abc"] == ["superseded", "superseded", "outstanding"]


def test_p8_the_raiser_fulfils_its_own_undertaking() -> None:
    story = given(
        act("assurance", "a", by="USA", to="RUS", when="2022-01-01", points={"1": "will leave"}),
        act("assurance", "b", by="USA", when="2022-01-01", points={"2": "will leave too"}),
        act(
            "measure",
            "m",
            by="USA",
            when="2022-02-01",
            measure="fulfilment",
            answers={"1": "fulfil", "2": "fulfil"},
        ),
    )
    assert story.as_of("2022-01-15").status("1") == "standing"
    assert story.as_of("2022-01-15").status("2") == "standing"
    assert story.now().status("1") == "fulfilled"
    assert story.now().status("2") == "fulfilled"


def test_a_reply_not_wholly_known_answers_undisclosed_what_it_is_not_known_to_answer() -> None:
    asked = given(
        demand(
            "d",
            to="USA GBR",
            points={"1": "leave", "6": "all", "6a": {"parent": "6"}, "6b": {"parent": "6"}},
        ),
        reply("r", contents="partial", replies_to=["d"], answers={"1": "reject", "6a": "accept"}),
    ).now()
    assert asked.status("1", "USA") == "rejected"
    assert asked.status("6a", "USA") == "accepted"
    assert asked.status("6b", "USA") == "answered_undisclosed"
    assert asked.status("6b", "GBR") == "outstanding"
    one = asked.point("6b").of("USA")
    assert one is not None
    assert one.answers[0].implied == "the contents of the reply are not wholly known"


def test_a_warning_waits_for_no_answer_and_comes_back_with_its_paper() -> None:
    warned = given(demand("d", points={"1": "leave", "2": {"kind": "warning"}}))
    unknown = warned.and_(reply("r", contents="none", replies_to=["d"])).now()
    assert (unknown.status("1"), unknown.status("2")) == ("answered_undisclosed", "standing")
    back = act("return", "b", by="USA", to="RUS", when="2022-01-26", replies_to=["d"])
    returned = warned.and_(back).now()
    assert (returned.status("1"), returned.status("2")) == ("rejected", "rejected")


def test_an_undisclosed_reply_that_rejects_the_parent_rejects_its_parts() -> None:
    asked = given(
        demand("d", points={"6": "all", "6a": {"parent": "6"}}),
        reply("r", contents="none", replies_to=["d"], answers={"6": "reject"}),
    ).now()
    assert asked.status("6a") == "rejected"


def test_a_point_raised_to_nobody_is_outstanding_until_its_raiser_takes_it_back() -> None:
    story = given(
        act("statement", "s", by="RUS", when="2022-01-01", points={"1": {"kind": "demand"}}),
        act("statement", "p", by="USA", when="2022-01-05", answers={"1": "reject"}),
    )
    assert story.now().status("1") == "outstanding"
    gone = story.and_(act("withdrawal", "w", by="RUS", when="2022-02-01", withdraws=["1"]))
    assert gone.now().status("1") == "withdrawn"


def test_one_act_answers_points_of_two_threads_each_in_its_own() -> None:
    story = given(demand("d", points={"1": "leave"}), thread="us")
    world = record(
        [opened("nato"), RecordAct("nato", demand("d", to="NATO", points={"2": "x"}))], story.world
    )
    joint = act(
        "statement",
        "s",
        by="USA NATO",
        when="2022-01-20",
        answers={"1": "reject", "nato/2": "evade"},
    )
    world = record([RecordAct("us", joint)], world)
    assert Story(world, "us").now().status("1") == "rejected"
    assert Story(world, "nato").now().status("2") == "evaded"


def test_in_talks_each_participant_is_asked_by_the_others() -> None:
    asked = given(
        act(
            "talks",
            "geneva",
            by="RUS USA",
            when="2022-01-10",
            points={"1": {"raiser": "RUS", "kind": "demand"}},
            answers={"1": {"stance": "reject", "by": ["USA"]}},
        )
    ).now()
    assert asked.point("1").file.addressees == ("USA",)
    assert asked.status("1") == "rejected"


def test_an_answer_on_behalf_of_others_counts_for_them_according_to_the_giver() -> None:
    asked = given(
        demand("d", to="USA GBR", points={"1": "leave"}),
        reply("r", answers={"1": {"stance": "reject", "on_behalf_of": ["GBR"]}}),
    ).now()
    assert asked.status("1", "GBR") == "rejected"
    one = asked.point("1").of("GBR")
    assert one is not None
    assert one.word.by == ("USA",)
