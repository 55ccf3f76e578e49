"""Files and folders that may only be read, or not even that."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.store import Ledger
from tests.cli.conftest import ROOT, Result
from tests.cli.kept import LEDGER, change
from tests.faults.checks import open_thread, path_of, stored
from tests.faults.nobody import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Runner

STATEMENT = ("append", "statement", "before", "--from", "USA", "--summary", "s", "--id", "s")
POINTS = ("points", "--format", "csv")


@pytest.fixture
def shelf(july: Runner) -> Iterator[Path]:
    """A folder that a user without privileges owns, with the same ledger without a read model."""
    base = Path(tempfile.mkdtemp())
    folder, home = base / "shelf", base / "home"
    for one in (folder, home):
        one.mkdir()
    change(july, "DROP TABLE read_layer")
    shutil.copy(path_of(july), folder / LEDGER)
    give_away(base, home, folder, folder / LEDGER)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(base)


def give_away(*files: Path) -> None:
    if os.geteuid() == 0:
        for file in files:
            os.chown(file, NOBODY, NOBODY)


def unprivileged(july: Runner, path: Path, *calls: tuple[str, ...]) -> list[Result]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.nobody", path, path_of(july)],
        cwd=ROOT,
        env={**july.environment(), "HOME": str(path.parent.with_name("home"))},
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Result(*each) for each in json.loads(done.stdout)]


@pytest.mark.parametrize(("what", "mode"), [("file", 0o400), ("folder", 0o500)])
def test_without_the_right_to_write_questions_are_answered_and_nothing_is_written(
    july: Runner, shelf: Path, what: str, mode: int
) -> None:
    right = july(*POINTS).ok().out
    (shelf if what == "folder" else shelf / LEDGER).chmod(mode)
    before = (shelf / LEDGER).read_bytes()

    told, status, *failed = unprivileged(
        july, shelf / LEDGER, POINTS, ("projection", "status"), ("projection", "rebuild"), STATEMENT
    )
    assert (told.code, told.out) == (0, right), told.err
    assert ("is in a folder that may only be read" in told.err) == (what == "folder")
    assert "every question builds it in memory" in status.out
    assert [one.code for one in failed] == [2, 2]
    assert "nothing is kept beside it" in failed[0].err
    assert "may only be read, nothing was recorded" in failed[1].err
    assert "mend: Check the rights of the file" in failed[1].err
    assert (shelf / LEDGER).read_bytes() == before
    shelf.chmod(0o700)
    for file in shelf.iterdir():  # SQLite's companion files were given the rights of the ledger
        file.chmod(0o600)
    assert unprivileged(july, shelf / LEDGER, STATEMENT)[0].code == 0
    assert len(stored(shelf / LEDGER)) == len(stored(path_of(july)))
    assert [one.name for one in shelf.iterdir()] == [LEDGER]


def test_a_file_that_may_not_even_be_read_and_a_folder_that_takes_no_new_one(
    july: Runner, shelf: Path
) -> None:
    (shelf / LEDGER).chmod(0)
    for refused in unprivileged(july, shelf / LEDGER, POINTS, STATEMENT):
        assert (refused.code, refused.out) == (2, "")
        assert "mend: Check the rights of the file" in refused.err
    shelf.chmod(0o500)
    (refused,) = unprivileged(july, shelf / "new", ("init",))
    assert (refused.code, refused.out) == (2, "")
    assert "Permission denied" in refused.err


def test_newest_records_that_wait_beside_a_read_only_file_are_not_left_out(
    july: Runner, shelf: Path
) -> None:
    copy = shelf / "copy"
    with Ledger.open(path_of(july), clock=lambda: 0, recorder="desk"):
        open_thread(path_of(july), "newest")
        for end in ("", "-wal"):
            shutil.copy(f"{path_of(july)}{end}", f"{copy}{end}")
            Path(f"{copy}{end}").chmod(0o444)
    shelf.chmod(0o555)

    (refused,) = unprivileged(july, copy, POINTS)
    assert (refused.code, refused.out) == (2, "")
    assert "its newest records wait in" in refused.err
    assert "mend: Copy both files into a folder of your own, and open the copy." in refused.err
