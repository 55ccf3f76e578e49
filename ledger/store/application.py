"""The ledger as its users see it: load, decide, save, and retry a lost race.

Reads build a `World` by folding the streams that are needed. The newest world is kept and brought
up to date by reading what was appended since; a world as known earlier is folded afresh. A write is
one transaction, judged by `ledger.decide` on what was loaded and refused by the store if a stream
moved on meanwhile: then it is judged anew.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Self

import ledger.events
from ledger.acts import Act
from ledger.batch import decide_all
from ledger.commands import RecordAct, RecordNotice
from ledger.decide import advance, threads_needed
from ledger.errors import Conflict
from ledger.oddities import oddities
from ledger.sealing import seal_all
from ledger.store.envelope import Recorded
from ledger.store.files import create_ledger_file
from ledger.store.loading import Loaded
from ledger.store.log import EventLog
from ledger.store.receipts import Receipt, Seen, located, moved_on, one_or_several, receipt_of
from ledger.store.sealed import Sealing, draw_seal
from ledger.store.sqlite import KeyAlreadyRecorded, VersionConflict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from ledger.batch import Decided, Located
    from ledger.commands import Command
    from ledger.dates import Instant
    from ledger.decide import StreamEvent
    from ledger.errors import DipledgerError
    from ledger.state import World

ATTEMPTS = 100
"""Lost races before giving up; each one means that another writer got on."""
_MICROSECONDS = 1_000_000


class Ledger(Sealing):
    """An open ledger, to record in and to be asked (`projections.Reader`); a context manager."""

    def __init__(self, log: EventLog, *, clock: Callable[[], int], recorder: str) -> None:
        super().__init__(log)
        self._clock = clock
        self._recorder = recorder
        self._newest = Loaded(log)

    @staticmethod
    def create(path: Path, origin: str | None = None) -> None:
        """Make a new, empty ledger file. SetupError if the name or the folder cannot be used."""
        create_ledger_file(path, origin)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Callable[[], int],
        recorder: str,
        read_only: bool = False,
        busy_timeout: float = 30.0,
    ) -> Self:
        """Open an existing ledger.

        Args:
            path: the file; any name is literal.
            clock: microseconds since the epoch, UTC.
            recorder: who records, as the log will name it.
            read_only: never write.
            busy_timeout: seconds to wait for another writer.

        SetupError if it is not a ledger, of a newer format, or altered by another program.
        """
        log = EventLog.open(
            path,
            codec=ledger.events,
            clock=clock,
            read_only=read_only,
            busy_timeout=busy_timeout,
        )
        return cls(log, clock=clock, recorder=recorder)

    @property
    def path(self) -> Path:
        """The file."""
        return self._log.path

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth a line on stderr: loose rights, a read-only folder."""
        return self._log.notes

    @property
    def now(self) -> Instant:
        """Now by its clock, in whole seconds."""
        return self._clock() // _MICROSECONDS

    def handle(
        self,
        commands: Command | Located[Command] | Iterable[Command | Located[Command]],
        *,
        key: str | None = None,
        seen: Seen | None = None,
    ) -> Receipt:
        """Carry out a command, or several in one durable transaction: all of them, or none.

        `key` makes the call idempotent: what was recorded under it before is returned, and nothing
        is stored. `seen`, of a thread that is recorded in: nothing else may have been since, else
        MovedOn. Raises what speaks against it (SeveralErrors for several reasons), Conflict after
        too many lost races.
        """
        asked = located(commands)
        if before := self._recorded_under(key):
            return before
        for attempt in count(1):
            world, decided, keys = self._decide(asked)
            if errors := self._moved_on(seen) or decided.errors:
                # It may be for this very work, done meanwhile, that it cannot be done any more.
                if before := self._recorded_under(key):
                    return before
                raise one_or_several(errors)
            warnings = tuple(self._warnings(world, asked, decided.events))
            try:
                stored = self._log.append(self._drafts(decided.events, key, keys))
            except KeyAlreadyRecorded as done:
                return receipt_of(self._log.recorded_under(done.key), ())
            except VersionConflict as lost:
                if attempt < ATTEMPTS:
                    continue
                raise Conflict(
                    f"{ATTEMPTS} times in a row somebody else recorded in the same thread first",
                    mend="Try again.",
                ) from lost
            return receipt_of(stored, warnings)
        raise AssertionError  # pragma: no cover -- count() never ends

    def check(
        self,
        commands: Command | Located[Command] | Iterable[Command | Located[Command]],
        unread: Collection[str] = (),
    ) -> tuple[tuple[DipledgerError, ...], tuple[str, ...]]:
        """Every error, and every warning if there is none, without writing.

        `unread` is what stood in the same input but could not be read: full references of acts and
        points, and slugs of threads.
        """
        asked = located(commands)
        world, decided, _ = self._decide(asked, unread)
        return decided.errors, tuple(self._warnings(world, asked, decided.events))

    def version(self, thread: str) -> int:
        """How many events a thread has, those of other threads that bear on it counted; else 0."""
        self._newest.bring([thread])
        return self._newest.version(thread)

    def _moved_on(self, seen: Seen | None) -> tuple[DipledgerError, ...]:
        if seen is None or self._newest.version(seen.thread) == seen.version:
            return ()
        return (moved_on(seen),)

    def _recorded_under(self, key: str | None) -> Receipt | None:
        before = [] if key is None else self._log.recorded_under(key)
        return receipt_of(before, ()) if before else None

    def _decide(
        self, commands: Sequence[Located[Command]], unread: Collection[str] = ()
    ) -> tuple[World, Decided, Mapping[str, bytes]]:
        """The world, what the commands come to in it, and the keys of what they seal."""
        # A notice may leave any act in the ledger with a broken reference.
        all_of_them = any(isinstance(one.item, RecordNotice) for one in commands)
        needed = {thread for one in commands for thread in threads_needed(one.item)}
        world = self._newest.bring(None if all_of_them else needed)
        sealed, keys = seal_all(world, commands, self.seal_key, draw_seal)
        return world, decide_all(world, sealed, unread), keys

    def _warnings(
        self, world: World, commands: Sequence[Located[Command]], events: Sequence[StreamEvent]
    ) -> Iterator[str]:
        if not events:
            return
        after = advance(world, events)
        for one in commands:
            if isinstance(one.item, RecordAct):
                yield from oddities(after, one.item, self.now)
        behind = self._log.clock_behind()
        if behind >= _MICROSECONDS:
            yield (
                f"the clock is {behind / _MICROSECONDS:.0f} s behind the last record; "
                "the order of the log stays that of recording"
            )

    def _drafts(
        self, events: Sequence[StreamEvent], key: str | None, keys: Mapping[str, bytes]
    ) -> list[Recorded]:
        versions: dict[str, int] = {}
        drafts: list[Recorded] = []
        for stream, event in events:
            versions[stream] = versions.get(stream, self._newest.version(stream)) + 1
            act = event if isinstance(event, Act) else None
            sealed = None if act is None else act.sealed
            drafts.append(
                Recorded.draft(
                    stream,
                    versions[stream],
                    event,
                    recorded_by=self._recorder,
                    marking=act.marking.text if act and act.marking else None,
                    key=key if not drafts else None,
                    seal=None if sealed is None else (sealed.key, keys[sealed.key]),
                )
            )
        return drafts

    def world(self, threads: Iterable[str] | None, *, known_at: int | None = None) -> World:
        """The named threads (None: all), those linked to them, and all registered parties.

        `known_at` is a log position: the world as it was believed once that was recorded, with all
        that was recorded in the same transaction.
        """
        if known_at is None:
            return self._newest.bring(threads)
        return Loaded(self._log, self._log.whole(known_at)).bring(threads)

    def log(
        self, *, after: int = 0, limit: int | None = None, upto: int | None = None
    ) -> Iterator[Recorded]:
        """The events of the log after a position, in its order."""
        yield from self._log.pages(after, limit, upto_position=upto)

    def events_of(self, streams: Iterable[str], *, upto: int) -> list[Recorded]:
        """The events of some streams up to a position, in the order of the log."""
        found = [one for name in streams for one in self._log.stream(name, upto_position=upto)]
        return sorted(found, key=lambda one: one.position or 0)

    def whole(self, position: int) -> int:
        """The last position of the transaction that a position is in: what became known at once."""
        return self._log.whole(position)

    def beside(self) -> sqlite3.Connection | None:
        """A connection for what is kept beside the log; None where nothing may be written.

        The log itself is guarded there too.
        """
        return self._log.beside()

    def head(self) -> tuple[int, int]:
        """The last position and its instant in microseconds; (0, 0) in an empty ledger."""
        return self._log.head()

    def position_at(self, recorded_at: int) -> int:
        """The last position recorded at or before an instant in microseconds; 0: none."""
        return self._log.position_at(recorded_at)

    def problems(self) -> list[str]:
        """What is wrong with the file's schema and positions, as sentences."""
        return self._log.problems()

    def foreign(self) -> list[str]:
        """What somebody else has put into the file beside the log: harmless, and worth knowing."""
        return self._log.foreign()

    def clock_behind(self) -> int:
        """By how many microseconds the clock is behind the last record; 0 when it is not."""
        return self._log.clock_behind()

    def close(self) -> None:
        """Close every connection."""
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
