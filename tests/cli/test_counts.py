"""`dipledger history`, `stats` and `persons`: as they are asked and as they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.render.rows import csv_of, md_of, rows_of
from cli.render.terminal import render, renderer_of
from projections.persons import persons_view
from projections.stats import stats_view
from tests.cli.cases import AFTER, full_act, july
from tests.cli.count_cases import believed_once, history_of
from tests.core.given import act, given, lens

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from projections.views.base import View
    from tests.cli.conftest import Runner

ACTS = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: UTC}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    published: 2022-01-11
    deadline: 2022-03-01
    persons: {bearer: "Zoë Pašić (Envoy) [RUS]"}
    points: {"1": Open the straits, "2": Pay the dues}
  - reply: answer
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-20
    channel: public
    answers: {"1": "reject: Never"}
"""


def screen(view: View, width: int = 80) -> str:
    return render(renderer_of(view), view, width)


@pytest.fixture
def corrected(dipledger: Runner) -> Runner:
    """A demand (#2) and its answer (#3), recorded together, and a correction of it (#4)."""
    dipledger("init", now="2022-01-25").ok()
    dipledger("append", "-", stdin=ACTS, now="2022-01-25").ok()
    dipledger(
        *("correct", "straits/answer", "--set", "answers.1=accept: Gladly"),
        *("--reason", "Misread"),
        now="2022-02-01T10:00Z",
    ).ok()
    return dipledger


def test_a_history_looks_as_it_should(snapshot: SnapshotAssertion) -> None:
    whole = believed_once(history_of(july(), "G1", AFTER))

    assert screen(whole) == snapshot
    assert md_of(whole) == snapshot
    assert csv_of(whole) == snapshot
    assert screen(history_of(july(), "7", AFTER)) == snapshot


def test_numbers_and_persons_look_as_they_should(snapshot: SnapshotAssertion) -> None:
    for view in (
        stats_view(july().source, lens(AFTER)),
        stats_view(july().source, lens(AFTER), listed=True),
        persons_view(full_act().source, lens()),
    ):
        assert screen(view) == snapshot
        assert md_of(view) == snapshot
        assert csv_of(view) == snapshot


def test_where_there_is_nothing_to_count_it_says_so() -> None:
    nothing = stats_view(given().source, lens())
    shown = screen(nothing)

    assert "No reply was asked for by then." in shown
    assert "No such point had been raised by then." in shown
    assert shown.count("No act had happened by then.") == 2
    assert "--list" not in shown
    assert rows_of(nothing)[1] == []
    assert "Nobody had such a role by then." in screen(persons_view(given().source, lens()))


def test_a_person_of_several_posts_is_told_as_which() -> None:
    both = [
        {"role": "speaker", "name": "A. B.", "post": post, "party": party}
        for post, party in (("Envoy", "USA"), ("Judge", None))
    ]
    story = given(
        act("statement", "one", by="USA", when="2022-01-01", persons=both[:1], summary="x"),
        act("statement", "two", by="USA", when="2022-01/2027", persons=both[1:], summary="x"),
    )
    shown = screen(persons_view(story.source, lens()))

    assert "A. B., Envoy, Judge (USA): 1 act" in shown
    assert "as Envoy, USA\n" in shown
    assert "as Judge\n" in shown
    assert "may have happened by then" in shown


def test_a_history_may_be_asked_of_any_knowledge_and_of_days_to_come(corrected: Runner) -> None:
    def told(*args: str) -> list[tuple[str, str, str]]:
        view = corrected("history", *args, "--format", "json", now="2022-02-03").ok().data
        return [
            (one["status"], one["from_text"], one["known_from"]["text"])
            for one in (*view["statuses"], *view["once_believed"])
        ]

    raised, rejected = ("outstanding", "2022-01-10", "#3"), ("rejected", "2022-01-20", "#3")
    accepted = ("accepted", "2022-01-20", "#4")
    assert told("straits/1") == [raised, accepted]
    assert told("straits/1", "--all") == [raised, accepted, rejected]
    assert told("straits/1", "--known-at", "2022-01-31") == [raised, rejected]
    assert told("straits/1", "--as-of", "2022-01-19") == [raised]
    assert told("straits/2") == [raised]
    assert told("straits/2", "--as-of", "2030")[1:] == [
        ("lapsed", "2022-03-02 00:00+00:00", "#3"),
    ]
    assert told("straits/1", "--known-by", "public") == [
        ("outstanding", "2022-01-10", "2022-01-11"),
        ("accepted", "2022-01-20", "2022-01-20"),
    ]


def test_an_envelope_says_what_was_asked(corrected: Runner) -> None:
    asked = ("--as-of", "2022-01-31", "--format", "json")
    for command, schema in (
        (("history", "straits/1"), "history/1"),
        (("stats",), "stats/1"),
        (("persons",), "persons/1"),
    ):
        envelope = corrected(*command, *asked).ok().json
        assert envelope["dipledger"]["schema"] == schema
        assert envelope["as_of"] == "2022-01-31T23:59:59Z"


def test_whoever_mistypes_is_told_what_there_is(corrected: Runner) -> None:
    def refused(*args: str) -> str:
        result = corrected(*args)
        assert (result.code, result.out) == (2, "")
        return result.err

    assert "near: straits/1" in refused("history", "straits/l1")
    assert "near: straits" in refused("history", "strats/1")
    assert "near: bearer" in refused("persons", "--role", "baerer")
    assert "near: Zoë Pašić" in refused("persons", "zoe pasik")
    assert "near: straits" in refused("stats", "--thread", "strait")
    assert "there is no party ZZZ" in refused("stats", "--party", "ZZZ")


def test_a_person_is_found_without_accents_and_of_its_party(corrected: Runner) -> None:
    def found(*args: str) -> list[str]:
        view = corrected("persons", *args, "--format", "json").ok().data
        return [one["name"] for one in view["persons"]]

    assert found("zoe pas", "--party", "rus", "--role", "bearer") == ["Zoë Pašić"]
    assert found("ENVOY", "--thread", "straits") == ["Zoë Pašić"]
    assert found("zoe", "--party", "USA") == []
    early = corrected("persons", "--as-of", "2022-01-09")
    assert "nothing had happened" in early.err


def test_numbers_are_of_one_party_and_may_be_listed(corrected: Runner) -> None:
    view = corrected("stats", "--party", "usa", "--list", "--format", "json").ok().data

    (pair,) = view["pairs"]
    assert (pair["median_days"], pair["slowest"]["by"]) == (10.0, "straits/answer")
    assert view["accepted"]["accepted_points"] == ["straits/1"]
    (row,) = corrected("stats", "--format", "jsonl").ok().out.splitlines()
    assert '"median_days":10,' in row
