"""From the log to a world: the streams that are needed, folded, and what they are linked to."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, cast

from ledger.acts import Act
from ledger.events import LinkedActReceived, ThreadOpened
from ledger.evolve import evolve_all
from ledger.notices import Notice
from ledger.refs import threads_named
from ledger.state import Recording, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.events import Event
    from ledger.parties import Party
    from ledger.state import ThreadRecord
    from ledger.store.envelope import Recorded
    from ledger.store.log import EventLog

PARTY_STREAMS = "party:"
_AFTER_PARTIES = "party;"
"""The first id that no party's stream sorts before."""


class ThreadIds(AbstractSet[str]):
    """The ids of all threads at a position of the log, looked up when they are asked for.

    Most questions are of one thread, and a ledger may have fifty thousand.
    """

    def __init__(self, log: EventLog, upto: int, more: frozenset[str] = frozenset()) -> None:
        self._log = log
        self._upto = upto
        self._more = more

    def __contains__(self, thread: object) -> bool:
        if thread in self._more:
            return True
        return isinstance(thread, str) and bool(self._between(thread, f"{thread}\0"))

    def __iter__(self) -> Iterator[str]:
        yield from self._between("", PARTY_STREAMS)
        yield from self._between(_AFTER_PARTIES, None)
        yield from self._more

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __or__(self, others: AbstractSet[str]) -> ThreadIds:  # type: ignore[override]  # of ids alone
        """With ids that are about to be recorded."""
        return ThreadIds(self._log, self._upto, self._more | frozenset(others))

    def _between(self, first: str, before: str | None) -> list[str]:
        return self._log.stream_ids(first, before, upto_position=self._upto)


class Loaded:
    """A world that grows: the streams read so far, each with its version, folded."""

    def __init__(self, log: EventLog, known_at: int | None = None) -> None:
        self._log = log
        self._known_at = known_at
        self._versions: dict[str, int] = {}
        self._linked: dict[str, set[str]] = {}
        self._threads: dict[str, ThreadRecord] = {}
        self._parties: dict[str, Party] = {}

    def version(self, stream: str) -> int:
        """The version of the last event read of a stream, 0 for one that has none."""
        return self._versions.get(stream, 0)

    def bring(self, threads: Iterable[str] | None) -> World:
        """The world with the newest of the named threads, those linked to them, and all parties.

        None names all threads.
        """
        # One position for all reads: a writer in between would give a torn view.
        upto = self._log.head()[0] if self._known_at is None else self._known_at
        parties = self._log.stream_ids(PARTY_STREAMS, _AFTER_PARTIES, upto_position=upto)
        ids = ThreadIds(self._log, upto)
        waiting = [*parties, *(ids if threads is None else threads)]
        seen: dict[str, None] = {}
        while waiting:
            stream = waiting.pop()
            if stream not in seen:
                seen[stream] = None
                self._read(stream, upto)
                waiting += self._linked.get(stream, ())
        # Not those of an earlier question: an answer is the same whatever was asked before it.
        held = self._threads
        named = {stream: held[stream] for stream in seen if stream in held}
        return World(threads=named, parties=dict(self._parties), thread_ids=ids)

    def _read(self, stream: str, upto: int) -> None:
        """Fold what is new in a stream on its own, so that many streams do not cost each other."""
        events = self._log.stream(stream, after_version=self.version(stream), upto_position=upto)
        if not events:
            return
        held = self._threads
        alone = World(threads={stream: held[stream]} if stream in held else {})
        links = self._linked.setdefault(stream, set())
        told: list[tuple[str, Event, Recording]] = []
        for recorded in events:
            event = recorded.event
            if isinstance(event, LinkedActReceived):
                links.add(event.thread)
            elif isinstance(event, Act):
                links.update(threads_named(event, stream))
            elif isinstance(event, ThreadOpened) and event.parent is not None:
                links.add(event.parent)
            if event is not None:  # the codec decodes nothing but events
                told.append((stream, cast("Event", event), recording_of(recorded)))
        alone = evolve_all(alone, told)
        if stream in alone.threads and any(isinstance(event, Notice) for _, event, _ in told):
            # What was corrected may name other threads than what was recorded.
            acts = alone.threads[stream].acts.values()
            links.update(name for act in acts for name in threads_named(act, stream))
        self._versions[stream] = events[-1].originator_version
        self._threads.update(alone.threads)
        self._parties.update(alone.parties)


def recording_of(recorded: Recorded) -> Recording:
    """When and by whom an event was recorded."""
    return Recording(recorded.position or 0, recorded.recorded_at, recorded.recorded_by)
