"""What the page was started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.web.ceiling import Ceiling


@dataclass(frozen=True, slots=True)
class Serving:
    """The ledger that is shown, by whose clock, up to what ceiling; whether acts may be recorded.

    `clock` gives microseconds of UTC, `busy_timeout` is in seconds.
    """

    path: Path
    clock: Callable[[], int]
    recorder: str
    busy_timeout: float
    ceiling: Ceiling
    may_append: bool = False
