"""The tree that grows with the log, in the append's own transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pymerkle import InmemoryTree

from ledger import open_ledger
from ledger.errors import InputError, SetupError
from ledger.integrity.canonical import canonical_json
from ledger.integrity.leaf import commitment, format_recorded_at, leaf_header
from ledger.integrity.merkle import EMPTY_ROOT, root_of
from ledger.store import create_ledger_file
from ledger.store.attested import Attested
from tests.store.stored import another_tool, behind_the_guards, fill, note, open_log

if TYPE_CHECKING:
    from ledger.store import EventLog, Recorded


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file, "archive.example/talks")
    return file


def heads(path: Path) -> list[int]:
    tool = another_tool(path)
    sizes = [size for (size,) in tool.execute("SELECT size FROM log_head ORDER BY size")]
    tool.close()
    return sizes


def append(log: EventLog, *counts: int) -> None:
    version = log.head()[0]
    for count in counts:
        log.append([note("a", version + number + 1) for number in range(count)])
        version += count


def test_each_transaction_leaves_a_head_over_all_that_was_recorded(path: Path) -> None:
    with open_log(path) as log:
        ledger = Attested(log)
        assert ledger.tree() == (0, EMPTY_ROOT)
        append(log, 1, 3, 2, 8)
        assert heads(path) == [1, 4, 6, 14]
        leaves = ledger.leaves()
        assert leaves == [event.leaf for event in log.all_after()]
        for size in range(15):
            assert ledger.tree(size) == (size, root_of(leaves[:size]))
            assert ledger.leaves(size) == leaves[:size]
        assert ledger.tree() == ledger.tree(14)


def test_another_library_finds_the_same_root_over_what_the_leaves_are_hashed_from(
    path: Path,
) -> None:
    with open_log(path) as log:
        append(log, *[1] * 20, 30)
        theirs = InmemoryTree(algorithm="sha256")
        for event in log.all_after():
            theirs.append_entry(entry_of(event))
        assert theirs.get_root() == Attested(log).tree().root


def entry_of(event: Recorded) -> bytes:
    """What the leaf of an event is a hash of, by the format's own words."""
    header = leaf_header(
        stream=event.originator_id,
        version=event.originator_version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
    )
    return canonical_json(
        {
            "commitment": commitment(header, event.body, event.nonce).hex(),
            "format": "dipledger/leaf/1",
            "recorded_at": format_recorded_at(event.recorded_at),
        }
    )


def test_who_the_ledger_is_is_written_once(path: Path) -> None:
    with open_log(path) as log:
        assert Attested(log).origin == "archive.example/talks"


def test_a_ledger_without_a_name_of_its_own_gets_one_that_no_other_has(tmp_path: Path) -> None:
    origins = set()
    for number in range(3):
        path = tmp_path / f"{number}"
        create_ledger_file(path)
        with open_log(path) as log:
            origins.add(Attested(log).origin)
    assert len(origins) == 3


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb", "é", "x" * 201, "-x"])
def test_what_cannot_begin_a_checkpoint_is_no_origin(tmp_path: Path, origin: str) -> None:
    with pytest.raises(InputError, match="cannot be the origin"):
        create_ledger_file(tmp_path / "new", origin)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_appended_to_a_log_that_does_not_fit_its_tree(path: Path) -> None:
    fill(path, 3)
    behind_the_guards(path, "DELETE FROM log_head WHERE size = 3")
    with open_log(path) as log:
        with pytest.raises(SetupError, match="the tree is over 2 events, and the log has 3"):
            log.append([note("thread", 4)])
        assert log.head()[0] == 3


@pytest.mark.parametrize("changed", ["zeroblob(32)", "zeroblob(64)"])
def test_a_head_that_is_not_whole_is_not_gone_on_from(path: Path, changed: str) -> None:
    fill(path, 3)
    behind_the_guards(path, f"UPDATE log_head SET frontier = {changed} WHERE size = 3")  # noqa: S608
    with open_log(path) as log, pytest.raises(SetupError, match="head of 3 events is not whole"):
        log.append([note("thread", 4)])


def test_more_events_than_there_are_have_no_tree(path: Path) -> None:
    fill(path, 2)
    with open_log(path) as log:
        with pytest.raises(InputError, match="has 2 events, not 3"):
            Attested(log).tree(3)
        with pytest.raises(InputError, match="there is no event 3"):
            Attested(log).stored(3)
        assert len(Attested(log).stored(2).nonce) == 32


def test_a_checkpoint_is_kept_with_the_ledger(path: Path) -> None:
    fill(path, 2)
    with open_log(path) as log:
        ledger = Attested(log)
        assert ledger.checkpoints() == []
        assert ledger.keep_checkpoint("a note", size=1) == 1
        assert ledger.keep_checkpoint("another", size=2, timestamp=b"stamp") == 2
        assert ledger.checkpoints() == [(1, 1, "a note", None), (2, 2, "another", b"stamp")]


# -------------------------------------------------------------------------- ledgers of format 1


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger as the first releases wrote it: four events, and no tree."""
    file = tmp_path / "old.dipledger"
    tool = another_tool(file)
    tool.executescript(Path(__file__).with_name("format-1.sql").read_text(encoding="utf-8"))
    tool.close()
    file.chmod(0o600)
    return file


def test_a_ledger_of_format_1_can_be_read_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with open_ledger(old, read_only=True) as ledger:
        assert ledger.head()[0] == 3
        assert ledger.problems() == []
        assert ledger.tree() == (3, root_of(ledger.leaves()))
        assert ledger.checkpoints() == []
        assert ledger.withheld == 0
        with pytest.raises(SetupError, match="has no name to sign for"):
            _ = ledger.origin
    assert old.read_bytes() == before


def test_a_ledger_of_format_1_gets_its_tree_when_it_is_opened_to_record(old: Path) -> None:
    with open_ledger(old, read_only=True) as ledger:
        before = (ledger.head(), ledger.leaves(), ledger.tree())
    with open_ledger(old) as ledger:
        assert ledger.notes == (f"{old} was of format 1, and now has a Merkle tree over its log",)
        assert (ledger.head(), ledger.leaves(), ledger.tree()) == before
        assert ledger.problems() == []
        origin = ledger.origin
    with open_ledger(old) as ledger:
        assert ledger.notes == ()
        assert ledger.origin == origin
    assert heads(old) == [3]


def test_a_ledger_of_format_1_that_was_altered_is_not_brought_up_to_date(old: Path) -> None:
    tool = another_tool(old)
    tool.execute("DROP TRIGGER stored_events_no_update")
    tool.close()
    before = old.read_bytes()
    with pytest.raises(SetupError, match="the trigger stored_events_no_update is missing"):
        open_ledger(old)
    assert old.read_bytes() == before
