"""Numbers over the ledger: reply times, points accepted, acts, and that each can be explained."""

from __future__ import annotations

import os
from statistics import median
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.commands import Command, OpenThread, RecordAct
from ledger.dates import day_count
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.obligations import Owed
from ledger.timeline import Fold
from projections.reader import Reader
from projections.stats import StatsFilter, stats_view
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.projections.logged import EventsLog, as_known
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Act
    from projections.views.acts import ActBrief
    from projections.views.stats import AcceptedStats, PairStats, StatsView

EXAMPLES = {"nightly": 10_000, "long": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 100)


def stats(story: Story, moment: str = "2026-01-01", **wanted: str) -> StatsView:
    """All numbers of a story, with what is behind them."""
    return stats_view(story.source, lens(moment), StatsFilter(**wanted), listed=True)


def pair(view: StatsView, debtor: str, *creditors: str) -> PairStats:
    (found,) = (one for one in view.pairs if (one.debtor, one.creditors) == (debtor, creditors))
    return found


def refs(acts: Iterable[ActBrief]) -> list[str]:
    return [one.ref for one in acts]


def counts(one: PairStats) -> tuple[int, int, int, int]:
    return (one.asked, one.answered, one.owed, one.ended)


def notes(*days: int) -> list[Act]:
    """Demands of 1 January, each answered after so many days."""
    return [
        each
        for number, after in enumerate(days)
        for each in (
            demand(f"d{number}", when="2022-01-01", points={f"p{number}": "x"}),
            reply(f"r{number}", when=f"2022-01-{1 + after:02}", answers={f"p{number}": "reject"}),
        )
    ]


def test_a_pair_has_its_replies_counted_and_timed_and_its_slowest_named() -> None:
    story = given(
        *notes(2, 9, 4),
        demand("open", when="2022-01-05", points={"open": "x"}),
        demand("gone", when="2022-01-06", points={"gone": "x"}),
        act("withdrawal", "w", by="RUS", when="2022-01-09", withdraws=("gone",)),
        demand("back", by="USA", to="RUS", when="2022-01-07", points={"back": "x"}),
    )
    view = stats(story, "2022-01-31")
    asked = pair(view, "USA", "RUS")

    assert counts(asked) == (5, 3, 1, 1)
    assert asked.median_days == 4
    assert asked.slowest is not None
    assert (asked.slowest.act, asked.slowest.by, asked.slowest.days) == ("t/d1", "t/r1", 9)
    assert [(one.act, one.state, one.by, one.days) for one in asked.replies] == [
        ("t/d0", "settled", "t/r0", 2),
        ("t/d1", "settled", "t/r1", 9),
        ("t/d2", "settled", "t/r2", 4),
        ("t/open", "owed", None, 26),
        ("t/gone", "ended", "t/w", 3),
    ]
    assert counts(pair(view, "RUS", "USA")) == (1, 0, 1, 0)
    assert (pair(view, "RUS", "USA").median_days, pair(view, "RUS", "USA").slowest) == (None, None)


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    assert pair(stats(given(*notes(2, 9, 4, 5))), "USA", "RUS").median_days == 4.5


def test_of_replies_equally_slow_the_one_asked_for_first_is_named() -> None:
    slowest = pair(stats(given(*notes(3, 3))), "USA", "RUS").slowest
    assert slowest is not None
    assert slowest.act == "t/d0"


def test_days_are_those_of_the_calendar_in_the_threads_zone() -> None:
    story = given(
        demand("d", when="2022-01-01T23:30Z", points={"1": "x"}),
        reply("r", when="2022-01-02T00:30Z", answers={"1": "reject"}),
    )
    assert pair(stats(story), "USA", "RUS").median_days == 1
    moved = given(*story.world.threads["t"].acts.values(), zone="Europe/Moscow")
    assert pair(stats(moved), "USA", "RUS").median_days == 0


def test_a_collective_note_asks_once_for_all_its_senders() -> None:
    story = given(demand("d", by="RUS FRA", points={"1": "x"}))
    view = stats(story)

    assert [(one.debtor, one.creditors) for one in view.pairs] == [("USA", ("RUS", "FRA"))]
    assert [one.raisers for one in view.accepted_by_raiser] == [("RUS", "FRA")]


def accepted(one: AcceptedStats) -> tuple[int, int, float | None]:
    return (one.accepted, one.points, one.share)


POINTS = given(
    demand(
        "d",
        points={
            "yes": "x",
            "partly": "x",
            "no": "x",
            "open": "x",
            "gone": "x",
            "old": "x",
            "whole": "x",
            "w1": {"parent": "whole", "text": "x"},
            "threat": {"kind": "warning", "text": "x"},
        },
    ),
    demand("again", when="2022-01-02", points={"new": {"restates": "old", "text": "y"}}),
    act("withdrawal", "w", by="RUS", when="2022-01-03", withdraws=("gone",)),
    reply(
        "r",
        answers={"yes": "fulfil", "partly": "accept-in-part", "no": "reject", "w1": "accept"},
        points={"back": {"kind": "request", "text": "x"}},
    ),
)


def test_points_that_ask_and_are_stood_by_are_counted_those_with_parts_by_their_parts() -> None:
    view = stats(POINTS)
    of_russia, of_the_usa = view.accepted_by_raiser[0], view.accepted_by_raiser[1]

    assert accepted(of_russia) == (3, 6, 0.5)
    assert of_russia.accepted_points == ("t/partly", "t/w1", "t/yes")
    assert of_russia.other_points == ("t/new", "t/no", "t/open")
    assert list(of_russia.statuses.items()) == [
        ("outstanding", 2), ("accepted", 1), ("accepted_in_part", 1), ("fulfilled", 1),
        ("rejected", 1),
    ]  # fmt: skip
    assert (of_the_usa.raisers, accepted(of_the_usa)) == (("USA",), (0, 1, 0.0))
    assert (view.accepted.raisers, accepted(view.accepted)) == ((), (3, 7, 0.4286))


def test_before_anything_was_asked_there_is_no_share() -> None:
    view = stats(POINTS, "2021-12-14")
    assert (view.acts, view.pairs, view.kinds, view.parties) == (0, (), (), ())
    assert (accepted(view.accepted), view.accepted_by_raiser) == ((0, 0, None), ())


def test_acts_are_counted_by_kind_and_by_party_and_named() -> None:
    story = given(
        demand("d", to="USA GBR", points={"1": "x"}),
        reply("r", on_behalf_of=("GBR",), answers={"1": "reject"}),
        reply("r2", when="2022-01-27", answers={"1": "accept"}),
        act("statement", "s", by="FRA", when="2022-01-28", summary="x"),
    )
    view = stats(story)

    assert (view.threads, view.acts) == (1, 4)
    assert [(one.kind, one.acts, one.refs) for one in view.kinds] == [
        ("reply", 2, ("t/r", "t/r2")),
        ("demand", 1, ("t/d",)),
        ("statement", 1, ("t/s",)),
    ]
    assert [(one.party, one.acts, one.sent, one.received) for one in view.parties] == [
        ("RUS", 3, 1, 2),
        ("USA", 3, 2, 1),
        ("GBR", 2, 1, 1),
        ("FRA", 1, 1, 0),
    ]
    assert view.parties[2].refs == ("t/d", "t/r")
    brief = stats_view(story.source, lens())
    assert brief.listed is False
    assert {one.refs for one in brief.kinds} | {one.refs for one in brief.parties} == {()}
    assert {one.replies for one in brief.pairs} == {()}
    assert (brief.accepted.accepted_points, brief.accepted.other_points) == ((), ())
    assert [one.acts for one in brief.parties] == [one.acts for one in view.parties]


def test_what_may_have_happened_and_what_has_no_date_is_listed_and_not_counted() -> None:
    story = given(
        demand("d", points={"1": "x"}),
        reply("r", when="2022-01-01/2022-03", answers={"1": "reject"}),
        act("statement", "s", by="USA", summary="x"),
    )
    view = stats(story, "2022-02-01")

    assert (view.acts, counts(pair(view, "USA", "RUS"))) == (1, (1, 0, 1, 0))
    assert (refs(view.possible), refs(view.undated)) == (["t/r"], ["t/s"])


def several() -> Story:
    """Two threads, in zones of their own, one of them tagged."""
    tagged = ThreadOpened(thread="u", title="U", zone="Europe/Moscow", tags=("nato",))
    commands: list[Command] = [opened(), OpenThread(tagged)]
    commands += [
        RecordAct("t", demand("d", points={"1": "x"})),
        RecordAct("t", act("statement", "maybe", by="USA", when="2022/2030", summary="x")),
        RecordAct("u", demand("d", by="FRA", to="GBR", points={"1": "x"})),
        RecordAct("u", demand("e", by="FRA", to="USA", points={"2": "x"})),
        RecordAct("u", act("statement", "maybe", by="FRA", when="2022/2030", summary="x")),
    ]
    return Story(record(commands), "t")


def test_only_a_thread_a_tag_or_a_party_may_be_counted() -> None:
    story = several()

    whole = stats(story)
    assert (whole.threads, whole.acts, len(whole.pairs)) == (2, 3, 3)
    assert [(one.kind, one.refs) for one in whole.kinds] == [("demand", ("t/d", "u/d", "u/e"))]
    tagged = stats(story, tag="nato")
    assert (tagged.threads, tagged.acts, refs(tagged.possible)) == (1, 2, ["u/maybe"])
    assert tagged.model_copy(update={"tag": None, "thread": "u"}) == stats(story, thread="u")
    assert stats(story, tag="none").threads == 0
    of_the_usa = stats(story, party="USA")
    assert [one.debtor for one in of_the_usa.pairs] == ["USA", "USA"]
    assert [(one.party, one.acts) for one in of_the_usa.parties] == [
        ("USA", 2), ("FRA", 1), ("RUS", 1),
    ]  # fmt: skip
    assert [one.raisers for one in of_the_usa.accepted_by_raiser] == [("FRA",), ("RUS",)]
    of_france = stats(story, party="FRA")
    assert accepted(of_france.accepted) == (0, 2, 0.0)
    with pytest.raises(InputError, match="there is no thread v"):
        stats(story, thread="v")


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(st.sampled_from(["ledger", "public", "USA"]), histories(), moments(), moments())
def test_the_numbers_are_those_of_a_fold_of_what_the_viewer_knew(
    viewer: str, history: History, as_of: str, known_at: str
) -> None:
    log = EventsLog(history.events)
    through, world = as_known(log, viewer, as_of, known_at)
    with Reader(log) as reader:
        view = stats_view(reader, through, listed=True)
    states = [Fold(world, one).state(through.instant(one.zone)) for one in world.threads.values()]
    asked = [(one, state.record.zone) for state in states for one in state.obligations]
    for one in view.pairs:
        mine = [
            (each, zone)
            for each, zone in asked
            if (each.debtor, each.creditors) == (one.debtor, one.creditors)
        ]
        days = [
            day_count(each.since, each.settled_at, zone)
            for each, zone in mine
            if each.state is Owed.SETTLED and each.settled_at is not None
        ]
        assert (one.asked, one.answered) == (len(mine), len(days)), history
        assert one.owed == sum(each.state is Owed.OWED for each, _ in mine), history
        assert one.median_days == (median(days) if days else None), history
        assert (one.slowest is None) == (not days), history
        assert one.slowest is None or one.slowest.days == max(days), history
    assert sum(one.asked for one in view.pairs) == len(asked), history
    happened = {
        one.ref
        for state in states
        for one in state.selection.happened
        if one.thread == state.record.id
    }
    assert {ref for one in view.kinds for ref in one.refs} == happened, history
    assert view.acts == len(happened), history
