"""Reading only: what a careful user, or who only looks at a file, leaves alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import SetupError
from ledger.store import check_ledger_file, create_ledger_file
from tests.store.stored import ROOT, fill, note, open_log


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


# ------------------------------------------------------------- what is done in another process


def alone(story: str, path: Path) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "tests.store.test_rights", story, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return result.stdout.strip()


def fold_the_write_ahead_log(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM stored_events").fetchone()
    return "done"


def count(path: Path) -> str:
    with open_log(path, read_only=True) as log:
        return str(len(log.all_after()))


if __name__ == "__main__":
    print(globals()[sys.argv[1]](Path(sys.argv[2])))  # noqa: T201 -- what the test reads
