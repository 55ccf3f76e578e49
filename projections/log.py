"""The raw log as published: one entry an event, those this version does not know included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from ledger.acts import Act
from ledger.belief import subject
from ledger.events import (
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadClosed,
    ThreadOpened,
    ThreadReopened,
)
from ledger.notices import NOTICE_WORDS, Notice
from projections.text import gist, recorded_text
from projections.views.history import LogEntry, LogView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import Event

UNKNOWN = "unknown type"


class Recorded(Protocol):
    """One stored event as the store hands it out."""

    @property
    def position(self) -> int | None:
        """Gapless position in the log."""
        ...

    @property
    def originator_id(self) -> str:
        """The stream: a thread's slug or `party:CODE`."""
        ...

    @property
    def originator_version(self) -> int:
        """Version of the stream."""
        ...

    @property
    def topic(self) -> str:
        """The event's stable name."""
        ...

    @property
    def recorded_at(self) -> int:
        """Microseconds of UTC."""
        ...

    @property
    def recorded_by(self) -> str:
        """Who recorded it."""
        ...

    @property
    def marking(self) -> str | None:
        """Classification of the act."""
        ...

    @property
    def leaf(self) -> bytes:
        """The leaf hash."""
        ...

    @property
    def event(self) -> object | None:
        """The event; None where this version does not know its topic."""
        ...


def log_view(recorded: Iterable[Recorded]) -> LogView:
    """The events in the order given; one of an unknown topic says so."""
    return LogView(events=tuple(_entry(one) for one in recorded))


def _entry(one: Recorded) -> LogEntry:
    return LogEntry(
        position=one.position or 0,
        stream=one.originator_id,
        version=one.originator_version,
        topic=one.topic,
        known=one.event is not None,
        recorded_at=recorded_text(one.recorded_at),
        recorded_by=one.recorded_by,
        marking=one.marking,
        leaf=one.leaf.hex(),
        summary=UNKNOWN if one.event is None else event_summary(cast("Event", one.event)),
    )


def event_summary(event: Event) -> str:
    """An event in a few words: `reply note-1, USA -> RUS: …`, `opens the thread “…”`."""
    match event:
        case Act():
            text = _act_summary(event)
        case Notice():
            of = subject(event) or getattr(event, "notice", None)
            text = f"{NOTICE_WORDS[type(event)]} {of} ({event.id}): {event.reason}"
        case ThreadOpened(title=title):
            text = f"opens the thread “{title}”"
        case ThreadAmended(reason=reason):
            text = f"amends the thread: {reason}"
        case ThreadClosed(when=when, reason=reason):
            text = f"closes the thread on {when.text}: {reason}"
        case ThreadReopened(when=when, reason=reason):
            text = f"reopens the thread on {when.text}: {reason}"
        case PartyRegistered(party=party):
            text = f"registers {party.code}, {party.name}"
        case PartyAmended(party=party, reason=reason):
            text = f"amends {party.code}: {reason}"
        case _:
            text = f"{event.thread}/{event.act} bears on it"
    return text


def _act_summary(act: Act) -> str:
    parties = ", ".join(act.senders)
    if act.addressees:
        parties += f" -> {', '.join(act.addressees)}"
    words = gist(act)
    return f"{act.KIND.word} {act.id}, {parties}" + (f": {words}" if words else "")
