"""Acts: one with everything recorded of it, or a list by party, kind and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.belief import in_force, subject
from ledger.dates import MIN_INSTANT
from ledger.errors import InputError
from ledger.near import near
from ledger.notices import TextShredded
from ledger.placing import in_order, in_time, place, standing_at
from ledger.refs import full, name_of, thread_of
from ledger.sealing import opened
from ledger.timeline import Fold
from projections.claims import conflicts_of
from projections.history import entries
from projections.lens import Lens, WorldSource, thread_at
from projections.points import contents_text
from projections.read_model.found import HAPPENED, OF_PARTY, POSSIBLE, UNDATED, WITH_ROLE, ActRow
from projections.text import brief, recorded_text
from projections.views.acts import ActsView, ActView, SealedView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.acts import Act
    from ledger.placing import Placed
    from ledger.state import ThreadRecord, World
    from projections.reader import Snapshots


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

    def condition(self) -> tuple[str, dict[str, object]]:
        """What is asked as a condition on the rows of acts, and its values; persons apart."""
        told: dict[str, object] = {
            name: value
            for name in ("kind", "instrument", "disclosure", "party", "role")
            if (value := getattr(self, name)) is not None
        }
        conditions = [
            f"{name} = :{name}" for name in ("kind", "instrument", "disclosure") if name in told
        ]
        if self.conflicting:
            conditions.append("conflicting")
        if self.party is not None:
            conditions.append(OF_PARTY)
        if self.role is not None:
            conditions.append(WITH_ROLE)
        return " AND ".join(conditions) or "1", told

    def takes_persons(self, persons: Iterable[tuple[str, str]]) -> bool:
        """Whether one of an act's persons is asked for, each a role and the name and post."""
        wanted = (self.person or "").casefold()
        return any(
            self.role in (None, role) and wanted in words.casefold() for role, words in persons
        )


def acts_view(
    source: Snapshots, lens: Lens, wanted: ActFilter, *, thread: str | None = None
) -> ActsView:
    """The acts of a thread or the ledger in order of replay; the possible and undated ones."""
    condition, values = wanted.condition()
    with source.snapshot(lens) as snapshot:
        if thread is not None:
            snapshot.thread(thread)
        persons = snapshot.persons() if wanted.person is not None else None

        def chosen(when: str) -> list[ActRow]:
            return [
                row
                for row in snapshot.acts(f"{when} AND {condition}", values)
                if (thread is None or row.thread.slug == thread)
                and (persons is None or wanted.takes_persons(persons.get(row.act, ())))
            ]

        happened, possible, undated = chosen(HAPPENED), chosen(POSSIBLE), chosen(UNDATED)
    possible.sort(key=lambda row: (row.earliest or 0, row.ref))
    undated.sort(key=lambda row: row.ref)
    return ActsView(
        acts=tuple(row.view() for row in in_order(happened)),
        possible=tuple(row.view() for row in possible),
        undated=tuple(row.view() for row in undated),
    )


def act_view(
    source: WorldSource,
    ref: str,
    lens: Lens,
    key_of: Callable[[str], bytes | None] = lambda _: None,
) -> ActView:
    """One act, named THREAD/ACT, with what it changed when it happened.

    `key_of` gives the keys of sealed texts, None for those that are not there.
    """
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
    words = None if act.sealed is None else opened(record.id, act, key_of(act.sealed.key))
    stored = act.model_dump(mode="json", exclude_defaults=True, exclude={"sealed"})
    return ActView(
        brief=brief(placed[ref], record.zone),
        standing=standing_at(placed[ref], lens.instant(record.zone)),
        act={"kind": act.KIND.word, **stored, **(words or {})},
        recorded_at=recorded_text(recording.recorded_at) if recording.position else None,
        recorded_by=recording.recorded_by or None,
        position=recording.position or None,
        answered_by=tuple(
            brief(one, record.zone)
            for one in in_time([one for one in placed.values() if ref in one.answers])
        ),
        conflicts=conflicts_of(act, record.zone),
        notices=tuple(
            notice.id
            for notice in in_force([one.notice for one in record.notices])
            if subject(notice) == act.id
        ),
        changes=tuple(_changes(world, record, placed[ref])),
        sealed=_sealed(record, act, is_open=words is not None),
        not_known=_not_known(act, told=bool(recording.position)),
    )


def _sealed(record: ThreadRecord, act: Act, *, is_open: bool) -> SealedView | None:
    if act.sealed is None:
        return None
    names = " and ".join(act.sealed.fields)
    shredded = next(
        (
            one
            for one in record.notices
            if isinstance(one.notice, TextShredded) and one.notice.act == act.id
        ),
        None,
    )
    if shredded is not None:
        when, by = recorded_text(shredded.recording.recorded_at), shredded.recording.recorded_by
        told = f"{names}: shredded on {when} by {by} because: {shredded.notice.reason}"
    elif is_open:
        told = f"{names}: opened here with its key"
    else:
        told = f"{names}: its key is not in this ledger, or does not open it"
    return SealedView(fields=act.sealed.fields, opened=is_open, told=told)


def _changes(world: World, record: ThreadRecord, placed: Placed) -> Iterator[str]:
    if placed.latest is None:
        return
    fold = Fold(world, record)
    # From the second before: else every step of a long thread would be told.
    before = placed.latest - 1
    since = before if fold.happened_before(before) else MIN_INSTANT
    for entry in entries(fold.steps(placed.latest, since)):
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
