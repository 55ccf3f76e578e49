"""Keys of sealed texts: kept with the act, destroyed without a trace, while the log stays whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger import open_ledger
from ledger.commands import OpenThread, RecordAct, RecordNotice
from ledger.errors import Conflict, Refused
from ledger.notices import TextShredded
from ledger.store import create_ledger_file
from ledger.store.soundness import check_sound
from tests.core.given import act, opened
from tests.store.stored import ROOT, another_tool

if TYPE_CHECKING:
    from pathlib import Path

    from ledger import Ledger

ACTS = 400
"""More keys than fit into one page: pages split as they come."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with many sealed acts."""
    file = tmp_path / "ledger"
    create_ledger_file(file)
    with opened_at(file) as ledger:
        ledger.handle(OpenThread(opened("t").opening))
        for first in range(0, ACTS, 20):
            ledger.handle([said(number) for number in range(first, first + 20)])
    return file


def opened_at(path: Path) -> Ledger:
    return open_ledger(path, recorder="desk", busy_timeout=0.2)


def said(number: int) -> RecordAct:
    told = act(
        "statement", f"a{number}", by="USA", when=f"{1500 + number}-01-26", text=f"Secret {number}"
    )
    return RecordAct("t", told, seal=("text",))


def shredding(number: int) -> RecordNotice:
    return RecordNotice("t", TextShredded(id=f"s{number}", act=f"a{number}", reason="ordered"))


def keys(path: Path) -> dict[str, bytes]:
    with closing(another_tool(path)) as tool:
        return dict(tool.execute("SELECT id, key FROM seal_key").fetchall())


def key_of(ledger: Ledger, number: int) -> bytes | None:
    sealed = ledger.world(["t"]).threads["t"].recorded[f"a{number}"].sealed
    assert sealed is not None
    return ledger.seal_key(sealed.key)


def places(path: Path, key: bytes) -> list[str]:
    """The files of the ledger in which the bytes of a key are found."""
    files = path.parent.glob(f"{path.name}*")
    return sorted(file.name for file in files if key in file.read_bytes())


def test_every_key_is_kept_with_its_act_and_no_secret_is_in_the_file(path: Path) -> None:
    assert len(keys(path)) == ACTS
    assert b"Secret" not in path.read_bytes()
    with opened_at(path) as ledger, pytest.raises(Refused, match="already recorded"):
        ledger.handle(said(7))
    assert len(keys(path)) == ACTS


def test_what_is_refused_or_only_checked_leaves_no_key(path: Path) -> None:
    with opened_at(path) as ledger:
        assert ledger.check(said(ACTS)) == ((), ())
        unknown = act("statement", "x", by="XYZ", when="2022-01-26", text="Secret")
        with pytest.raises(Refused, match="there is no party"):
            ledger.handle(RecordAct("t", unknown, seal=("text",)))
    assert len(keys(path)) == ACTS


@pytest.mark.parametrize("number", [0, 137, ACTS - 1])
def test_a_destroyed_key_is_nowhere_and_the_others_are_where_they_were(
    path: Path, number: int
) -> None:
    before = keys(path)
    with opened_at(path) as ledger:
        key = key_of(ledger, number)
        assert key is not None
        assert places(path, key)
        ledger.handle(shredding(number))
        assert key_of(ledger, number) == key
        assert ledger.destroy_seal(f"t/a{number}")
        assert places(path, key) == []
        assert key_of(ledger, number) is None
        assert ledger.destroy_seal(f"t/a{number}")  # a second time does no harm
    after = keys(path)
    assert set(before.items()) - set(after.items()) == {
        (name, one) for name, one in before.items() if one == key
    }
    assert len(after) == ACTS - 1
    with closing(another_tool(path)) as tool:
        check_sound(tool)
    with opened_at(path) as ledger:
        ledger.handle(said(ACTS))
        assert ledger.problems() == []


def test_nothing_is_destroyed_before_it_is_recorded(path: Path) -> None:
    before = keys(path)
    with opened_at(path) as ledger:
        for ref in ("t/a1", "t/none", "u/a1"):
            with pytest.raises(Refused, match="is not recorded"):
                ledger.destroy_seal(ref)
    assert keys(path) == before


def test_who_still_reads_keeps_the_traces_until_the_next_run(path: Path) -> None:
    with opened_at(path) as ledger:
        key = key_of(ledger, 3)
        assert key is not None
        ledger.handle([said(ACTS), shredding(3)])
        with closing(another_tool(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM stored_events").fetchone()
            assert not ledger.destroy_seal("t/a3")
            assert key_of(ledger, 3) is None
            reader.execute("ROLLBACK")
        assert ledger.destroy_seal("t/a3")
        assert places(path, key) == []


def test_who_writes_is_waited_for_and_then_nothing_is_destroyed(path: Path) -> None:
    with opened_at(path) as ledger:
        ledger.handle(shredding(3))
        with closing(another_tool(path)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            with pytest.raises(Conflict, match="stayed busy"):
                ledger.destroy_seal("t/a3")
        assert key_of(ledger, 3) is not None


def test_other_connections_of_the_ledger_may_not_touch_the_keys(path: Path) -> None:
    with opened_at(path) as ledger:
        beside = ledger.beside()
        assert beside is not None
        with closing(beside), pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            beside.execute("DELETE FROM seal_key")


def test_a_ledger_of_the_first_format_has_no_keys(tmp_path: Path) -> None:
    script = (ROOT / "tests" / "store" / "format-1.sql").read_text(encoding="utf-8")
    with closing(another_tool(tmp_path / "old")) as tool:
        tool.executescript(script)
    with open_ledger(tmp_path / "old", read_only=True) as ledger:
        assert ledger.seal_key("0" * 32) is None
