"""What the public and the parties knew, and when: one filter, before anything is derived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as any_of

from ledger.commands import OpenThread, RecordAct, RecordNotice, RegisterParty
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.moments import Moment, parse_moment
from ledger.notices import ContentDisclosed
from ledger.parties import Party
from ledger.seen import NOT_DISCLOSED, seen_by
from ledger.state import ThreadRecord, World
from projections.acts import act_view
from projections.explain import explain
from projections.history import timeline_view
from projections.parties import parties_view
from projections.threads import thread_view, threads_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.core.histories import histories, moments, world_of
from tests.core.source import Source

if TYPE_CHECKING:
    from ledger.acts import Act


def said(part: str, when: str, how: str = "announced", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """A disclosure record."""
    return {"part": part, "how": how, "when": parse_act_date(when), **fields}


def seen(story: Story, viewer: str, known_at: str | None = None) -> Source:
    """The story as a viewer knew it."""
    known = None if known_at is None else parse_moment(known_at)
    asked = replace(lens(), known_by=viewer, known_at=known)
    return Source(story.source.world(None, asked))


CASE = given(
    demand(
        "d",
        published="2021-12-17",
        disclosure="disclosed",
        points={"1": "leave", "2": "stay out"},
    ),
    reply(
        "r",
        replies_to=["d"],
        disclosure="announced",
        summary="a written reply",
        note="the analyst's own",
        deadline="2022-03-01",
        persons=[{"role": "bearer", "name": "J. Sullivan"}],
        disclosures=[
            said("existence", "2022-01-26"),
            said("gist", "2022-01-27"),
            said("answer", "2022-01-28", point="1"),
            said("text", "2022-02-02", "leaked", by="a newspaper"),
        ],
        answers={"1": "reject", "2": "counter"},
        points={"own": {"kind": "proposal", "text": "arms control"}},
    ),
)


def words(source: Source) -> dict[str, str]:
    """The overall word of every point."""
    return {point.label: point.status.status for point in thread_view(source, "t", lens()).points}


def test_the_public_knows_nothing_before_publication() -> None:
    with pytest.raises(InputError, match="there is no thread t"):
        thread_view(seen(CASE, "public", "2021-12-16"), "t", lens())
    assert words(seen(CASE, "public", "2021-12-17")) == {"1": "outstanding", "2": "outstanding"}


def test_existence_alone_shows_that_it_was_answered_and_no_more() -> None:
    source = seen(CASE, "public", "2022-01-26")
    assert words(source) == {"1": "answered_undisclosed", "2": "answered_undisclosed"}
    view = act_view(source, "t/r", lens())
    assert set(view.act) == {"kind", "id", "from", "to", "dates", "replies_to", "contents"}
    assert view.act["contents"] == "none"
    assert (view.recorded_at, view.recorded_by, view.position) == (None, None, None)


def test_the_gist_shows_deadline_and_summary_but_no_point() -> None:
    view = act_view(seen(CASE, "public", "2022-01-27"), "t/r", lens())
    assert view.act["summary"] == "a written reply"
    assert "deadline" in view.act
    assert not {"persons", "note", "answers", "points"} & set(view.act)
    assert view.act["contents"] == "partial"


def test_an_answer_has_its_own_date() -> None:
    assert words(seen(CASE, "public", "2022-01-28")) == {
        "1": "rejected",
        "2": "answered_undisclosed",
    }


def test_a_point_has_its_own_date_and_may_be_known_later_than_the_text() -> None:
    story = given(
        demand(
            "d",
            published="2021-12-17",
            points={"1": "leave", "2": "redacted"},
            disclosures=[
                said("point", "2021-12-16", "leaked", point="1"),
                said("point", "2022-06-01", "declassified", point="2"),
            ],
        )
    )
    assert set(words(seen(story, "public", "2021-12-16"))) == {"1"}
    redacted = seen(story, "public", "2021-12-17")
    assert set(words(redacted)) == {"1"}
    assert act_view(redacted, "t/d", lens()).act["contents"] == "partial"
    assert set(words(seen(story, "public", "2022-06-01"))) == {"1", "2"}


def test_what_a_leak_puts_in_the_place_of_an_outline_is_not_known_before_it() -> None:
    story = given(
        demand("d", published="2021-12-17", points={"1": "leave"}),
        reply(
            "r",
            replies_to=["d"],
            contents="partial",
            disclosure="announced",
            disclosures=[
                said("answer", "2022-01-26", point="1"),
                said("point", "2022-01-26", point="own"),
            ],
            answers={"1": "undisclosed"},
            points={"own": {"kind": "proposal", "text": "proposals", "contents": "none"}},
        ),
    )
    leak = ContentDisclosed.model_validate(
        {
            "id": "leak",
            "act": "r",
            "reason": "published",
            "disclosures": [said("text", "2022-02-02", "leaked")],
            "answers": [{"point": "1", "stance": "counter"}],
            "points": [{"label": "own", "kind": "proposal", "text": "missiles"}],
        }
    )
    story = Story(record([RecordNotice("t", leak)], story.world), "t")
    before = seen(story, "public", "2022-02-01")
    assert words(before) == {"1": "answered_undisclosed", "own": "outstanding"}
    assert "missiles" not in thread_view(before, "t", lens()).model_dump_json()
    after = seen(story, "public", "2022-02-02")
    assert words(after) == {"1": "countered", "own": "outstanding"}
    assert "missiles" in thread_view(after, "t", lens()).model_dump_json()
    assert (
        "missiles" in thread_view(seen(story, "RUS", "2022-01-27"), "t", lens()).model_dump_json()
    )


def test_a_thread_is_described_by_what_the_viewer_knows_alone() -> None:
    world = record([opened("hidden")])
    opening = ThreadOpened.model_validate(
        {
            "thread": "t",
            "title": "T",
            "parent": "hidden",
            "parties": ["USA", "ITA"],
            "marking": {"level": "secret"},
        }
    )
    world = record([OpenThread(opening)], world)
    told = act("statement", "s", by="USA", when="2022", channel="public", summary="x")
    story = Story(record([RecordAct("t", told)], world), "t")
    head = thread_view(seen(story, "public"), "t", lens()).thread
    assert (head.parent, head.parties, head.marking) == (None, ("USA",), None)


def test_after_the_leak_the_same_day_looks_different() -> None:
    before = seen(CASE, "public", "2022-02-01")
    after = seen(CASE, "public", "2022-02-02")
    day = lens("2022-01-27")
    assert [one.status.status for one in thread_view(before, "t", day).points] == [
        "rejected",
        "answered_undisclosed",
    ]
    told = thread_view(after, "t", day)
    assert [(one.label, one.status.status) for one in told.points] == [
        ("1", "rejected"),
        ("2", "countered"),
        ("own", "outstanding"),
    ]
    assert [one.debtor for one in told.owed] == ["RUS"]
    assert "note" not in act_view(after, "t/r", lens()).act, "the analyst's note is the ledger's"


def test_a_party_knows_its_own_acts_and_those_it_received() -> None:
    story = given(
        act(
            "demand",
            "d",
            by="RUS",
            to="USA",
            delivered="2021-12-15",
            received="2021-12-16",
            handed_to=["FRA"],
            points={"1": "leave", "2": {"addressees": ["ITA"]}},
        )
    )
    for viewer, first in (
        ("RUS", "2021-12-15"),
        ("USA", "2021-12-16"),
        ("FRA", "2021-12-16"),
        ("ITA", "2021-12-16"),
    ):
        assert seen(story, viewer, first).held.threads, viewer
    assert not seen(story, "USA", "2021-12-15").held.threads
    assert not seen(story, "GBR").held.threads


def test_a_party_that_was_not_asked_knows_with_the_public() -> None:
    assert words(seen(CASE, "GBR", "2022-02-02")) == words(seen(CASE, "public", "2022-02-02"))


def test_an_act_in_a_public_channel_was_published_at_its_time() -> None:
    story = given(act("statement", "s", by="USA", when="2022-01-26", channel="public", summary="x"))
    assert seen(story, "public", "2022-01-26").held.threads
    assert not seen(story, "public", "2022-01-25").held.threads


@pytest.mark.parametrize(
    ("disclosure", "shown"),
    [("disclosed", "text"), ("partly", "summary"), ("announced", "summary"), (None, "text")],
)
def test_how_much_was_published(disclosure: str | None, shown: str) -> None:
    fields = {"summary": "gist", "text": "its words", "published": "2022-01-27"}
    story = given(act("statement", "s", by="USA", disclosure=disclosure, **fields))
    view = act_view(seen(story, "public"), "t/s", lens()).act
    assert ("text" in view) is (shown == "text")
    assert view["summary"] == "gist"


def test_what_is_undisclosed_or_disclosed_without_a_date_is_not_known() -> None:
    story = given(
        act("statement", "a", by="USA", disclosure="undisclosed", published="2022", summary="x"),
        act("statement", "b", by="USA", disclosure="disclosed", when="2022", summary="x"),
        act(
            "statement",
            "c",
            by="USA",
            when="2022",
            summary="x",
            disclosures=[said("text", "2022-01-01/..")],
        ),
        act("statement", "e", by="USA", published=["2022", "2022-02/.."], summary="x"),
    )
    assert not seen(story, "public").held.threads


def test_a_known_answer_makes_known_that_the_point_exists_and_nothing_else() -> None:
    story = given(
        demand(
            "secret",
            to="USA GBR",
            summary="never published",
            points={"1": {"text": "hush", "package": "p", "parent": "0"}, "0": "all", "2": "more"},
        ),
        act(
            "statement",
            "s",
            by="USA",
            when="2022-01-26",
            channel="public",
            answers={"1": "reject"},
        ),
    )
    source = seen(story, "public")
    (point,) = thread_view(source, "t", lens()).points
    assert (point.label, point.kind, point.text) == ("1", "demand", NOT_DISCLOSED)
    assert (point.parent, point.package, point.contents) == (None, None, "none")
    assert point.addressees == ("USA", "GBR")
    assert point.raisers == ("RUS",)
    everything = thread_view(source, "t", lens()).model_dump_json()
    everything += timeline_view(source, "t", lens()).model_dump_json()
    everything += explain(source, "t/1", lens()).model_dump_json()
    everything += act_view(source, "t/secret", lens()).model_dump_json()
    assert "hush" not in everything
    assert "never published" not in everything
    with pytest.raises(InputError) as caught:
        explain(source, "t/2", lens())
    assert "there is no point and no act t/2" in str(caught.value)


def test_references_to_what_is_not_known_are_taken_out() -> None:
    story = given(
        demand("d", points={"1": "secret", "2": "secret too"}),
        act("statement", "hidden", by="RUS", when="2021-12-20", summary="x"),
        act("statement", "p2", by="RUS", when="2021-12-21", channel="public", summary="y"),
    )
    world = record([opened("u")], story.world)
    one = demand(
        "p",
        when="2022-01-01",
        published="2022-01-01",
        follows=["hidden"],
        withdraws=["2"],
        assessments=[
            {"point": "1", "verdict": "evasive"},
            {"act": "hidden", "verdict": "evasive"},
            {"act": "p2", "verdict": "evasive"},
        ],
        effects=[{"effect": "settles"}, {"effect": "settles", "thread": "u"}],
        points={
            "a": {"restates": "1", "condition": {"point": "1", "text": "if"}},
            "b": {"supersedes": "2", "condition": {"point": "2"}},
            "c": {"condition": {"point": "a"}},
        },
    )
    other = reply(
        "q",
        when="2022-01-02",
        published="2022-01-02",
        answers={
            "a": {"stance": "counter", "counter": "1"},
            "b": {"stance": "accept", "condition": {"point": "2"}},
            "c": {"stance": "accept", "condition": {"point": "a"}},
        },
    )
    told = Story(record([RecordAct("t", one), RecordAct("t", other)], world), "t")
    acts = seen(told, "public").held.threads["t"].acts
    assert set(acts) == {"p", "p2", "q"}
    shown = acts["p"]
    assert (shown.follows, shown.withdraws) == ((), ())
    assert [each.act for each in shown.assessments] == ["p2"]
    assert [each.thread for each in shown.effects] == [None]
    a, b, c = shown.points
    assert (a.restates, a.condition and a.condition.text, b.supersedes) == (None, "if", None)
    assert a.condition is not None
    assert a.condition.point is None
    assert b.condition is None
    assert c.condition is not None
    assert [each.counter for each in acts["q"].answers] == [None, None, None]
    assert acts["q"].answers[1].condition is None
    assert acts["q"].answers[2].condition is not None


def test_a_known_answer_reaches_into_another_thread() -> None:
    story = given(demand("d", points={"1": "leave"}), thread="us")
    joint = act(
        "statement", "s", by="USA", when="2022-01-26", channel="public", answers={"us/1": "reject"}
    )
    world = record([opened("nato"), opened("quiet"), RecordAct("nato", joint)], story.world)
    source = seen(Story(world, "us"), "public")
    assert [one.thread.id for one in threads_view(source, lens()).threads] == ["nato", "us"]
    assert thread_view(source, "us", lens()).points[0].status.status == "rejected"


def test_only_parties_of_known_acts_are_known() -> None:
    codes = ("LEAGUE-A", "LEAGUE-B")
    leagues = [Party.model_validate({"code": c, "name": c, "kind": "group"}) for c in codes]
    world = record([opened(), *(RegisterParty(one) for one in leagues)])
    story = Story(world, "t").and_(
        act("statement", "a", by="LEAGUE-A", when="2022", channel="public", summary="x"),
        act("statement", "b", by="LEAGUE-B", when="2022", summary="x"),
    )
    found = parties_view(seen(story, "public"), lens()).parties
    assert [one.party.code for one in found] == ["LEAGUE-A"]


def replaced(world: World, unknown: set[str]) -> World:
    """The world with the unknown acts saying something else."""
    threads = {}
    for thread in world.threads.values():
        acts = {
            act_id: _other(one) if f"{thread.id}/{act_id}" in unknown else one
            for act_id, one in thread.acts.items()
        }
        threads[thread.id] = _with(thread, acts)
    return World(threads=threads, parties=world.parties, thread_ids=world.thread_ids)


def _other(one: Act) -> Act:
    nothing: dict[str, Any] = {
        "summary": "something else",
        "answers": (),
        "replies_to": (),
        "deadline": None,
        "withdraws": (),
        "extends": (),
        "contents": "whole",
    }
    return one.model_copy(update=nothing)


def _with(thread: ThreadRecord, acts: dict[str, Act]) -> ThreadRecord:
    from dataclasses import replace

    return replace(thread, acts=acts, recorded=acts)


@any_of(histories(), moments(), moments())
def test_the_state_for_a_viewer_does_not_change_when_acts_it_does_not_know_are_replaced(
    acts: list[Act], known_at: str, as_of: str
) -> None:
    world = world_of(acts)
    for viewer in ("public", "GBR", "USA"):
        moment = parse_moment(known_at)

        def at(zone: str, moment: Moment = moment) -> int:
            return moment.end(zone, 0)

        known = seen_by(world, viewer, at)
        everything = {f"t/{one}" for one in world.threads["t"].acts}
        unknown = everything - {f"t/{one}" for t in known.threads.values() for one in t.acts}
        again = seen_by(replaced(world, unknown), viewer, at)
        assert again == known
        if "t" in known.threads:
            one, other = Source(known), Source(again)
            assert thread_view(one, "t", lens(as_of)) == thread_view(other, "t", lens(as_of))
