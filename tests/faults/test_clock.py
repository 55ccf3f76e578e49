"""A machine whose clock is set back between two calls."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tests.cli.conftest import NOW
from tests.faults.checks import check_it_goes_on, names, path_of, stored

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


def test_recorded_time_never_goes_back_whatever_the_clock_says(harmed: Runner) -> None:
    said = {}
    for name, now in [("a", NOW), ("b", "2021-02-03T12:00Z"), ("c", "1969-12-31T23:59Z")]:
        said[name] = harmed(
            "append", "statement", "before", "--id", name, "--from", "USA",
            "--when", "2021-01-01", "--summary", name, now=now,
        ).ok().err  # fmt: skip

    assert "the clock is" not in said["a"]
    for name in "bc":
        assert (
            "s behind the last record; the order of the log stays that of recording" in said[name]
        )
    events = stored(path_of(harmed))
    assert names(events) == [f"before/{name}" for name in "abc"]
    assert [later.recorded_at - one.recorded_at for one, later in pairwise(events)] == [1, 1, 1]
    check_it_goes_on(harmed)
