"""Between envelopes and rows: the library's mapper, without its importing of topics.

The library resolves a stored topic by importing the module that it names. Here a topic is looked up
in the codec's list, and nothing else: `os:system` in a row is an event of unknown type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from eventsourcing.persistence import JSONTranscoder, Mapper, Notification, StoredEvent

from ledger.errors import SetupError
from ledger.events import UnknownTopic
from ledger.store.envelope import Recorded
from ledger.text import visible

if TYPE_CHECKING:
    from eventsourcing.domain import DomainEventProtocol


class EventCodec(Protocol):
    """How events become bytes and back; the module `ledger.events` is one."""

    def encode(self, event: Any, /) -> tuple[str, bytes]:  # noqa: ANN401 -- each codec has its own
        """The topic and the canonical bytes of an event."""

    def decode(self, topic: str, body: bytes, /) -> object:
        """The event of stored bytes. UnknownTopic if not listed, ValueError if it does not fit."""


@dataclass(frozen=True)
class StoredRecord(Notification):
    """A row of the log: the library's notification, and the columns it does not have.

    `id` is the position; 0, with `nonce` and `leaf` empty, in a row that is still to be stored.
    """

    recorded_at: int
    recorded_by: str
    marking: str | None
    nonce: bytes
    leaf: bytes
    key: str | None
    seal: tuple[str, bytes] | None = field(default=None, repr=False)


class LedgerMapper(Mapper[str]):
    """Turns `Recorded` into `StoredRecord` and back by a codec's list of topics."""

    def __init__(self, codec: EventCodec) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._codec = codec

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredRecord:
        """The row of an event that is to be appended."""
        if not isinstance(domain_event, Recorded) or domain_event.event is None:
            msg = f"only a Recorded with its event can be stored, not {domain_event!r}"
            raise TypeError(msg)
        topic, body = self._codec.encode(domain_event.event)
        return StoredRecord(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=topic,
            state=body,
            id=0,
            recorded_at=0,
            recorded_by=domain_event.recorded_by,
            marking=domain_event.marking,
            nonce=b"",
            leaf=b"",
            key=domain_event.key,
            seal=domain_event.seal,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:
        """The envelope of a row. SetupError if its bytes are not what its topic says."""
        if not isinstance(stored_event, StoredRecord):
            msg = f"only rows of the log can be read, not {stored_event!r}"
            raise TypeError(msg)
        return Recorded(
            originator_id=str(stored_event.originator_id),
            originator_version=stored_event.originator_version,
            recorded_at=stored_event.recorded_at,
            recorded_by=stored_event.recorded_by,
            topic=stored_event.topic,
            body=stored_event.state,
            marking=stored_event.marking,
            key=stored_event.key,
            position=stored_event.id,
            leaf=stored_event.leaf,
            nonce=stored_event.nonce,
            event=self._decode(stored_event),
        )

    def _decode(self, record: StoredRecord) -> object | None:
        try:
            return self._codec.decode(record.topic, record.state)
        except UnknownTopic:
            return None
        except ValueError as error:
            first_line = str(error).partition("\n")[0]
            raise SetupError(
                f"record {record.id} is damaged: its bytes are no {visible(record.topic)}"
                f" ({visible(first_line)})",
                mend="Compare the ledger with a backup; somebody or something changed it.",
            ) from error
