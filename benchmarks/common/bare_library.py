"""The `eventsourcing` library as its documentation uses it: one aggregate for each thread.

Saved in bulk into its own SQLite recorder, in a file. A question about all threads replays every
aggregate, reads the acts as they were known then with the corrections known then, and goes through
those that had happened. Deadlines, lines, uncertain dates and links are left out, which favours it.
An act is read as plain JSON values, or as the product's own model of it, with its fields checked.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from ledger.acts import ACT_CLASS_BY_WORD, Act
from ledger.notices import ActCorrected
from ledger.placing import act_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.decide import StreamEvent

_THREADS_AT_A_TIME = 200


class BareThread(Aggregate):
    """The acts of a thread as plain JSON values, and the position that each was recorded at."""

    @event("Opened")
    def __init__(self, name: str) -> None:
        self.name = name
        self.acts: dict[str, tuple[int, dict[str, Any]]] = {}
        self.corrections: list[tuple[int, str, str, Any]] = []

    @event("ActRecorded")
    def record(self, position: int, act: dict[str, Any]) -> None:
        """Keep an act."""
        self.acts[act["id"]] = (position, act)

    @event("ActCorrected")
    def correct(self, position: int, act: str, field: str, new: Any) -> None:  # noqa: ANN401 -- JSON
        """Keep a correction."""
        self.corrections.append((position, act, field, new))

    def known_at(self, position: int) -> list[dict[str, Any]]:
        """The acts as they were known at a position."""
        known = {name: act for name, (at, act) in self.acts.items() if at <= position}
        for at, name, field, new in self.corrections:
            if at <= position and name in known:
                known[name] = {**known[name], field: new}
        return list(known.values())

    @staticmethod
    def create_id(name: str) -> UUID:
        """The stream of a thread."""
        return uuid5(NAMESPACE_URL, name)


class BareLibrary:
    """All threads of the workload in the library's own store."""

    def __init__(self, path: Path, told: Iterable[Sequence[StreamEvent]]) -> None:
        self._application: Application[UUID] = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        )
        threads: dict[str, BareThread] = {}
        position = 0
        for events in told:
            for stream, one in events:
                position += 1
                if stream not in threads:
                    threads[stream] = BareThread(stream)
                if isinstance(one, Act):
                    act = one.model_dump(mode="json", exclude_defaults=True)
                    act["kind"] = one.KIND.word
                    threads[stream].record(position, act)
                elif isinstance(one, ActCorrected):
                    change = one.changes[0]
                    threads[stream].correct(position, one.act, change.field, change.new)
        waiting = list(threads.values())
        for start in range(0, len(waiting), _THREADS_AT_A_TIME):
            self._application.save(*waiting[start : start + _THREADS_AT_A_TIME])
        self._ids = [one.id for one in waiting]

    def points(self, as_of: int, known_at: int) -> list[tuple[str, str, str]]:
        """Thread, point, status at a date, from every thread replayed, its acts as models."""
        found = []
        for thread_id in self._ids:
            thread: BareThread = self._application.repository.get(thread_id)
            acts = [_model(act) for act in thread.known_at(known_at)]
            happened = [(at, act) for act in acts if (at := act_time(act)[1] or 0) <= as_of]
            status: dict[str, str] = {}
            for _, act in sorted(happened, key=lambda one: one[0]):
                for point in act.points:
                    status[point.label] = "outstanding"
                for answer in act.answers:
                    status[answer.point] = answer.stance
            found += [(thread.name, point, word) for point, word in status.items()]
        return found

    def plain_points(self, as_of: str, known_at: int) -> list[tuple[str, str, str]]:
        """The same with acts as plain JSON values, unchecked."""
        found = []
        for thread_id in self._ids:
            thread: BareThread = self._application.repository.get(thread_id)
            happened = [act for act in thread.known_at(known_at) if _latest(act) <= as_of]
            status: dict[str, str] = {}
            for act in sorted(happened, key=_latest):
                for point in act.get("points", ()):
                    status[point["label"]] = "outstanding"
                for answer in act.get("answers", ()):
                    status[answer["point"]] = answer["stance"]
            found += [(thread.name, point, word) for point, word in status.items()]
        return found

    def close(self) -> None:
        """Close its file."""
        self._application.close()


def _model(act: dict[str, Any]) -> Act:
    fields = {name: value for name, value in act.items() if name != "kind"}
    return ACT_CLASS_BY_WORD[act["kind"]].model_validate(fields)


def _latest(act: dict[str, Any]) -> str:
    latest: str = act["dates"][0]["date"]["latest"]
    return latest


@contextmanager
def bare_library(told: Iterable[Sequence[StreamEvent]]) -> Iterator[BareLibrary]:
    """The library with the events of the workload; the file is gone afterwards."""
    with TemporaryDirectory(prefix="dipledger-bench-") as folder:
        library = BareLibrary(Path(folder, "library.sqlite"), told)
        try:
            yield library
        finally:
            library.close()
