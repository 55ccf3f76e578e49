"""A read model in a real file: races, damage in the middle of a question, and how it stands."""

from __future__ import annotations

import gc
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger.commands import Command, RecordAct
from ledger.errors import SetupError
from ledger.store import Ledger
from projections.lens import LEDGER, PUBLIC
from projections.read_model import building, faults, status, tables
from projections.read_model.layers import Layers, Overtaken
from projections.read_model.model import ReadModel
from projections.read_model.updating import update
from tests.core.given import act, demand, lens, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = 1_893_456_000_000_000


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger file with one thread, one demand."""
    path = tmp_path / "ledger"
    Ledger.create(path)
    with Ledger.open(path, clock=lambda: NOW, recorder="desk") as one:
        record(one, opened("t"), RecordAct("t", demand("d", points={"1": "leave"})))
        yield one


def record(ledger: Ledger, *commands: Command) -> None:
    ledger.handle(list(commands))


def statement(thread: str, name: str) -> RecordAct:
    return RecordAct(thread, act("statement", name, by="USA", when="2022-01-01", summary=name))


def model_of(ledger: Ledger, **told: Any) -> ReadModel:  # noqa: ANN401 -- as the model has them
    return ReadModel(ledger, ledger.beside(), **told)


def threads(model: ReadModel, known_by: str = LEDGER) -> list[str]:
    with model.snapshot(replace(lens(), known_by=known_by)) as snapshot:
        return sorted(thread.slug for thread, _ in snapshot.statuses())


def tool(ledger: Ledger) -> sqlite3.Connection:
    """The file as any SQLite client opens it."""
    return sqlite3.connect(ledger.path, isolation_level=None)


# ------------------------------------------------------------------------------------- building


def test_progress_is_told_for_each_layer_and_comes_to_its_end(ledger: Ledger) -> None:
    told: list[tuple[str, int, int]] = []
    with model_of(ledger, progress=lambda *step: told.append(step)) as model:
        model.rebuild()
        finished = dict.fromkeys(viewer for viewer, done, total in told if done == total)
        assert list(finished) == [LEDGER, PUBLIC]
        told.clear()
        record(ledger, statement("t", "s"))
        model.catch_up()
    assert told[-1] == (LEDGER, 1, 1)


def test_a_layer_in_use_that_was_overtaken_is_brought_no_further(ledger: Ledger) -> None:
    with model_of(ledger) as model, model_of(ledger) as other:
        model.catch_up()
        layers = Layers(model.connection)
        before = layers.current(LEDGER)
        assert before is not None
        record(ledger, statement("t", "s"))
        other.catch_up()
        update(ledger, layers, before)
        after = layers.current(LEDGER)
        assert after is not None
        assert (after.number, after.position) == (before.number, ledger.head()[0])


def test_of_two_that_build_at_once_one_is_kept_and_the_other_leaves_nothing(
    ledger: Ledger,
) -> None:
    with model_of(ledger) as model:
        model.catch_up()
        layers = Layers(model.connection)
        slower = layers.begin(LEDGER)
        building.build(ledger, layers, LEDGER)
        with pytest.raises(Overtaken), layers.adding(slower):
            pass
        with pytest.raises(Overtaken):
            layers.finish(slower, 1, b"")
        layers.abandon(slower)
        assert len(layers.all_current()) == 1
        assert model.connection.execute(
            "SELECT count(DISTINCT layer) FROM read_block"
        ).fetchone() == (1,)


def test_what_a_signal_left_unfinished_is_cleared_away_after_the_tables_were_closed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    for begun in (
        lambda model: model.snapshot(lens()),
        lambda model: Layers(model.connection).reading(),
        lambda model: Layers(model.connection).writing(),
    ):
        with model_of(ledger) as model:
            unfinished = begun(model)
            unfinished.__enter__()
            assert model.connection.in_transaction
        del unfinished
        gc.collect()

    assert said == []


def test_a_build_overtaken_by_a_later_one_takes_its_own_rows_away(ledger: Ledger) -> None:
    with model_of(ledger) as model, model_of(ledger) as other:
        model.catch_up()
        done: list[int] = []

        def overtake(_: int, __: int) -> None:
            if not done:
                done.append(1)
                other.rebuild()

        layers = Layers(model.connection)
        building.build(ledger, layers, LEDGER, overtake)
        kept = layers.current(LEDGER)
        stages = model.connection.execute("SELECT stage FROM read_layer").fetchall()
        assert kept is not None
        assert ("gone",) not in stages
        assert ("building",) not in stages
        assert threads(model) == ["t"]


def test_a_viewers_layer_waits_for_the_ledgers_own(ledger: Ledger) -> None:
    with model_of(ledger) as model:
        assert threads(model, PUBLIC) == []  # nobody published the demand
        layers = Layers(model.connection)
        public = layers.current(PUBLIC)
        assert public is not None
        record(ledger, statement("t", "s"))
        update(ledger, layers, public)
        assert layers.current(PUBLIC) == public, "the ledger's own is not ahead"

        own = layers.current(LEDGER)
        assert own is not None
        layers.retire(own)
        building.build(ledger, layers, PUBLIC)
        assert layers.current(PUBLIC) == public, "without the ledger's own there are no threads"

        model.catch_up(PUBLIC)
        brought = layers.current(PUBLIC)
        assert brought is not None
        assert brought.position == ledger.head()[0]


def test_tables_made_anew_meanwhile_number_threads_anew_and_a_reader_notices(
    ledger: Ledger,
) -> None:
    record(ledger, opened("a"), statement("a", "s"))
    with model_of(ledger) as model:
        assert threads(model) == ["a", "t"]
        with closing(tool(ledger)) as other:
            other.execute("DROP VIEW act")
        record(ledger, opened("b"), statement("b", "s"))
        with model_of(ledger) as another:
            another.rebuild()
        assert threads(model) == ["a", "b", "t"]


# --------------------------------------------------------------------------------------- damage


def test_damage_found_in_the_middle_of_a_question_is_gone_when_it_is_asked_again(
    ledger: Ledger,
) -> None:
    notes: list[str] = []
    with model_of(ledger, note=notes.append) as model:
        assert threads(model) == ["t"]
        with closing(tool(ledger)) as other:
            other.execute("UPDATE read_block SET state = 'no JSON'")
        with pytest.raises(faults.Damaged) as caught:
            threads(model)
        assert caught.value.mended
        assert caught.value.exit_code == 2
        assert threads(model) == ["t"]
    assert len(notes) == 1


def test_damage_that_may_not_be_marked_has_to_be_asked_about_in_memory(ledger: Ledger) -> None:
    with model_of(ledger) as model, closing(tool(ledger)) as other:
        threads(model)
        other.execute("UPDATE read_block SET state = 'no JSON'")
        model.connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(faults.Damaged) as caught:
            threads(model)
        assert not caught.value.mended


def test_what_fails_in_memory_fails_as_it_is(ledger: Ledger) -> None:
    with ReadModel(ledger, None) as model:
        assert threads(model) == ["t"]
        model.connection.execute("UPDATE read_block SET state = 'no JSON'")
        with pytest.raises(ValueError, match="expected"):
            threads(model)
        model.connection.execute("UPDATE read_block SET sort = 'neither'")
        record(ledger, statement("t", "s"))
        with pytest.raises(ValueError, match="neither"):
            model.catch_up()
        with pytest.raises(SetupError, match="nothing is kept beside it"):
            model.rebuild()


def test_what_somebody_else_has_mended_meanwhile_is_left_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_of(ledger) as model:
        threads(model)
        model._sound = -1  # the tables were others when they were last looked at
        assert model._condemn()
        assert tables.is_whole(model.connection)
        model._sound = -1
        assert model._start_afresh()
        assert Layers(model.connection).current(LEDGER) is not None
        whole = iter([False, True])
        monkeypatch.setattr(tables, "is_whole", lambda _: next(whole, True))
        assert threads(model) == ["t"]
        assert Layers(model.connection).current(LEDGER) is not None


def test_layers_that_are_older_than_the_question_are_looked_for_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_of(ledger) as model:
        real, more = model._caught_up, iter([1, 0])

        def caught_up(who: str) -> int:
            head = real(who)
            number = next(more, None)
            if number == 0:
                model._sound = -1  # somebody has made the tables anew since
            return head + (number or 0)

        monkeypatch.setattr(model, "_caught_up", caught_up)
        assert threads(model) == ["t"]
        assert next(more, None) is None


@pytest.mark.parametrize("drop_fails", [False, True])
def test_damage_found_while_catching_up_is_mended_once_and_then_avoided(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, *, drop_fails: bool
) -> None:
    notes: list[str] = []
    with model_of(ledger, note=notes.append) as model:
        threads(model)
        with closing(tool(ledger)) as other:
            other.execute("UPDATE read_block SET sort = 'neither'")
        record(ledger, statement("t", "s"))
        if drop_fails:
            monkeypatch.setattr(tables, "drop", cannot_be_dropped)
        assert threads(model) == ["t"]
        assert model.in_memory is drop_fails
    assert ("answered from memory" in notes[-1]) is drop_fails


def cannot_be_dropped(connection: sqlite3.Connection) -> None:
    """As SQLite fails on a page that it cannot read."""
    if tables.exists(connection):
        raise sqlite3.DatabaseError


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE read_layer SET version = 99", "of version 99, not"),
        ("UPDATE read_layer SET leaf = zeroblob(32)", "not of this log"),
        ("UPDATE read_layer SET position = position + 7", "not of this log"),
    ],
)
def test_a_layer_of_another_version_or_log_is_built_anew(
    ledger: Ledger, change: str, said: str
) -> None:
    notes: list[str] = []
    with model_of(ledger) as model:
        threads(model)
    with closing(tool(ledger)) as other:
        other.execute(change)
    with model_of(ledger, note=notes.append) as model:
        assert threads(model) == ["t"]
    assert [said in note for note in notes] == [True]


@pytest.mark.parametrize("drop_fails", [False, True])
def test_a_rebuild_mends_what_it_can(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, *, drop_fails: bool
) -> None:
    with model_of(ledger) as model:
        threads(model)
        monkeypatch.setattr(Layers, "sweep", fails_once())
        if drop_fails:
            monkeypatch.setattr(tables, "drop", cannot_be_dropped)
            with pytest.raises(SetupError, match="the log is whole"):
                model.rebuild()
        else:
            model.rebuild()
            assert threads(model) == ["t"]


def fails_once() -> Any:  # noqa: ANN401 -- a method to put in a class
    """A sweep that comes upon a damaged page, the first time."""
    real, calls = Layers.sweep, iter(range(1_000))

    def sweep(layers: Layers) -> None:
        if next(calls) == 0:
            raise sqlite3.DatabaseError
        real(layers)

    return sweep


def test_a_locked_ledger_is_answered_from_memory_and_not_rebuilt(ledger: Ledger) -> None:
    notes: list[str] = []
    with model_of(ledger, note=notes.append) as model, closing(tool(ledger)) as other:
        model.connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            model.rebuild()
        assert threads(model) == ["t"]
    assert "another program keeps the ledger locked" in notes[0]


def test_a_query_that_cannot_be_carried_out_now_says_nothing_of_damage(ledger: Ledger) -> None:
    with model_of(ledger) as model:
        threads(model)
        model.connection.execute("PRAGMA query_only = ON")
        with (
            pytest.raises(sqlite3.OperationalError, match="readonly"),
            model.snapshot(lens()) as snapshot,
        ):
            snapshot.connection.execute("DELETE FROM read_block")


# ---------------------------------------------------------------------------------------- status


def test_how_it_stands(ledger: Ledger) -> None:
    def stands(model: ReadModel) -> tuple[str, list[tuple[str, int]]]:
        view = status.projection_view(model, ledger)
        return view.state, [(one.viewer, one.behind) for one in view.layers]

    with model_of(ledger) as model:
        assert stands(model) == ("none", [])
        model.catch_up()
        record(ledger, statement("t", "s"))
        assert stands(model) == ("kept", [(LEDGER, 1)])
        assert status.damage(model.connection) is None
        with closing(tool(ledger)) as other:
            other.execute("DROP VIEW act")
        assert stands(model) == ("damaged", [])
    with ReadModel(ledger, None) as model:
        assert stands(model) == ("memory", [])


def test_a_file_whose_schema_cannot_be_read_is_damaged_and_of_no_size(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "other"
    path.write_bytes(b"not a database, by far not" * 100)
    with closing(sqlite3.connect(path)) as connection:
        assert status.size(connection) is None
        assert status.damage(connection) == "file is not a database"
    with model_of(ledger) as model:
        model.connection.close()
        model.connection = sqlite3.connect(path)
        assert status.projection_view(model, ledger).state == "damaged"


def test_a_damaged_page_is_named_and_a_large_file_is_not_measured(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_of(ledger) as model:
        model.rebuild()
        (page,) = model.connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'read_head'"
        ).fetchone()
        (size,) = model.connection.execute("PRAGMA page_size").fetchone()
        model.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        monkeypatch.setattr(status, "_MOST_PAGES", 1)
        assert status.size(model.connection) is None
    with ledger.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with closing(sqlite3.connect(ledger.path)) as connection:
        assert status.damage(connection)


def test_an_index_that_says_something_else_than_its_table_is_damage(ledger: Ledger) -> None:
    with model_of(ledger) as model:
        model.rebuild()
    with closing(tool(ledger)) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'zone)', 'content)')"
            " WHERE name = 'read_head_zone'"
        )
    with closing(sqlite3.connect(ledger.path)) as connection:
        found = status.damage(connection)
    assert found is not None
    assert "missing from index read_head_zone" in found
