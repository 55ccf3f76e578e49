"""A small log by hand, and proofs about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.integrity.bundle import consistency_bundle, inclusion_bundle
from ledger.integrity.bundle_form import written
from ledger.integrity.leaf import commitment, leaf_hash, leaf_header
from ledger.integrity.merkle import root_of
from tests.integrity.signed import ORIGIN, REGISTRY, checkpoint_note

if TYPE_CHECKING:
    from collections.abc import Sequence

START = 1_643_274_000_000_001


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the store would hand it out."""

    position: int | None
    originator_id: str = "straits"
    originator_version: int = 1
    topic: str = "dipledger.StatementMade.v1"
    marking: str | None = None
    recorded_by: str = "registrar"
    recorded_at: int = START
    body: bytes = b'{"from":["RUS"],"id":"note"}'
    nonce: bytes = bytes(32)


def log_of(number: int) -> list[Event]:
    """So many events, no two alike."""
    return [
        replace(
            Event(at),
            originator_version=at,
            recorded_at=START + at,
            marking="secret" if at % 3 == 0 else None,
            nonce=sha256(at.to_bytes(4)).digest(),
            body=b'{"from":["RUS"],"id":"note-%d","summary":"Stra\xc3\x9fe"}' % at,
        )
        for at in range(1, number + 1)
    ]


def leaf_of(event: Event) -> bytes:
    """The leaf of an event."""
    header = leaf_header(
        stream=event.originator_id,
        version=event.originator_version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
    )
    return leaf_hash(commitment(header, event.body, event.nonce), event.recorded_at)


def leaves_of(events: Sequence[Event]) -> list[bytes]:
    """The leaves of a log."""
    return [leaf_of(one) for one in events]


def note_over(events: Sequence[Event], **more: Any) -> str:  # noqa: ANN401
    """A checkpoint of a log."""
    return checkpoint_note(len(events), root_of(leaves_of(events)), **more)


def proof_of(*positions: int, size: int, signer: object = REGISTRY, origin: str = ORIGIN) -> str:
    """The proof that some events are in a log of so many."""
    events = log_of(size)
    chosen = [events[at - 1] for at in positions]
    note = note_over(events, signer=signer, origin=origin)
    return written(inclusion_bundle(note, chosen, leaves_of(events)))


def proof_between(first: int, second: int) -> str:
    """The proof that a log of so many events goes on from one of fewer."""
    events = log_of(second)
    return written(
        consistency_bundle(note_over(events[:first]), note_over(events), leaves_of(events))
    )
