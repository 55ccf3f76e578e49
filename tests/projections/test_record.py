"""Positions, chains, anomalies, and explanations of threads and acts, on small stories."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.commands import RecordAct, RecordNotice
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.moments import parse_moment
from ledger.notices import ActCorrected, ActRetracted, FieldChange
from projections.explain import explain
from projections.lens import Lens
from projections.positions import chain_view, positions_view
from projections.reader import Reader
from projections.record import anomalies_view, errata_view
from projections.views.schema import VIEWS, schema_name
from tests.core.given import act, demand, given, lens, opened, record, reply
from tests.core.source import Source
from tests.projections.logged import told

STORY = given(
    demand("d", to="USA GBR", points={"1": "leave", "2": "stay out"}),
    reply("r", answers={"1": "reject"}),
    act("statement", "fr", by="FRA", when="2022-01-27", answers={"1": "accept"}),
    reply("q", by="RUS", to="USA", when="2022-02-01", replies_to=["r"], summary="noted"),
    act("statement", "aside", by="USA", when="2022-02-02", replies_to=["d"], summary="aside"),
)


def test_positions_are_points_by_parties() -> None:
    view = positions_view(STORY.source, "t", lens())
    assert view.parties == ("FRA", "GBR", "RUS", "USA")
    row = view.rows[0]
    assert (row.label, row.overall) == ("1", "partly_answered")
    told = {cell.party: (cell.asked, cell.raised, cell.status, cell.act) for cell in row.cells}
    assert told == {
        "FRA": (False, False, "accept", "fr"),
        "GBR": (True, False, "outstanding", "d"),
        "RUS": (False, True, None, None),
        "USA": (True, False, "rejected", "r"),
    }


def test_the_chain_is_the_longest_line_of_replies_with_its_branches_aside() -> None:
    view = chain_view(STORY.source, "t/q", lens())
    assert [one.ref for one in view.chain] == ["t/d", "t/r", "t/q"]
    assert [one.ref for one in view.branches] == ["t/fr", "t/aside"]
    with pytest.raises(InputError, match="there is no act t/qq"):
        chain_view(STORY.source, "t/qq", lens())


def test_a_chain_as_of_a_date_has_only_what_had_happened_by_then() -> None:
    view = chain_view(STORY.source, "t/r", lens("2022-01-26"))
    assert [one.ref for one in view.chain] == ["t/d", "t/r"]
    assert view.branches == ()
    later = chain_view(STORY.source, "t/r", lens("2022-01-27")).branches
    assert [one.ref for one in later] == ["t/fr"]
    with pytest.raises(InputError, match="t/q had not certainly happened by 2022-01-27"):
        chain_view(STORY.source, "t/q", lens("2022-01-27"))


def test_of_two_lines_the_longer_one_counts() -> None:
    story = STORY.and_(
        reply("end", when="2022-03-01", replies_to=["d", "q"], summary="the end"),
    )
    chain = chain_view(story.source, "t/end", lens()).chain
    assert [one.ref for one in chain] == ["t/d", "t/r", "t/q", "t/end"]


def test_what_is_odd_is_listed_with_its_act() -> None:
    world = record([opened("u")], STORY.world)
    world = record([RecordAct("u", act("statement", "s", by="USA", summary="x"))], world)
    everywhere = anomalies_view(Source(world), lens()).anomalies
    assert [one.act for one in everywhere] == [
        *["t/d", "t/r", "t/fr", "t/fr", "t/q", "t/aside"],
        "u/s",
    ]
    here = anomalies_view(Source(world), lens(), "u").anomalies
    assert [one.what for one in here] == [
        "u/s has no date of its own; it is undated unless its links bound it"
    ]


def test_explaining_a_thread_names_what_makes_its_status() -> None:
    view = explain(STORY.source, "t", lens())
    assert view.answer == ("t is awaiting reply since 2021-12-15: a reply is owed by GBR.")
    texts = [one.text for one in view.reasons]
    assert "GBR owes RUS a reply to d since 2021-12-15." in texts
    assert "1 is partly answered." in texts
    assert view.reasons[-1].rule == "S3"
    answered = STORY.and_(
        reply("gb", by="GBR", when="2022-02-03", answers={"1": "reject", "2": "reject"})
    )
    texts = [one.text for one in explain(answered.source, "t", lens()).reasons]
    assert "Nobody owes anybody a reply." in texts
    assert "gb of 2022-02-03 makes it so." in texts
    parts = {"6": "all", "6a": {"parent": "6"}}
    nested = explain(given(demand("d", points=parts)).source, "t", lens())
    named = [one.text for one in nested.reasons if one.act is None]
    assert named[0] == "6a is outstanding.", "a point with parts is told through them"
    empty = explain(given().source, "t", lens())
    assert empty.answer == "t is open: nothing owed, nothing concluded."


def test_explaining_an_act_tells_its_time_and_what_is_owed_for_it() -> None:
    view = explain(STORY.source, "t/d", lens())
    assert view.answer == "t/d happened on 2021-12-15."
    texts = [one.text for one in view.reasons]
    assert texts == [
        "It was delivered on 2021-12-15.",
        "It asks USA for an answer to 1, 2: a reply owed to RUS.",
        "r of 2022-01-26 settled it. Never answered expressly: 2 (rule O6).",
        "It asks GBR for an answer to 1, 2: a reply owed to RUS.",
        "Nothing settled it: GBR still owes the reply.",
    ]


def test_explaining_a_conditional_answer_before_and_after_it_is_met() -> None:
    conditional = {"stance": "accept", "text": "gladly", "condition": {"point": "2"}}
    story = given(
        demand("d", points={"1": "leave", "2": "pay"}),
        reply("r", when="2022-01-10", answers={"1": conditional}),
        reply("s", when="2022-01-20", answers={"2": "accept"}),
    )
    before = [one.text for one in explain(story.source, "t/1", lens("2022-01-15")).reasons]
    assert before[1:] == [
        "USA answered it on 2022-01-10 in r: accepts, on the condition: 2, “gladly”.",
        (
            "So for USA it is accepted with reservation since 2022-01-10: "
            "the condition that it hangs on is not met."
        ),
    ]
    after = [one.text for one in explain(story.source, "t/1", lens()).reasons]
    assert after[-1] == (
        "So for USA it is accepted since 2022-01-20: the condition that it hangs on is met."
    )


def test_explaining_an_act_tells_the_last_deadline_it_was_given() -> None:
    story = given(
        demand("d", deadline="2022-01-10", points={"1": "x"}),
        act("notification", "n", by="RUS", when="2022-01-09", deadline="2022-01-12", extends=["d"]),
    )
    texts = [one.text for one in explain(story.source, "t/d", lens()).reasons]
    assert "An answer is in time until 2022-01-12." in texts


def test_explaining_a_date_that_links_have_tightened() -> None:
    story = given(
        demand("first", points={"1": "x"}),
        act("reply", "between", by="USA", to="RUS", answers={"1": "reject"}),
        reply("last", by="RUS", to="USA", when="2022-01-05T10:00", replies_to=["between"]),
        act("statement", "from", by="USA", when="2022/..", summary="x"),
        act("statement", "until", by="USA", when="../2022", summary="y"),
        act("statement", "never", by="USA", summary="z"),
    )
    view = explain(story.source, "t/between", lens())
    assert view.answer == ("t/between happened between 2021-12-15 and 2022-01-05 10:00+00:00.")
    assert [(one.rule, one.text) for one in view.reasons] == [
        ("T1", "No date of its own is recorded."),
        ("T2", "It is no earlier than 2021-12-15, for its link with first."),
        ("T2", "It is no later than 2022-01-05 10:00+00:00, for its link with last."),
    ]
    told = {
        name: explain(story.source, f"t/{name}", lens()).answer.partition("happened ")[2]
        for name in ("last", "from", "until", "never")
    }
    assert told == {
        "last": "on 2022-01-05 10:00+00:00.",
        "from": "on 2022-01-01 or after.",
        "until": "on 2022-12-31 or before.",
        "never": "at a time that nothing bounds.",
    }


def test_explaining_conflicting_and_preferred_dates_and_disputed_and_ended_replies() -> None:
    claims = [
        {"role": "delivered", "date": parse_act_date("2021-12-14"), "source": "log"},
        {
            "role": "delivered",
            "date": parse_act_date("2021-12-15"),
            "preferred": True,
            "reason": "the receipt",
        },
    ]
    story = given(
        act(
            "demand",
            "d",
            by="RUS",
            to="USA GBR",
            dates=claims,
            sources=[{"id": "log", "citation": "The log"}],
            own_answers=True,
            points={"1": "x"},
        ),
        reply("r", on_behalf_of=["GBR"], answers={"1": "reject"}),
        act("break", "b", by="RUS", to="GBR", when="2022-03-01", summary="b"),
    )
    texts = [one.text for one in explain(story.source, "t/d", lens("2022-02-01")).reasons]
    assert texts[:2] == [
        "It was delivered on 2021-12-14, according to log.",
        "It was delivered on 2021-12-15; preferred: the receipt.",
    ]
    assert any(
        text.startswith("r settles it according to who replied; RUS asked") for text in texts
    )
    texts = [one.text for one in explain(story.source, "t/d", lens()).reasons]
    assert "b of 2022-03-01 ended it." in texts


def test_every_view_has_a_published_name() -> None:
    for name, model in VIEWS.items():
        view = model.model_construct()
        assert schema_name(view) == name
        assert model.model_json_schema(mode="serialization")["type"] == "object"


def test_errata_and_anomalies_leave_out_what_was_certainly_still_to_come() -> None:
    log = told(
        [
            opened(),
            RecordAct("t", demand("d", when="2022-01-10", points={"1": "x"})),
            RecordAct("t", reply("r", when="2022-03-01", answers={"1": "reject"})),
            RecordAct("t", act("statement", "late", by="FRA", answers={"1": "reject"})),
            RecordNotice("t", correction("one", "d", "place", None, "Geneva")),
            RecordNotice("t", correction("two", "r", "place", None, "Vienna")),
            RecordNotice("t", ActRetracted(id="three", notice="two", reason="it was Geneva")),
            RecordNotice("t", ActRetracted(id="four", act="r", reason="never sent")),
        ]
    )
    with Reader(log) as reader:

        def found(as_of: str) -> tuple[list[str], list[str], list[str]]:
            asked = replace(lens(), as_of=parse_moment(as_of))
            one = [each.id for each in errata_view(reader, "t", asked).errata]
            every = [each.id for each in errata_view(reader, None, asked).errata]
            odd = sorted({each.act for each in anomalies_view(reader, asked).anomalies})
            return one, every, odd

        assert found("2022-01-01") == ([], [], ["t/late"])
        assert found("2022-02-01") == (["one"], ["one"], ["t/d", "t/late"])
        everything = ["one", "two", "three", "four"]
        assert found("2022-04-01") == (everything, everything, ["t/d", "t/late"])
        assert [one.id for one in errata_view(reader, None, Lens(lens().now)).errata] == everything


def correction(name: str, act_id: str, field: str, old: object, new: object) -> ActCorrected:
    changes = (FieldChange(field=field, old=old, new=new),)
    return ActCorrected(id=name, act=act_id, reason="a slip", changes=changes)
