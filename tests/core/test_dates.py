"""Dates of acts (rule T1): what was typed, what it may mean, and what is refused."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from ledger.calendars import Calendar
from ledger.dates import (
    MAX_INSTANT,
    MIN_INSTANT,
    ActDate,
    InstantText,
    format_instant,
    parse_act_date,
    parse_instant,
)
from ledger.errors import InputError


def bounds(text: str, zone: str = "UTC") -> tuple[str | None, str | None]:
    when = parse_act_date(text, zone=zone)
    first, last = (
        None if each is None else format_instant(each) for each in (when.earliest, when.latest)
    )
    return first, last


def refusal(text: str, zone: str = "UTC") -> InputError:
    with pytest.raises(InputError) as refused:
        parse_act_date(text, zone=zone)
    return refused.value


@pytest.mark.parametrize(
    ("text", "first_day", "last_day"),
    [
        ("2022-01-26", "2022-01-26", "2022-01-26"),
        ("1962-10", "1962-10-01", "1962-10-31"),
        ("1964-02", "1964-02-01", "1964-02-29"),
        ("1962", "1962-01-01", "1962-12-31"),
        ("196X", "1960-01-01", "1969-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1XXX", "1000-01-01", "1999-12-31"),
        ("1962-XX", "1962-01-01", "1962-12-31"),
        ("1962-XX-XX", "1962-01-01", "1962-12-31"),
        ("1962-10-XX", "1962-10-01", "1962-10-31"),
        ("1962-10-2X", "1962-10-20", "1962-10-29"),
        ("1962-02-2X", "1962-02-20", "1962-02-28"),
        ("1962-10-0X", "1962-10-01", "1962-10-09"),
        ("1962-10-3X", "1962-10-30", "1962-10-31"),
        ("1962-1X", "1962-10-01", "1962-12-31"),
        ("1962-0X", "1962-01-01", "1962-09-30"),
        ("1962-10-22/1962-10-24", "1962-10-22", "1962-10-24"),
        ("1962/1963-02", "1962-01-01", "1963-02-28"),
        ("196X/1971-1X", "1960-01-01", "1971-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_unit_spans_from_its_first_second_to_its_last(
    text: str, first_day: str, last_day: str
) -> None:
    assert bounds(text) == (f"{first_day}T00:00:00Z", f"{last_day}T23:59:59Z")


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("1962~", True, False),
        ("1962-10-22?", False, True),
        ("1962-10%", True, True),
        ("196X~", True, False),
        ("1962-10-XX?", False, True),
        ("1962-10-2X%", True, True),
        ("1962-1X~", True, False),
        ("1962~/1963?", True, True),
        ("1962", False, False),
    ],
)
def test_flags_are_kept_and_never_widen(text: str, *, approximate: bool, uncertain: bool) -> None:
    when = parse_act_date(text)
    assert (when.approximate, when.uncertain) == (approximate, uncertain)
    assert bounds(text) == bounds(text.translate(str.maketrans("", "", "~?%")))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1962-10-22/..", "1962-10-22T00:00:00Z", None),
        ("1962-10-22/", "1962-10-22T00:00:00Z", None),
        ("1962~/..", "1962-01-01T00:00:00Z", None),
        ("../1962-10-24", None, "1962-10-24T23:59:59Z"),
        ("/1962", None, "1962-12-31T23:59:59Z"),
    ],
)
def test_an_open_or_unknown_end_has_no_bound(
    text: str, earliest: str | None, latest: str | None
) -> None:
    assert bounds(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1914-07-23T18:00 Europe/Vienna", "1914-07-23T17:00:00Z"),
        ("1914-07-23T18:00", "1914-07-23T15:29:43Z"),  # Moscow mean time was 2 h 30 min 17 s ahead
        ("2022-01-26T17:36+03:00", "2022-01-26T14:36:00Z"),
        ("2022-01-26T17:36 +03:00", "2022-01-26T14:36:00Z"),
        ("2022-01-26T17:36:30Z", "2022-01-26T17:36:30Z"),
        ("1914-07-25T18:00+02:30:17", "1914-07-25T15:29:43Z"),
        ("1914-07-12T18:00 julian", "1914-07-25T15:29:43Z"),
        ("1914-07-12T18:00+02:30 julian", "1914-07-25T15:30:00Z"),
    ],
)
def test_a_stated_clock_time_is_that_instant(text: str, instant: str) -> None:
    assert bounds(text, zone="Europe/Moscow") == (instant, instant)


def test_a_span_may_run_between_clock_times() -> None:
    between = bounds("2022-01-26T17:36+03:00/2022-01-26T17:55+03:00")
    assert between == ("2022-01-26T14:36:00Z", "2022-01-26T14:55:00Z")
    assert bounds("2022-01-26T17:36Z/2022-01-27", zone="Europe/Moscow") == (
        "2022-01-26T17:36:00Z",
        "2022-01-27T20:59:59Z",
    )


@pytest.mark.parametrize(
    ("text", "zone", "used"),
    [
        ("2022-01-26", "Europe/Moscow", "Europe/Moscow"),
        ("2022-01-26 Europe/Berlin", "Europe/Moscow", "Europe/Berlin"),
        ("2022-01-26 +03:00", "UTC", "+03:00"),
        ("2022-01-26 Z", "Europe/Moscow", "UTC"),
        ("2022-01-26T17:36Z", "Europe/Moscow", None),
        ("2022-01-26T17:36+03:00", "Europe/Moscow", None),
        ("2022-01-26T17:36Z/..", "Europe/Moscow", None),
        ("2022-01-26T17:36Z/2022-01-27", "Europe/Moscow", "Europe/Moscow"),
    ],
)
def test_a_date_keeps_the_zone_it_was_read_in(text: str, zone: str, used: str | None) -> None:
    assert parse_act_date(text, zone=zone).zone == used


def test_midnight_in_berlin_is_23_hours_in_london() -> None:
    assert bounds("1914-08-02 Europe/Berlin") == ("1914-08-01T23:00:00Z", "1914-08-02T22:59:59Z")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        # Clocks were put back: the hour came twice, and the date may mean either.
        ("2022-10-30T02:30 Europe/Vienna", "2022-10-30T00:30:00Z", "2022-10-30T01:30:00Z"),
        # Put back over midnight: the day began twice, and the one before ended twice.
        ("1999-10-31 America/St_Johns", "1999-10-31T02:30:00Z", "1999-11-01T03:29:59Z"),
        ("1999-10-30 America/St_Johns", "1999-10-30T02:30:00Z", "1999-10-31T03:29:59Z"),
        # Put forward at midnight, or from 23:30 to 00:30: a day began late, one ended early.
        ("2018-11-04 America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z"),
        ("1919-03-31 America/Toronto", "1919-03-31T04:30:00Z", "1919-04-01T03:59:59Z"),
        ("1919-03-30 America/Toronto", "1919-03-30T05:00:00Z", "1919-03-31T04:29:59Z"),
        # Samoa crossed the date line and had no 30 December; its December had an end.
        ("2011-12 Pacific/Apia", "2011-12-01T10:00:00Z", "2011-12-31T09:59:59Z"),
        ("2011-12-30/2011-12-31 Pacific/Apia", None, None),
    ],
)
def test_changes_of_clocks(text: str, earliest: str | None, latest: str | None) -> None:
    if earliest is None:
        assert "left out of the calendar in Pacific/Apia" in refusal(text).what
    else:
        assert bounds(text) == (earliest, latest)


def test_the_ends_of_the_calendar_are_held_not_passed() -> None:
    assert bounds("9999-12-31 America/New_York") == ("9999-12-31T05:00:00Z", "9999-12-31T23:59:59Z")
    assert bounds("0001-01-01 Europe/Moscow") == ("0001-01-01T00:00:00Z", "0001-01-01T21:29:42Z")
    assert parse_act_date("9999-12-31T23:59:59-05:00").latest == MAX_INSTANT
    assert parse_act_date("0001-01-01T00:00+05:00").earliest == MIN_INSTANT


@pytest.mark.parametrize(
    ("text", "gregorian"),
    [
        ("1914-07-12 julian", "1914-07-25"),  # Serbia's last days of peace, dated in the old style
        ("1918-01-31 julian", "1918-02-13"),  # the last Julian day of Russia
        ("1900-02-29 julian", "1900-03-13"),
        ("1582-10-05 julian", "1582-10-15"),  # the day Rome skipped to
        ("1914-07-12~ julian", "1914-07-25~"),
        ("1914-07-12T18:00+02:30 julian", "1914-07-25T18:00+02:30"),
        ("1914-07 julian", "1914-07-14/1914-08-13"),
        ("1914? julian", "1914-01-14?/1915-01-13?"),
        ("1914-07-12/1914-07-14 julian", "1914-07-25/1914-07-27"),
        ("1914-07/1914-08~ julian", "1914-07-14/1914-09-13~"),
        ("1914-07-12/.. julian", "1914-07-25/.."),
        ("/1914-07-12 julian", "/1914-07-25"),
        # Charters of Selim II, dated by thirds of a month; the edition gives Julian days.
        ("0974-09-01/0974-09-10 hijri", "1567-03-22/1567-03-31"),
        ("0982-08-01/0982-08-10 hijri", "1574-11-26/1574-12-05"),
        ("1445-09-01 hijri", "2024-03-11"),
    ],
)
def test_both_dates_are_kept_of_another_calendar(text: str, gregorian: str) -> None:
    when = parse_act_date(text)
    assert f"{when.edtf} {when.calendar}" == text
    assert when.gregorian == gregorian
    assert bounds(text) == bounds(gregorian)


@pytest.mark.parametrize(
    ("hijri", "julian"),
    [
        ("0974-10-11/0974-10-20", "1567-04-21/1567-04-30"),
        ("0975-08-01/0975-08-10", "1568-01-31/1568-02-09"),
        ("0976-07-21/0976-07-30", "1569-01-09/1569-01-18"),
        ("0980-03-11/0980-03-20", "1572-07-22/1572-07-31"),
        ("0981-12-21/0981-12-30", "1574-04-13/1574-04-22"),
    ],
)
def test_ottoman_charters_fall_on_the_days_their_editors_found(hijri: str, julian: str) -> None:
    assert bounds(f"{hijri} hijri") == bounds(f"{julian} julian")


@pytest.mark.parametrize(
    ("text", "is_day", "has_time"),
    [
        ("2022-01-26", True, False),
        ("2022-01-26~", True, False),
        ("2022-01-26T17:36Z", False, True),
        ("1962-10-2X", False, False),
        ("1962-10", False, False),
        ("1962~/1963", False, False),
    ],
)
def test_a_date_says_how_precise_it_is(text: str, *, is_day: bool, has_time: bool) -> None:
    when = parse_act_date(text)
    assert (when.is_day, when.has_time) == (is_day, has_time)


def test_the_text_of_a_date_says_the_same_in_any_thread() -> None:
    when = parse_act_date("1914-07-12 julian", zone="Europe/Moscow")
    assert when.text == "1914-07-12 Europe/Moscow julian"
    assert when.text_in("Europe/Moscow") == "1914-07-12 julian"
    assert when.text_in("Europe/Vienna") == when.text
    assert parse_act_date(when.text, zone="Asia/Tokyo") == when


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("", "empty", "leave it out"),
        ("/", "says nothing", "Leave the date out"),
        ("../..", "says nothing", "Leave the date out"),
        ("..", "is not a date", "like 1962-10-22/1962-10-24"),
        ("1962-10-22..1962-10-24", "is not a date", "one stroke"),
        ("1962/1963/1964", "is not a date", "one stroke"),
        ("1962-10-24/1962-10-22", "ends before it begins", "Turn the two round"),
        ("open", "is not a date", "1962-10-22/.."),
        ("19621022", "has no hyphens", "1962-10-22"),
        ("26.1.2022", "is not a date", "YYYY-MM-DD"),
        ("26 January 2022", "is not a date", "YYYY-MM-DD"),
        ("١٩٦٢-10-22", "is not a date", "YYYY-MM-DD"),
        ("2022-1-26", "one digit", "1962-03-07"),
        ("974-09-01 hijri", "fewer than four digits", "0974-09-01"),
        ("0000", "year 0000", "0001 to 9999"),
        ("0XXX", "year 0000", "0001 to 9999"),
        ("-0044", "cannot be kept", "0001 to 9999"),
        ("10000-01-01", "cannot be kept", "0001 to 9999"),
        ("Y19620", "cannot be kept", "0001 to 9999"),
        ("0001-01-01 julian", "out of the years", "0001 to 9999"),
        ("9999-12-31 julian", "out of the years", "0001 to 9999"),
        ("1962-21", "season", "1962-03/1962-05"),
        ("1962-13", "no calendar has", "01 to 12"),
        ("1962-00-XX", "no calendar has", "01 to 12"),
        ("1962-02-30", "1962-02 has 28 days", "01 to 28"),
        ("1962-02-29~", "1962-02 has 28 days", "01 to 28"),
        ("1962-02-3X", "1962-02 has 28 days", "01 to 28"),
        ("1900-02-29", "1900-02 has 28 days", '"1900-02-29 julian"'),
        ("1900-02-30 julian", "1900-02 has 29 days", "01 to 29"),
        ("0974-08-30 hijri", "0974-08 has 29 days", "01 to 29"),
        ("XXXX", "level 0 or 1", "1962-XX-XX"),
        ("1X6X", "level 0 or 1", "from the right"),
        ("196X-10", "level 0 or 1", "from the right"),
        ("1962-XX-22", "level 0 or 1", "from the right"),
        ("1962-XX-1X", "level 0 or 1", "from the right"),
        ("1962-1X-XX", "level 0 or 1", "from the right"),
        ("1962?-10", "level 0 or 1", "whole date"),
        ("[1962,1963]", "level 0 or 1", "a span"),
        ("1950S2", "level 0 or 1", "a span"),
        ("2022-01-26 17:36", "blank before the clock time", '"2022-01-26T17:36"'),
        ("2022-01-26t17:36", "small letter", "capitals"),
        ("2022-01T17:36", "without a day", "1914-07-23T18:00"),
        ("2022-01-26T17", "not a clock time", "T18:00"),
        ("2022-01-26T17:36?", "not a clock time", "T18:00"),
        ("2022-01-26T17:36+0300", "not a clock time", "T18:00+01:00"),
        ("2022-01-26T24:00", "not a clock time", "T00:00 of the day"),
        ("2016-12-31T23:59:60Z", "not a clock time", "leap second"),
        ("2022-01-26T17:36:00.5Z", "not a clock time", "whole seconds"),
        ("2022-01-26 +25:00", "not an offset", "+03:00"),
        ("2022-01-26T17:36Z Europe/Moscow", "both an offset and a zone", "Leave one"),
        ("2022-03-27T02:30 Europe/Vienna", "did not exist in Europe/Vienna", "offset"),
        ("2022-01-26 MSK", "no zone", "Europe/Moscow"),
        ("2022-01-26 localtime", "no zone", "Europe/Moscow"),
        ("2022-01-26 ../../etc/passwd", "no zone", "Europe/Moscow"),
        ("1962" * 40, "too long", "Write one date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_way_to_mend_it(
    text: str, what: str, mend: str
) -> None:
    refused = refusal(text)
    assert what in refused.what
    assert mend in (refused.mend or "")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("2022-01-26 Europe/Mosccow", "Europe/Moscow"),
        ("2022-01-26 europe/moscow", "Europe/Moscow"),
        ("2022-01-26 Moscow", "Europe/Moscow"),
        ("1914-07-12 Julian", "julian"),
        ("1914-07-12 Europe/Moscow hijra", "hijri"),
    ],
)
def test_a_mistyped_zone_or_calendar_gets_its_near_misses(text: str, near: str) -> None:
    assert near in refusal(text).near


def test_a_refusal_repeats_what_was_typed_harmlessly() -> None:
    assert "\x1b" not in str(refusal("\x1b[2J"))
    assert len(refusal("x" * 10_000_000).what) < 100


def test_a_stored_date_keeps_its_bounds_and_drops_what_goes_without_saying() -> None:
    when = parse_act_date("2022-01-26T17:36+03:00")
    stored = when.model_dump_json(exclude_defaults=True)
    assert json.loads(stored) == {
        "edtf": "2022-01-26T17:36+03:00",
        "earliest": "2022-01-26T14:36:00Z",
        "latest": "2022-01-26T14:36:00Z",
    }
    assert ActDate.model_validate_json(stored) == when
    assert when.model_dump()["earliest"] == when.earliest


def test_a_stored_date_is_not_read_anew() -> None:
    """The zone database changed after this was recorded: what was true then stays."""
    stored = ActDate(edtf="1914-07-23T18:00", zone="Europe/Vienna", earliest=0, latest=60)
    assert (stored.earliest, stored.latest) == (0, 60)


@pytest.mark.parametrize(
    "fault",
    [
        {"earliest": 1, "latest": 0},
        {"earliest": "2022-01-26"},
        {"earliest": "2022-02-30T00:00:00Z"},
        {"earliest": 1.0},
        {"earliest": True},
        {"latest": MAX_INSTANT + 1},
        {"edtf": "1962\x1b[2J"},
        {"edtf": ""},
        {"zone": "Europe/Vienna\u202e"},
        {"calendar": "mayan"},
        {"note": "about noon"},
    ],
)
def test_a_stored_date_that_is_no_date_is_refused(fault: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ActDate.model_validate({"edtf": "1962"} | fault)


def test_an_instant_is_text_outside_and_a_number_inside() -> None:
    class Deadline(BaseModel):
        due: InstantText

    assert Deadline.model_validate({"due": "1914-07-25T17:00:00Z"}).due == -1_749_452_400
    assert Deadline(due=0).model_dump_json() == '{"due":"1970-01-01T00:00:00Z"}'
    assert TypeAdapter(InstantText).json_schema() == {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    "text", ["", "now", "2022-01-26", "2022-13-01T00:00:00Z", "0000-01-01T00:00:00Z"]
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="2022-01-26T14:36:00Z"):
        parse_instant(text)


# Laws.

ZONES = st.sampled_from(
    ["UTC", "Europe/Moscow", "Pacific/Apia", "America/St_Johns", "America/Sao_Paulo", "+05:45"]
)
DAYS = st.dates().map(date.isoformat)
UNITS = st.one_of(
    DAYS,
    DAYS.map(lambda day: day[:7]),
    DAYS.map(lambda day: day[:4]),
    DAYS.map(lambda day: f"{day[:7]}-XX"),
    st.integers(100, 999).map(lambda decade: f"{decade}X"),
).flatmap(lambda unit: st.sampled_from(["", "~", "?", "%"]).map(lambda flag: unit + flag))
CLOCKS = st.builds(
    "{}T{:%H:%M:%S}{}".format, DAYS, st.times(), st.sampled_from(["", "Z", "+03:00", "-12:00"])
)
SPANS = st.builds("{}/{}".format, UNITS | CLOCKS | st.sampled_from(["", ".."]), UNITS | CLOCKS)
CALENDARS = st.sampled_from(["", " julian", " hijri"])
TEXTS = st.builds("{}{}".format, UNITS | CLOCKS | SPANS, CALENDARS)


@settings(deadline=None)  # the first date of a kind imports its library
@given(TEXTS, ZONES)
def test_bounds_are_in_order_and_the_text_gives_the_date_again(text: str, zone: str) -> None:
    try:
        when = parse_act_date(text, zone=zone)
    except InputError:
        return
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest
    assert parse_act_date(when.text, zone="Asia/Kathmandu") == when
    assert ActDate.model_validate_json(when.model_dump_json(exclude_defaults=True)) == when


@settings(deadline=None)
@given(st.text() | st.text("0123456789X-/.~?%T:Z+ julian", max_size=30))
def test_any_text_is_a_date_or_refused_with_a_sentence(text: str) -> None:
    try:
        parse_act_date(text)
    except InputError as refused:
        assert refused.mend or refused.near  # noqa: PT017 -- either outcome is right


@given(st.integers(MIN_INSTANT, MAX_INSTANT))
def test_an_instant_is_read_back_from_its_text(instant: int) -> None:
    assert parse_instant(format_instant(instant)) == instant


@given(st.dates())
def test_a_day_has_86400_seconds_in_utc_and_meets_the_next(day: date) -> None:
    when = parse_act_date(day.isoformat())
    assert when.earliest == (day - date(1970, 1, 1)).days * 86_400
    assert when.latest == when.earliest + 86_399


def julian_day_number(year: int, month: int, day: int) -> int:
    """Of a Julian date at noon, after the explanatory supplement: integers only, March-based."""
    years = year + 4800 - (14 - month) // 12
    months = (month + 9) % 12
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
def test_julian_days_agree_with_the_julian_day_number(year: int, month: int, day: int) -> None:
    ordinal = Calendar.JULIAN.ordinal(year, month, day)
    assert ordinal == julian_day_number(year, month, day) - 1_721_425


@settings(deadline=None)
@given(st.sampled_from(Calendar), st.integers(1, 9998), st.integers(1, 12))
def test_every_month_ends_the_day_before_the_next_begins(
    calendar: Calendar, year: int, month: int
) -> None:
    begins = calendar.ordinal(year, month, 1)
    follows = calendar.ordinal(year + month // 12, month % 12 + 1, 1)
    assert follows - begins == calendar.month_length(year, month)
