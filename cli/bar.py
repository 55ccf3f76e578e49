"""How far something is, shown on a terminal once it takes long."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds that a command may take without a word."""
_BETWEEN = 0.1


class Bar:
    """A bar on stderr, where that is a terminal; nothing elsewhere. A context manager."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._wanted = sys.stderr.isatty()
        self._next = time.monotonic() + patience
        self._bar: Progress | None = None
        self._what: str | None = None
        self._task: TaskID | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """What is being done, how much of it is done, of how much.

        Called often, shown now and then.
        """
        if not self._wanted:
            return
        if done >= total:
            self._stop()
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _BETWEEN
            self._show(what, done, total)

    def _show(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if self._task is None or what != self._what:
            self._what = what
            self._task = self._bar.add_task(what, total=total)
        self._bar.update(self._task, completed=done, total=total)

    def _stop(self) -> None:
        # Before the answer is printed: both may be on the same screen.
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("dipledger: {task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        transient=True,
        redirect_stdout=False,
    )
