"""What the projections answer, told on small stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.commands import CloseThread, RecordAct, RegisterParty
from ledger.dates import parse_act_date
from ledger.errors import InputError
from ledger.moments import parse_moment
from ledger.parties import Party, shipped_party
from projections.acts import ActFilter, act_view, acts_view
from projections.explain import explain
from projections.history import timeline_view
from projections.lens import Lens, thread_at
from projections.owed import OwedFilter, owed_view
from projections.parties import parties_view, party_view
from projections.points import points_view
from projections.text import instant_text, recorded_text, span_text
from projections.threads import thread_view, threads_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.core.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.state import World

DAY = 86_400

REPORT = {
    "citation": "A report, 27 January",
    "page": "3",
    "reliability": "B",
    "credibility": "2",
}

STORY = given(
    demand(
        "d",
        to="USA GBR",
        summary="A draft treaty",
        deadline="2022-01-31",
        points={"forces": "leave", "doors": "close them", "doors-a": {"parent": "doors"}},
    ),
    reply(
        "r",
        contents="partial",
        replies_to=["d"],
        answers={"forces": {"stance": "reject", "text": "no"}},
        points={"own": {"kind": "proposal", "contents": "none"}},
        sources=[REPORT],
        marking={"level": "secret", "caveats": ["NOFORN"]},
        persons=[{"role": "bearer", "name": "J. Sullivan", "post": "Ambassador"}],
    ),
    act("statement", "fr", by="FRA", when="2022-01-27", answers={"forces": "reject"}),
    act("statement", "maybe", by="USA", when="2022", summary="sometime"),
    act("statement", "nowhen", by="USA", summary="never dated"),
    zone="Europe/Moscow",
)


def test_the_thread_tells_what_is_open_then_the_points_then_what_is_not_known() -> None:
    view = thread_view(STORY.source, "t", lens("2022-01-28"))
    assert view.status.status == "awaiting_reply"
    assert view.status.awaiting == ("GBR", "RUS")
    assert [(one.debtor, one.act) for one in view.owed] == [("GBR", "d"), ("RUS", "r")]
    assert [(one.debtor, one.settled_by) for one in view.settled] == [("USA", "r")]
    assert view.settled[0].loose_ends == ("doors-a",)
    assert [point.label for point in view.points] == ["forces", "doors", "doors-a", "own"]
    assert [(one.ref, one.what) for one in view.not_known] == [
        ("r", "its contents are known in part only, the rest is not known"),
        ("doors-a", "USA answered it; what the answer says is not known"),
        ("own", "its contents are not known"),
    ]
    assert view.acts == 3
    assert view.last_act is not None
    assert view.last_act.ref == "t/fr"
    assert [one.ref for one in view.possible] == ["t/maybe"]
    assert [one.ref for one in view.undated] == ["t/nowhen"]
    assert view.possible[0].when == "2022 UTC"
    assert view.undated[0].when is None


def test_a_thread_before_its_first_act() -> None:
    view = thread_view(STORY.source, "t", lens("2021-01-01"))
    assert (view.last_act, view.points, view.owed) == (None, (), ())


def test_a_point_is_attributed_per_addressee_with_sources() -> None:
    state = STORY.as_of("2022-01-28").state
    forces = points_view(state).points[0]
    assert forces.status.status == "partly_answered"
    usa, gbr = forces.parties
    assert (usa.status.status, usa.status.act, usa.status.by) == ("rejected", "r", ("USA",))
    assert (gbr.status.status, gbr.status.act) == ("outstanding", "d")
    assert usa.answers[0].sources == ("A report, 27 January, p. 3 [B2]",)
    assert forces.positions[0].by == "FRA"


def test_conditions_counters_and_claims_are_told() -> None:
    story = given(
        demand("d", points={"1": "a", "2": "b"}),
        act(
            "reply",
            "r",
            by="USA",
            to="RUS",
            delivered=["2022-01-26", "2022-01-27"],
            points={"c": {"kind": "proposal"}},
            answers={
                "1": {"stance": "counter", "counter": "c"},
                "2": {"stance": "accept", "condition": {"point": "1"}},
            },
            sources=[{"citation": "Bare"}, {"citation": "Half", "credibility": "3"}],
        ),
    )
    one, two, _ = points_view(story.now().state).points
    assert one.parties[0].answers[0].counter == "c"
    assert two.parties[0].answers[0].condition == "on 1"
    assert one.parties[0].answers[0].at_text == "2022-01-26 or 2022-01-27"
    assert one.parties[0].answers[0].sources == ("Bare", "Half [?3]")


def test_owed_over_all_threads_by_one_party_longest_first() -> None:
    world = record(
        [opened("u"), RecordAct("u", demand("d", when="2020-01-01", to="USA", points={"1": "x"}))],
        STORY.world,
    )
    source = Source(world)
    everywhere = owed_view(source, lens("2022-01-28")).owed
    assert [(one.thread, one.debtor) for one in everywhere] == [
        ("u", "USA"),
        ("t", "GBR"),
        ("t", "RUS"),
    ]
    assert [one.thread for one in owed_view(source, lens(), party=shipped_party("USA")).owed] == [
        "u"
    ]
    assert [one.debtor for one in owed_view(source, lens(), OwedFilter(thread="t")).owed] == [
        "GBR",
        "RUS",
    ]
    with pytest.raises(InputError, match="there is no thread v"):
        owed_view(source, lens(), OwedFilter(thread="v"))


def test_a_reply_overdue_says_by_how_much() -> None:
    (late,) = owed_view(STORY.source, lens("2022-02-10"), party=shipped_party("GBR")).owed
    assert (late.days, late.overdue) == (56, "9 days")
    (in_time,) = owed_view(STORY.source, lens("2022-01-30"), party=shipped_party("GBR")).owed
    assert in_time.overdue is None
    (hours,) = owed_view(STORY.source, lens("2022-02-01T12:00Z"), party=shipped_party("GBR")).owed
    assert hours.overdue == "12 h"


def test_what_is_owed_is_narrowed_by_age_deadline_and_lateness() -> None:
    """GBR owes from 15 December until 31 January; USA from 26 January, without a deadline."""
    story = given(
        demand("d", to="GBR", deadline="2022-01-31", points={"1": "x"}),
        demand("e", when="2022-01-26", points={"2": "y"}),
    )

    def found(at: str, *, older: str = "", overdue: bool = False, due: str = "") -> list[str]:
        wanted = OwedFilter(
            older_than=parse_moment(older) if older else None,
            overdue=overdue,
            due_within=parse_moment(due) if due else None,
        )
        return [one.debtor for one in owed_view(story.source, lens(at), wanted).owed]

    assert found("2022-01-28") == ["GBR", "USA"]
    assert found("2022-01-28", older="-43d") == ["GBR"]
    assert found("2022-01-28", older="-44d") == []
    assert found("2022-01-28", due="+3d") == ["GBR"]
    assert found("2022-01-28T08:00", due="+3d") == ["GBR"]
    assert found("2022-01-28", due="+2d") == []
    assert found("2022-01-31", overdue=True) == []
    assert found("2022-02-01", overdue=True) == ["GBR"]
    assert found("2022-02-01", due="+1d") == ["GBR"]
    assert found("2022-02-01", overdue=True, older="-60d") == []


def test_the_timeline_tells_what_each_act_and_the_clock_changed() -> None:
    entries = timeline_view(STORY.source, "t", lens("2022-03-01")).entries
    assert [(one.by, one.act.ref if one.act else None) for one in entries] == [
        ("act", "t/d"),
        ("act", "t/r"),
        ("act", "t/fr"),
        ("clock", None),
    ]
    told = [change.text for change in entries[1].changes]
    assert "forces (USA): outstanding -> rejected" in told
    assert "own is raised to RUS: outstanding" in told
    assert "USA's reply to d is settled (rule O2)" in told
    assert "RUS owes USA a reply to r" in told
    assert [change.text for change in entries[2].changes] == [
        "FRA, who was not asked, takes a position on forces: rejects"
    ]
    assert entries[3].at_text == "2022-02-01 03:00+03:00"
    assert {change.after for change in entries[3].changes} == {"lapsed"}


def test_the_timeline_names_the_registrar_and_endings() -> None:
    story = given(
        act("statement", "s", by="RUS", when="2021-12-01", points={"w": {"kind": "demand"}}),
        demand("d", points={"1": "x"}),
        act("withdrawal", "w2", by="RUS", when="2022-01-01", withdraws=["1"]),
    )
    closed = CloseThread("t", parse_act_date("2022-02-01"), "archived")
    story = Story(record([closed], story.world), "t")
    entries = timeline_view(story.source, "t", lens()).entries
    assert [one.by for one in entries] == ["act", "act", "act", "registrar"]
    assert entries[0].changes[0].text == "w is raised: outstanding"
    texts = [change.text for change in entries[2].changes]
    assert "USA's reply to d is no longer owed (rule O3)" in texts
    assert entries[3].changes[0].text == "the thread is closed: closed by the registrar: archived"


def test_explaining_a_point_names_rules_acts_and_sources() -> None:
    view = explain(STORY.source, "t/forces", lens("2022-01-28"))
    assert (
        view.answer == "t/forces is partly answered since 2022-01-26 UTC, according to USA and RUS."
    )
    rules = [reason.rule for reason in view.reasons]
    assert rules == ["O1", "P1", "P1", "P1", "P1", "P4"]
    texts = " ".join(reason.text for reason in view.reasons)
    assert "RUS raised it to USA, GBR on 2021-12-15 UTC, as a demand: “leave”" in texts
    assert "USA answered it on 2022-01-26 UTC in r: rejects, “no”." in texts
    assert "for GBR it is outstanding" in texts
    assert "FRA, who was not asked, takes a position: rejects" in texts
    assert view.reasons[1].sources == ("A report, 27 January, p. 3 [B2]",)


def test_explaining_parts_undisclosed_answers_and_lapses() -> None:
    parent = explain(STORY.source, "t/doors", lens("2022-03-01"))
    texts = " ".join(reason.text for reason in parent.reasons)
    assert "Its part doors-a is partly answered" in texts
    assert "Over all: partly answered." in texts
    part = explain(STORY.source, "t/doors-a", lens("2022-03-01"))
    texts = " ".join(reason.text for reason in part.reasons)
    assert "nobody wrote so: the contents of the reply are not wholly known" in texts
    assert "the deadline passed, and no answer was or may have been in time" in texts
    own = explain(STORY.source, "t/own", lens("2022-03-01"))
    assert "Of the point, its contents are not known." in [one.text for one in own.reasons]


def test_explaining_an_answer_through_the_parent_on_the_confidential_line() -> None:
    story = given(
        demand("d", points={"6": "all", "6a": {"parent": "6"}}),
        reply("r", channel="confidential", answers={"6": "accept"}),
    )
    texts = [one.text for one in explain(story.source, "t/6a", lens()).reasons]
    assert any("through a confidential channel" in text for text in texts)
    assert any("in answering 6, of which it is a part" in text for text in texts)
    assert any("its word goes before the open one's (rule P2)" in text for text in texts)


def test_explaining_what_asks_nothing_of_nobody() -> None:
    story = given(act("warning", "w", by="RUS", when="2022-01-01", points={"1": "or else"}))
    view = explain(story.source, "t/1", lens())
    assert view.answer == "t/1 is standing since 2022-01-01."
    assert [one.rule for one in view.reasons] == ["P1"]


@pytest.mark.parametrize(
    ("ref", "moment", "sentence"),
    [
        ("forces", "2022-03-01", "there is no thread forces"),
        ("t/forcs", "2022-03-01", "there is no point and no act t/forcs"),
        ("t/own", "2022-01-01", "the point t/own was not raised by 2022-01-01"),
        ("v/own", "2022-01-01", "there is no thread v"),
    ],
)
def test_explaining_what_is_not_there(ref: str, moment: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        explain(STORY.source, ref, lens(moment))


def test_an_act_is_shown_with_everything_and_what_came_of_it() -> None:
    view = act_view(STORY.source, "t/r", lens())
    assert view.brief.marking == "secret//NOFORN"
    assert view.act["kind"] == "reply"
    assert view.act["from"] == ["USA"]
    assert view.recorded_by == "tester"
    assert "forces (USA): outstanding -> rejected" in view.changes
    assert view.not_known == (
        "its contents are known in part only, the rest is not known",
        "point own: its contents are not known",
        "whether it was disclosed is not recorded",
    )
    assert [one.ref for one in act_view(STORY.source, "t/d", lens()).answered_by] == ["t/r", "t/fr"]
    undated = act_view(STORY.source, "t/nowhen", lens())
    assert undated.changes == ()
    told = given(act("statement", "s", by="USA", when="2022", summary="x", disclosure="disclosed"))
    assert act_view(told.source, "t/s", lens()).not_known == ()
    with pytest.raises(InputError, match="there is no act t/rr"):
        act_view(STORY.source, "t/rr", lens())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ActFilter(), ["d", "r", "fr"]),
        (ActFilter(party="FRA"), ["fr"]),
        (ActFilter(kind="demand"), ["d"]),
        (ActFilter(role="bearer"), ["r"]),
        (ActFilter(person="sullivan"), ["r"]),
        (ActFilter(role="chair", person="sullivan"), []),
        (ActFilter(instrument="letter"), []),
        (ActFilter(disclosure="leaked"), []),
    ],
)
def test_acts_are_listed_by_what_is_asked(wanted: ActFilter, found: list[str]) -> None:
    view = acts_view(STORY.source, lens("2022-01-28"), wanted, thread="t")
    assert [one.ref.removeprefix("t/") for one in view.acts] == found


def test_acts_over_the_ledger() -> None:
    world = record(
        [opened("a"), RecordAct("a", demand("x", when="2022-01-20", points={"1": "x"}))],
        STORY.world,
    )
    view = acts_view(Source(world), lens("2022-01-28"), ActFilter())
    assert [one.ref for one in view.acts] == ["t/d", "a/x", "t/r", "t/fr"]
    assert [one.ref for one in view.possible] == ["t/maybe"]
    assert [one.ref for one in view.undated] == ["t/nowhen"]
    assert view.acts[3].gist is None


def test_threads_are_listed_with_their_status() -> None:
    world = record([opened("empty")], STORY.world)
    lines = threads_view(Source(world), lens("2022-01-28")).threads
    assert [(one.thread.id, one.status.status, one.acts, one.owed, one.last) for one in lines] == [
        ("empty", "open", 0, 0, None),
        ("t", "awaiting_reply", 3, 2, "2022-01-27 UTC"),
    ]


def test_a_thread_unknown_now_or_only_then() -> None:
    with pytest.raises(InputError, match="there is no thread tt") as caught:
        thread_at(STORY.source, "tt", lens())
    assert caught.value.near == ("t",)

    class Growing:
        def world(self, threads: Iterable[str] | None, lens: Lens) -> World:
            assert threads == ["t"]
            return STORY.world if lens.position is None else record([opened("other")])

    with pytest.raises(InputError, match="knew nothing of the thread t at its position 1"):
        thread_at(Growing(), "t", Lens(now=0, known_at=1))


def test_parties_registered_shipped_and_used() -> None:
    league = Party.model_validate({"code": "LEAGUE-X", "name": "A League", "kind": "group"})
    source = Source(record([RegisterParty(league)], STORY.world))
    codes = [(one.party.code, one.origin) for one in parties_view(source, lens()).parties]
    assert codes == [
        ("FRA", "shipped"),
        ("GBR", "shipped"),
        ("LEAGUE-X", "registered"),
        ("RUS", "shipped"),
        ("USA", "shipped"),
    ]
    found = [one.party.code for one in parties_view(source, lens(), "league").parties]
    assert "LEAGUE-X" in found
    assert "LON" in found
    assert "FRA" not in found
    assert party_view(source, "LEAGUE-X", lens()).origin == "registered"
    assert party_view(source, "NATO", lens()).party.name.startswith("North Atlantic")
    with pytest.raises(InputError, match="there is no party NTAO"):
        party_view(source, "NTAO", lens())


def test_instants_and_spans_as_text() -> None:
    assert instant_text(DAY - 1, "UTC") == "1970-01-01"
    assert instant_text(DAY + 60, "Europe/Moscow") == "1970-01-02 03:01+03:00"
    assert instant_text(1, "UTC") == "1970-01-01 00:00:01+00:00"
    assert instant_text(-60_772_204_801, "UTC") == "0044-03-15"
    assert span_text(0, 3 * DAY, "UTC") == "3 days"
    assert span_text(0, 5_400, "UTC") == "1 h 30 min"
    assert recorded_text(1_640_000_000_000_001) == "2021-12-20T11:33:20.000001Z"


def test_what_a_party_has_not_disclosed_is_undisclosed() -> None:
    story = given(
        demand("d", points={"1": "leave"}),
        reply(
            "r",
            replies_to=["d"],
            contents="partial",
            disclosure="announced",
            points={"own": {"kind": "proposal", "contents": "none"}},
        ),
    )
    view = thread_view(story.source, "t", lens())
    assert [(one.ref, one.what) for one in view.not_known] == [
        ("r", "its contents are known in part only, the rest is undisclosed"),
        ("1", "USA answered it; what the answer says is not known"),
        ("own", "its contents are undisclosed"),
    ]
    assert view.points[1].not_known == "its contents are undisclosed"


def test_assessments_stand_beside_the_answers_and_change_nothing() -> None:
    story = given(
        demand("d", points={"1": "leave", "2": "stay"}),
        reply("r", answers={"1": "accept"}),
        act(
            "statement",
            "verdict",
            by="RUS",
            when="2022-02-01",
            assessments=[
                {"point": "1", "verdict": "unsatisfactory", "words": "not enough"},
                {"act": "r", "by": "RUS", "verdict": "evasive"},
            ],
        ),
    )
    one, two = thread_view(story.source, "t", lens()).points
    assert one.status.status == "accepted"
    assert [(each.by, each.verdict, each.of) for each in one.assessments] == [
        ("RUS", "unsatisfactory", "1"),
        ("RUS", "evasive", "r"),
    ]
    assert two.assessments == ()
    early = thread_view(story.source, "t", lens("2022-01-27")).points[0]
    assert early.assessments == ()


def test_a_package_is_told_with_what_fails_it() -> None:
    points = {"1": {"package": "both"}, "2": {"package": "both"}, "3": "apart"}
    story = given(demand("d", points=points), reply("r", answers={"1": "accept", "2": "reject"}))
    (before,) = thread_view(story.source, "t", lens("2022-01-01")).packages
    (after,) = thread_view(story.source, "t", lens()).packages
    assert (before.status, before.points, before.raisers) == ("pending", ("1", "2"), ("RUS",))
    assert (after.status, after.failed_by) == ("failed", ("2",))


def test_a_group_owes_what_its_members_were_asked_one_by_one() -> None:
    story = given(
        act(
            "demand",
            "d",
            by="RUS",
            to="NATO",
            when="2022-01-01",
            addressed_as="members",
            points={"1": "leave"},
        ),
        reply("r", when="2022-01-10", answers={"1": "reject"}),
    )
    owed = owed_view(story.source, lens(), party=shipped_party("NATO"))
    assert owed.party == "NATO"
    assert len(owed.owed) == 29
    assert "USA" not in {one.debtor for one in owed.owed}


def test_a_reply_by_one_for_many_is_shown_as_claimed() -> None:
    story = given(
        demand("d", to="USA GBR", own_answers=True, points={"1": "leave"}),
        reply("r", on_behalf_of=["GBR"], answers={"1": "reject"}),
    )
    (one,) = owed_view(story.source, lens()).owed
    assert (one.debtor, one.claimed_by) == ("GBR", "r")


def test_the_labels_of_an_act_by_party() -> None:
    story = given(demand("d", points={"1": "x"}, labels=[{"party": "USA", "label": "ultimatum"}]))
    assert act_view(story.source, "t/d", lens()).brief.labels == {"USA": "ultimatum"}


def test_the_timeline_says_when_the_debtor_changes() -> None:
    story = given(
        demand("d", points={"1": "x"}),
        reply("r", answers={"1": "reject"}, points={"own": {"kind": "proposal"}}),
    )
    entries = timeline_view(story.source, "t", lens()).entries
    assert entries[1].changes[-1].text == ("the thread is awaiting reply: a reply is owed by RUS")


def test_dates_are_read_aloud() -> None:
    story = given(
        act("statement", "a", by="USA", when="../2022-01-27", summary="x"),
        act("statement", "b", by="USA", when="2022-01-28T18:00", summary="x"),
        act("statement", "c", by="USA", when="2022-01-29/..", summary="x"),
    )
    view = acts_view(story.source, lens(), ActFilter())
    assert [one.when for one in (*view.acts, *view.possible)] == [
        "2022-01-27 or before",
        "2022-01-28 18:00",
        "2022-01-29 or after",
    ]


def test_a_julian_date_shows_both_calendars() -> None:
    story = given(demand("d", when="1914-07-12 julian", points={"1": "x"}))
    assert points_view(story.now().state).points[0].raised_text == "1914-07-12 julian (1914-07-25)"
