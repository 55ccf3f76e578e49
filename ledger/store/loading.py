"""From the log to a world: the streams that are needed, folded, and what they are linked to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from ledger.acts import Act
from ledger.events import LinkedActReceived, ThreadOpened
from ledger.evolve import evolve
from ledger.notices import Notice
from ledger.refs import threads_named
from ledger.state import Recording, World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import Event
    from ledger.store.envelope import Recorded
    from ledger.store.log import EventLog

PARTY_STREAMS = "party:"


class Loaded:
    """A world that grows: the streams read so far, each with its version, folded."""

    def __init__(self, log: EventLog, known_at: int | None = None) -> None:
        self._log = log
        self._known_at = known_at
        self._versions: dict[str, int] = {}
        self._linked: dict[str, set[str]] = {}
        self._world = World()

    def version(self, stream: str) -> int:
        """The version of the last event read of a stream, 0 for one that has none."""
        return self._versions.get(stream, 0)

    def bring(self, threads: Iterable[str] | None) -> World:
        """The world with the newest of the named threads, those linked to them, and all parties.

        None names all threads.
        """
        # One position for all reads: a writer in between would give a torn view.
        upto = self._log.head()[0] if self._known_at is None else self._known_at
        known = set(self._log.stream_ids(upto_position=upto))
        parties = {stream for stream in known if stream.startswith(PARTY_STREAMS)}
        waiting = [*parties, *(known - parties if threads is None else threads)]
        seen: set[str] = set()
        while waiting:
            stream = waiting.pop()
            if stream in known and stream not in seen:
                seen.add(stream)
                self._read(stream, upto)
                waiting += self._linked.get(stream, ())
        self._world = replace(self._world, thread_ids=frozenset(known - parties))
        return self._world

    def _read(self, stream: str, upto: int) -> None:
        """Fold what is new in a stream on its own, so that many streams do not cost each other."""
        events = self._log.stream(stream, after_version=self.version(stream), upto_position=upto)
        if not events:
            return
        held = self._world.threads
        alone = World(threads={stream: held[stream]} if stream in held else {})
        links = self._linked.setdefault(stream, set())
        for recorded in events:
            event = recorded.event
            if isinstance(event, LinkedActReceived):
                links.add(event.thread)
            elif isinstance(event, Act):
                links.update(threads_named(event, stream))
            elif isinstance(event, ThreadOpened) and event.parent is not None:
                links.add(event.parent)
            if event is not None:
                known = cast("Event", event)  # the codec decodes nothing else
                alone = evolve(alone, stream, known, recording_of(recorded))
            if isinstance(event, Notice) and stream in alone.threads:
                acts = alone.threads[stream].acts.values()
                links.update(name for act in acts for name in threads_named(act, stream))
        self._versions[stream] = events[-1].originator_version
        self._world = replace(
            self._world,
            threads={**held, **alone.threads},
            parties={**self._world.parties, **alone.parties},
        )


def recording_of(recorded: Recorded) -> Recording:
    """When and by whom an event was recorded."""
    return Recording(recorded.position or 0, recorded.recorded_at, recorded.recorded_by)
