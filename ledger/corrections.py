"""Notices decided: what may be said later about an act, and what has to go along (section 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.belief import applied, in_force, subject, value_of
from ledger.commands import RecordAct, RecordNotice
from ledger.dates import format_instant
from ledger.errors import Conflict, Refused
from ledger.events import LinkedActReceived
from ledger.evolve import evolve
from ledger.integrity.canonical import canonical_json
from ledger.near import near
from ledger.notices import ActCorrected, ActRetracted, ContentDisclosed, TextShredded
from ledger.placing import act_time, place
from ledger.refs import threads_borne_on
from ledger.rules import RULES, references
from ledger.state import UNRECORDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.acts import Act
    from ledger.events import Event
    from ledger.notices import Notice
    from ledger.state import ThreadRecord, World

_MOST_NAMED = 5


def record_notice(world: World, command: RecordNotice) -> tuple[tuple[str, Event], ...]:
    """The events of a notice; all threads have to be loaded. Raises Refused or Conflict."""
    thread, notice = world.threads[command.thread], command.notice
    _names_what_is_there(thread, notice)
    if not isinstance(notice, ActRetracted | TextShredded):
        _leaves_an_act(world, thread, notice)
    after = evolve(world, thread.id, notice, UNRECORDED)
    _leaves_no_circle(after)
    broken = sorted(broken_by(after))
    events: list[tuple[str, Event]] = [(thread.id, notice)]
    if broken and not (command.with_dependants and isinstance(notice, ActRetracted)):
        raise _breaks(thread, notice, broken)
    while broken:
        for ref in broken:
            home, _, act_id = ref.partition("/")
            also = ActRetracted(id=f"{notice.id}-{act_id}"[:96], act=act_id, reason=notice.reason)
            events.append((home, also))
            after = evolve(after, home, also, UNRECORDED)
        broken = sorted(broken_by(after))
    changed = after.threads[thread.id].acts.get(subject(notice))
    events += _new_markers(world, thread.id, changed)
    return tuple(events)


def _names_what_is_there(thread: ThreadRecord, notice: Notice) -> None:
    ids = {one.notice.id for one in thread.notices}
    if notice.id in ids:
        raise Refused(
            f"the notice {thread.id}/{notice.id} is already recorded",
            mend="Give this one another id with `--id`.",
        )
    if isinstance(notice, ActRetracted) and notice.notice is not None:
        holding = {one.id for one in in_force([one.notice for one in thread.notices])}
        if notice.notice not in holding:
            what = "is retracted already" if notice.notice in ids else "is not there"
            raise Refused(
                f"the notice {thread.id}/{notice.notice} {what}",
                near=near(notice.notice, sorted(holding)),
                mend=f"See `dipledger errata {thread.id}`.",
                rule="T6",
            )
        taken_back = next(one.notice for one in thread.notices if one.notice.id == notice.notice)
        if isinstance(taken_back, TextShredded):
            raise Refused(
                f"the shredding {thread.id}/{notice.notice} cannot be taken back: the key is gone"
            )
        return
    act_id = subject(notice)
    if isinstance(notice, TextShredded) and act_id in thread.recorded:
        _has_something_to_shred(thread, notice)
        return
    if act_id not in thread.acts:
        what = "is retracted" if act_id in thread.recorded else "is not there"
        raise Refused(
            f"the act {thread.id}/{act_id} {what}",
            near=near(act_id, thread.acts),
            mend=f"See `dipledger acts {thread.id}` and `dipledger errata {thread.id}`.",
            rule="T6",
        )


def _has_something_to_shred(thread: ThreadRecord, notice: TextShredded) -> None:
    """Also of a retracted act: its words are in the log all the same."""
    if thread.recorded[notice.act].sealed is None:
        raise Refused(
            f"nothing of {thread.id}/{notice.act} is sealed, so that nothing can be shredded",
            mend="What is to be destroyed one day is sealed when it is recorded, with `--seal`.",
        )
    for one in thread.notices:
        if isinstance(one.notice, TextShredded) and one.notice.act == notice.act:
            raise Refused(
                f"the sealed text of {thread.id}/{notice.act} is shredded already,"
                f" by {one.notice.id}"
            )


def _leaves_an_act(world: World, thread: ThreadRecord, notice: Notice) -> None:
    """Raise whatever would speak against the act if it were recorded as it is going to be read."""
    act = thread.acts[subject(notice)]
    if isinstance(notice, ActCorrected):
        _is_a_change(thread, notice, act)
    if isinstance(notice, ContentDisclosed):
        _after_the_act(notice, act)
    try:
        changed = applied(notice, act)
    except ValueError as error:
        first = str(error).splitlines()
        raise Refused(
            f"with this, {thread.id}/{act.id} would be no act: {'; '.join(first[1:3]).strip()}",
            mend="Check the fields and their values.",
        ) from error
    without = replace(
        thread,
        acts={key: one for key, one in thread.acts.items() if key != act.id},
        owners={label: owner for label, owner in thread.owners.items() if owner != act.id},
    )
    alone = replace(world, threads={**world.threads, thread.id: without})
    as_new = RecordAct(thread.id, changed)
    errors = [error for rule in RULES for error in rule(alone, as_new)]
    if errors:
        raise errors[0]


def _is_a_change(thread: ThreadRecord, notice: ActCorrected, act: Act) -> None:
    fields = {field.alias or name for name, field in type(act).model_fields.items()}
    fields -= {"id", "sealed"}
    for change in notice.changes:
        if change.field not in fields:
            raise Refused(
                f"a {act.KIND.word} has no field {change.field} that can be corrected",
                near=near(change.field, sorted(fields)),
                mend="What is wrong in kind or id is retracted and recorded anew.",
            )
        if act.sealed is not None and change.field in act.sealed.fields:
            raise Refused(
                f"{change.field} of {thread.id}/{act.id} is sealed, and cannot be corrected",
                mend="Retract the act, and record it anew.",
            )
        believed_now = value_of(act, change.field)
        if change.old != believed_now:
            raise Conflict(
                f"{change.field} of {thread.id}/{act.id} is not what you say it was: "
                f"the ledger believes {canonical_json(believed_now).decode()}",
                mend=f"See `dipledger show {thread.id}/{act.id}`; somebody may have corrected it.",
            )
        if change.new == change.old:
            raise Refused(f"{change.field} of {thread.id}/{act.id} is that already")


def _after_the_act(notice: ContentDisclosed, act: Act) -> None:
    earliest, _ = act_time(act)
    for record in notice.disclosures:
        if (
            earliest is not None
            and record.when.latest is not None
            and record.when.latest < earliest
        ):
            raise Refused(
                f"the disclosure of {record.when.text} is before {act.id} itself "
                f"({format_instant(earliest)})",
                mend="Check both dates.",
                rule="T6",
            )


def broken_by(after: World) -> Iterator[str]:
    """The acts that would be left with a broken reference or no possible time, full references."""
    for thread in after.threads.values():
        for act in thread.acts.values():
            command = RecordAct(thread.id, act)
            if any(True for _ in references(after, command)):
                yield command.ref
    for one in place(after).values():
        if one.earliest is not None and one.latest is not None and one.earliest > one.latest:
            yield one.ref


def _leaves_no_circle(after: World) -> None:
    everything = {
        f"{thread.id}/{name}" for thread in after.threads.values() for name in thread.acts
    }
    circle = sorted(everything - set(place(after)))
    if circle:
        raise Refused(
            f"{', '.join(circle[:_MOST_NAMED])} would reply to each other in a circle",
            mend="Check the references of each.",
            rule="T6",
        )


def _breaks(thread: ThreadRecord, notice: Notice, broken: Iterable[str]) -> Refused:
    names = list(dict.fromkeys(broken))
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    retracts = isinstance(notice, ActRetracted)
    return Refused(
        f"this would leave {', '.join(names[:_MOST_NAMED])}{more} with a broken reference or no "
        f"possible time, for what it changes in {thread.id}/{subject(notice) or notice.id}",
        mend="Take them along with `--with-dependants`, or correct them first."
        if retracts
        else "Correct them first.",
        rule="T6",
    )


def _new_markers(before: World, home: str, changed: Act | None) -> Iterator[tuple[str, Event]]:
    """A marker for each thread that the act bears on now and did not before."""
    if changed is None:
        return
    for thread in threads_borne_on(changed, home):
        if f"{home}/{changed.id}" not in before.threads[thread].linked:
            yield thread, LinkedActReceived(thread=home, act=changed.id)
