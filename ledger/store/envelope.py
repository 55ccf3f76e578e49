"""The envelope around a core event: where it stands in the log, and who recorded it when."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as it is stored and read; `draft` makes one that is still to be stored."""

    originator_id: str
    """The stream: a thread's slug, or `party:CODE`."""
    originator_version: int
    """The event's number in its stream, from 1."""
    recorded_at: int
    """Microseconds since the epoch, UTC; one instant for a whole transaction. 0 in a draft."""
    recorded_by: str
    """Who recorded it."""
    topic: str
    """The stable name of the event's type, like `dipledger.DemandIssued.v1`. Empty in a draft."""
    body: bytes
    """The event's canonical JSON, as stored. Empty in a draft."""
    marking: str | None
    """The marking of the record, which its leaf commits to."""
    key: str | None
    """The idempotency key: recorded at most once in a ledger."""
    position: int | None
    """The event's number in the log, from 1 and without gaps; None in a draft."""
    leaf: bytes
    """The leaf hash of the record in the log's tree; empty in a draft."""
    nonce: bytes
    """The 32 random bytes in its leaf, without which nothing can be guessed; empty in a draft."""
    event: object | None
    """The decoded event; None when the topic is unknown, which is shown and never executed."""
    seal: tuple[str, bytes] | None = field(default=None, repr=False)
    """In a draft: name and key of what is sealed in the event, to be kept beside the log."""

    @classmethod
    def draft(  # noqa: PLR0913 -- an event and what the envelope says of it
        cls,
        stream: str,
        version: int,
        event: object,
        *,
        recorded_by: str,
        marking: str | None = None,
        key: str | None = None,
        seal: tuple[str, bytes] | None = None,
    ) -> Recorded:
        """An event to be appended; storing it gives it position, instant, topic and bytes."""
        return cls(
            originator_id=stream,
            originator_version=version,
            recorded_at=0,
            recorded_by=recorded_by,
            topic="",
            body=b"",
            marking=marking,
            key=key,
            position=None,
            leaf=b"",
            nonce=b"",
            event=event,
            seal=seal,
        )
