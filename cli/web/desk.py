"""Worker threads that answer, each with a ledger and a reader of its own.

Answers are work for the processor, and the connections of a ledger belong to one thread: so a
question waits for a free worker, and the event loop never waits for an answer.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, local
from typing import TYPE_CHECKING, TypeVar

from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.web.serving import Serving
    from ledger.store import Ledger
    from projections.reader import Reader

T = TypeVar("T")

WORKERS = 3
"""One for a slow page, one for a fast one beside it, one that looks whether more was recorded."""
ATTEMPTS = 3
DOUBTFUL = (
    "the ledger does not fit what was seen of it before; whoever serves this page can find out more"
)
"""For readers below a ceiling: doubts are told with the length of the log and with paths."""
WITHHELD = "this is a copy of the ledger, in which something is withheld"
"""For readers with a clearance, who are told of what is hidden from them how much it is; to those
below a ceiling of knowledge it would tell that more was recorded than they may know of."""


@dataclass
class Seat:
    """What a worker has at hand; `notes` are worth a line beside the answer it is making.

    `file` is the one that was opened, by device and number.
    """

    ledger: Ledger
    reader: Reader
    always: tuple[str, ...]
    file: tuple[int, int] | None = None
    notes: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a new answer, which is marked and noted for itself."""
        self.notes[:] = self.always
        self.reader.forget_marking()

    def close(self) -> None:
        """Close the reader and the ledger."""
        self.reader.close()
        self.ledger.close()


class Desk:
    """Asks of a ledger in worker threads."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._pool = ThreadPoolExecutor(WORKERS, "answering")
        self._local = local()
        self._ending = False

    async def ask(self, question: Callable[[Seat], T]) -> T:
        """What a question comes to, in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, question)

    def _answer(self, question: Callable[[Seat], T]) -> T:
        """One that found the read model damaged is asked again: of new tables, then in memory."""
        from projections.read_model.faults import Damaged

        self._go_on()
        in_memory = False
        for attempt in range(ATTEMPTS):
            seat = self._seat(in_memory=in_memory)
            seat.begin()
            try:
                return question(seat)
            except Damaged as error:
                self._leave()
                in_memory = attempt == ATTEMPTS - 2 or not error.mended
                if attempt == ATTEMPTS - 1:
                    raise
            except SetupError:
                self._leave()
                raise
        raise AssertionError  # pragma: no cover -- the last attempt returns or raises

    def _go_on(self, *_progress: object, **_named: object) -> None:
        """SetupError once the page is ending: asked before each answer, and all along a build."""
        if self._ending:
            raise SetupError("the page is ending")

    def _seat(self, *, in_memory: bool) -> Seat:
        seat: Seat | None = getattr(self._local, "seat", None)
        if seat is not None and seat.file != _file_at(self._serving.path):
            # An open file stays readable when another is put in its place, and would be shown on.
            self._leave()
            seat = None
        if seat is None:
            seat = self._local.seat = self._open(in_memory=in_memory)
        return seat

    def _open(self, *, in_memory: bool) -> Seat:
        import ledger as library
        from cli.memory import doubtful, remember, told
        from projections.reader import Reader

        serving = self._serving
        file = _file_at(serving.path)
        ledger = library.open_ledger(
            serving.path,
            clock=serving.clock,
            recorder=serving.recorder,
            read_only=True,
            busy_timeout=serving.busy_timeout,
        )
        doubts = doubtful(ledger, serving.path)
        if not doubts:
            remember(ledger, serving.path)
        notes: list[str] = []
        reader = Reader(ledger, note=notes.append, progress=self._go_on, in_memory=in_memory)
        always = (*ledger.notes, *(told(doubt.unplaced) for doubt in doubts))
        ceiling = serving.ceiling
        if not ceiling.is_whole or ceiling.clearance is not None:
            always = (DOUBTFUL,) if doubts else ()
            if ceiling.is_whole and _withholds(ledger):
                always = (*always, WITHHELD)
        return Seat(ledger, reader, always, file, notes)

    def _leave(self) -> None:
        seat: Seat | None = getattr(self._local, "seat", None)
        if seat is not None:
            self._local.seat = None
            seat.close()

    def close(self) -> None:
        """Let the workers finish what they are at, but for a build of the read model.

        Each closes what it has, as only it may. What was built so far is left, as by a command
        that a signal ends.
        """
        self._ending = True
        all_there = Barrier(WORKERS)

        def leave() -> None:
            all_there.wait()  # one for each worker
            self._leave()

        for _ in range(WORKERS):
            self._pool.submit(leave)
        self._pool.shutdown(wait=True)


def _withholds(ledger: Ledger) -> bool:
    """Whether it is a copy with something withheld; one that is damaged does not say."""
    try:
        return ledger.withheld > 0
    except SetupError:
        return False


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path, by device and number; None: none that can be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
