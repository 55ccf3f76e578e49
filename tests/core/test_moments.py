"""Moments as a user types them to ask (rule T3), read in a thread's zone at a set now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dates import (
    MAX_INSTANT,
    MIN_INSTANT,
    format_instant,
    parse_act_date,
    parse_instant,
)
from ledger.errors import InputError
from ledger.moments import parse_moment, parse_period

NOW = parse_instant("2022-03-31T22:15:00Z")
"""Past midnight in Moscow: there it is the first of April."""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022-01-26", "2022-01-25T21:00:00Z", "2022-01-26T20:59:59Z"),
        ("2022-01", "2021-12-31T21:00:00Z", "2022-01-31T20:59:59Z"),
        ("2022", "2021-12-31T21:00:00Z", "2022-12-31T20:59:59Z"),
        ("2022-Q1", "2021-12-31T21:00:00Z", "2022-03-31T20:59:59Z"),
        ("2022-Q4", "2022-09-30T21:00:00Z", "2022-12-31T20:59:59Z"),
        ("2022-Q2 Europe/Berlin", "2022-03-31T22:00:00Z", "2022-06-30T21:59:59Z"),
        ("1918-Q1 julian", "1918-01-13T21:28:41Z", "1918-04-13T21:28:40Z"),
        ("2022-01-26T14:00", "2022-01-26T11:00:00Z", "2022-01-26T11:00:00Z"),
        ("2022-01-26T14:00Z", "2022-01-26T14:00:00Z", "2022-01-26T14:00:00Z"),
        ("2022-01-26T14:00-05:00", "2022-01-26T19:00:00Z", "2022-01-26T19:00:00Z"),
        ("2022-01-26 Europe/Berlin", "2022-01-25T23:00:00Z", "2022-01-26T22:59:59Z"),
        ("1918-01-31 julian", "1918-02-12T21:28:41Z", "1918-02-13T21:28:40Z"),
        (" 2022-01-26 ", "2022-01-25T21:00:00Z", "2022-01-26T20:59:59Z"),
        ("now", "2022-03-31T22:15:00Z", "2022-03-31T22:15:00Z"),
        ("today", "2022-03-31T21:00:00Z", "2022-03-31T22:15:00Z"),
        ("yesterday", "2022-03-30T21:00:00Z", "2022-03-31T20:59:59Z"),
        ("-0d", "2022-03-31T21:00:00Z", "2022-04-01T20:59:59Z"),
        ("-7d", "2022-03-24T21:00:00Z", "2022-03-25T20:59:59Z"),
        ("-2w", "2022-03-17T21:00:00Z", "2022-03-18T20:59:59Z"),
        ("-3m", "2021-12-31T21:00:00Z", "2022-01-01T20:59:59Z"),
        ("-1y", "2021-03-31T21:00:00Z", "2021-04-01T20:59:59Z"),
        ("+3d", "2022-04-03T21:00:00Z", "2022-04-04T20:59:59Z"),
    ],
)
def test_a_moment_spans_its_unit_in_the_zone(text: str, start: str, end: str) -> None:
    moment = parse_moment(text)
    assert format_instant(moment.start("Europe/Moscow", NOW)) == start
    assert format_instant(moment.end("Europe/Moscow", NOW)) == end
    assert str(moment) == text.strip()


def test_a_month_back_from_its_thirty_first_is_the_shorter_months_last_day() -> None:
    assert format_instant(parse_moment("-1m").end("UTC", NOW)) == "2022-02-28T23:59:59Z"
    assert format_instant(parse_moment("+11m").end("UTC", NOW)) == "2023-02-28T23:59:59Z"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not a moment"),
        ("tomorow", "not a moment"),
        ("7d", "not a moment"),
        ("-7", "not a moment"),
        ("-1.5d", "not a moment"),
        ("1962~", "not one moment"),
        ("196X", "not one moment"),
        ("1962/1963", "not one moment"),
        ("1962/..", "not one moment"),
        ("1962-02-30", "does not exist"),
        ("2022-Q5", "no part of a year"),
        ("2022-q1", "no part of a year"),
        ("2022Q1", "no part of a year"),
        ("2022-Q1~", "no part of a year"),
        ("2022-33", "no part of a year"),
        ("2022-21", "no part of a year"),
        ("2022-01-26 17:36", "blank before the clock time"),
    ],
)
def test_what_is_no_moment_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        parse_moment(text)
    assert refused.value.mend


@pytest.mark.parametrize("calendar", ["", " julian", " Europe/Vienna julian"])
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_quarter_is_what_the_date_of_an_act_says_by_its_months(
    quarter: int, calendar: str
) -> None:
    moment = parse_moment(f"1914-Q{quarter}{calendar}")
    months = f"1914-{3 * quarter - 2:02}/1914-{3 * quarter:02}"
    act_date = parse_act_date(f"{months}{calendar}", zone="Europe/Paris")

    assert moment.start("Europe/Paris", NOW) == act_date.earliest
    assert moment.end("Europe/Paris", NOW) == act_date.latest


@pytest.mark.parametrize("text", ["1914-Q3", "1914-Q3~", "1914Q3", "1914-35"])
def test_a_quarter_is_no_date_of_an_act_which_is_told_to_give_its_months(text: str) -> None:
    with pytest.raises(InputError, match="is a quarter") as refused:
        parse_act_date(text)
    assert "1962-01/1962-03" in str(refused.value.mend)


def test_a_mistyped_word_gets_its_near_miss() -> None:
    with pytest.raises(InputError) as refused:
        parse_moment("yesterdy")
    assert refused.value.near == ("yesterday",)


@pytest.mark.parametrize("text", ["-999999d", "-2022y", "+999999y", "-99999m"])
def test_a_moment_outside_the_calendar_is_refused_when_it_is_reckoned(text: str) -> None:
    with pytest.raises(InputError, match="outside the years 0001 to 9999"):
        parse_moment(text).end("UTC", NOW)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-01-25..2022-01-27", "2022-01-25T00:00:00Z", "2022-01-27T23:59:59Z"),
        ("2022-01..2022-02", "2022-01-01T00:00:00Z", "2022-02-28T23:59:59Z"),
        ("2022-01", "2022-01-01T00:00:00Z", "2022-01-31T23:59:59Z"),
        ("2021-Q4..2022-Q1", "2021-10-01T00:00:00Z", "2022-03-31T23:59:59Z"),
        ("2022-Q1", "2022-01-01T00:00:00Z", "2022-03-31T23:59:59Z"),
        ("-7d..today", "2022-03-24T00:00:00Z", "2022-03-31T22:15:00Z"),
        ("2022-01-25..", "2022-01-25T00:00:00Z", None),
        ("..2022-01-25", None, "2022-01-25T23:59:59Z"),
        ("..", None, None),
    ],
)
def test_a_period_runs_from_the_start_of_one_to_the_end_of_the_other(
    text: str, first: str | None, last: str | None
) -> None:
    period = parse_period(text)
    assert str(period) == text
    shown = [each if each is None else format_instant(each) for each in period.bounds("UTC", NOW)]
    assert shown == [first, last]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match=r"2022-01-27..2022-01-25.* ends before it begins"):
        parse_period("2022-01-27..2022-01-25").bounds("UTC", NOW)


def test_a_period_with_a_third_side_is_refused() -> None:
    with pytest.raises(InputError, match="more than two ends"):
        parse_period("2022-01..2022-02..2022-03")


@given(
    st.from_regex(r"[+-][0-9]{1,4}[dwm]", fullmatch=True),
    st.integers(MIN_INSTANT, MAX_INSTANT),
    st.sampled_from(["UTC", "Europe/Moscow", "America/New_York"]),
)
def test_a_moment_never_ends_before_it_starts(text: str, now: int, zone: str) -> None:
    moment = parse_moment(text)
    try:
        assert moment.start(zone, now) <= moment.end(zone, now)
    except InputError:
        return
