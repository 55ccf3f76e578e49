"""Knowledge of the future is an error; a date before the first act is an answer with a note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.commands import RecordAct
from ledger.dates import parse_instant
from ledger.errors import InputError
from ledger.moments import parse_moment
from projections.asked import refuse_future
from projections.before_first_act import before_first_act
from tests.core.given import act, demand, given, lens, opened, record, reply
from tests.core.source import Source

NOW = parse_instant("2022-02-03T12:00:00Z")
_MICROS = 1_000_000


@pytest.mark.parametrize("who", ["ledger", "public", "RUS"])
@pytest.mark.parametrize(
    "text", ["2022-02-05", "2022-03", "2022-Q2", "2023", "+2d", "2022-02-04T13:00Z"]
)
def test_what_will_be_known_cannot_be_asked(text: str, who: str) -> None:
    with pytest.raises(InputError, match="is still to come") as refused:
        refuse_future(parse_moment(text), who, now=NOW)
    error = refused.value
    assert error.exit_code == 2
    assert error.where == "--known-at"
    assert error.what.endswith("now is 2022-02-03T12:00:00Z")
    assert "--as-of takes a date to come" in str(error.mend)
    named = {"ledger": "the ledger will have recorded", "public": "the public will know"}
    assert named.get(who, "what RUS will know") in error.what


@pytest.mark.parametrize(
    "text", ["2022-02-03", "2022-02", "2022-Q1", "2022", "today", "now", "-7d"]
)
def test_a_unit_that_has_begun_may_be_asked(text: str) -> None:
    for who in ("ledger", "public"):
        refuse_future(parse_moment(text), who, now=NOW)


def test_a_day_that_has_begun_somewhere_is_not_in_the_future_of_every_thread() -> None:
    tomorrow = parse_moment("2022-02-04")
    refuse_future(tomorrow, "public", now=NOW)
    refuse_future(tomorrow, "public", now=NOW, zone="Pacific/Kiritimati")
    for who, zone in (("public", "Europe/Moscow"), ("ledger", "Pacific/Kiritimati")):
        with pytest.raises(InputError):
            refuse_future(tomorrow, who, now=NOW, zone=zone)


def test_a_ledger_whose_clock_ran_ahead_is_asked_by_its_own_clock() -> None:
    ahead = parse_instant("2022-03-01T00:00:00Z") * _MICROS
    refuse_future(parse_moment("2022-02-28"), "ledger", now=NOW, last_recorded=ahead)
    with pytest.raises(InputError, match="now is 2022-03-01T00:00:00Z"):
        refuse_future(parse_moment("2022-03-02"), "ledger", now=NOW, last_recorded=ahead)
    with pytest.raises(InputError):
        refuse_future(parse_moment("2022-02-28"), "public", now=NOW, last_recorded=ahead)


STORY = given(
    demand("d", published="2021-12-17", points={"1": "x"}),
    reply("r", when="2022-01-26T10:00", answers={"1": "reject"}),
)


def test_a_date_before_the_first_act_is_told_with_that_act() -> None:
    early = lens("2021-01-01")
    told = "nothing had happened{} by 2021-01-01: the first act is t/d, 2021-12-15"
    assert before_first_act(STORY.source, early, "t") == told.format(" in t")
    assert before_first_act(STORY.source, early) == told.format("")
    assert before_first_act(STORY.source, lens("2021-12-15"), "t") is None
    assert before_first_act(STORY.source, replace(early, as_of=None), "t") is None
    with pytest.raises(InputError, match="there is no thread u"):
        before_first_act(STORY.source, early, "u")


def test_what_may_have_happened_by_then_is_counted() -> None:
    story = STORY.and_(act("statement", "a", by="USA", when="2020/2022", summary="some time"))
    early = lens("2021-01-01")
    assert before_first_act(story.source, early, "t") == (
        "nothing had certainly happened in t by 2021-01-01; 1 act may have"
    )
    story = story.and_(act("statement", "b", by="USA", when="2020/2022", summary="also"))
    assert str(before_first_act(story.source, early)).endswith("2 acts may have")


def test_where_no_act_has_a_date_the_note_says_no_more() -> None:
    story = given(act("statement", "a", by="USA", summary="no date"))
    assert before_first_act(story.source, lens("2021-01-01"), "t") == (
        "nothing had happened in t by 2021-01-01, and no act with a date is known"
    )
    assert str(before_first_act(story.source, lens("2021-01-01"))).endswith("a date is known")


def test_in_a_ledger_of_several_threads_the_first_act_of_any_counts() -> None:
    early = act("statement", "s", by="USA", when="2020-05-01", summary="x")
    source = Source(record([opened("u"), RecordAct("u", early)], STORY.world))
    told = str(before_first_act(source, lens("2019")))
    assert told.endswith("the first act is u/s, 2020-05-01")
    assert before_first_act(source, lens("2021-06")) is None
    assert str(before_first_act(source, lens("2021-06"), "t")).endswith("t/d, 2021-12-15")


def test_a_viewer_is_told_of_the_first_act_it_knows() -> None:
    public = replace(lens("2021-01-01"), known_by="public")
    story = given(
        act("statement", "s", by="USA", to="RUS", when="2021-11-01", summary="in secret"),
        demand("d", published="2021-12-17", points={"1": "x"}),
    )
    assert str(before_first_act(story.source, public, "t")).endswith("t/d, 2021-12-15")
