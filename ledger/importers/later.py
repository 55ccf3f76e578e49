"""What is said later about an act → a command: correct, retract, cite, disclose, reclassify.

Values are texts in the notations of act files. Each command has the reason and the sources of what
it says; its id is made of the word and of what it is about, unless it is given. Refused, with near
misses, where the act or the thread is not there; InputError or SeveralErrors where what is written
cannot be understood. What the rules refuse is told by `Ledger.handle`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.commands import RecordNotice
from ledger.errors import InputError, Refused
from ledger.importers.edits import Edit
from ledger.importers.noticebuild import (
    Subject,
    Told,
    citation,
    correction,
    disclosure,
    own_id,
    reclassification,
    retraction,
    shredding,
)
from ledger.near import near
from ledger.notices import TextShredded
from ledger.refs import thread_and_act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.state import ThreadRecord
    from ledger.store.application import Ledger


def correct(
    ledger: Ledger,
    act: str,
    changes: Mapping[str, str | Sequence[str] | None],
    *,
    reason: str,
    source: Sequence[str] = (),
    was: Mapping[str, str | Sequence[str] | None] | None = None,
    notice_id: str | None = None,
) -> RecordNotice:
    """Correct fields of an act, THREAD/ACT: field → value, several values, or None for no more.

    A part of a list goes by its key, `points.LABEL`. `was`: what the old values are taken for.
    """
    subject, record = _subject(ledger, act)
    told = Told(notice_id or _id(record, "correct", subject.act.id), reason, tuple(source))
    edits, expected = tuple(_edits(changes, "--set")), tuple(_edits(was or {}, "--was"))
    return RecordNotice(subject.thread, correction(subject, told, edits, expected))


def retract(
    ledger: Ledger,
    thread_or_act: str,
    *,
    reason: str,
    source: Sequence[str] = (),
    notice: str | None = None,
    with_dependants: bool = False,
    notice_id: str | None = None,
) -> RecordNotice:
    """Retract an act, THREAD/ACT, or take back a `notice` of THREAD by its id.

    `with_dependants`: what refers to the act is retracted with it.
    """
    if ("/" in thread_or_act) is (notice is not None):
        raise InputError(
            "a retraction is of one act or of one notice",
            mend="Write `dipledger retract THREAD/ACT`, or `dipledger retract THREAD --notice ID`.",
        )
    if notice is not None:
        record = _thread(ledger, thread_or_act)
        told = Told(notice_id or _id(record, "retract", notice), reason, tuple(source))
        return RecordNotice(record.id, retraction(told, notice=notice), with_dependants)
    subject, record = _subject(ledger, thread_or_act)
    told = Told(notice_id or _id(record, "retract", subject.act.id), reason, tuple(source))
    return RecordNotice(record.id, retraction(told, act=subject.act.id), with_dependants)


def cite(
    ledger: Ledger,
    act: str,
    *,
    reason: str,
    source: Sequence[str] = (),
    dates: Mapping[str, Sequence[str] | None] | None = None,
    claims: Sequence[str] = (),
    prefer: str | None = None,
    notice_id: str | None = None,
) -> RecordNotice:
    """Cite further sources for an act, and what they say otherwise.

    `dates` by their roles, `claims` as `FIELD=VALUE`; `prefer`: why those are the ones to go by.
    """
    subject, record = _subject(ledger, act)
    told = Told(notice_id or _id(record, "cite", subject.act.id), reason, tuple(source))
    dated = {role: list(texts or ()) for role, texts in (dates or {}).items()}
    return RecordNotice(subject.thread, citation(subject, told, dated, list(claims), prefer))


def disclose(
    ledger: Ledger,
    act: str,
    *,
    how: str,
    when: str,
    reason: str,
    source: Sequence[str] = (),
    part: Sequence[str] = (),
    by: str | None = None,
    text: str | None = None,
    points: Sequence[str] = (),
    answers: Sequence[str] = (),
    stands: Sequence[str] = (),
    contents: str | None = None,
    notice_id: str | None = None,
) -> RecordNotice:
    """Contents of an act became known: announced, published, leaked or declassified (`how`).

    `part` is text, gist, existence, `point:LABEL` or `answer:LABEL`; without one it is what is
    given. `points` are `LABEL: TEXT`, `answers` `POINT=STANCE`, as on the command line.
    """
    subject, record = _subject(ledger, act)
    told = Told(notice_id or _id(record, "disclose", subject.act.id), reason, tuple(source))
    given = {
        "text": text,
        "points": list(points),
        "answers": list(answers),
        "contents": contents,
        "stands": list(stands),
    }
    notice = disclosure(subject, told, part, {"how": how, "when": when, "by": by}, given)
    return RecordNotice(subject.thread, notice)


def reclassify(
    ledger: Ledger,
    act: str,
    *,
    marking: str | None,
    reason: str,
    source: Sequence[str] = (),
    when: str | None = None,
    notice_id: str | None = None,
) -> RecordNotice:
    """Change the marking of an act, since `when`; None takes it away."""
    subject, record = _subject(ledger, act)
    told = Told(notice_id or _id(record, "reclassify", subject.act.id), reason, tuple(source))
    return RecordNotice(subject.thread, reclassification(subject, told, marking, when))


def shred(
    ledger: Ledger,
    act: str,
    *,
    reason: str,
    source: Sequence[str] = (),
    notice_id: str | None = None,
) -> RecordNotice | None:
    """Say that the sealed text of an act, THREAD/ACT, is shredded; None: that is recorded already.

    `Ledger.destroy_seal` destroys its key once it is recorded.
    """
    thread, act_id = thread_and_act(act)
    record = _thread(ledger, thread)
    if act_id not in record.recorded:
        raise _no_act(record, act_id)
    if any(
        isinstance(one.notice, TextShredded) and one.notice.act == act_id for one in record.notices
    ):
        return None
    told = Told(notice_id or _id(record, "shred", act_id), reason, tuple(source))
    return RecordNotice(thread, shredding(told, act_id))


def _edits(changes: Mapping[str, str | Sequence[str] | None], option: str) -> Iterator[Edit]:
    for path, value in changes.items():
        if value is None:
            yield Edit(path, (), f"--unset {path}")
        else:
            values = (value,) if isinstance(value, str) else tuple(value)
            yield Edit(path, values, f"{option} {path}")


def _id(record: ThreadRecord, word: str, about: str) -> str:
    """The id of a notice that is given none: the word and what it is about."""
    return own_id(word, about, {one.notice.id for one in record.notices})


def _subject(ledger: Ledger, ref: str) -> tuple[Subject, ThreadRecord]:
    """The act as believed now, and its thread. Refused where it is not there, or retracted."""
    thread, act_id = thread_and_act(ref)
    record = _thread(ledger, thread)
    act = record.acts.get(act_id)
    if act is None:
        raise _no_act(record, act_id)
    return Subject(act, thread, record.zone), record


def _no_act(record: ThreadRecord, act_id: str) -> Refused:
    thread = record.id
    what = "is retracted" if act_id in record.recorded else "is not there"
    return Refused(
        f"the act {thread}/{act_id} {what}",
        near=[f"{thread}/{name}" for name in near(act_id, record.acts)],
        mend=f"See `dipledger acts {thread}` and `dipledger errata {thread}`.",
    )


def _thread(ledger: Ledger, thread: str) -> ThreadRecord:
    """A thread. Refused where it is not there."""
    world = ledger.world([thread])
    record = world.threads.get(thread)
    if record is not None:
        return record
    raise Refused(
        f"there is no thread {thread}",
        near=near(thread, sorted(world.thread_ids)),
        mend="See `dipledger thread list`.",
    )
