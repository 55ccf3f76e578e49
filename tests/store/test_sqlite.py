"""The log over real files: appended, read, guarded, and never redirected."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eventsourcing.persistence import IntegrityError

from ledger.errors import Conflict, SetupError
from ledger.store import KeyAlreadyRecorded, VersionConflict, create_ledger_file
from tests.store.stored import (
    START,
    Clock,
    another_tool,
    fill,
    insert,
    note,
    open_log,
    row,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    return file


def positions(path: Path) -> list[int | None]:
    with open_log(path, read_only=True) as log:
        return [recorded.position for recorded in log.all_after()]


# ---------------------------------------------------------------------------- append and read


def test_what_is_appended_is_read_back_as_it_was_stored(path: Path) -> None:
    draft = note("us-russia", 1, "«Нота»", recorded_by="Ünal", marking="secret", key="k1")
    with open_log(path, clock=Clock()) as log:
        (stored,) = log.append([draft])
        assert log.stream("us-russia") == [stored]

    assert stored.event == draft.event
    assert (stored.position, stored.recorded_at) == (1, START)
    assert (stored.recorded_by, stored.marking, stored.key) == ("Ünal", "secret", "k1")
    assert stored.body == '{"text":"«Нота»"}'.encode()


def test_positions_have_no_gaps_whatever_fails_between(path: Path) -> None:
    with open_log(path) as log:
        log.append([note("a", 1), note("b", 1)])
        for _ in range(3):
            with pytest.raises(VersionConflict):
                log.append([note("a", 2), note("b", 1)])
        log.append([note("a", 2)])

        assert [recorded.position for recorded in log.all_after()] == [1, 2, 3]
        assert [recorded.position for recorded in log.stream("a")] == [1, 3]


def test_a_transaction_has_one_instant_later_than_the_last_even_if_the_clock_stands(
    path: Path,
) -> None:
    clock = Clock()
    with open_log(path, clock=clock) as log:
        log.append([note("a", 1), note("b", 1)])
        log.append([note("a", 2), note("b", 2)])
        clock.now += 1_000
        log.append([note("a", 3)])

        assert [recorded.recorded_at - START for recorded in log.all_after()] == [0, 0, 1, 1, 1_000]


def test_a_clock_set_back_neither_stops_the_log_nor_turns_it_around(path: Path) -> None:
    clock = Clock()
    with open_log(path, clock=clock) as log:
        log.append([note("a", 1)])
        assert log.clock_behind() == 0
        clock.now -= 60_000_000
        log.append([note("a", 2)])

        assert log.clock_behind() == 60_000_001
        assert log.head() == (2, START + 1)


def test_a_ledger_may_begin_before_the_epoch(path: Path) -> None:
    with open_log(path, clock=Clock(-1_750_000_000_000_000)) as log:
        log.append([note("a", 1)])

        assert log.head() == (1, -1_750_000_000_000_000)


def test_a_clock_past_the_year_9999_is_refused(path: Path) -> None:
    with open_log(path, clock=Clock(10**18)) as log:
        with pytest.raises(SetupError, match="past the year 9999"):
            log.append([note("a", 1)])

        assert log.head() == (0, 0)


def test_reading_stops_at_a_position_and_begins_after_one(path: Path) -> None:
    clock = Clock()
    with open_log(path, clock=clock) as log:
        for version, stream in [(1, "a"), (1, "party:USA"), (2, "a"), (1, "b"), (3, "a")]:
            clock.now += 10
            log.append([note(stream, version)])

        assert [r.originator_version for r in log.stream("a", upto_position=3)] == [1, 2]
        assert [r.originator_version for r in log.stream("a", after_version=2)] == [3]
        assert [r.position for r in log.all_after(2, 2)] == [3, 4]
        assert [r.position for r in log.all_after(2, upto_position=3)] == [3]
        assert [r.position for r in log.pages(1)] == [2, 3, 4, 5]
        assert log.stream_ids() == ["a", "b", "party:USA"]
        assert log.stream_ids("b", "party:USA") == ["b"]
        assert log.stream_ids(upto_position=2) == ["a", "party:USA"]
        assert [log.position_at(START + at) for at in (9, 10, 29, 50, 999)] == [0, 1, 2, 5, 5]
        assert log.stream("nobody") == []


def test_pages_read_a_log_longer_than_one_page(path: Path) -> None:
    with open_log(path) as log:
        log.append([note("a", version) for version in range(1, 1_202)])

        assert [r.position for r in log.pages()] == list(range(1, 1_202))


def test_the_library_reads_the_log_by_its_own_means(path: Path) -> None:
    with open_log(path) as log:
        log.append([note("a", 1), note("a", 2)])
        application = log.application

        assert [e.originator_version for e in application.events.get("a", desc=True)] == [2, 1]
        assert application.recorder.max_notification_id() == 2
        assert [n.id for n in application.notification_log["1,10"].items] == [1, 2]
        for topics, ids in (["dipledger.Noted.v1"], [2]), (["dipledger.Future.v9"], []):
            notifications = application.recorder.select_notifications(2, 10, topics=topics)
            assert [n.id for n in notifications] == ids


def test_nothing_to_append_is_nothing_appended(path: Path) -> None:
    with open_log(path) as log:
        assert log.append([]) == []
        assert log.head() == (0, 0)


# ------------------------------------------------------------------- conflicts and idempotency


@pytest.mark.parametrize("version", [1, 3, 0, -1])
def test_only_the_next_version_of_a_stream_is_taken(path: Path, version: int) -> None:
    fill(path, 1, "a")
    with open_log(path) as log, pytest.raises(IntegrityError):
        log.append([note("b", 1), note("a", version)])

    assert positions(path) == [1]


def test_of_two_who_loaded_the_same_thread_one_wins(path: Path) -> None:
    with open_log(path) as first, open_log(path) as second:
        first.append([note("a", 1)])
        with pytest.raises(VersionConflict):
            second.append([note("a", 1)])
        second.append([note("a", 2)])

    assert positions(path) == [1, 2]


def test_a_key_is_recorded_once_and_names_its_whole_transaction(path: Path) -> None:
    with open_log(path, clock=Clock()) as log:
        log.append([note("a", 1)])
        stored = log.append([note("a", 2, key="import 7"), note("b", 1)])
        with pytest.raises(KeyAlreadyRecorded) as caught:
            log.append([note("c", 1), note("a", 3, key="import 7")])

        assert caught.value.key == "import 7"
        assert log.recorded_under("import 7") == stored
        assert log.recorded_under("import 8") == []
        assert log.head()[0] == 3


def test_a_ledger_that_stays_busy_is_a_conflict(path: Path) -> None:
    holder = another_tool(path)
    holder.execute("BEGIN IMMEDIATE")
    with open_log(path, busy_timeout=0.05) as log:
        with pytest.raises(Conflict, match="stayed busy"):
            log.append([note("a", 1)])
        assert log.head() == (0, 0)
        holder.execute("ROLLBACK")
        log.append([note("a", 1)])
    holder.close()


def test_a_thread_of_this_process_that_keeps_the_writer_is_a_conflict_too(path: Path) -> None:
    with open_log(path, busy_timeout=0.05) as log:
        with (
            log.application.datastore.transaction(commit=True),
            pytest.raises(Conflict, match="stayed busy"),
        ):
            log.append([note("a", 1)])
        log.append([note("a", 1)])


# ------------------------------------------------------------------------ topics and environment


@pytest.mark.parametrize("topic", ["this:c", "os:system", "dipledger.Future.v9"])
def test_an_unknown_topic_is_shown_and_never_executed(path: Path, topic: str) -> None:
    fill(path, 1)
    tool = another_tool(path)
    tool.execute(*insert("INSERT", row(2, "thread", 2, topic=topic, state=b"\x00raw")))
    tool.close()

    with open_log(path) as log:
        shown = log.stream("thread")[1]
        assert log.all_after(1) == [shown]
    assert (shown.topic, shown.body, shown.event) == (topic, b"\x00raw", None)
    assert "this" not in sys.modules


def test_bytes_that_are_not_what_their_topic_says_are_damage(path: Path) -> None:
    fill(path, 1)
    tool = another_tool(path)
    tool.execute(*insert("INSERT", row(2, "thread", 2, state=b"{")))
    tool.close()

    with open_log(path) as log, pytest.raises(SetupError, match=r"record 2 is damaged: .*Noted"):
        log.stream("thread")


def test_a_text_that_is_no_text_is_an_error_and_no_crash(path: Path) -> None:
    tool = another_tool(path)
    statement, values = insert("INSERT", row(1, "thread", 1))
    tool.execute(statement.replace("?, ?", "?, CAST(X'FF' AS TEXT)", 1), values[:1] + values[2:])
    tool.close()

    with open_log(path) as log, pytest.raises(SetupError, match="Could not decode"):
        log.all_after()


def test_a_stray_environment_does_not_redirect_the_ledger(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    for name in ("SQLITE_DBNAME", "DIPLEDGER_SQLITE_DBNAME"):
        monkeypatch.setenv(name, str(elsewhere))
    for prefix in ("", "DIPLEDGER_"):
        monkeypatch.setenv(f"{prefix}PERSISTENCE_MODULE", "eventsourcing.popo")
        monkeypatch.setenv(f"{prefix}MAPPER_TOPIC", "this:c")
        monkeypatch.setenv(f"{prefix}COMPRESSOR_TOPIC", "zlib")
        monkeypatch.setenv(f"{prefix}IS_SNAPSHOTTING_ENABLED", "y")
        monkeypatch.setenv(f"{prefix}ORIGINATOR_ID_TYPE", "nonsense")
        monkeypatch.setenv(f"{prefix}SQLITE_LOCK_TIMEOUT", "nonsense")
        monkeypatch.setenv(f"{prefix}AGGREGATE_CACHE_MAXSIZE", "nonsense")
        monkeypatch.setenv(f"{prefix}APPLICATION_RECORDER_TOPIC", "this:c")

    fill(path, 2)

    assert positions(path) == [1, 2]
    assert not elsewhere.exists()
    assert "this" not in sys.modules


def test_connections_are_as_durable_as_promised(path: Path) -> None:
    with open_log(path) as log, log.application.datastore.raw() as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "trusted_schema")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 30_000,
        "trusted_schema": 0,
    }


def test_only_drafts_of_known_events_can_be_stored(path: Path) -> None:
    with open_log(path) as log:
        (stored,) = log.append([note("a", 1)])
        with pytest.raises(TypeError, match="only a Recorded with its event"):
            log.append([replace(stored, event=None)])
