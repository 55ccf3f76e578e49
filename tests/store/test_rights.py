"""Reading only, and doing without rights: what another user, or a careful one, may still do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.errors import SetupError
from ledger.store import check_ledger_file, create_ledger_file
from tests.store.stored import ROOT, fill, note, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    return file


def test_an_open_for_reading_writes_nothing(path: Path) -> None:
    fill(path, 2)
    with open_log(path, read_only=True) as log:
        assert log.head()[0] == 2
        with pytest.raises(SetupError, match="may only be read"):
            log.append([note("thread", 3)])
        assert log.head()[0] == 2


def test_checking_a_file_does_not_drop_the_locks_of_who_has_it_open(path: Path) -> None:
    with open_log(path) as log:
        log.append([note("thread", 1)])
        check_ledger_file(path)
        assert alone("fold_the_write_ahead_log", path) == "done"
        log.append([note("thread", 2)])

        assert Path(f"{path}-wal").exists()
        assert alone("count", path) == "2"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("read_only_folder_is_read", "2 ['is in a folder that may only be read']"),
        ("read_only_folder_is_not_appended_to", "SetupError may only be read"),
        ("read_only_file_is_not_appended_to", "SetupError may only be read"),
        ("folder_without_rights_gets_no_ledger", "SetupError Permission denied"),
        ("unreadable_file_is_not_read", "SetupError"),
        ("newest_records_in_a_read_only_folder_are_not_left_out", "SetupError newest records wait"),
    ],
)
def test_without_rights(shelf: Path, story: str, told: str) -> None:
    assert alone(story, shelf) == told


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that a user without privileges owns, with a ledger of two records."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "ledger"
    create_ledger_file(path)
    fill(path, 2)
    if os.geteuid() == 0:
        for file in (folder, path):
            os.chown(file, NOBODY, NOBODY)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


# ------------------------------------------------------------- what is done in another process


def command(story: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.store.test_rights", story, str(path)]


def alone(story: str, path: Path) -> str:
    result = subprocess.run(
        command(story, path), capture_output=True, text=True, cwd=ROOT, check=True
    )
    return result.stdout.strip()


def drop_rights() -> None:
    """What root may do, everybody may; so be nobody."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def told(error: SetupError, *phrases: str) -> str:
    return " ".join(["SetupError", *(phrase for phrase in phrases if phrase in str(error))])


def fold_the_write_ahead_log(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM stored_events").fetchone()
    return "done"


def count(path: Path) -> str:
    with open_log(path, read_only=True) as log:
        return str(len(log.all_after()))


def read_only_folder_is_read(shelf: Path) -> str:
    shelf.chmod(0o500)
    drop_rights()
    with open_log(shelf / "ledger", read_only=True) as log:
        phrase = "is in a folder that may only be read"
        return f"{len(log.all_after())} {[phrase for one in log.notes if phrase in one]}"


def read_only_folder_is_not_appended_to(shelf: Path) -> str:
    shelf.chmod(0o500)
    return append(shelf)


def read_only_file_is_not_appended_to(shelf: Path) -> str:
    (shelf / "ledger").chmod(0o400)
    return append(shelf)


def unreadable_file_is_not_read(shelf: Path) -> str:
    (shelf / "ledger").chmod(0)
    return append(shelf)


def append(shelf: Path) -> str:
    drop_rights()
    try:
        with open_log(shelf / "ledger") as log:
            log.append([note("thread", 3)])
    except SetupError as error:
        return told(error, "may only be read")
    return "appended"


def folder_without_rights_gets_no_ledger(shelf: Path) -> str:
    shelf.chmod(0o500)
    drop_rights()
    try:
        create_ledger_file(shelf / "another")
    except SetupError as error:
        return told(error, "Permission denied")
    return "created"


def newest_records_in_a_read_only_folder_are_not_left_out(shelf: Path) -> str:
    path, copy = shelf / "ledger", shelf / "copy"
    with open_log(path) as log:
        log.append([note("thread", 3)])
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{copy}{end}")
            Path(f"{copy}{end}").chmod(0o444)
    shelf.chmod(0o555)
    drop_rights()
    try:
        with open_log(copy, read_only=True) as log:
            return f"read {log.head()}"
    except SetupError as error:
        return told(error, "newest records wait")


if __name__ == "__main__":
    print(globals()[sys.argv[1]](Path(sys.argv[2])))  # noqa: T201 -- what the test reads
