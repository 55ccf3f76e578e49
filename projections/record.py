"""The record itself: errata and anomalies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.belief import believed, in_force, subject, value_of
from ledger.commands import RecordAct
from ledger.notices import NOTICE_WORDS, ActRetracted, Notice
from ledger.oddities import oddities
from ledger.placing import act_time
from ledger.refs import full
from projections.lens import Lens, WorldSource, thread_at
from projections.text import citation, recorded_text
from projections.views.record import (
    AnomaliesView,
    Anomaly,
    ErrataView,
    Erratum,
    ErratumChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.state import Noted, Recording, ThreadRecord
    from projections.reader import Answering

_MICROSECONDS = 1_000_000


def errata_view(source: Answering, thread: str | None, lens: Lens) -> ErrataView:
    """Every notice of a thread, or of all, with what each changed when it was recorded.

    Those about acts that were certainly still to come by the date are left out.
    """
    if thread is None:
        with source.snapshot(lens) as snapshot:
            told = [Erratum.model_validate_json(one) for one in snapshot.errata()]
        return ErrataView(thread=None, errata=tuple(sorted(told, key=lambda one: one.position)))
    _, record = thread_at(source, thread, lens)
    at = None if lens.as_of is None else lens.instant(record.zone)
    return ErrataView(
        thread=thread,
        errata=tuple(
            erratum
            for erratum, earliest in zip(errata_of(record), errata_times(record), strict=True)
            if at is None or earliest is None or earliest <= at
        ),
    )


def errata_times(record: ThreadRecord) -> Iterator[Instant | None]:
    """Of each notice, the first instant that the act it is about can have happened.

    By the act's own dates as believed, else as recorded; None: no date bounds it.
    """
    about = {one.notice.id: subject(one.notice) for one in record.notices}
    for noted in record.notices:
        act_id = about[noted.notice.id]
        taken_back = noted.notice
        while not act_id and isinstance(taken_back, ActRetracted) and taken_back.notice:
            other = taken_back.notice
            act_id = about[other]
            taken_back = next(one.notice for one in record.notices if one.notice.id == other)
        yield act_time(record.acts.get(act_id) or record.recorded[act_id])[0]


def errata_of(record: ThreadRecord) -> tuple[Erratum, ...]:
    """The notices of a thread as believed, in recorded order."""
    holding = {notice.id for notice in in_force([one.notice for one in record.notices])}
    return tuple(
        _erratum(record, index, noted, in_force=noted.notice.id in holding)
        for index, noted in enumerate(record.notices)
    )


def _erratum(record: ThreadRecord, index: int, noted: Noted, *, in_force: bool) -> Erratum:
    notice, recording = noted.notice, noted.recording
    return Erratum(
        thread=record.id,
        id=notice.id,
        kind=NOTICE_WORDS[type(notice)],
        act=subject(notice) or None,
        notice=notice.notice if isinstance(notice, ActRetracted) else None,
        changes=tuple(_changes(record, index, notice)),
        reason=notice.reason,
        sources=tuple(citation(one) for one in notice.sources),
        recorded_at=recorded_text(recording.recorded_at),
        recorded_by=recording.recorded_by,
        position=recording.position,
        in_force=in_force,
    )


def _changes(record: ThreadRecord, index: int, notice: Notice) -> Iterator[ErratumChange]:
    """The fields of the act before and after the notice, as it was read then."""
    act_id = subject(notice)
    said = [one.notice for one in record.notices[: index + 1]]
    before = believed(record.recorded, in_force(said[:-1])).get(act_id)
    after = believed(record.recorded, in_force(said)).get(act_id)
    if before is not None and after is not None:
        yield from field_changes(before, after)


def field_changes(before: Act, after: Act) -> Iterator[ErratumChange]:
    """The fields that differ between two readings of one act, in the order of the act."""
    for name, field in type(before).model_fields.items():
        key = field.alias or name
        old, new = value_of(before, key), value_of(after, key)
        if old != new:
            yield ErratumChange(field=key, old=old, new=new)


def _still_to_come(act: Act, lens: Lens, zone: str) -> bool:
    """Whether an act was certainly not there yet by the date asked about, where one was."""
    earliest, _ = act_time(act)
    return lens.as_of is not None and earliest is not None and earliest > lens.instant(zone)


def _recorded(recording: Recording, lens: Lens) -> Instant:
    """When an act was recorded; now, for a viewer who is not told."""
    return recording.recorded_at // _MICROSECONDS if recording.position else lens.now


def anomalies_view(source: WorldSource, lens: Lens, thread: str | None = None) -> AnomaliesView:
    """What is odd but possible, in one thread or all; judged by when each act was recorded.

    Acts that were certainly still to come by the date asked about are left out; none where none
    was asked about.
    """
    if thread is None:
        world = source.world(None, lens)
        records = [world.threads[name] for name in sorted(world.threads)]
    else:
        world, record = thread_at(source, thread, lens)
        records = [record]
    return AnomaliesView(
        anomalies=tuple(
            Anomaly(act=full(act.id, record.id), what=what)
            for record in records
            for act in record.acts.values()
            if not _still_to_come(act, lens, record.zone)
            for what in oddities(
                world, RecordAct(record.id, act), _recorded(record.recordings[act.id], lens)
            )
        )
    )
