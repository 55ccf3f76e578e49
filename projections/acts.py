"""Acts: one with everything recorded of it, or a list by party, kind and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.belief import in_force, subject
from ledger.errors import InputError
from ledger.near import near
from ledger.placing import place, select
from ledger.refs import full, name_of, thread_of
from ledger.timeline import Fold
from projections.claims import conflicts_of
from projections.history import entries
from projections.lens import Lens, WorldSource, thread_at
from projections.points import contents_text
from projections.text import brief, recorded_text
from projections.views.acts import ActBrief, ActsView, ActView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.acts import Act
    from ledger.placing import Placed
    from ledger.state import ThreadRecord, World


@dataclass(frozen=True, slots=True)
class ActFilter:
    """Which acts to list; None asks for all."""

    party: str | None = None
    kind: str | None = None
    instrument: str | None = None
    role: str | None = None
    person: str | None = None
    disclosure: str | None = None
    conflicting: bool = False

    def takes(self, act: Act) -> bool:
        """Whether the act is asked for; a person is found by a part of the name or post."""
        return (
            self.party in (None, *act.senders, *act.addressees, *act.on_behalf_of)
            and self.kind in (None, act.KIND.word)
            and self.instrument in (None, act.instrument)
            and self.disclosure in (None, act.disclosure)
            and (not self.conflicting or bool(conflicts_of(act, "UTC")))
            and self._takes_persons(act)
        )

    def _takes_persons(self, act: Act) -> bool:
        if self.role is None and self.person is None:
            return True
        wanted = (self.person or "").casefold()
        return any(
            self.role in (None, person.role)
            and wanted in f"{person.name or ''} {person.post or ''}".casefold()
            for person in act.persons
        )


def acts_view(
    source: WorldSource, lens: Lens, wanted: ActFilter, *, thread: str | None = None
) -> ActsView:
    """The acts of a thread or the ledger in order of replay; the possible and undated ones."""
    world, records = _records(source, lens, thread)
    placed = place(world)
    happened: list[tuple[int, ActBrief]] = []
    possible: list[ActBrief] = []
    undated: list[ActBrief] = []
    for record in records:
        zone = record.zone
        own = [
            placed[f"{record.id}/{act_id}"]
            for act_id, act in record.acts.items()
            if wanted.takes(act)
        ]
        selection = select(own, lens.instant(zone))
        happened += [(one.at, brief(one, zone)) for one in selection.happened]
        possible += [brief(one, zone) for one in selection.possible]
        undated += [brief(one, zone) for one in selection.undated]
    happened.sort(key=lambda pair: pair[0])
    return ActsView(
        acts=tuple(view for _, view in happened),
        possible=tuple(possible),
        undated=tuple(undated),
    )


def _records(
    source: WorldSource, lens: Lens, thread: str | None
) -> tuple[World, Iterable[ThreadRecord]]:
    if thread is not None:
        world, record = thread_at(source, thread, lens)
        return world, [record]
    world = source.world(None, lens)
    return world, [world.threads[name] for name in sorted(world.threads)]


def act_view(source: WorldSource, ref: str, lens: Lens) -> ActView:
    """One act, named THREAD/ACT, with what it changed when it happened."""
    world, record = thread_at(source, thread_of(ref), lens)
    act = record.acts.get(name_of(ref))
    if act is None:
        raise InputError(
            f"there is no act {ref}",
            near=[full(name, record.id) for name in near(name_of(ref), record.acts)],
            mend=f"See `dipledger acts {record.id}`.",
        )
    placed = place(world)
    recording = record.recordings[act.id]
    return ActView(
        brief=brief(placed[ref], record.zone),
        act={"kind": act.KIND.word, **act.model_dump(mode="json", exclude_defaults=True)},
        recorded_at=recorded_text(recording.recorded_at) if recording.position else None,
        recorded_by=recording.recorded_by or None,
        position=recording.position or None,
        answered_by=tuple(
            brief(one, record.zone)
            for one in sorted(placed.values(), key=lambda one: one.ref)
            if ref in one.answers
        ),
        conflicts=conflicts_of(act, record.zone),
        notices=tuple(
            notice.id
            for notice in in_force([one.notice for one in record.notices])
            if subject(notice) == act.id
        ),
        changes=tuple(_changes(world, record, placed[ref])),
        not_known=_not_known(act, told=bool(recording.position)),
    )


def _changes(world: World, record: ThreadRecord, placed: Placed) -> Iterator[str]:
    if placed.latest is None:
        return
    for entry in entries(Fold(world, record).steps(placed.latest)):
        if entry.act is not None and entry.act.ref == placed.ref:
            yield from (change.text for change in entry.changes)


def _not_known(act: Act, *, told: bool) -> tuple[str, ...]:
    whole = contents_text(act.contents, act.disclosure)
    lines = [] if whole is None else [whole]
    lines += [
        f"point {point.label}: {what}"
        for point in act.points
        if (what := contents_text(point.contents, act.disclosure)) is not None
    ]
    if told and act.disclosure is None:
        lines.append("whether it was disclosed is not recorded")
    return tuple(lines)
