"""`dipledger diff`: two dates, two moments of knowledge, as they are asked and as they look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cli.render.rows import csv_of, md_of, rows_of
from cli.render.terminal import render, renderer_of
from projections.diff import NOTHING, diff_view
from projections.source import LedgerSource
from tests.cli.cases import july
from tests.core.given import act, demand, lens, reply
from tests.core.test_corrections import correct, retract, take_back
from tests.projections.test_diff import Told

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from projections.views.base import View
    from projections.views.diff import DiffView
    from tests.cli.conftest import Runner

THREAD = "us-russia-2021"
ACTS = """
threads:
  us-russia-2021: {title: Guarantees, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: us-russia-2021
    from: RUS
    to: USA
    when: 2022-01-10
    published: 2022-01-11
    points: {"1": Leave, "2": Stay out}
  - reply: answer
    thread: us-russia-2021
    from: USA
    to: RUS
    when: 2022-01-20
    answers: {"1": "reject: Never"}
    summary: A written reply
"""


def screen(view: View, width: int = 80) -> str:
    return render(renderer_of(view), view, width)


def july_week() -> DiffView:
    """What a week of July 1914 changed."""
    return diff_view(july().source, "july-1914", lens("1914-07-22"), lens("1914-07-28"))


@pytest.fixture
def corrected(tmp_path: Path) -> DiffView:
    """What a ledger learned: a new act, a correction, a retraction, one taken back, a new title."""
    desk = Told(tmp_path / "desk.dipledger").knows(
        demand("d", points={"1": "leave", "2": "stay out"}),
        reply("r", answers={"1": {"stance": "reject", "text": "no"}}, place="Moskow"),
        act("statement", "fr", by="FRA", when="2022-01-27", answers={"1": "accept"}),
        act("statement", "aside", by="FRA", when="2022-02-10", summary="x"),
    )
    desk.says(retract("forged", "aside"))
    start = desk.head
    moved = [{"role": "delivered", "date": _date("2022-01-20")}]
    desk.says(
        correct("correct-r", "r", ("place", "Moskow", "Moscow"), ("contents", None, "partial")),
        correct(
            "dates", "r", ("dates", [{"role": "delivered", "date": _date("2022-01-26")}], moved)
        ),
        retract("no", "fr"),
        take_back("genuine", "forged"),
    )
    desk.knows(
        act("proposal", "p", by="USA", to="RUS", when="2022-01/2022-03", points={"3": "talk"}),
        act("statement", "s", by="GBR", when="2022-03", answers={"2": "reject"}),
        act("statement", "undated", by="USA", summary="no date"),
    )
    return desk.changed_since(start, "2022-03-15")


def _date(text: str) -> object:
    return demand("x", when=text).dates[0].date.model_dump(mode="json", exclude_defaults=True)


def test_a_week_and_what_was_learned_look_as_they_should(
    corrected: DiffView, snapshot: SnapshotAssertion
) -> None:
    for view in (july_week(), corrected):
        assert screen(view) == snapshot
        assert md_of(view) == snapshot
    assert csv_of(corrected) == snapshot


def test_an_empty_diff_says_so(snapshot: SnapshotAssertion) -> None:
    view = diff_view(july().source, "july-1914", lens("1914-01-01"), lens("1914-01-02"))
    assert screen(view) == snapshot
    assert "Nothing differs." in md_of(view)
    assert rows_of(view)[1] == []


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_diff_keeps_to_the_width(width: int, corrected: DiffView) -> None:
    everything = diff_view(
        july().source, "july-1914", replace(lens(), as_of=NOTHING), lens("1914-08-10")
    )
    for view in (everything, corrected):
        assert max(map(len, screen(view, width).splitlines())) <= width


@pytest.fixture
def two(dipledger: Runner) -> Runner:
    """A ledger of a demand (#2) and a reply (#3), and a correction of it later (#4)."""
    dipledger("init", now="2022-01-25").ok()
    dipledger("append", "-", stdin=ACTS, now="2022-01-25").ok()
    dipledger(
        *("correct", f"{THREAD}/answer", "--set", "answers.1=accept: Gladly"),
        *("--reason", "Misread"),
        now="2022-02-01T10:00Z",
    ).ok()
    return dipledger


def what(runner: Runner, *args: str) -> list[str]:
    """The changes of points that a diff tells."""
    return [one["text"] for one in runner("diff", *args, "--format", "json").ok().data["statuses"]]


RAISED = ["1 is raised to USA: accepted", "2 is raised to USA: outstanding"]


def test_dates_are_read_at_their_ends_and_one_alone_is_all_that_changed_in_it(two: Runner) -> None:
    assert what(two, THREAD, "2022-01-19..2022-01-20") == ["1 (USA): outstanding -> accepted"]
    assert what(two, THREAD, "2022-01-20") == ["1 (USA): outstanding -> accepted"]
    assert what(two, THREAD, "2022-01-10..2022-01-19") == []
    assert what(two, THREAD, "2022-Q1") == RAISED
    assert what(two, THREAD, "2022-01") == RAISED
    assert what(two, THREAD, "2022-01..2022-02") == []
    assert what(two, THREAD, "2022-01-01..") == RAISED
    assert what(two, THREAD, "..2022-01-20") == RAISED
    assert what(two, THREAD, "..") == RAISED
    assert what(two, THREAD, "-30d..today") == RAISED
    assert what(two, THREAD, "-14d") == ["1 (USA): outstanding -> accepted"]
    assert what(two, THREAD, "2022-01-20", "--known-at", "#3") == [
        "1 (USA): outstanding -> rejected"
    ]


def test_both_resolved_instants_are_told_in_the_zone_of_the_question(two: Runner) -> None:
    view = two("diff", THREAD, "2022-01-19..2022-01-20", "--format", "json").ok().data
    assert [view[side]["as_of"] for side in ("before", "after")] == [
        "2022-01-19T20:59:59Z",
        "2022-01-20T20:59:59Z",
    ]
    here = two("diff", THREAD, "2022-01-20", "--zone", "UTC", "--format", "json").ok()
    assert [here.data[side]["as_of"] for side in ("before", "after")] == [
        "2022-01-19T23:59:59Z",
        "2022-01-20T23:59:59Z",
    ]
    assert here.json["as_of"] == "2022-01-20T23:59:59Z"
    assert here.json["dipledger"]["schema"] == "diff/1"


def test_what_the_ledger_learned_is_asked_by_positions_and_by_times_of_recording(
    two: Runner,
) -> None:
    corrected = ["1 (USA): rejected -> accepted"]
    for asked in ("#3..#4", "#4", "#3..", "2022-01-31..2022-02-01", "2022-02-01", "2022-01-31.."):
        assert what(two, THREAD, "--known-at", asked) == corrected, asked
    assert what(two, THREAD, "--known-at", "#3..#4", "--as-of", "2022-01-19") == []
    assert what(two, THREAD, "--known-at", "..#3")[0] == "1 is raised to USA: rejected"
    together = what(two, THREAD, "--known-at", "#3")
    assert (
        together == what(two, THREAD, "--known-at", "#1") == what(two, THREAD, "--known-at", "..#3")
    )

    found = two("diff", THREAD, "--known-at", "2022-01-31..", "--format", "json").ok().json
    assert [found["data"][side]["position"] for side in ("before", "after")] == [3, 4]
    assert found["data"]["after"]["recorded_at"] == "2022-02-01T10:00:00.000000Z"
    assert found["known_at"] == 4
    page = two("diff", THREAD, "--known-at", "#4").ok().out
    assert "Reason: Misread (correct-answer, #4)" in page


def test_what_others_learned_is_asked_on_their_calendar(two: Runner) -> None:
    public = (THREAD, "--known-by", "public", "--known-at")
    assert what(two, *public, "2022-01-10..2022-01-11") == [
        "1 is raised to USA: outstanding",
        "2 is raised to USA: outstanding",
    ]
    assert what(two, *public, "2022-01-11") == what(two, *public, "2022-01-10..2022-01-11")
    assert what(two, *public, "2022-01-11..") == []
    assert len(what(two, *public, "..2022-01-31")) == 2
    russian = (THREAD, "--known-by", "RUS", "--known-at", "2022-01-19..2022-01-20")
    assert what(two, *russian) == ["1 (USA): outstanding -> accepted"]
    page = two("diff", *public, "2022-01-11").ok().out
    assert page.startswith("As known to the public at 2022-01-11.\n\nChanges in what was known of")


def test_a_question_before_the_first_act_is_answered_with_nothing_and_a_note(two: Runner) -> None:
    asked = two("diff", THREAD, "2020..2021", "--format", "json").ok()
    note = f"nothing had happened in {THREAD} by 2021: the first act is {THREAD}/note, 2022-01-10"
    assert (asked.data["empty"], asked.json["notes"]) == (True, [note])
    assert asked.err == f"dipledger: note: {note}\n"
    assert two("diff", THREAD, "--known-at", "#3..", "--as-of", "2021").ok().err == asked.err


@pytest.mark.parametrize(
    ("args", "error", "where"),
    [
        ("2022-01-27..2022-01-25", '"2022-01-27..2022-01-25" ends before it begins', "A..B"),
        ("2022..2022-Q1", "2022-12-31 is after 2022-03-31", "A..B"),
        ("soon..now", '"soon" is not a moment', "A..B"),
        ("--known-at #4..#2", '"#4..#2" ends before it begins', "--known-at"),
        ("--known-at 2021..2020", '"2021..2020" ends before it begins', "--known-at"),
        ("--known-at 2021..soon", '"soon" is not a moment', "--known-at"),
        ("--known-at #2..#9", "the log has no position 9", "--known-at"),
        ("--known-at 2022..2021 --known-by public", "ends before it begins", "--known-at"),
        ("--known-at #2..#3 --known-by public", "is a position in the ledger's log", "--known-at"),
        ("", "diff compares two dates or two moments of knowledge", "A..B"),
        ("2022..  --as-of 2022", "two dates are given, and a third", "--as-of"),
        ("2022.. --known-at #2..#3", "cannot be compared at once", "A..B"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_says_where(
    two: Runner, args: str, error: str, where: str
) -> None:
    refused = two("diff", THREAD, *args.split())
    assert (refused.code, refused.out) == (2, "")
    assert error in refused.err
    assert f"where: {where}" in refused.err
    assert "mend:" in refused.err or "position 9" in refused.err


def test_a_mistyped_option_is_no_date(two: Runner) -> None:
    assert "near: --known-by" in two("diff", THREAD, "2022..", "--knwn-by", "public").err
    assert two("diff", THREAD, "-7d..today", "--knwn-by", "public").code == 2


def test_the_whole_ledger_is_compared_with_nothing_where_nothing_was_recorded(
    tmp_path: Path,
) -> None:
    desk = Told(tmp_path / "desk.dipledger").knows(demand("d", points={"1": "x"}))
    before, after = (replace(lens(), known_at=at) for at in (0, desk.head))
    assert "NEWLY KNOWN (1)" in screen(diff_view(LedgerSource(desk.ledger), "t", before, after))
