"""The read model held against one that is made from the log alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.commands import RecordAct
from ledger.events import ThreadOpened
from projections.read_model.comparing import first_difference
from projections.read_model.model import ReadModel
from tests.core.given import act, demand, opened, reply
from tests.projections.logged import EventsLog, told

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.decide import StreamEvent

LOG = told(
    [
        opened(),
        RecordAct("t", demand("d", points={"1": "leave", "2": "stay out"}, published="2021-12-17")),
        RecordAct("t", reply("r", answers={"1": "reject"}, replies_to=("d",))),
    ]
)
TRANSACTIONS: list[list[StreamEvent]] = [
    [("t", ThreadOpened(thread="t", title="T"))],
    [("t", act("statement", "s", by="USA", when="2022-01-26"))],
    [("t", act("statement", "later", by="USA", when="2022-01-27"))],
]
GROWING = EventsLog(TRANSACTIONS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with the tables for the ledger, the public and a party."""
    path = tmp_path / "tables"
    with ReadModel(LOG, sqlite3.connect(path, isolation_level=None)) as model:
        for viewer in ("ledger", "public", "USA"):
            model.catch_up(viewer)
    return path


def difference(file: Path) -> str | None:
    with ReadModel(LOG, sqlite3.connect(file, isolation_level=None)) as model:
        return first_difference(model, LOG)


def test_tables_that_were_kept_are_those_that_are_made(file: Path) -> None:
    assert difference(file) is None


class Overtaken(EventsLog):
    """Somebody records once the tables were caught up, before they are made beside."""

    looks = 0

    def head(self) -> tuple[int, int]:
        self.looks += 1
        if self.looks == 2:
            self.upto = GROWING.upto = 3
        return super().head()


def test_what_is_recorded_meanwhile_is_no_difference(tmp_path: Path) -> None:
    beside = Overtaken(TRANSACTIONS)
    beside.upto = GROWING.upto = 2
    with ReadModel(GROWING, sqlite3.connect(tmp_path / "t", isolation_level=None)) as model:
        model.catch_up()
        assert first_difference(model, beside) is None
    assert beside.looks > 3


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("read_head", "UPDATE read_head SET known_to = known_to - 1 WHERE layer = 1"),
        ("read_reply", "DELETE FROM read_reply WHERE rowid = (SELECT min(rowid) FROM read_reply)"),
        ("read_block", "UPDATE read_block SET state = replace(state, 'rejected', 'accepted')"),
        ("read_act", "UPDATE read_act SET digest = x'00' WHERE name = 'r'"),
        ("read_told", "DELETE FROM read_told"),
    ],
)
def test_rows_changed_by_hand_are_found(file: Path, table: str, change: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as tool:
        assert tool.execute(change).rowcount > 0
    assert difference(file) == f"{table} has rows of the thread t that the log does not give"


def test_texts_changed_by_hand_are_found(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as tool:
        tool.execute("UPDATE read_text SET points = 'forged' WHERE rowid = 1")
    found = difference(file)
    assert found is not None
    assert found.startswith("read_text has rows of the thread t")
