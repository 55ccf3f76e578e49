"""The picture of a thread: all of it that is known, each act judged at the date asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger.commands import RecordAct, RecordNotice
from ledger.dates import format_instant, parse_act_date
from ledger.events import ThreadClosed
from ledger.notices import ContentDisclosed
from ledger.vocabulary import MarkingLevel
from projections.lens import Lens
from projections.reader import Reader
from projections.source import LedgerSource
from projections.stops import moment_value
from tests.core.given import act, demand, lens, opened, reply
from tests.core.test_corrections import correct, retract
from tests.projections.logged import EventsLog, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.commands import Command
    from projections.views.picture import PictureView
    from projections.views.stops import Stop

DEMAND = demand("d", points={"1": "leave"}, deadline="2022-01-20", published="2021-12-17")
REPLY = reply("r", answers={"1": "reject"}, when="2022-01-26")
LATER = act("statement", "later", by="USA", when="2022-03", summary="Nothing new")
LEAK = ContentDisclosed.model_validate(
    {
        "id": "leak",
        "act": "r",
        "reason": "in the news",
        "disclosures": [{"part": "text", "how": "leaked", "when": parse_act_date("2022-02-02")}],
    }
)


def asked(*commands: Command) -> Reader:
    """A reader of a log of these, after the thread was opened."""
    return Reader(told([opened(), *commands]))


def of(acts: object) -> list[RecordAct]:
    return [RecordAct("t", one) for one in acts]  # type: ignore[attr-defined]


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A demand with a deadline, a reply, a leak of it, a statement, an act without a date."""
    loose = act("statement", "loose", by="GBR", to="RUS", summary="Some day")
    found = asked(*of((DEMAND, REPLY)), RecordNotice("t", LEAK), *of((LATER, loose)))
    with found:
        yield found


def states(view: PictureView) -> dict[str, str]:
    return {one.brief.ref.partition("/")[2]: one.state for one in view.acts}


def test_every_act_is_there_whatever_the_date_and_judged_at_it(reader: Reader) -> None:
    view = reader.picture("t", lens("2022-03-10"))
    assert states(view) == {
        "d": "happened", "r": "happened", "later": "possible", "loose": "undated",
    }  # fmt: skip
    assert states(reader.picture("t", lens("2021-12-15"))) == {
        "d": "happened", "r": "ahead", "later": "ahead", "loose": "undated",
    }  # fmt: skip
    assert view.parties == ("RUS", "USA", "GBR"), "who raised something comes first"
    assert view.names["GBR"] == "United Kingdom"
    assert view.acts[1].answers == ("t/d",)
    assert (format_instant(view.earliest or 0), format_instant(view.latest or 0)) == (
        "2021-12-15T00:00:00Z", "2022-03-31T23:59:59Z",
    )  # fmt: skip


def test_what_an_act_wants_by_when_and_since_when_it_is_known(reader: Reader) -> None:
    view = reader.picture("t")
    note, answer, later, _ = view.acts
    assert (note.deadline_text, note.public_since_text) == ("2022-01-20", "2021-12-17")
    assert (answer.deadline, answer.public_since_text) == (None, "2022-02-02")
    assert (later.public_since, later.public_since_text) == (None, None)
    assert (note.known_since, note.position) == ("1970-01-01T00:00:02.000000Z", 2)


def test_before_the_leak_was_recorded_the_ledger_did_not_know_that_the_reply_is_public(
    reader: Reader,
) -> None:
    before = reader.picture("t", reader.lens(known_at=3, now=lens().now))
    assert [one.public_since_text for one in before.acts] == ["2021-12-17", None]


def test_the_public_sees_what_was_published_by_then_and_nothing_of_the_rest(
    reader: Reader,
) -> None:
    def picture(day: str) -> PictureView:
        return reader.picture("t", reader.lens(known_by="public", known_at=day, now=lens().now))

    before, after = picture("2022-02-01"), picture("2022-02-02")
    assert states(before) == {"d": "happened"}
    assert before.parties == ("RUS", "USA")
    assert "later" not in before.model_dump_json()
    assert states(after) == {"d": "happened", "r": "happened"}
    answer = after.acts[1]
    assert (answer.known_since, answer.position) == ("2022-02-02", None)


def test_a_party_knows_its_own_paper_from_its_day_and_not_that_it_will_leak(
    reader: Reader,
) -> None:
    view = reader.picture("t", reader.lens(known_by="RUS", known_at="2022-01-27", now=lens().now))
    answer = view.acts[1]
    assert (answer.known_since, answer.public_since) == ("2022-01-26", None)


def test_the_last_step_is_told_with_what_it_changed(reader: Reader) -> None:
    view = reader.picture("t", lens("2022-01-26"))
    step = view.step
    assert step is not None
    assert (step.act, step.by, step.at_text) == ("t/r", "act", "2022-01-26")
    assert step.text == "r: reply, USA to RUS"
    assert "1 (USA): lapsed -> rejected" in [one.text for one in step.changes]
    assert [one.current for one in view.acts] == [False, True, False, False]

    clock = reader.picture("t", lens("2022-01-21")).step
    assert clock is not None
    assert (clock.act, clock.by, clock.text) == (None, "clock", "a deadline passed")
    assert "1 (USA): outstanding -> lapsed" in [one.text for one in clock.changes]
    assert reader.picture("t", lens("2021-12-01")).step is None


def test_what_happened_at_one_instant_is_one_step() -> None:
    more = act("statement", "s", by="USA", when="2022-01-26", summary="Announced", sequence=2)
    with asked(*of((DEMAND, REPLY, more))) as reader:
        step = reader.picture("t", lens("2022-01-26")).step
    assert step is not None
    assert step.act == "t/r", "the last of them without an order of the registrar's"
    assert "1 (USA): lapsed -> rejected" in [one.text for one in step.changes]


def test_a_thread_falls_dormant_is_closed_and_has_nothing_in_it() -> None:
    closed = ThreadClosed.model_validate({"reason": "over", "when": parse_act_date("2025-02-01")})
    with asked(*of([demand("d", points={"1": "leave"})]), ("t", closed)) as reader:  # type: ignore[arg-type]
        dormant = reader.picture("t", lens("2024-06-01")).step
        shut = reader.picture("t", lens("2025-02-01")).step
        stops = reader.stops("t", lens()).as_of
    assert dormant is not None
    assert dormant.text == "two years passed without an act"
    assert shut is not None
    assert (shut.by, shut.text) == ("registrar", "closed or reopened by the registrar")
    assert [(one.value, one.what) for one in stops] == [
        ("2021-12-14", "before the first act"),
        ("2021-12-15", "d"),
        ("2023-12-16T00:00:00+00:00", "two years passed without an act"),
        ("2025-02-01", "closed or reopened by the registrar"),
    ]
    with asked() as reader:
        empty = reader.picture("t", lens())
        assert (empty.acts, empty.earliest, empty.latest, empty.step) == ((), None, None, None)
        assert reader.stops("t", lens()).as_of == ()


def values(stops: tuple[Stop, ...]) -> list[tuple[str, str]]:
    return [(one.value, one.what) for one in stops]


def test_the_stops_are_every_moment_of_the_thread_whatever_the_date(reader: Reader) -> None:
    stops = reader.stops("t", lens("2021-12-15"))
    assert values(stops.as_of) == [
        ("2021-12-14", "before the first act"),
        ("2021-12-15", "d"),
        ("2022-01-21T00:00:00+00:00", "a deadline passed"),
        ("2022-01-26", "r"),
        ("2022-03-31", "later"),
    ]
    assert values(stops.known_at) == [
        ("#1", "the thread opened"),
        ("#2", "d recorded"),
        ("#3", "r recorded"),
        ("#4", "disclosure of r recorded"),
        ("#5", "later recorded"),
        ("#6", "loose recorded"),
    ]
    assert stops.known_at[1].text == "1970-01-01 00:00 UTC (#2)"


def test_the_stops_of_the_ledger_end_at_the_position_asked_about(reader: Reader) -> None:
    stops = reader.stops("t", reader.lens(known_at=3, now=lens().now))
    assert [one.value for one in stops.known_at] == ["#1", "#2", "#3"]
    assert "later" not in [one.what for one in stops.as_of]


def test_the_stops_of_the_public_are_days_of_its_calendar_up_to_what_may_be_asked(
    reader: Reader,
) -> None:
    public = reader.lens(known_by="public", now=lens().now)
    assert values(reader.stops("t", public).known_at) == [
        ("2021-12-17", "d known"),
        ("2022-02-02", "r known"),
    ]
    early = replace(public, known_at_most=reader.lens(as_of="2022-02-01").as_of)
    found = reader.stops("t", early)
    assert values(found.known_at) == [("2021-12-17", "d known")]
    assert [one.what for one in found.as_of] == [
        "before the first act", "d", "a deadline passed", "two years passed without an act",
    ]  # fmt: skip


def test_corrections_and_what_moves_with_them_are_told() -> None:
    first = correct("slip", "d", ("summary", None, "A note"))
    undated = act("statement", "u", by="GBR", summary="Said", replies_to=["d"])
    answer = act("statement", "v", by="GBR", when="2022-01-30", summary="Said", replies_to=["u"])
    with asked(
        *of((DEMAND, undated, answer)),
        RecordNotice("t", first),
        RecordNotice("t", retract("gone", "v")),
    ) as reader:
        stops = reader.stops("t", lens())
    assert values(stops.known_at)[3:] == [
        ("#4", "v recorded"),
        ("#5", "correction of d recorded"),
        ("#6", "retraction of v recorded"),
    ]


def test_more_known_of_an_act_is_told_apart_from_a_new_one() -> None:
    twice = reply(
        "r",
        answers={"1": "reject"},
        disclosures=[
            {"part": "existence", "how": "announced", "when": parse_act_date("2022-01-26")},
            {"part": "text", "how": "leaked", "when": parse_act_date("2022-02-02")},
        ],
        disclosure="undisclosed",
    )
    crowd = [
        act(
            "statement", f"s{n}", by="GBR", channel="public", when="2022-01-26", summary=f"Said {n}"
        )
        for n in range(4)
    ]
    with asked(*of((DEMAND, twice, *crowd))) as reader:
        public = reader.stops("t", reader.lens(known_by="public", now=lens().now))
    assert values(public.known_at) == [
        ("2021-12-17", "d known"),
        ("2022-01-26", "r, s0, s1 and 2 more known"),
        ("2022-02-02", "more known of r"),
    ]


def test_a_reply_elsewhere_moves_an_act_here_and_a_condition_elsewhere_is_a_stop() -> None:
    other = opened("o")
    conditional = reply(
        "r",
        answers={"1": {"stance": "accept", "condition": {"text": "if so", "point": "o/2"}}},
    )
    asks = act("demand", "d2", by="USA", to="RUS", when="2022-01-02", points={"2": "leave too"})
    meets = act("reply", "r2", by="RUS", to="USA", when="2022-02-20", answers={"2": "accept"})
    undated = act("statement", "u", by="GBR", summary="Said")
    moves = act("statement", "m", by="GBR", when="2022-02-25", summary="It", replies_to=["t/u"])
    with asked(
        other,
        *of((DEMAND,)),
        RecordAct("o", asks),
        *of((conditional, undated)),
        RecordAct("o", meets),
        RecordAct("o", moves),
    ) as reader:
        stops = reader.stops("t", lens())
        step = reader.picture("t", lens("2022-02-20")).step
    assert ("2022-02-20", "an act elsewhere, on which a condition hangs") in values(stops.as_of)
    assert step is not None
    assert (step.by, step.act) == ("elsewhere", "o/r2")
    assert "the state of the thread" in [one.what for one in stops.known_at]
    assert "u known otherwise" in [one.what for one in stops.known_at]


def test_a_moment_is_written_as_it_can_be_asked_about() -> None:
    end = parse_act_date("1880-06-01", zone="Europe/Paris").latest or 0
    assert moment_value(end, "Europe/Paris") == "1880-06-01"
    assert moment_value(end - 60, "Europe/Paris") == format_instant(end - 60)
    assert moment_value(0, "Europe/Berlin") == "1970-01-01T01:00:00+01:00"
    ides = parse_act_date("0044-03-15", zone="Europe/Rome").latest or 0
    assert moment_value(ides, "Europe/Rome") == "0044-03-15"


def test_where_time_begins_there_is_no_day_before() -> None:
    first = act("statement", "s", by="GBR", when="0001-01-01", summary="The first")
    with asked(*of([first])) as reader:
        assert [one.what for one in reader.stops("t", lens()).as_of] == ["s"]


def test_an_act_that_is_only_known_to_be_later_than_something_comes_after_the_others() -> None:
    open_ended = act("statement", "o", by="GBR", when="2021-01/..", summary="From then on")
    with asked(*of((open_ended, DEMAND))) as reader:
        view = reader.picture("t", lens())
    assert [one.brief.ref for one in view.acts] == ["t/d", "t/o"]
    assert [one.state for one in view.acts] == ["happened", "possible"]


def test_a_clearance_shows_neither_the_act_nor_its_stops_nor_what_was_learned() -> None:
    secret = act(
        "statement",
        "hush",
        by="GBR",
        when="2022-02-10",
        summary="Hush",
        marking={"level": "secret"},
    )
    with asked(*of((DEMAND, secret, REPLY))) as reader:
        low = replace(lens(), clearance=MarkingLevel.RESTRICTED)
        picture, stops = reader.picture("t", low), reader.stops("t", low)
    assert states(picture) == {"d": "happened", "r": "happened"}
    assert "GBR" not in picture.parties
    assert [one.value for one in stops.known_at] == ["#1", "#2", "#3"], "as if it were not there"
    assert "hush" not in picture.model_dump_json() + stops.model_dump_json()


def test_a_clearance_needs_a_log_to_be_applied_to() -> None:
    log = EventsLog([])
    with pytest.raises(ValueError, match="clearance"):
        LedgerSource(log).known_since("t", "public", Lens(0, clearance=MarkingLevel.RESTRICTED))
