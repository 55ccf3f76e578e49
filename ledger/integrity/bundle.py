"""Proofs to hand on: a JSON file that convinces whoever has the key, without the ledger.

One kind shows that events were in the log when a checkpoint was signed: it has their bytes, from
which their leaves are worked out, and the way from each leaf to the signed root. The other shows
that the tree of one checkpoint is the beginning of that of a later one: that nothing recorded
before the first was altered or taken away until the second. `docs/how-to/prove.md` tells of every
field, and `cli/standalone/verify_proof.py` checks both kinds by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ledger.integrity.bundle_form import (
    FORMAT,
    MEND,
    ConsistencyBundle,
    EventInProof,
    InclusionBundle,
    hashes,
    malformed,
    microseconds,
    read_bundle,
)
from ledger.integrity.checkpoint import open_checkpoint, parse_checkpoint
from ledger.integrity.encoding import decoded, encoded
from ledger.integrity.leaf import (
    NONCE_SIZE,
    commitment,
    format_recorded_at,
    leaf_hash,
    leaf_header,
)
from ledger.integrity.merkle import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from ledger.integrity.note import parse_note
from ledger.integrity.unverified import Unverified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.integrity.checkpoint import SignedCheckpoint
    from ledger.integrity.note import NoteVerifier


class Stored(Protocol):
    """An event as the store hands it out, with its nonce."""

    @property
    def position(self) -> int | None:
        """Its position in the log, from 1."""
        ...

    @property
    def originator_id(self) -> str:
        """The stream."""
        ...

    @property
    def originator_version(self) -> int:
        """Its number in the stream."""
        ...

    @property
    def topic(self) -> str:
        """The stable name of its type."""
        ...

    @property
    def marking(self) -> str | None:
        """The marking that its leaf commits to."""
        ...

    @property
    def recorded_by(self) -> str:
        """Who recorded it."""
        ...

    @property
    def recorded_at(self) -> int:
        """Microseconds since the epoch, UTC."""
        ...

    @property
    def body(self) -> bytes:
        """The event, as stored."""
        ...

    @property
    def nonce(self) -> bytes:
        """The 32 random bytes in its leaf."""
        ...


@dataclass(frozen=True, slots=True)
class ProvenEvent:
    """An event that is proven to be in a signed tree, as it was stored."""

    position: int
    stream: str
    version: int
    topic: str
    marking: str | None
    recorded_by: str
    recorded_at: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof proves: events in the tree of one checkpoint, or how two checkpoints follow."""

    events: tuple[ProvenEvent, ...]
    checkpoints: tuple[SignedCheckpoint, ...]


def inclusion_bundle(
    note: str, events: Iterable[Stored], leaves: Sequence[bytes]
) -> InclusionBundle:
    """The proof that events are in the tree of a checkpoint.

    Args:
        note: the signed checkpoint.
        events: as stored; each is one of the leaves.
        leaves: the leaf hashes of the log up to the checkpoint's size.

    Unverified where the bytes of an event are not those of its leaf.
    """
    return InclusionBundle(
        format=FORMAT,
        origin=parse_checkpoint(parse_note(note).text).origin,
        events=tuple(_in_proof(event, leaves) for event in events),
        checkpoint=note,
    )


def consistency_bundle(first: str, second: str, leaves: Sequence[bytes]) -> ConsistencyBundle:
    """The proof that the tree of the first checkpoint is the beginning of that of the second.

    `leaves` are the leaf hashes of the log up to the size of the second.
    """
    earlier = parse_checkpoint(parse_note(first).text)
    proof = consistency_proof(leaves, earlier.size)
    return ConsistencyBundle(
        format=FORMAT,
        origin=earlier.origin,
        consistency=tuple(encoded(node) for node in proof),
        first=first,
        second=second,
    )


def verify_bundle(
    data: bytes, verifiers: Iterable[NoteVerifier], witnesses: Iterable[NoteVerifier] = ()
) -> Proven:
    """What a proof proves, by the keys of the log that are given; nothing else is needed.

    Unverified, with the step at which it fails, for a proof that does not hold.
    """
    bundle = read_bundle(data)
    keys, watching = list(verifiers), list(witnesses)

    def opened(note: str, name: str) -> SignedCheckpoint:
        try:
            found = open_checkpoint(note, keys, watching)
        except Unverified as error:
            raise error.at(f"the {name} of the proof") from None
        if found.checkpoint.origin != bundle.origin:
            raise Unverified(
                f"the {name} is of another log, {found.checkpoint.origin}, than the proof, "
                f"{bundle.origin}",
                mend=MEND,
            )
        return found

    if isinstance(bundle, ConsistencyBundle):
        first = opened(bundle.first, "first checkpoint")
        second = opened(bundle.second, "second checkpoint")
        _check_consistency(bundle, first, second)
        return Proven((), (first, second))
    signed = opened(bundle.checkpoint, "checkpoint")
    return Proven(tuple(_proven(event, signed) for event in bundle.events), (signed,))


def _in_proof(event: Stored, leaves: Sequence[bytes]) -> EventInProof:
    position = event.position or 0
    header = leaf_header(
        stream=event.originator_id,
        version=event.originator_version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
    )
    leaf = leaf_hash(commitment(header, event.body, event.nonce), event.recorded_at)
    if leaf != leaves[position - 1]:
        raise Unverified(
            f"event {position} is not as it was recorded: its bytes do not fit its leaf",
            mend="`dipledger verify` says what else was altered.",
        )
    return EventInProof(
        position=position,
        leaf_index=position - 1,
        stream=event.originator_id,
        version=event.originator_version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
        recorded_at=format_recorded_at(event.recorded_at),
        body=encoded(event.body),
        nonce=encoded(event.nonce),
        inclusion=tuple(encoded(node) for node in inclusion_proof(leaves, position - 1)),
    )


def _proven(event: EventInProof, signed: SignedCheckpoint) -> ProvenEvent:
    size, root = signed.checkpoint.size, signed.checkpoint.root
    name = f"event {event.position}"
    body, nonce = decoded(event.body), decoded(event.nonce)
    proof = hashes(event.inclusion)
    recorded_at = microseconds(event.recorded_at)
    if body is None or nonce is None or len(nonce) != NONCE_SIZE or proof is None:
        raise malformed(f"{name} has a field that is not in its form")
    if recorded_at is None:
        raise malformed(f"{name} has no time of recording in its form")
    if event.leaf_index != event.position - 1:
        raise Unverified(
            f"{name} is said to be the leaf {event.leaf_index}, which is another's", mend=MEND
        )
    if event.position > size:
        raise Unverified(f"the checkpoint is of {size} events, and {name} came after it", mend=MEND)
    header = leaf_header(
        stream=event.stream,
        version=event.version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
    )
    leaf = leaf_hash(commitment(header, body, nonce), recorded_at)
    if not verify_inclusion(leaf, event.leaf_index, size, proof, root):
        raise Unverified(
            f"{name} is not in the tree that the checkpoint was signed for: the event, or the way "
            "from it to the root, was altered",
            mend=MEND,
        )
    return ProvenEvent(
        position=event.position,
        stream=event.stream,
        version=event.version,
        topic=event.topic,
        marking=event.marking,
        recorded_by=event.recorded_by,
        recorded_at=recorded_at,
        body=body,
    )


def _check_consistency(
    bundle: ConsistencyBundle, first: SignedCheckpoint, second: SignedCheckpoint
) -> None:
    earlier, later = first.checkpoint, second.checkpoint
    proof = hashes(bundle.consistency)
    if proof is None:
        raise malformed("its consistency proof is not in its form")
    if earlier.size > later.size:
        raise Unverified(
            f"the first checkpoint is of {earlier.size} events, more than the second, {later.size}",
            mend="Give the earlier one first.",
        )
    if not verify_consistency(earlier.size, later.size, proof, earlier.root, later.root):
        raise Unverified(
            f"the tree of {later.size} events does not begin with the one of {earlier.size}: what "
            "was recorded before the first checkpoint was altered, or the proof was",
            mend=MEND,
        )
