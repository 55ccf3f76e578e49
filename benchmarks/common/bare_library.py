"""The `eventsourcing` library as its documentation uses it: one aggregate for each thread.

Saved in bulk into its own SQLite recorder; a question replays every aggregate and selects what had
happened by a date. Deadlines, lines, uncertain dates and known-at are left out, which favours it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from ledger.acts import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.decide import StreamEvent

_ACTS_AT_A_TIME = 200


class BareThread(Aggregate):
    """The acts of a thread, each as plain JSON values."""

    @event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.acts: list[dict[str, Any]] = []

    @event("ActRecorded")
    def record(self, act: dict[str, Any]) -> None:
        """Keep an act."""
        self.acts.append(act)

    @staticmethod
    def create_id(name: str) -> UUID:
        """The stream of a thread."""
        return uuid5(NAMESPACE_URL, name)


class BareLibrary:
    """All threads of the workload in the library's own store, in memory."""

    def __init__(self, told: Iterable[Sequence[StreamEvent]]) -> None:
        self._application: Application[UUID] = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": ":memory:"}
        )
        acts: dict[str, list[dict[str, Any]]] = {}
        for events in told:
            for stream, one in events:
                acts.setdefault(stream, [])
                if isinstance(one, Act):
                    acts[stream].append(one.model_dump(mode="json", exclude_defaults=True))
        threads = []
        for name, its in acts.items():
            thread = BareThread(name)
            for act in its:
                thread.record(act)
            threads.append(thread)
        for start in range(0, len(threads), _ACTS_AT_A_TIME):
            self._application.save(*threads[start : start + _ACTS_AT_A_TIME])
        self._names = list(acts)

    def points(self, as_of: str) -> list[tuple[str, str, str]]:
        """Thread, point, status at a date, from every thread replayed."""
        found = []
        for name in self._names:
            thread: BareThread = self._application.repository.get(BareThread.create_id(name))
            happened = [act for act in thread.acts if _latest(act) <= as_of]
            status: dict[str, str] = {}
            for act in sorted(happened, key=_latest):
                for point in act.get("points", ()):
                    status[point["label"]] = "outstanding"
                for answer in act.get("answers", ()):
                    status[answer["point"]] = answer["stance"]
            found += [(name, point, word) for point, word in status.items()]
        return found


def _latest(act: dict[str, Any]) -> str:
    latest: str = act["dates"][0]["date"]["latest"]
    return latest
