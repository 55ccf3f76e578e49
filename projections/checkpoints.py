"""Checkpoints of a ledger: those that are kept, and whether they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ledger.instants import format_instant
from ledger.integrity.checkpoint import open_checkpoint, parse_checkpoint
from ledger.integrity.merkle import NO_LEAVES
from ledger.integrity.note import parse_note
from ledger.integrity.timestamp import verify_stamp
from ledger.integrity.unverified import Unverified
from projections.views.checkpoints import (
    CheckedCheckpoint,
    CheckpointLine,
    CheckpointsView,
)
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cryptography.x509 import Certificate

    from ledger.errors import DipledgerError
    from ledger.integrity.checkpoint import Checkpoint, SignedCheckpoint
    from ledger.integrity.note import NoteVerifier
    from ledger.integrity.timestamp import Stamped

OK, FAIL = "ok", "fail"
_OLDER = "This is an older copy of the ledger, or one that was cut: find the newer one."
_ALTERED = "Compare it with a backup: `dipledger verify` says which event differs first."


class Kept(Protocol):
    """A checkpoint as the store keeps it."""

    @property
    def number(self) -> int:
        """The number it is kept under."""
        ...

    @property
    def size(self) -> int:
        """How many events it is over."""
        ...

    @property
    def note(self) -> str:
        """The signed note."""
        ...

    @property
    def timestamp(self) -> bytes | None:
        """The reply of a time-stamping authority."""
        ...


@dataclass(frozen=True, slots=True)
class Trusted:
    """Who is believed: keys of ledgers, witnesses, and authorities by their root certificates."""

    verifiers: Sequence[NoteVerifier]
    witnesses: Sequence[NoteVerifier] = ()
    authorities: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Attested:
    """What of a ledger a checkpoint is held against: its name, its size, roots of its tree."""

    origin: str
    size: int
    roots: Mapping[int, bytes]


def attested(origin: str, leaves: Sequence[bytes], notes: Iterable[str | bytes]) -> Attested:
    """A ledger by its leaf hashes, with the roots at the sizes that checkpoints are over."""
    sizes = {said.size for one in notes if (said := _said(one)) is not None}
    roots, frontier = {}, NO_LEAVES
    for size in sorted(sizes):
        if size > len(leaves):
            break
        frontier = frontier.extended(leaves[frontier.size : size])
        roots[size] = frontier.root
    return Attested(origin, len(leaves), roots)


def checkpoints_view(origin: str, size: int, kept: Iterable[Kept]) -> CheckpointsView:
    """The checkpoints that are kept, by what they say."""
    return CheckpointsView(origin=origin, size=size, checkpoints=tuple(_line(one) for one in kept))


def _line(one: Kept) -> CheckpointLine:
    said = _said(one.note)
    signatures = () if said is None else parse_note(one.note).signatures
    return CheckpointLine(
        number=one.number,
        size=one.size,
        root="" if said is None else said.root.hex(),
        signed_by=tuple(f"{each.name}+{each.key_id.hex()}" for each in signatures),
        timestamped=one.timestamp is not None,
    )


def held_against(ledger: Attested, written: str | bytes, trusted: Trusted) -> SignedCheckpoint:
    """The checkpoint, once it is signed by a known key and the ledger has the tree it is over.

    Unverified, with what does not hold, for any other.
    """
    signed = open_checkpoint(written, trusted.verifiers, trusted.witnesses)
    check_tree(ledger, signed.checkpoint)
    return signed


def check_tree(ledger: Attested, said: Checkpoint) -> None:
    """Unverified where a checkpoint, whoever signed it, is not over the first events of a ledger.

    `ledger` has been made with the checkpoint among its notes.
    """
    if said.origin != ledger.origin:
        raise Unverified(
            f"it is of another ledger, {said.origin}; this one is {ledger.origin}",
            mend="Hold it against the ledger that it is of.",
        )
    if said.size > ledger.size:
        raise Unverified(
            f"it is over {count(said.size, 'event')}, and the ledger has {ledger.size}: "
            f"{said.size - ledger.size} are missing",
            mend=_OLDER,
        )
    if ledger.roots[said.size] != said.root:
        raise Unverified(
            f"the tree over the first {count(said.size, 'event')} has another root in the ledger: "
            "what was recorded before it was signed is no longer the same",
            mend=_ALTERED,
        )


def checked(
    ledger: Attested,
    name: str,
    written: str | bytes,
    trusted: Trusted,
    timestamp: bytes | None = None,
) -> CheckedCheckpoint:
    """What is found of one checkpoint; `timestamp` is the reply of an authority that is kept."""
    try:
        signed = held_against(ledger, written, trusted)
        stamped = _stamped(signed, timestamp, trusted)
    except Unverified as error:
        return _failed(name, error, written, ledger.size)
    said = signed.checkpoint
    since = ledger.size - said.size
    unchecked = timestamp is not None and stamped is None
    return CheckedCheckpoint(
        name=name,
        result=OK,
        found=(
            f"the ledger has its {count(said.size, 'event')} unaltered, and "
            + (f"{count(since, 'event')} since" if since else "none since")
            + ("; its time stamp is not checked" if unchecked else "")
        ),
        mend="Name the authority's root certificate with --authority-cert." if unchecked else None,
        size=said.size,
        root=said.root.hex(),
        signed_by=tuple(one.key.shown for one in signed.signed),
        cosigned=cosigners(signed),
        unknown=tuple(f"{one.name}+{one.key_id.hex()}" for one in signed.unknown),
        events_since=since,
        stamped=None if stamped is None else format_instant(stamped.at),
        authority=None if stamped is None else stamped.authority,
    )


def cosigners(signed: SignedCheckpoint) -> tuple[str, ...]:
    """The witnesses that cosigned, each with the time where its signature has one."""
    return tuple(
        one.key.shown if one.at is None else f"{one.key.shown} at {format_instant(one.at)}"
        for one in signed.cosigned
    )


def _stamped(signed: SignedCheckpoint, timestamp: bytes | None, trusted: Trusted) -> Stamped | None:
    if timestamp is None or not trusted.authorities:
        return None
    return verify_stamp(timestamp, signed.note.text.encode(), trusted.authorities)


def _failed(name: str, error: Unverified, written: str | bytes, size: int) -> CheckedCheckpoint:
    said = _said(written)
    if said is None:
        return failed(name, error)
    return failed(name, error).model_copy(
        update={"size": said.size, "root": said.root.hex(), "events_since": size - said.size}
    )


def _said(written: str | bytes) -> Checkpoint | None:
    """What a note says, signed or not; None where it cannot be read."""
    try:
        return parse_checkpoint(parse_note(written).text)
    except Unverified:
        return None


def failed(name: str, error: DipledgerError) -> CheckedCheckpoint:
    """That something does not hold, of which nothing else can be told."""
    return CheckedCheckpoint(
        name=name,
        result=FAIL,
        found=error.what,
        mend=error.mend,
        size=None,
        root=None,
        signed_by=(),
        cosigned=(),
        unknown=(),
        events_since=None,
        stamped=None,
        authority=None,
    )
