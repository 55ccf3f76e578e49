"""What the rules refuse, and with which sentence."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ledger.acts import ACT_CLASS_BY_WORD, Act
from ledger.commands import (
    AmendThread,
    CloseThread,
    OpenThread,
    RecordAct,
    RegisterParty,
    ReopenThread,
)
from ledger.dates import parse_act_date
from ledger.decide import decide, threads_needed
from ledger.errors import DipledgerError, Refused, SeveralErrors
from ledger.events import ThreadAmended, ThreadOpened
from ledger.parties import Party
from ledger.state import World
from tests.core.given import Story, act, demand, given, opened, record, reply

ONE = {"1": "leave"}


def refusal(story: Story, one: Act, *, another: bool = False) -> DipledgerError:
    """Why the act cannot be recorded in the story's thread."""
    with pytest.raises(DipledgerError) as caught:
        decide(story.world, RecordAct(story.thread, one, another=another))
    return caught.value


STORY = given(demand("d", points={"1": {"text": "leave", "package": "both"}, "2": "stay out"}))


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (demand("e", points={}), "a demand raises at least one point"),
        (act("acknowledge", "k", by="USA", replies_to=["d"], points=ONE), "raises no points"),
        (act("reply", "r", by="USA", summary="x"), "a reply answers points"),
        (act("withdrawal", "w", by="RUS", withdraws=["1"], answers={"1": "reject"}), "no answers"),
        (act("withdrawal", "w", by="RUS", summary="x"), "names what is withdrawn"),
        (act("statement", "s", by="USA"), "the act is empty"),
        (demand("e", points={"1": "again"}), "the label 1 is taken by a point of t/d"),
        (reply("r", answers={"9": "reject"}), "answers names the point 9, which is not there"),
        (reply("r", replies_to=["dd"]), "replies_to names the act dd, which is not there"),
        (reply("r", answers={"other/1": "reject"}), "there is no thread other"),
        (act("statement", "s", by="USA", about=["s"]), "the act refers to itself in about"),
        (
            act("statement", "s", by="USA", effects=[{"effect": "war", "thread": "other"}]),
            "there is no thread other",
        ),
        (demand("e", by="RUSSIA-X", points={"3": "x"}), "there is no party RUSSIA-X"),
        (
            reply("r", answers={"1": {"stance": "reject", "by": ["GBR"]}}),
            "the answer to 1 is by GBR, who is not a sender",
        ),
        (
            demand("e", points={"3": {"raiser": "GBR"}}),
            "the point 3 is raised by GBR, who is not a sender",
        ),
        (demand("e", points={"3": "x"}, answers={"3": "accept"}), "RUS answers its own point 3"),
        (
            demand("e", points={"3": {"parent": "4"}, "4": {"parent": "3"}}),
            "the point 3 is its own parent, through 3",
        ),
        (
            act("withdrawal", "w", by="USA", withdraws=["1"]),
            "withdraws names 1, a point of RUS",
        ),
        (
            demand("e", by="GBR", points={"3": {"restates": "1"}}),
            "restates names 1, a point of RUS",
        ),
        (
            demand("e", by="GBR", points={"3": {"package": "both"}}),
            "the package both of GBR is named by RUS too",
        ),
        (
            demand("e", by="GBR", points={"3": {"supersedes": "1"}}),
            "supersedes names 1, a point of RUS",
        ),
        (
            act("notification", "n", by="USA", extends=["d"], deadline="2022-01-01"),
            "extends names d, an act of RUS",
        ),
        (act("notification", "n", by="RUS", extends=["d"]), "extends a deadline but gives none"),
        (
            demand("e", points={"3": "x"}, deadline="2021-12-14"),
            "the deadline 2021-12-14 UTC is before the act",
        ),
        (
            reply("r", when="2021-12-14", answers={"1": "reject"}),
            "t/r (2021-12-14T23:59:59Z at the latest) would answer t/d",
        ),
        (
            act(
                "statement",
                "s",
                by="USA",
                summary="x",
                dates=[
                    {"role": "sent", "date": parse_act_date("2022"), "source": "nowhere"},
                ],
            ),
            "a claim names the source nowhere",
        ),
        (
            act(
                "statement",
                "s",
                by="USA",
                summary="x",
                dates=[
                    {
                        "role": "sent",
                        "date": parse_act_date(year),
                        "preferred": True,
                        "reason": "r",
                    }
                    for year in ("2021", "2022")
                ],
            ),
            "2 claims of the date sent are preferred",
        ),
    ],
)
def test_what_would_leave_the_record_broken_is_refused(one: Act, sentence: str) -> None:
    error = refusal(STORY, one)
    assert sentence in str(error)
    assert error.exit_code == 3


def test_two_labels_alike_in_one_act_are_refused() -> None:
    point = {"label": "3", "kind": "demand", "text": "x"}
    twice = ACT_CLASS_BY_WORD["demand"].model_validate(
        {"id": "e", "from": ["RUS"], "to": ["USA"], "points": [point, point]}
    )
    assert "the label 3 is given to 2 points" in str(refusal(STORY, twice))


def test_one_giver_answers_a_point_once_in_an_act() -> None:
    answer = {"point": "1", "stance": "reject"}
    twice = ACT_CLASS_BY_WORD["reply"].model_validate(
        {"id": "r", "from": ["USA"], "to": ["RUS"], "answers": [answer, answer]}
    )
    assert "USA answers the point 1 2 times" in str(refusal(STORY, twice))


def test_a_reply_earlier_than_what_it_answers_through_an_undated_act_is_refused() -> None:
    story = STORY.and_(
        act("reply", "undated", by="USA", to="RUS", answers={"1": "reject"}),
        reply("again", by="RUS", to="USA", when="2022-01-30", replies_to=["undated"]),
    )
    early = reply("early", when="2021-12-01", replies_to=["again"])
    assert "would answer t/again" in str(refusal(story, early))


def test_a_claim_that_one_prefers_with_a_reason_is_accepted() -> None:
    claim = {"role": "sent", "date": parse_act_date("2022"), "preferred": True, "reason": "log"}
    told = act("statement", "s", by="USA", summary="x", dates=[claim])
    assert decide(STORY.world, RecordAct("t", told)) == (("t", told),)


def test_a_refusal_tells_what_where_and_how_to_mend_it() -> None:
    error = Refused("it cannot be", where="--point", mend="Do this.", rule="T6").at("acts.yaml:3")
    assert str(error) == "acts.yaml:3, --point: it cannot be (rule T6). Do this."
    assert str(Refused("it cannot be")) == "it cannot be"
    both = SeveralErrors([Refused("a"), Refused("b", near=("c", "d"))]).at("f:1")
    assert str(both) == "f:1: a\nf:1: b. Did you mean c or d?"


def test_an_id_is_used_once_in_its_thread() -> None:
    other = demand("d", points={"3": "x"})
    assert "the act t/d is taken by another act" in str(refusal(STORY, other))
    same = STORY.world.threads["t"].acts["d"]
    assert "the act t/d is already recorded" in str(refusal(STORY, same))


def test_the_same_act_twice_is_refused_unless_it_is_another() -> None:
    said = {"by": "USA", "when": "2022-01-01", "summary": "as we said"}
    story = STORY.and_(act("statement", "s", **said))
    twin = act("statement", "s2", **said)
    assert "already recorded as t/s" in str(refusal(story, twin))
    assert decide(story.world, RecordAct("t", twin, another=True)) == (("t", twin),)
    assert decide(story.world, RecordAct("t", act("statement", "s3", **{**said, "place": "Bern"})))


def test_unknown_names_come_with_near_misses() -> None:
    assert refusal(STORY, reply("r", replies_to=["dd"])).near == ("d",)
    story = given(demand("note-one", points={"airspace": "x"}), thread="crisis-1914")
    assert refusal(story, reply("r", answers={"airspce": "reject"})).near == ("airspace",)
    with pytest.raises(Refused) as caught:
        decide(story.world, RecordAct("crisis-1941", demand("d", points=ONE)))
    assert caught.value.near == ("crisis-1914",)
    assert any(
        "RUS" in name for name in refusal(STORY, demand("e", by="RSU", points={"9": "x"})).near
    )


def test_all_reasons_against_an_act_are_told_at_once() -> None:
    error = refusal(STORY, reply("r", by="XYZ", answers={"9": "reject"}, replies_to=["dd"]))
    assert isinstance(error, SeveralErrors)
    assert len(error.errors) == 3
    assert len(str(error).splitlines()) == 3


def test_every_party_an_act_names_must_be_known() -> None:
    one = act(
        "statement",
        "s",
        by="USA",
        summary="x",
        to="AAA1",
        on_behalf_of=["AAA2"],
        copied_to=["AAA3"],
        handed_to=["AAA4"],
        labels=[{"party": "AAA5", "label": "ultimatum"}],
        persons=[{"role": "bearer", "name": "n", "party": "AAA6"}, {"role": "chair", "post": "p"}],
        assessments=[{"act": "d", "by": "AAA7", "verdict": "evasive"}, {"act": "d", "words": "w"}],
        points={"9": {"raiser": "USA", "addressees": ["AAA8"]}},
        answers={"1": {"stance": "reject", "on_behalf_of": ["AAA9"]}},
    )
    error = refusal(STORY, one)
    assert isinstance(error, SeveralErrors)
    assert [each.what[-4:] for each in error.errors] == [f"AAA{n}" for n in range(1, 10)]


def test_threads_are_opened_once_under_a_parent_that_is_there() -> None:
    with pytest.raises(Refused, match="already open"):
        decide(STORY.world, opened("t"))
    child = OpenThread(ThreadOpened(thread="c", title="c", parent="nowhere"))
    with pytest.raises(Refused, match="there is no thread nowhere"):
        decide(STORY.world, child)
    stranger = OpenThread(ThreadOpened(thread="c", title="c", parties=("ZZZZ",)))
    with pytest.raises(Refused, match="there is no party ZZZZ"):
        decide(STORY.world, stranger)
    grandchild = OpenThread(ThreadOpened(thread="c", title="c", parent="t", parties=("USA",)))
    assert record([grandchild], STORY.world).threads["c"].opened.parent == "t"


def test_a_thread_is_amended_and_keeps_the_rest() -> None:
    amendment = ThreadAmended(title="New", parties=("USA", "RUS"), reason="a typing error")
    amended = record([AmendThread("t", amendment)], STORY.world).threads["t"]
    assert (amended.opened.title, amended.opened.zone) == ("New", "UTC")
    with pytest.raises(Refused, match="there is no party ZZZZ"):
        decide(STORY.world, AmendThread("t", ThreadAmended(parties=("ZZZZ",), reason="r")))
    with pytest.raises(Refused, match="there is no thread x"):
        decide(STORY.world, AmendThread("x", ThreadAmended(title="x", reason="r")))


def test_closing_and_reopening_take_turns() -> None:
    day = parse_act_date("2022-03-01")
    with pytest.raises(Refused, match="not closed"):
        decide(STORY.world, ReopenThread("t", day, "r"))
    closed = record([CloseThread("t", day, "r")], STORY.world)
    with pytest.raises(Refused, match="already closed"):
        decide(closed, CloseThread("t", day, "r"))
    with pytest.raises(Refused, match="there is no thread x"):
        decide(closed, CloseThread("x", day, "r"))


def test_parties_are_registered_once_and_not_over_a_shipped_one() -> None:
    league = party("LEAGUE-X", members=[{"party": "FRA"}])
    world = record([RegisterParty(league)])
    assert world.parties["LEAGUE-X"] == league
    for known in (league, party("USA")):
        with pytest.raises(Refused, match="already known"):
            decide(world, RegisterParty(known))
    with pytest.raises(Refused, match="there is no party ZZZZ"):
        decide(world, RegisterParty(party("NEW-X", members=[{"party": "ZZZZ"}])))
    with pytest.raises(Refused, match="names itself"):
        decide(
            world,
            RegisterParty(party("NEW-X", succession=[{"relation": "continues", "party": "NEW-X"}])),
        )


def party(code: str, **fields: Any) -> Party:  # noqa: ANN401 -- what a story says
    """A party from what a story says of it."""
    return Party.model_validate({"code": code, "name": code, "kind": "group", **fields})


def test_a_registered_party_can_act() -> None:
    world = record([RegisterParty(party("LEAGUE-X"))], STORY.world)
    assert record([RecordAct("t", demand("e", by="LEAGUE-X", points={"3": "x"}))], world)


def test_the_threads_a_command_needs() -> None:
    cross = reply("r", answers={"1": "reject", "other/1": "reject"})
    assert list(threads_needed(RecordAct("t", cross))) == ["t", "other"]
    assert list(threads_needed(opened("t"))) == ["t"]
    child = OpenThread(ThreadOpened(thread="c", title="c", parent="t"))
    assert list(threads_needed(child)) == ["c", "t"]
    assert list(threads_needed(RegisterParty(party("X-1")))) == []
    assert list(threads_needed(CloseThread("t", parse_act_date("2022"), "r"))) == ["t"]


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": "nul \x00"},
        {"summary": "escape \x1b[2J"},
        {"summary": "c1 \x9b"},
        {"summary": "lone \ud800"},
        {"place": "two\nlines"},
        {"summary": ""},
        {"summary": "x" * 1_000_001},
        {"unknown": 1},
        {"instrument": "other"},
        {"instrument_text": "scroll"},
        {"sequence": -1},
        {"persons": [{"role": "bearer"}]},
        {"persons": [{"role": "other", "name": "n"}]},
        {"assessments": [{"verdict": "evasive"}]},
        {"assessments": [{"act": "d"}]},
        {"disclosures": [{"part": "point", "how": "leaked", "when": parse_act_date("2022")}]},
        {"answers": {"1": {"stance": "accept", "condition": {}}}},
        {"claims": [{"field": "place", "value": float("nan")}]},
        {"claims": [{"field": "quantity", "value": 1.5}]},
        {"dates": [{"role": "sent", "date": parse_act_date("2022"), "preferred": True}]},
    ],
)
def test_fields_that_make_no_sense_are_not_an_act(fields: dict[str, Any]) -> None:
    with pytest.raises((ValidationError, ValueError)):
        act("statement", "s", **{"by": "USA", "summary": "x", **fields})


def test_an_empty_world_knows_no_thread() -> None:
    with pytest.raises(Refused, match="there is no thread t"):
        decide(World(), RecordAct("t", demand("d", points=ONE)))
