"""One case, asked through the public names alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

import pytest

from ledger import AmendThread, InputError, Ledger, ThreadAmended, create_ledger, open_ledger
from projections import Lens, OwedView, Reader, ThreadView, rows
from projections.tables import tables_of
from tests.api.conftest import DAY

if TYPE_CHECKING:
    from pathlib import Path


def status(reader: Reader, lens: Lens | None) -> list[str]:
    return [point.status.status for point in reader.thread("straits", lens).points]


def test_a_thread_at_two_dates_to_two_viewers(reader: Reader) -> None:
    january = reader.lens(as_of="2022-01-13")
    assert status(reader, january) == ["rejected", "outstanding"]
    assert status(reader, reader.lens(as_of="2022-01-11")) == ["outstanding", "outstanding"]
    assert status(reader, None) == ["rejected", "outstanding", "lapsed"]
    public: dict[str, Any] = {"as_of": "2022-01-13", "known_by": " Public "}
    then = reader.lens(**public, known_at="2022-01-13")
    assert status(reader, then) == ["outstanding", "outstanding"]
    assert status(reader, reader.lens(**public)) == ["rejected", "outstanding"]
    assert [one.text for one in reader.diff("straits", then, reader.lens(**public)).statuses] == [
        "1 (TUR): outstanding -> rejected"
    ]


def test_knowledge_of_the_ledger_is_a_time_of_recording_or_a_position(reader: Reader) -> None:
    for known_at in (4, "#4", "2022-01-31"):
        lens = reader.lens(known_at=known_at)
        assert (lens.position, lens.is_ledger) == (4, True)
        assert reader.errata("straits", lens).errata == ()
        assert len(reader.log(lens, after=1, limit=2).events) == 2
        assert len(reader.log(lens).events) == 4
    assert len(reader.errata("straits").errata) == 2


def test_what_was_known_before_the_first_record_is_nothing_and_said(ledger: Ledger) -> None:
    told: list[str] = []
    with Reader(ledger, note=told.append) as reader:
        assert reader.threads(reader.lens(known_at="2021")).threads == ()
    assert told[0].startswith("this ledger knew nothing by 2021: its first record is of 2022-01-31")


def test_an_empty_ledger_says_that_it_is(tmp_path: Path) -> None:
    create_ledger(tmp_path / "l")
    told: list[str] = []
    with open_ledger(tmp_path / "l") as empty, Reader(empty, note=told.append) as reader:
        assert reader.lens(known_at="today").position == 0
        assert abs(reader.lens().now - empty.now) < DAY
    assert told == ["this ledger has recorded nothing yet"]


def test_answers_have_their_types_and_are_frozen(reader: Reader) -> None:
    state = assert_type(reader.thread("straits"), ThreadView)
    assert_type(reader.owed(), OwedView)
    assert_type(state.points[0].label, str)
    with pytest.raises(ValueError, match="frozen"):
        state.acts = 0  # type: ignore[misc]


def test_every_question_about_a_thread(reader: Reader) -> None:
    lens = reader.lens(as_of="2022-02-01")
    assert [point.label for point in reader.points("straits", lens).points] == ["1", "2", "3"]
    assert reader.positions("straits", lens).thread == "straits"
    assert len(reader.timeline("straits", lens).entries) == 4
    assert reader.explain("straits/1", lens).subject == "straits/1"
    assert reader.act("straits/answer", lens).brief.kind == "reply"
    assert [act.ref for act in reader.chain("straits/answer", lens).chain][-1] == "straits/answer"
    first = reader.history("straits/1", lens, everything=True)
    assert [one.status for one in first.statuses] == ["outstanding", "rejected"]
    assert reader.before_first_act(reader.lens(as_of="2021")) is None
    assert str(reader.before_first_act(reader.lens(as_of="2020"), "straits")).endswith("2021-12-15")
    for ask in (reader.act, reader.chain):
        with pytest.raises(InputError, match="straits names no act"):
            ask("straits")


def test_every_question_over_all_threads_with_its_conditions(reader: Reader) -> None:
    lens = reader.lens(as_of="2022-02-01", zone="UTC")
    threads = reader.threads(
        lens,
        party="rus",
        status=["awaiting_reply"],
        tag="sea",
        active_since="-30d",
        quiet_since="2022-02",
    )
    assert [line.thread.id for line in threads.threads] == ["straits"]
    assert not reader.threads(lens, dormant=True).threads
    owed = reader.owed(lens, party="TUR", to="RUS", older_than="2w", overdue=True, due_within="1m")
    assert [one.act for one in owed.owed] == ["reminder"]
    assert not reader.owed(lens, thread="straits", older_than="1m").owed
    lines = reader.point_lines(
        lens, thread="straits", status=["outstanding"], to="TUR", by="RUS", kind="request"
    )
    assert [line.ref for line in lines.points] == ["straits/2"]
    assert len(reader.point_lines(lens).points) == 3
    acts = reader.acts(
        lens, thread="straits", party="RUS", kind="demand", role="bearer", person="ivan"
    )
    assert [act.ref for act in acts.acts] == ["straits/note"]
    assert len(reader.acts(lens).acts) == 3
    found = reader.search("passage", lens, party="TUR", kind="demand", fields=["points"], limit=1)
    assert [one.act.ref for one in found.found] == ["straits/note"]
    assert reader.search("turkey", lens).matching == 1
    assert [one.name for one in reader.persons(lens, role="bearer", party="RUS").persons] == [
        "Ivan"
    ]
    assert reader.persons(lens, name="ivan", thread="straits").asked == "ivan"
    assert reader.stats(lens, party="RUS", tag="sea").acts == 3
    assert [one.party.code for one in reader.parties(lens=lens).parties] == ["RUS", "TUR"]
    assert reader.party("nato").party.code == "NATO"
    assert reader.anomalies("straits").anomalies == reader.anomalies().anomalies


def test_an_answer_becomes_rows_of_plain_values(reader: Reader) -> None:
    (owed,) = rows(reader.owed(reader.lens(as_of="2022-02-01")))
    assert {type(value) for value in owed.values()} == {str, int, list, type(None)}
    assert (owed["thread"], owed["creditors"], owed["days"]) == ("straits", ["RUS"], 18)
    (found,) = rows(reader.search("tolls"))
    assert {
        type(each) for value in found.values() if isinstance(value, list) for each in value
    } == {str}


def test_the_table_of_a_party_and_of_an_amended_thread(ledger: Ledger, reader: Reader) -> None:
    owed = reader.owed(party="TUR")
    assert tables_of(owed).tables[0].title == "What TUR owes"
    before = reader.lens(known_at=ledger.head()[0])
    ledger.handle(AmendThread("straits", ThreadAmended(title="The straits", reason="Its name")))
    (row,) = rows(reader.diff("straits", before, reader.lens()))
    assert (row["what"], row["ref"]) == ("amended", "straits")


@pytest.mark.parametrize(
    ("dates", "known_at", "known_by", "statuses"),
    [
        ("2022-01-01..2022-01-20", None, "ledger", {"1", "3"}),
        ("2022-01-12", None, "ledger", {"1"}),
        ("..2021-12-15", None, "ledger", {"1", "2"}),
        (None, "2022-02-01..", "public", {"1"}),
        (None, "2022-02-02", "public", {"1"}),
        (None, "..2022-02-01", "TUR", {"1", "2", "3"}),
        (None, "2022-01-31..2022-02-02", "ledger", set()),
        (None, "#4..#5", "ledger", set()),
        (None, "#5", "ledger", set()),
        (None, "2022-02-01", "ledger", set()),
        (None, "..", "ledger", {"1", "2", "3"}),
    ],
)
def test_a_range_is_two_lenses(
    reader: Reader, dates: str | None, known_at: str | None, known_by: str, statuses: set[str]
) -> None:
    lens = reader.lens(known_by=known_by, as_of=None if dates else "2022-01-20")
    before, after = reader.between("straits", dates, lens, known_at=known_at)
    view = reader.diff("straits", before, after)
    assert {one.label for one in view.statuses} == statuses


def test_a_position_says_what_was_recorded_there(reader: Reader) -> None:
    before, after = reader.between("straits", known_at="#5")
    assert (before.position, after.position) == (4, 5)
    assert [one.act.ref for one in reader.diff("straits", before, after).changed] == [
        "straits/note"
    ]
    assert reader.between("straits", known_at="#0")[0].position == 0


@pytest.mark.parametrize(
    ("asked", "where", "said"),
    [
        ({"as_of": "soon"}, "--as-of", "is not a moment"),
        ({"known_at": "soon"}, "--known-at", "is not a moment"),
        ({"known_at": 99}, "--known-at", "the log has no position 99; its last is 6"),
        ({"known_at": "2030"}, "--known-at", "is still to come"),
        ({"known_by": "public", "known_at": "2030"}, "--known-at", "is still to come"),
        ({"known_by": "RUS", "known_at": 3}, "--known-at", "says nothing of what RUS knew"),
        ({"known_by": "public", "known_at": "soon"}, "--known-at", "is not a moment"),
        ({"known_by": "XYZ"}, "--known-by", "there is no party XYZ"),
        ({"zone": "Europe/Nowhere"}, "--zone", "Europe/Nowhere"),
    ],
)
def test_a_lens_that_cannot_be_is_refused(
    reader: Reader, asked: dict[str, Any], where: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as refused:
        reader.lens(**asked)
    assert refused.value.where == where


def test_conditions_that_are_none_are_refused(reader: Reader) -> None:
    with pytest.raises(InputError, match="there is no status of a thread awaiting") as refused:
        reader.threads(status=["awaiting"])
    assert refused.value.where == "--status"
    with pytest.raises(InputError, match="'soon' is not a number of days"):
        reader.owed(older_than="soon")
    with pytest.raises(InputError, match="there is no party RUSS"):
        reader.acts(party="RUSS")
    with pytest.raises(InputError, match="can be compared"):
        reader.between("straits")
    with pytest.raises(InputError, match="can be compared"):
        reader.between("straits", "2022", known_at="2022")
    with pytest.raises(InputError, match="ends before it begins"):
        reader.between("straits", known_at="2022-02..2022-01")
    with pytest.raises(InputError, match="is not a moment"):
        reader.between("straits", known_at="soon..2022")
