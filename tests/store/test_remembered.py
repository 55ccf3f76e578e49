"""What was last seen of a ledger is kept outside of it, and held against what is there now."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.errors import SetupError
from ledger.store import create_ledger_file
from ledger.store.attested import Attested
from ledger.store.remembered import Memory, Seen, doubts
from ledger.store.tree import TreeHead
from tests.store.stored import another_tool, behind_the_guards, fill, note, open_log

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = TreeHead(1, b"\x01" * 32), TreeHead(2, b"\x02" * 32)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "state")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of three events."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file, "archive.example")
    fill(file, 3)
    return file


def remember(path: Path, memory: Memory) -> None:
    with open_log(path, read_only=True) as log:
        memory.remember(Attested(log).origin, Attested(log).tree(), path)


def told(path: Path, memory: Memory) -> list[str]:
    with open_log(path, read_only=True) as log:
        return [doubt.what for doubt in doubts(Attested(log), path, memory)]


def test_nothing_is_known_of_what_was_never_seen(memory: Memory, path: Path) -> None:
    assert memory.seen("archive.example") is None
    assert memory.origins_at(path) == []
    assert told(path, memory) == []


def test_the_later_head_stays(memory: Memory, path: Path) -> None:
    memory.remember("o", SECOND, path)
    memory.remember("o", FIRST, path)
    assert memory.seen("o") == Seen("o", SECOND, str(path))
    memory.remember("o", FIRST, path, anew=True)
    assert memory.seen("o") == Seen("o", FIRST, str(path))


def test_where_a_ledger_was_seen_last_is_kept_with_its_later_head(
    memory: Memory, path: Path, tmp_path: Path
) -> None:
    memory.remember("o", SECOND, path)
    memory.remember("o", FIRST, tmp_path / "copy")
    assert memory.seen("o") == Seen("o", SECOND, str(tmp_path / "copy"))


def test_a_ledger_that_goes_on_raises_no_doubt(memory: Memory, path: Path) -> None:
    remember(path, memory)
    with open_log(path) as log:
        log.append([note("thread", 4)])
    assert told(path, memory) == []


def test_an_older_copy_elsewhere_is_said_to_lack_what_was_seen_where(
    memory: Memory, path: Path, tmp_path: Path
) -> None:
    memory.remember("archive.example", TreeHead(5, bytes(32)), path)
    copy = tmp_path / "copy"
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)
    (what,) = told(copy, memory)
    assert what.startswith(
        f"2 events are missing that were seen in {path}: it ends at 3, and had 5"
    )


def test_another_ledger_is_noticed_behind_a_link_as_well(
    memory: Memory, path: Path, tmp_path: Path
) -> None:
    remember(path, memory)
    path.rename(tmp_path / "away")
    create_ledger_file(tmp_path / "other", "else.example")
    path.symlink_to("other")
    for _ in range(2):
        said = "another ledger is in its place than was seen there: archive.example"
        assert told(path, memory) == [said]
        remember(path, memory)
    with open_log(path, read_only=True) as log:
        memory.remember("else.example", Attested(log).tree(), path, anew=True)
    assert told(path, memory) == []


def test_a_ledger_that_had_a_tree_is_not_taken_for_an_old_one(memory: Memory, path: Path) -> None:
    remember(path, memory)
    with closing(another_tool(path)) as tool:
        tool.executescript(
            "DROP TABLE log_head; DROP TABLE ledger_identity; DROP TABLE log_checkpoint;"
            "DROP TABLE log_withheld; DROP TABLE seal_key; PRAGMA user_version = 1"
        )
    (what,) = told(path, memory)
    assert what == (
        "it is of format 1, without a tree, and one that had a tree was seen in its place:"
        " archive.example"
    )


def test_a_ledger_without_its_name_is_not_recorded_in(memory: Memory, path: Path) -> None:
    behind_the_guards(path, "DELETE FROM ledger_identity")
    with open_log(path, read_only=True) as log:
        (doubt,) = doubts(Attested(log), path, memory)
        with pytest.raises(SetupError, match="was taken out of its file"):
            Attested(log).origin  # noqa: B018 -- a property
    assert doubt.what.startswith("its name was taken out")


def test_what_is_kept_is_for_its_owner_alone(memory: Memory, path: Path, tmp_path: Path) -> None:
    memory.remember("o", FIRST, path)
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    for file in (tmp_path / "state").glob("*.json"):
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"origin": "o"}',
        b'{"origin": "p", "size": 1, "root": "00", "path": "x"}',
        b'{"origin": "o", "size": "many", "root": "00", "path": "x"}',
        b'{"origin": "o", "size": 1, "root": "xyz", "path": "x"}',
        b'{"origin": "o", "size": -1, "root": "00", "path": "x"}',
        b"[" * 50_000,
    ],
)
def test_a_spoilt_memory_is_none(
    memory: Memory, path: Path, tmp_path: Path, content: bytes
) -> None:
    memory.remember("o", FIRST, path)
    (file,) = (tmp_path / "state").glob("ledger-*.json")
    file.write_bytes(content)
    assert memory.seen("o") is None
    memory.remember("o", SECOND, path)
    assert memory.seen("o") == Seen("o", SECOND, str(path))


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(OSError, match="state"):
        Memory(tmp_path / "state").remember("o", FIRST, tmp_path / "x")


def test_of_many_who_remember_at_once_the_last_head_stays(
    memory: Memory, path: Path, tmp_path: Path
) -> None:
    heads = [TreeHead(size, size.to_bytes(32, "big")) for size in range(1, 41)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda head: memory.remember("o", head, path), heads))
    assert memory.seen("o") == Seen("o", heads[-1], str(path))
    (file,) = (tmp_path / "state").glob("ledger-*.json")
    assert json.loads(file.read_bytes())["size"] == 40
