"""Several who record at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


def test_four_writers_whose_clocks_differ_lose_nothing_and_time_goes_forward(
    harmed: Runner,
) -> None:
    path = path_of(harmed)
    open_thread(path, "shared", "own-1", "own-2")
    four = {"a": ("shared", 0), "b": ("shared", 3600), "c": ("own-1", 86_400), "d": ("own-2", 1)}
    writers = [
        start("writes", path, thread, name, "100", str(behind))
        for name, (thread, behind) in four.items()
    ]
    said = [one.communicate(timeout=300) for one in writers]

    assert [(one.returncode, err) for one, (_, err) in zip(writers, said, strict=True)] == [
        (0, "")
    ] * 4
    acknowledged = [lines(out) for out, _ in said]
    assert [len(told) for told in acknowledged] == [100] * 4
    # Each was told of its own in the order in which it wrote.
    for told in acknowledged:
        positions = [int(line.split()[0]) for line in told]
        assert positions == sorted(positions)
    check_nothing_is_lost(path, [line for told in acknowledged for line in told])
    check_it_goes_on(harmed)


def test_of_two_who_import_the_same_file_at_once_one_does(harmed: Runner) -> None:
    acts = write_acts(harmed, "both", 300)
    pair = [harmed.start("append", "--file", "acts.json", stdout=-1, stderr=-1) for _ in range(2)]
    said = [one.communicate(timeout=60) for one in pair]

    codes = [one.returncode for one in pair]
    assert sorted(codes) == [0, 3], said
    out, err = said[codes.index(3)]
    assert out == b""
    assert b"is already recorded" in err
    assert b"locked" not in err
    there = [name for name in names(stored(path_of(harmed))) if name.startswith("both/")]
    assert sorted(there) == acts
    check_it_goes_on(harmed)
