"""How far a build of the read model is, shown on a terminal once it takes long."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds that a question may take without a word."""
_BETWEEN = 0.1


class Building:
    """A bar on stderr, where that is a terminal; nothing elsewhere. A context manager."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._wanted = sys.stderr.isatty()
        self._next = time.monotonic() + patience
        self._bar: Progress | None = None
        self._viewer: str | None = None
        self._task: TaskID | None = None

    def __call__(self, viewer: str, done: int, total: int) -> None:
        """As `projections.read_model.model.Telling`; called often, shown now and then."""
        if not self._wanted:
            return
        if done >= total:
            self._stop()
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _BETWEEN
            self._show(viewer, done, total)

    def _show(self, viewer: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if self._task is None or viewer != self._viewer:
            self._viewer = viewer
            self._task = self._bar.add_task(f"what {viewer} knows", total=total)
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
        TextColumn("dipledger: reading the log for {task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        transient=True,
        redirect_stdout=False,
    )
