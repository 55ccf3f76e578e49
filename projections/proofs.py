"""What a proof proves, told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.events import UnknownTopic, decode
from ledger.integrity.leaf import format_recorded_at
from projections.checkpoints import cosigners
from projections.log import UNKNOWN, event_summary
from projections.views.proofs import ProofView, ProvenCheckpoint, ProvenEventView
from projections.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.integrity.bundle import Proven, ProvenEvent
    from ledger.integrity.checkpoint import SignedCheckpoint


def proof_view(proven: Proven) -> ProofView:
    """What a proof that holds proves."""
    events = tuple(_event(one) for one in proven.events)
    sentences = _of_events(events, proven) if events else _of_two(*proven.checkpoints)
    return ProofView(
        kind="inclusion" if events else "consistency",
        origin=proven.checkpoints[0].checkpoint.origin,
        events=events,
        checkpoints=tuple(_checkpoint(one) for one in proven.checkpoints),
        proven=tuple(sentences),
    )


def _event(one: ProvenEvent) -> ProvenEventView:
    return ProvenEventView(
        position=one.position,
        stream=one.stream,
        version=one.version,
        topic=one.topic,
        marking=one.marking,
        recorded_at=format_recorded_at(one.recorded_at),
        recorded_by=one.recorded_by,
        summary=_summary(one),
        body=one.body.decode(errors="replace"),
    )


def _summary(one: ProvenEvent) -> str:
    """The event in a few words, as this version reads it; it may be of a later one."""
    try:
        return event_summary(decode(one.topic, one.body))
    except (UnknownTopic, ValueError):
        return UNKNOWN


def _checkpoint(one: SignedCheckpoint) -> ProvenCheckpoint:
    return ProvenCheckpoint(
        size=one.checkpoint.size,
        root=one.checkpoint.root.hex(),
        signed_by=_signers(one),
        cosigned=cosigners(one),
    )


def _signers(one: SignedCheckpoint) -> tuple[str, ...]:
    return tuple(each.key.shown for each in one.signed)


def _of_events(events: tuple[ProvenEventView, ...], proven: Proven) -> Iterator[str]:
    (signed,) = proven.checkpoints
    for one in events:
        yield (
            f"event {one.position} of the ledger {signed.checkpoint.origin} is the event "
            f"{one.version} of {one.stream} ({one.summary}), recorded by {one.recorded_by} at "
            f"{one.recorded_at} by the clock of the ledger, and not altered since it was signed"
        )
    them = "it is" if len(events) == 1 else "they are"
    yield _signed(signed, f"the {count(signed.checkpoint.size, 'event')} that {them} among")


def _of_two(first: SignedCheckpoint, second: SignedCheckpoint) -> Iterator[str]:
    earlier, later = first.checkpoint.size, second.checkpoint.size
    yield (
        f"the {count(earlier, 'event')} that the ledger {first.checkpoint.origin} had at the first "
        f"checkpoint are the first {earlier} of the {later} it had at the second: none was "
        "altered, moved or taken out in between"
    )
    yield _signed(first, f"the first {earlier}")
    yield _signed(second, f"the {later}")


def _signed(one: SignedCheckpoint, what: str) -> str:
    text = f"signed by {', '.join(_signers(one))}, for {what}"
    watching = cosigners(one)
    return f"{text}, cosigned by {', '.join(watching)}" if watching else text
