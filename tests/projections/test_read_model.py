"""The read model as it grows: what is known when, however much is read at a time."""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger.commands import OpenThread, RecordAct, RecordNotice, RegisterParty
from ledger.dates import parse_act_date
from ledger.events import PartyAmended, ThreadOpened, encode
from ledger.moments import parse_moment
from ledger.notices import ContentDisclosed
from ledger.parties import Party
from projections.owed import OwedFilter, owed_view
from projections.read_model import building, model, updating
from projections.read_model.layers import Layers
from projections.read_model.model import ReadModel
from projections.reader import Reader
from projections.threads import ThreadFilter, threads_view
from tests.core.given import demand, given, lens, opened, reply
from tests.projections.logged import EventsLog, told
from tests.projections.test_read_model_laws import rows

if TYPE_CHECKING:
    from ledger.commands import Command


def debtors(reader: Reader, position: int | None) -> list[str]:
    asked = replace(lens(), known_at=position)
    return sorted(one.debtor for one in owed_view(reader, asked).owed)


def test_who_is_asked_follows_what_is_known_of_a_group_then() -> None:
    def bloc(*members: str) -> Party:
        held = [{"party": code, "since": "2000-01-01"} for code in members]
        return Party.model_validate(
            {"code": "BLOC", "name": "A bloc", "kind": "group", "members": held}
        )

    log = told(
        [
            RegisterParty(bloc("FRA", "ITA")),
            opened(),
            RecordAct("t", demand("d", to="BLOC", addressed_as="members", points={"1": "x"})),
            ("party:BLOC", PartyAmended(party=bloc("FRA", "ESP"), reason="a slip")),
            OpenThread(ThreadOpened(thread="u", title="Another", zone="UTC")),
        ]
    )
    log.upto = 3
    with Reader(log) as kept, Reader(log) as built:
        assert debtors(kept, None) == ["FRA", "ITA"]
        log.upto = 5
        assert debtors(kept, None) == ["ESP", "FRA"]
        assert debtors(kept, 3) == ["FRA", "ITA"]
        built.model.catch_up()
        assert rows(kept.model) == rows(built.model)


def acts() -> EventsLog:
    return told(
        [
            opened(),
            OpenThread(ThreadOpened(thread="u", title="Another", zone="UTC")),
            RecordAct("t", demand("d", points={"1": "leave"})),
            RecordAct("u", demand("e", to="GBR", points={"1": "pay"}, published="2021-12-16")),
            RecordAct("t", reply("r", answers={"1": "reject"}, published="2022-02-01")),
            RecordAct("t", demand("c", when="2021-11-01", points={"2": "stay out"})),
        ]
    )


def test_it_does_not_matter_how_much_is_read_or_written_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = acts()
    with ReadModel(log, None) as whole:
        whole.catch_up("public")
        monkeypatch.setattr(building, "_ROWS_AT_A_TIME", 1)
        monkeypatch.setattr(updating, "_EVENTS_AT_A_TIME", 1)
        with ReadModel(log, None) as pieces, ReadModel(log, None) as one_by_one:
            pieces.catch_up("public")
            assert rows(pieces) == rows(whole)
            log.upto = 1
            one_by_one.catch_up("public")
            log.upto = 6
            monkeypatch.setattr(model, "_BACKLOG", 100)
            one_by_one.catch_up("public")
            assert rows(one_by_one) == rows(whole)


def test_an_empty_log_has_a_read_model_that_says_nothing() -> None:
    with Reader(EventsLog([])) as reader:
        assert threads_view(reader, lens()).threads == ()


def test_an_event_of_a_later_release_is_passed_over() -> None:
    log = acts()
    unknown = [[replace(one, event=None) for one in told] for told in log.told[-1:]]
    log.told[-1:] = unknown
    known = acts()
    known.upto = 5
    with ReadModel(log, None) as later, ReadModel(known, None) as earlier:
        later.catch_up()
        earlier.catch_up()
        assert rows(later) == rows(earlier)
    assert encode(given().world.threads["t"].opened)[0].startswith("dipledger.")


def test_what_a_late_disclosure_tells_is_known_from_its_own_date() -> None:
    record = {"part": "existence", "how": "published"}
    notice = ContentDisclosed.model_validate(
        {
            "id": "leak",
            "act": "d",
            "reason": "it was printed",
            "disclosures": [
                {**record, "when": parse_act_date("1970")},
                {"part": "text", "how": "leaked", "when": parse_act_date("1980")},
            ],
            "points": [{"label": "3", "kind": "demand", "text": "found in the archive"}],
        }
    )
    early = {**record, "when": parse_act_date("1962")}
    log = told(
        [
            opened(),
            RecordAct(
                "t",
                demand(
                    "d", when="1961", contents="partial", points={"1": "x"}, disclosures=[early]
                ),
            ),
            RecordNotice("t", notice),
        ]
    )

    def points(known_at: str) -> list[str]:
        asked = replace(lens("1990"), known_by="public", known_at=parse_moment(known_at))
        with reader.snapshot(asked) as snapshot:
            return sorted(word[1] for word in snapshot.words())

    with Reader(log) as reader:
        assert [points(year) for year in ("1965", "1975", "1985")] == [[], [], ["1", "3"]]


def test_a_transaction_that_is_over_already_is_not_ended_again() -> None:
    with ReadModel(EventsLog([]), None) as empty:
        empty.catch_up()
        layers = Layers(empty.connection)
        with layers.reading():
            empty.connection.execute("ROLLBACK")
        with pytest.raises(sqlite3.IntegrityError), layers.writing():
            empty.connection.execute("INSERT OR ROLLBACK INTO read_thread (slug) VALUES (NULL)")
        assert not empty.connection.in_transaction


def test_a_collector_that_does_not_run_is_not_started() -> None:
    with Reader(acts()) as reader, reader.snapshot(lens()) as snapshot:
        running = snapshot.words()
        gc.disable()
        try:
            assert snapshot.words() == running
            assert not gc.isenabled()
        finally:
            gc.enable()


def test_threads_and_replies_are_narrowed_by_activity_and_creditor() -> None:
    with Reader(acts()) as reader:

        def listed(wanted: ThreadFilter) -> list[str]:
            found = threads_view(reader, lens("2025-01-01"), wanted).threads
            return [one.thread.id for one in found]

        assert listed(ThreadFilter(quiet=parse_moment("2022"))) == ["u"]
        assert listed(ThreadFilter(active=parse_moment("2022"))) == ["t"]
        assert listed(ThreadFilter(dormant=True)) == ["t", "u"]
        assert listed(ThreadFilter(tag="arms")) == listed(ThreadFilter(statuses=("closed",))) == []
        assert listed(ThreadFilter(statuses=("awaiting_reply",))) == ["t", "u"]
        assert listed(ThreadFilter(dormant=True, party="GBR")) == ["u"]
        assert threads_view(reader, lens("2022-03-01"), ThreadFilter(dormant=True)).threads == ()
        owed = owed_view(reader, lens(), OwedFilter(creditor="USA")).owed
        assert owed == ()


def test_a_position_of_the_log_means_all_that_was_recorded_with_it() -> None:
    commands: list[Command] = [opened(), RecordAct("t", demand("d", points={"1": "leave"}))]
    together = [event for events in told(commands).told for event in events]
    log = EventsLog([[(one.originator_id, one.event) for one in together]])  # type: ignore[misc]
    with Reader(log) as reader:
        assert debtors(reader, 0) == []
        assert debtors(reader, 1) == debtors(reader, 2) == ["USA"]
        assert debtors(reader, 1) == ["USA"]
        assert debtors(reader, 99) == ["USA"]


def test_a_day_of_knowledge_ends_in_each_thread_s_own_zone_for_the_parties_too() -> None:
    log = told(
        [
            OpenThread(ThreadOpened(thread="east", title="East", zone="Pacific/Kiritimati")),
            OpenThread(ThreadOpened(thread="west", title="West", zone="America/Los_Angeles")),
            RecordAct("east", demand("d", published="2022-01-01", points={"1": "x"})),
            RecordAct(
                "east", demand("e", by="FRA", published="2022-01-27T12:00Z", points={"2": "y"})
            ),
            RecordAct("west", demand("d", published="2022-01-01", points={"1": "x"})),
        ]
    )
    day = replace(lens(), known_by="public", known_at=parse_moment("2022-01-27"))
    with Reader(log) as reader:
        with reader.snapshot(day) as snapshot:
            assert snapshot.parties() == {"RUS", "USA"}
        with reader.snapshot(replace(day, known_at=parse_moment("2022-01-28"))) as snapshot:
            assert snapshot.parties() == {"RUS", "USA", "FRA"}
