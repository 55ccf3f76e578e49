"""Lengths of time (rule T5): days by the calendar of a zone, hours as they pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dates import (
    MAX_INSTANT,
    MIN_INSTANT,
    Instant,
    add_duration,
    day_count,
    elapsed,
    format_instant,
    parse_act_date,
    parse_instant,
)
from ledger.errors import InputError

INSTANTS = st.integers(MIN_INSTANT, MAX_INSTANT)


def at(text: str) -> Instant:
    instant = parse_act_date(text).earliest
    assert instant is not None
    return instant


@pytest.mark.parametrize(
    ("zone", "days"),
    [("UTC", 0), ("Europe/Moscow", 1), ("America/New_York", 0), ("+03:00", 1)],
)
def test_an_hour_over_midnight_is_a_day_where_the_midnight_was(zone: str, days: int) -> None:
    earlier, later = at("2022-01-26T20:30Z"), at("2022-01-26T21:30Z")
    assert day_count(earlier, later, zone) == days
    assert day_count(later, earlier, zone) == -days


def test_days_are_counted_over_a_change_of_clocks() -> None:
    assert (
        day_count(
            at("2022-03-26T23:30 Europe/Berlin"),
            at("2022-03-28T00:30 Europe/Berlin"),
            "Europe/Berlin",
        )
        == 2
    )


def test_days_can_be_counted_from_the_first_second_to_the_last() -> None:
    assert day_count(MIN_INSTANT, MAX_INSTANT, "America/New_York") == 3_652_058
    assert day_count(MIN_INSTANT, MAX_INSTANT, "Europe/Moscow") == 3_652_058


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (330, "5 min 30 s"),
        (3_600, "1 h"),
        (45_000, "12 h 30 min"),
        (43_205, "12 h"),
        (172_800, "48 h"),
        (259_200, "72 h"),
        (259_201, "3 d"),
        (41 * 86_400 + 3 * 3_600, "41 d 3 h"),
        (-45_000, "-12 h 30 min"),
    ],
)
def test_elapsed_time_is_told_in_its_two_largest_units(seconds: int, text: str) -> None:
    assert elapsed(1_000, 1_000 + seconds) == text


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        # The ultimatum to Serbia, and the one to Russia.
        ("1914-07-23T18:00 Europe/Vienna", "48h", "1914-07-25T17:00:00Z"),
        ("1914-08-01T00:00 Europe/Berlin", "12 h", "1914-08-01T11:00:00Z"),
        ("2022-01-26T12:00Z", "90m", "2022-01-26T13:30:00Z"),
        ("2022-01-26T12:00Z", "90min", "2022-01-26T13:30:00Z"),
        ("2022-01-26T12:00Z", "2d", "2022-01-28T12:00:00Z"),
        ("2022-01-26T12:00Z", "1w", "2022-02-02T12:00:00Z"),
        ("2022-01-26T12:00Z", "1d 12h", "2022-01-28T00:00:00Z"),
        ("2022-01-26T12:00Z", "PT48H", "2022-01-28T12:00:00Z"),
        ("2022-01-26T12:00Z", "P1W2D", "2022-02-04T12:00:00Z"),
        ("2022-01-26T12:00Z", "P1DT1H30M5S", "2022-01-27T13:30:05Z"),
        ("2022-01-31T12:00Z", "P1M", "2022-02-28T12:00:00Z"),
        ("2024-02-29T12:00Z", "P1Y", "2025-02-28T12:00:00Z"),
        # Clocks are put forward in between: two days are 47 hours.
        ("2022-03-26T12:00 Europe/Berlin", "2d", "2022-03-28T10:00:00Z"),
        ("2022-03-26T12:00 Europe/Berlin", "48h", "2022-03-28T11:00:00Z"),
        # The clock time was skipped that day: counted on through the gap, 03:30 summer time.
        ("2022-03-26T02:30 Europe/Berlin", "1d", "2022-03-27T01:30:00Z"),
        # It came twice: the first.
        ("2022-10-29T02:30 Europe/Berlin", "1d", "2022-10-30T00:30:00Z"),
    ],
)
def test_a_length_of_time_ends_at(start: str, length: str, end: str) -> None:
    assert add_duration(at(start), length, "Europe/Berlin") == parse_instant(end)


@pytest.mark.parametrize(
    "length",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "0h",
        "P0D",
        "soon",
        "48",
        "1.5h",
        "-2d",
        "12h2d",
        "h",
        "48 hours",
        "٤٨h",
    ],
)
def test_what_is_no_length_of_time_is_refused(length: str) -> None:
    with pytest.raises(InputError, match="PT48H"):
        add_duration(0, length, "UTC")


@pytest.mark.parametrize("length", ["9999999h", "999999999d", "P9999Y", "P8030Y", "3000000d"])
def test_a_length_beyond_the_calendar_is_refused(length: str) -> None:
    with pytest.raises(InputError, match="9999"):
        add_duration(MAX_INSTANT - 3_600 * 24, length, "UTC")


@given(INSTANTS, st.integers(1, 10_000), st.sampled_from(["UTC", "Europe/Moscow", "Pacific/Apia"]))
def test_days_added_are_days_counted(start: int, days: int, zone: str) -> None:
    try:
        end = add_duration(start, f"{days}d", zone)
    except InputError:
        return
    lost = 1 if zone == "Pacific/Apia" and format_instant(end).startswith("2011-12-3") else 0
    assert day_count(start, end, zone) in (days, days + lost)
