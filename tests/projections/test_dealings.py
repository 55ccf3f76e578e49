"""Dealings: who says how much to whom, from when to when, and who owes whom a reply."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from ledger.commands import Command, OpenThread, RecordAct, RegisterParty
from ledger.errors import InputError
from ledger.events import ThreadOpened
from ledger.moments import parse_moment
from ledger.parties import Party
from ledger.timeline import Fold
from projections.dealings import AMONG_ALL, dealings_view
from projections.reader import Reader
from projections.tables import rows
from tests.core.given import Story, act, demand, given, lens, opened, record, reply
from tests.projections.logged import EventsLog, as_known, told
from tests.reference.histories import History, histories, moments

if TYPE_CHECKING:
    from projections.views.dealings import DealingsView

EXAMPLES = {"nightly": 10_000, "long": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 100)
Line = tuple[str, str, int, int]


def dealings(
    story: Story, moment: str = "2026-01-01", *, thread: str | None = None, party: str | None = None
) -> DealingsView:
    return dealings_view(story.source, lens(moment), thread=thread, party=party)


def lines(view: DealingsView) -> list[Line]:
    """Of each pair: who to whom, how many acts, how many replies are owed for them."""
    return [(one.sender, one.addressee, one.acts, one.owed) for one in view.dealings]


def counts(view: DealingsView) -> dict[str, tuple[int, int, int]]:
    return {one.party: (one.acts, one.sent, one.received) for one in view.parties}


def test_each_pair_has_its_acts_counted_by_kind_from_the_first_to_the_last() -> None:
    story = given(
        demand("d1", when="2021-12-15", points={"1": "x"}),
        demand("d2", when="2022-01-10", points={"2": "x"}),
        act("statement", "s", by="RUS", to="USA", when="2022-01-10", summary="x"),
        reply("r", when="2022-01-26", answers={"1": "reject"}, replies_to=("d1",)),
    )
    view = dealings(story)

    assert lines(view) == [("RUS", "USA", 3, 1), ("USA", "RUS", 1, 0)]
    asked = view.dealings[0]
    assert [(one.kind, one.acts) for one in asked.kinds] == [("demand", 2), ("statement", 1)]
    assert asked.first is not None
    assert asked.last is not None
    assert (asked.first.act, asked.first.text) == ("t/d1", "2021-12-15")
    assert (asked.last.act, asked.last.text) == ("t/s", "2022-01-10")
    russia = view.parties[0]
    assert (russia.party, russia.name) == ("RUS", "Russian Federation")
    assert (russia.awaits, russia.owes, view.parties[1].owes) == (1, 0, 1)


def test_only_what_had_happened_counts_and_what_may_have_is_told_apart() -> None:
    story = given(
        demand("d", points={"1": "x"}),
        act("statement", "maybe", by="USA", to="RUS", when="2022", summary="x"),
        act("statement", "never", by="USA", to="RUS", summary="x"),
        reply("r", answers={"1": "reject"}),
    )
    view = dealings(story, "2022-01-01")

    assert lines(view) == [("RUS", "USA", 1, 1)]
    assert [one.ref for one in view.possible] == ["t/maybe"]
    assert lines(dealings(story, "2021-12-01")) == []


def test_an_act_to_several_is_one_to_each_and_one_of_its_sender() -> None:
    story = given(demand("d", by="RUS", to="USA GBR", points={"1": "x"}))
    view = dealings(story)

    assert lines(view) == [("RUS", "GBR", 1, 1), ("RUS", "USA", 1, 1)]
    assert counts(view) == {"GBR": (1, 0, 1), "RUS": (1, 1, 0), "USA": (1, 0, 1)}
    assert view.acts == 1


def test_whoever_is_spoken_for_speaks_and_is_counted_once() -> None:
    story = given(
        act(
            "statement",
            "s",
            by="USA GBR",
            to="RUS",
            on_behalf_of=("FRA", "USA"),
            when="2022-01-01",
            summary="x",
        )
    )

    assert lines(dealings(story)) == [
        ("FRA", "RUS", 1, 0),
        ("GBR", "RUS", 1, 0),
        ("USA", "RUS", 1, 0),
    ]


def test_an_act_to_nobody_in_particular_counts_for_its_sender_alone() -> None:
    story = given(act("statement", "s", by="USA GBR", when="2022-01-01", summary="x"))
    view = dealings(story)

    assert lines(view) == []
    assert counts(view) == {"GBR": (1, 1, 0), "USA": (1, 1, 0)}
    assert view.acts == 1


def test_in_talks_everybody_deals_with_everybody_else() -> None:
    story = given(act("talks", "met", by="USA RUS", when="2022-01-10", summary="x"))

    assert lines(dealings(story)) == [("RUS", "USA", 1, 0), ("USA", "RUS", 1, 0)]


def test_a_reply_owed_by_one_who_was_asked_in_an_act_to_another_is_told_without_an_act() -> None:
    story = given(
        demand("d", to="USA", points={"1": {"text": "x", "addressees": ("GBR",)}}),
    )
    view = dealings(story)

    assert lines(view) == [("RUS", "USA", 1, 0), ("RUS", "GBR", 0, 1)]
    assert (view.dealings[1].first, view.dealings[1].last) == (None, None)
    first, second = rows(view)
    assert (first["first"], first["last_act"]) == ("2021-12-15T23:59:59Z", "t/d")
    assert (first["kinds"], second["first"], second["owed"]) == (["demand: 1"], None, 1)


def two_threads() -> Story:
    paris = Party(code="PARIS", name="The meeting in Paris", kind="body")
    commands: list[Command] = [
        RegisterParty(paris),
        opened(),
        OpenThread(ThreadOpened(thread="u", title="U", zone="Europe/Moscow")),
        RecordAct("t", demand("d", points={"1": "x"})),
        RecordAct("u", demand("d", by="PARIS", to="USA RUS", points={"1": "x"})),
        RecordAct("u", act("statement", "m", by="USA", to="RUS", when="2022/2030", summary="x")),
    ]
    return Story(record(commands), "t")


def test_one_thread_may_be_asked_about() -> None:
    story = two_threads()

    assert lines(dealings(story, thread="t")) == [("RUS", "USA", 1, 1)]
    moscow = dealings(story, thread="u")
    assert lines(moscow) == [("PARIS", "RUS", 1, 1), ("PARIS", "USA", 1, 1)]
    assert [one.ref for one in moscow.possible] == ["u/m"]
    assert dealings(story, thread="t").possible == ()
    with pytest.raises(InputError, match="there is no thread v"):
        dealings(story, thread="v")


def test_one_party_may_be_asked_about_with_what_others_say_to_it() -> None:
    view = dealings(two_threads(), party="RUS")

    assert lines(view) == [("PARIS", "RUS", 1, 1), ("RUS", "USA", 1, 1)]
    assert counts(view) == {"RUS": (2, 1, 1), "PARIS": (1, 1, 0), "USA": (1, 0, 1)}
    assert [one.owes for one in view.parties] == [1, 0, 1]
    assert [one.name for one in view.parties][1] == "The meeting in Paris"
    assert [one.ref for one in view.possible] == ["u/m"]
    assert lines(dealings(two_threads(), party="PARIS")) == [
        ("PARIS", "RUS", 1, 1), ("PARIS", "USA", 1, 1),
    ]  # fmt: skip
    assert dealings(two_threads(), party="PARIS").possible == ()


def test_a_day_that_ends_at_other_times_in_other_zones_counts_each_act_by_its_own() -> None:
    zones = {"t": "Pacific/Honolulu", "u": "Asia/Tokyo"}
    commands: list[Command] = [
        OpenThread(ThreadOpened(thread=name, title=name, zone=zone)) for name, zone in zones.items()
    ]
    # The same instant: still the 10th in Honolulu, already the 11th in Tokyo.
    commands += [
        RecordAct(name, demand("d", when="2022-01-11T05:00Z", points={"1": "x"})) for name in zones
    ]
    story = Story(record(commands), "t")

    view = dealings(story, "2022-01-10")
    assert lines(view) == [("RUS", "USA", 1, 1)]
    assert view.dealings[0].first is not None
    assert view.dealings[0].first.act == "t/d"
    assert dealings(story, "2022-01-11").acts == 2


def test_who_does_not_know_of_an_act_does_not_count_it_and_a_party_counts_its_own() -> None:
    commands: list[Command] = [
        opened(),
        OpenThread(ThreadOpened(thread="u", title="U", zone="UTC")),
        RecordAct("t", demand("d", points={"1": "x"})),
        RecordAct(
            "u",
            act("statement", "s", by="FRA", to="DEU", when="2022-01-01", channel="public",
                summary="x"),
        ),
    ]  # fmt: skip
    with Reader(told(commands)) as reader:
        asked = replace(lens(), known_at=parse_moment("2025-01-01"))
        public = reader.dealings(replace(asked, known_by="public"))
        usa = reader.dealings(replace(asked, known_by="USA"), party="usa")
        every = reader.dealings(replace(asked, known_by="USA"))
    assert lines(public) == [("FRA", "DEU", 1, 0)]
    assert lines(usa) == [("RUS", "USA", 1, 1)]
    assert lines(every) == [("FRA", "DEU", 1, 0), ("RUS", "USA", 1, 1)]


@settings(max_examples=EXAMPLES, deadline=None)
@any_of(st.sampled_from(["ledger", "public", "USA"]), histories(), moments(), moments())
def test_the_pairs_are_those_of_a_fold_of_what_the_viewer_knew(
    viewer: str, history: History, as_of: str, known_at: str
) -> None:
    log = EventsLog(history.events)
    through, world = as_known(log, viewer, as_of, known_at)
    with Reader(log) as reader:
        view = reader.dealings(through)
    acts: Counter[tuple[str, str]] = Counter()
    owed: Counter[tuple[str, str]] = Counter()
    for record_ in world.threads.values():
        state = Fold(world, record_).state(through.instant(record_.zone))
        for placed in state.selection.happened:
            if placed.thread == record_.id:
                speakers = {*placed.act.senders, *placed.act.on_behalf_of}
                heard = set(placed.act.addressees)
                heard |= speakers if placed.act.KIND.word in AMONG_ALL else set()
                acts.update({(one, other) for one in speakers for other in heard if one != other})
        for one in state.owed:
            owed.update((creditor, one.debtor) for creditor in one.creditors)
    assert {pair[:2]: pair[2] for pair in lines(view) if pair[2]} == acts, history
    assert {pair[:2]: pair[3] for pair in lines(view) if pair[3]} == owed, history
