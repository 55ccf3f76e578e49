"""The whole ledger at a glance says what the full lists say, the most pressing first."""

from __future__ import annotations

import pytest

from ledger.commands import RecordAct
from ledger.errors import InputError
from projections.reader import Reader
from projections.tables import rows
from tests.core.given import act, demand, opened, reply
from tests.projections.logged import told

NOW = 1_650_000_000
LOG = told(
    [
        opened("a"),
        RecordAct("a", demand("old", when="2022-01-02", points={"1": "x"})),
        opened("b"),
        RecordAct(
            "b",
            demand("late", when="2022-01-10", deadline="2022-01-15", points={"1": "x"}),
        ),
        opened("c"),
        RecordAct("c", demand("done", when="2022-01-05", points={"1": "x"})),
        RecordAct("c", reply("no", when="2022-01-20", answers={"1": "reject"})),
        opened("quiet"),
    ]
)


def test_what_is_overdue_comes_first_then_what_is_owed_the_longest() -> None:
    with Reader(LOG) as reader:
        view = reader.overview(reader.lens(as_of="2022-01-18"))

    assert [one.act for one in view.owed] == ["late", "old", "done"]
    assert (view.owed_in_all, view.overdue_in_all) == (3, 1)
    (balance,) = view.balances
    assert (balance.owed, balance.overdue, balance.oldest_text) == (3, 1, "2022-01-02")


def test_threads_come_by_when_they_moved_last_and_are_counted_by_status() -> None:
    with Reader(LOG) as reader:
        lens = reader.lens(as_of="2022-01-21")
        view = reader.overview(lens)
        owing = reader.overview(lens, status="awaiting_reply", limit=1, start=1)

    assert [one.thread.id for one in view.threads] == ["c", "b", "a", "quiet"]
    assert {one.status: one.threads for one in view.statuses} == {
        "awaiting_reply": 2,
        "failed": 1,
        "open": 1,
    }
    assert [one.thread.id for one in owing.threads] == ["a"]
    assert owing.threads_in_all == 2
    assert len(owing.owed) == 1


def test_it_tells_of_each_reply_and_thread_what_the_full_lists_tell() -> None:
    with Reader(LOG) as reader:
        lens = reader.lens(as_of="2022-01-18")
        view, owed, threads = reader.overview(lens), reader.owed(lens), reader.threads(lens)

    assert set(view.owed) == set(owed.owed)
    assert set(view.balances) == set(owed.balances)
    assert set(view.threads) == set(threads.threads)
    assert [row["act"] for row in rows(view)] == ["late", "old", "done"]


def test_a_status_that_no_thread_can_have_is_refused_with_near_ones() -> None:
    with Reader(LOG) as reader, pytest.raises(InputError) as refused:
        reader.overview(status="fialed")
    assert "failed" in refused.value.near


def test_only_the_most_pressing_is_told_and_all_is_counted() -> None:
    with Reader(LOG) as reader:
        view = reader.overview(reader.lens(as_of="2022-01-18"), limit=1)

    assert [one.act for one in view.owed] == ["late"]
    assert (view.owed_in_all, view.balances_in_all, view.threads_in_all) == (3, 1, 4)


def test_a_party_does_not_know_its_own_thread_before_its_first_act() -> None:
    """Neither from what it is told itself, nor from what the public is told of other threads."""
    said = act("statement", "said", by="FRA", when="2022-01-01", channel="public", summary="Said")
    log = told(
        [
            opened("a"),
            RecordAct("a", demand("old", when="2022-01-02", points={"1": "x"})),
            opened("b"),
            RecordAct("b", demand("new", when="2022-01-10", points={"1": "x"})),
            opened("c"),
            RecordAct("c", said),
        ]
    )
    with Reader(log) as reader:
        early = reader.lens(known_by="USA", known_at="2022-01-04", now=NOW)
        with pytest.raises(InputError, match="there is no thread b"):
            reader.acts(early, thread="b")
        for thread, ref in (("a", "a/old"), ("c", "c/said")):
            assert [one.ref for one in reader.acts(early, thread=thread).acts] == [ref]
