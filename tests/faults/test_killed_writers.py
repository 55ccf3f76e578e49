"""Writers that are killed at moments that nobody chose."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.faults.checks import (
    ROUNDS,
    check_it_goes_on,
    check_nothing_is_lost,
    dice,
    lines,
    names,
    open_thread,
    path_of,
    start,
    stored,
    until_it_writes,
    write_acts,
)

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Runner


def test_of_two_writers_one_is_killed_again_and_again_and_nothing_acknowledged_is_lost(
    harmed: Runner,
) -> None:
    path, chance = path_of(harmed), dice()
    open_thread(path, "shared")
    told = [begun(harmed.folder, path, "w0")]
    survivor, said = told[0]
    for number in range(1, ROUNDS + 1):
        told.append(begun(harmed.folder, path, f"w{number}"))
        # The new one is being started, opens the ledger, or writes.
        time.sleep(chance.uniform(0, 0.5))
        pair = [(survivor, said), told[-1]]
        chance.shuffle(pair)
        (victim, _), (survivor, said) = pair
        end(victim)
        until_it_says_more(said)
    end(survivor)

    acknowledged = [line for _, said in told for line in lines(said.read_text())]
    assert len(acknowledged) > ROUNDS * 10
    check_nothing_is_lost(path, acknowledged, unsaid=len(told))
    check_it_goes_on(harmed)


def begun(folder: Path, path: Path, name: str) -> tuple[subprocess.Popen[str], Path]:
    """A writer without end, and the file that it acknowledges in."""
    said = folder / name
    with said.open("w") as stream:
        return start("writes", path, "shared", name, "0", stdout=stream), said


def end(writer: subprocess.Popen[str]) -> None:
    writer.kill()
    _, err = writer.communicate()
    assert err == ""


def until_it_says_more(said: Path) -> None:
    before, patience = said.stat().st_size, time.monotonic() + 20
    while said.stat().st_size == before:
        assert time.monotonic() < patience, "the other one is kept waiting"
        time.sleep(0.005)


def test_an_import_that_is_killed_is_there_as_a_whole_or_not_at_all(harmed: Runner) -> None:
    path, chance = path_of(harmed), dice()
    fates = set()
    for number in range(ROUNDS // 2):
        thread = f"import-{number}"
        acts = write_acts(harmed, thread, 300)
        with harmed.start("append", "--file", "acts.json", stdout=-1, stderr=-1) as importer:
            if number % 2:
                until_it_writes(path, importer)
                time.sleep(chance.uniform(0, 0.03))
            else:
                time.sleep(chance.uniform(0, 0.6))
            importer.kill()
            out, _ = importer.communicate()
        told = out.decode().split()
        there = [name for name in names(stored(path)) if name.startswith(f"{thread}/")]
        assert sorted(there) in ([], acts)
        assert set(told) - {thread} <= set(there)
        fates.add(len(there))
    assert 0 in fates
    check_it_goes_on(harmed)
