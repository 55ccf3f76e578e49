"""Disks without room: what was acknowledged stays, and what is refused leaves no trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import ROOT, Result
from tests.faults.checks import (
    check_it_goes_on,
    check_nothing_is_lost,
    lines,
    names,
    open_thread,
    path_of,
    start,
    stored,
    write_acts,
)
from tests.faults.small_disk import FILL, FREE, KEEP

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

PRIVATE = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount"]
"""Begins a command that sees mounts of its own, without which a test may mount nothing."""


def test_a_writer_that_fills_its_disk_is_told_and_goes_on_when_there_is_room(
    harmed: Runner,
) -> None:
    path = path_of(harmed)
    open_thread(path, "full")
    with start("fills_the_disk", path, "full") as writer:
        out, err = writer.communicate()

    assert (writer.returncode, err) == (0, "")
    *acknowledged, said = lines(out)
    assert said.startswith("the disk did not read or write ")
    assert "Check free space" in said
    assert len(acknowledged) > 10
    check_nothing_is_lost(path, acknowledged)
    check_it_goes_on(harmed)


def test_an_import_for_which_there_is_no_room_records_nothing(harmed: Runner) -> None:
    path = path_of(harmed)
    write_acts(harmed, "large", 300)
    before = stored(path)
    script = (
        "import resource\n"
        "_, most = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 4096}, most))\n"
        "from cli.app import main\n"
        "main()"
    )
    refused = subprocess.run(
        [sys.executable, "-c", script, "append", "--file", "acts.json"],
        cwd=harmed.folder,
        env=harmed.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "error: the disk did not read or write ledger.dipledger" in refused.stderr
    assert "mend: Check free space" in refused.stderr
    assert stored(path) == before
    check_it_goes_on(harmed)


@pytest.fixture
def mounting(tmp_path: Path) -> None:
    """Skips where nothing may be mounted; the limit on the size of a file is tested everywhere."""
    tried = subprocess.run(
        [*PRIVATE, "mount", "-t", "tmpfs", "none", tmp_path], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"no disk can be mounted here: {tried.stderr.decode().strip()}")


@pytest.mark.usefixtures("mounting")
def test_on_a_disk_that_others_fill_up_nothing_is_lost(dipledger: Runner) -> None:
    write_acts(dipledger, "large", 300, text="x" * 4_000)
    statement = ("append", "statement", "before", "--from", "USA", "--summary")
    ended = on_a_small_disk(
        dipledger,
        ("init",),
        ("thread", "open", "before", "--title", "What was there before"),
        (*statement, "a", "--id", "a"),
        ("append", "--file", str(dipledger.folder / "acts.json")),
        FILL,
        (*statement, "b", "--id", "b"),
        ("timeline", "before"),
        FREE,
        (*statement, "c", "--id", "c"),
        KEEP,
    )

    assert [one.code for one in ended[:4]] == [0, 0, 0, 2]
    assert "error: the disk is full: ledger.dipledger could not grow" in ended[3].err
    assert "mend: Make room" in ended[3].err
    no_room, asked, again = ended[4:]
    assert (no_room.code, no_room.out) == (2, "")
    assert "Check free space" in no_room.err
    assert "on a disk that takes nothing more: shown as it stands" in asked.ok().err
    assert again.code == 0, again.err
    path = path_of(dipledger)
    (dipledger.folder / "kept" / path.name).replace(path)
    assert names(stored(path)) == ["before/a", "before/c"]
    check_it_goes_on(dipledger)


def on_a_small_disk(runner: Runner, *steps: str | tuple[str, ...]) -> list[Result]:
    """How the calls among the steps of `tests.faults.small_disk` end."""
    done = subprocess.run(
        [*PRIVATE, sys.executable, "-m", "tests.faults.small_disk", runner.folder],
        cwd=ROOT,
        env=runner.environment(),
        input=json.dumps([[each] if isinstance(each, str) else each for each in steps]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Result(*each) for each in json.loads(done.stdout)]
