"""The proof of an act, for whoever asks: the command and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.integrity.bundle_form import Bundle
    from ledger.store import Ledger
    from ledger.store.envelope import Recorded
    from ledger.store.tree import KeptCheckpoint
    from projections import Lens, Reader


class NotCovered(SetupError):  # noqa: N818 -- as its parents are named
    """No checkpoint is over what is to be proven."""


def proven(
    ledger: Ledger,
    reader: Reader,
    lens: Lens,
    ref: str,
    number: int | None = None,
    *,
    every: bool = False,
) -> tuple[Bundle, KeptCheckpoint]:
    """That an act was recorded as it is, and the checkpoint that proves it.

    By the newest checkpoint over it, or the one of a number; with `every` also what was said later
    about the act. InputError where there is no such act or checkpoint, NotCovered where none is
    over it.
    """
    from ledger.integrity.bundle import inclusion_bundle

    events = list(_events(ledger, reader, lens, ref, every=every))
    kept = _covering(ledger, max(event.position or 0 for event in events), number)
    size_of(ledger, kept.note)
    return inclusion_bundle(kept.note, events, ledger.leaves(kept.size)), kept


def _events(
    ledger: Ledger, reader: Reader, lens: Lens, ref: str, *, every: bool
) -> Iterator[Recorded]:
    """The event of an act, retracted or not, and with `every` those of the notices about it."""
    from ledger.acts import Act
    from ledger.belief import subject
    from ledger.errors import InputError
    from ledger.near import near
    from ledger.notices import Notice
    from ledger.refs import full, thread_and_act
    from projections.lens import thread_at

    thread, name = thread_and_act(ref)
    _, record = thread_at(reader, thread, lens)
    if name not in record.recorded:
        raise InputError(
            f"there is no act {ref}",
            near=[full(each, thread) for each in near(name, record.recorded)],
            mend=f"See `dipledger acts {thread}`.",
        )
    about: set[str] = set()
    for stored in ledger.events_of([thread], upto=ledger.head()[0]):
        event = stored.event
        if isinstance(event, Act) and event.id == name:
            yield stored
        elif (
            every
            and isinstance(event, Notice)
            and (subject(event) == name or getattr(event, "notice", None) in about)
        ):
            about.add(event.id)
            yield stored


def _covering(ledger: Ledger, position: int, number: int | None) -> KeptCheckpoint:
    """The newest checkpoint, or the one of a number, that is over an event."""
    kept = [numbered(ledger, number)] if number is not None else ledger.checkpoints()
    covering = [one for one in kept if one.size >= position]
    if not covering:
        which = "no checkpoint is made since" if number is None else f"checkpoint {number} is older"
        raise NotCovered(
            f"event {position} cannot be proven yet: {which}",
            mend="Make a checkpoint with `dipledger checkpoint create`.",
        )
    return max(covering, key=lambda one: (one.size, one.number))


def numbered(ledger: Ledger, number: int) -> KeptCheckpoint:
    """The checkpoint of a number. InputError where there is none."""
    from ledger.errors import InputError

    found = next((one for one in ledger.checkpoints() if one.number == number), None)
    if found is None:
        raise InputError(
            f"there is no checkpoint {number}", mend="`dipledger checkpoint list` lists them."
        )
    return found


def size_of(ledger: Ledger, note: str) -> int:
    """The size of a checkpoint, once it is certain that the ledger has the tree it is over."""
    from ledger.integrity.checkpoint import parse_checkpoint
    from ledger.integrity.note import parse_note
    from projections.checkpoints import attested, check_tree

    said = parse_checkpoint(parse_note(note).text)
    check_tree(attested(ledger.origin, ledger.leaves(), [note]), said)
    return said.size
