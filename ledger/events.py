"""The registry events, the list of all topics, and how an event becomes bytes and back.

A topic (`dipledger.DemandIssued.v1`) is a stable name and an allow-list: what is not in `TOPICS` is
never resolved, only shown. A change of an event's shape is a new version with an upcaster from the
old one in `UPCASTERS`; stored bytes are never rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic_core import from_json

from ledger.acts import ACT_CLASSES, Act
from ledger.dates import ActDate
from ledger.integrity.canonical import canonical_json
from ledger.notices import NOTICE_CLASSES, Notice
from ledger.parties import Party
from ledger.parts import Marking, Part, Source
from ledger.text import ActId, Line, PartyCode, Prose, ThreadId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class UnknownTopic(LookupError):  # noqa: N818 -- a look-up that found nothing, not a failure
    """A stored topic that this version does not know."""


class ThreadOpened(Part):
    """A negotiation thread begins; its stream is named by its slug."""

    TOPIC: ClassVar[str] = "dipledger.ThreadOpened.v1"

    thread: ThreadId
    title: Line
    parties: tuple[PartyCode, ...] = ()
    zone: Line = "UTC"
    parent: ThreadId | None = None
    tags: tuple[Line, ...] = ()
    marking: Marking | None = None
    sources: tuple[Source, ...] = ()
    note: Prose | None = None


class ThreadAmended(Part):
    """The registrar changes what describes a thread; a field that is None stays as it was."""

    TOPIC: ClassVar[str] = "dipledger.ThreadAmended.v1"

    title: Line | None = None
    parties: tuple[PartyCode, ...] | None = None
    tags: tuple[Line, ...] | None = None
    marking: Marking | None = None
    reason: Prose


class ThreadClosed(Part):
    """The registrar closes the thread, at its own date; closing settles nothing (rule S4)."""

    TOPIC: ClassVar[str] = "dipledger.ThreadClosed.v1"

    when: ActDate
    reason: Prose


class ThreadReopened(Part):
    """The registrar opens the thread again, at its own date."""

    TOPIC: ClassVar[str] = "dipledger.ThreadReopened.v1"

    when: ActDate
    reason: Prose


class PartyRegistered(Part):
    """A party that the shipped registry does not know, or knows otherwise."""

    TOPIC: ClassVar[str] = "dipledger.PartyRegistered.v1"

    party: Party


class PartyAmended(Part):
    """The whole entry of a party, as it is from now on."""

    TOPIC: ClassVar[str] = "dipledger.PartyAmended.v1"

    party: Party
    reason: Prose


class LinkedActReceived(Part):
    """An act of another thread bears on this one: the reference alone, nothing copied."""

    TOPIC: ClassVar[str] = "dipledger.LinkedActReceived.v1"

    thread: ThreadId
    act: ActId


RegistryEvent = (
    ThreadOpened
    | ThreadAmended
    | ThreadClosed
    | ThreadReopened
    | PartyRegistered
    | PartyAmended
    | LinkedActReceived
)
REGISTRY_CLASSES: tuple[type[RegistryEvent], ...] = (
    ThreadOpened,
    ThreadAmended,
    ThreadClosed,
    ThreadReopened,
    PartyRegistered,
    PartyAmended,
    LinkedActReceived,
)
Event = Act | Notice | RegistryEvent

TOPICS: dict[str, type[Any]] = {
    cls.TOPIC: cls for cls in (*ACT_CLASSES, *NOTICE_CLASSES, *REGISTRY_CLASSES)
}

Stored = dict[str, Any]
Upcaster = tuple[str, "Callable[[Stored], Stored]"]
UPCASTERS: dict[str, Upcaster] = {}
"""Old topic → (the next version's topic, how its stored object becomes the next version's)."""


def encode(event: Event) -> tuple[str, bytes]:
    """Topic and canonical bytes of an event; keys that hold their default are left out."""
    return event.TOPIC, canonical_json(event.model_dump(mode="json", exclude_defaults=True))


def decode(
    topic: str,
    body: bytes,
    upcasters: Mapping[str, Upcaster] = UPCASTERS,
) -> Event:
    """The event of stored bytes, brought to its newest version; UnknownTopic if not on the list."""
    if topic in TOPICS:
        event: Event = TOPICS[topic].model_validate_json(body)
        return event
    if topic not in upcasters:
        raise UnknownTopic(topic)
    stored = from_json(body)
    while topic in upcasters:
        topic, upcast = upcasters[topic]
        stored = upcast(stored)
    upcast_event: Event = TOPICS[topic].model_validate(stored)
    return upcast_event
