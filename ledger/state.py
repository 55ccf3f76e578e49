"""What the ledger believes: threads with their acts, and parties. Built by `evolve`, read by all.

Nothing here is derived: no status, no obligation. Those depend on a date, and are folded from the
acts when somebody asks (`ledger.timeline`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ledger.parties import members_on, shipped_party

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from ledger.acts import Act
    from ledger.dates import ActDate
    from ledger.events import ThreadOpened
    from ledger.notices import Notice
    from ledger.parties import Party


@dataclass(frozen=True, slots=True)
class Recording:
    """When and by whom something was recorded: log position, UTC microseconds, name."""

    position: int
    recorded_at: int
    recorded_by: str


UNRECORDED = Recording(position=0, recorded_at=0, recorded_by="")
"""Of what is not stored yet, or is not the viewer's to know."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The registrar closed (or reopened) the thread, at its own date."""

    closed: bool
    when: ActDate
    reason: str


Likeness = tuple[object, ...]


def likeness(act: Act) -> Likeness:
    """What two recordings of the same act certainly share, whatever their ids."""
    dates = tuple((claim.role, claim.date.edtf) for claim in act.dates)
    labels = tuple(point.label for point in act.points)
    return (act.TOPIC, act.senders, act.addressees, dates, labels, act.summary)


@dataclass(frozen=True, slots=True)
class Noted:
    """A notice about an act, and when and by whom it was recorded."""

    notice: Notice
    recording: Recording


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """One negotiation thread as believed.

    `acts` as believed, by id; `recorded` as recorded; `notices` are what makes the difference;
    `owners` says which act raised the point of a label; `alike` finds acts that may
    be the same; `linked` are acts of other threads that bear on this one, as full references.
    """

    opened: ThreadOpened
    recording: Recording
    acts: Mapping[str, Act] = field(default_factory=dict)
    recorded: Mapping[str, Act] = field(default_factory=dict)
    notices: tuple[Noted, ...] = ()
    recordings: Mapping[str, Recording] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    alike: Mapping[Likeness, tuple[str, ...]] = field(default_factory=dict)
    linked: tuple[str, ...] = ()
    closings: tuple[Closing, ...] = ()

    @property
    def id(self) -> str:
        """The slug."""
        return self.opened.thread

    @property
    def zone(self) -> str:
        """The zone of dates that give none."""
        return self.opened.zone


def with_acts(thread: ThreadRecord, acts: Mapping[str, Act]) -> ThreadRecord:
    """The thread with these acts believed, and the indexes that follow from them."""
    alike: dict[Likeness, tuple[str, ...]] = {}
    for act in acts.values():
        like = likeness(act)
        alike[like] = (*alike.get(like, ()), act.id)
    owners = {point.label: act.id for act in acts.values() for point in act.points}
    return replace(thread, acts=acts, owners=owners, alike=alike)


@dataclass(frozen=True, slots=True)
class World:
    """The threads and parties loaded: enough to decide one command or answer one question."""

    threads: Mapping[str, ThreadRecord] = field(default_factory=lambda: MappingProxyType({}))
    parties: Mapping[str, Party] = field(default_factory=lambda: MappingProxyType({}))
    thread_ids: AbstractSet[str] = frozenset()

    def party(self, code: str) -> Party | None:
        """The party of a code: registered in this ledger, or shipped."""
        return self.parties.get(code) or shipped_party(code)

    def name_of(self, code: str) -> str:
        """The name of a party; its code where it is in no registry."""
        party = self.party(code)
        return code if party is None else party.name

    def members(self, code: str, day: str) -> tuple[str, ...]:
        """The members of a group or organisation on an ISO day; none where none are listed."""
        party = self.party(code)
        return () if party is None else members_on(party, day)

    def act(self, ref: str) -> Act | None:
        """The act of a full reference, None where there is none."""
        thread_id, _, act_id = ref.partition("/")
        thread = self.threads.get(thread_id)
        return None if thread is None else thread.acts.get(act_id)

    def raised_by(self, point: str) -> str:
        """As `owner`, of a point that is there: what a believed act refers to always is (T6)."""
        thread_id, _, label = point.partition("/")
        return f"{thread_id}/{self.threads[thread_id].owners[label]}"

    def owner(self, ref: str) -> str | None:
        """The full reference of the act that raised the point of a full reference."""
        thread_id, _, label = ref.partition("/")
        thread = self.threads.get(thread_id)
        if thread is None or label not in thread.owners:
            return None
        return f"{thread_id}/{thread.owners[label]}"
