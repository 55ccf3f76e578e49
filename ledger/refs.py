"""What an act refers to, and what that means across threads.

A reference without a thread (`ukraine`, `note-1`) is to the act's own thread; `nato-2021/ukraine`
is to another. Everything below works on full references, `THREAD/NAME`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Act

ACT_FIELDS = (
    "replies_to",
    "follows",
    "about",
    "announces",
    "transmits",
    "encloses",
    "supersedes",
    "withdraws_acts",
    "extends",
)
"""The fields of an act that name other acts."""

_BEARING_ACT_FIELDS = ("replies_to", "supersedes", "withdraws_acts", "extends")


def full(ref: str, home: str) -> str:
    """`THREAD/NAME` of a reference found in thread `home`."""
    return ref if "/" in ref else f"{home}/{ref}"


def short(ref: str, home: str) -> str:
    """The reference as it is written inside thread `home`."""
    return ref.removeprefix(f"{home}/")


def thread_of(ref: str) -> str:
    """The thread of a full reference."""
    return ref.partition("/")[0]


def name_of(ref: str) -> str:
    """The act id or point label of a full reference."""
    return ref.partition("/")[2]


def thread_and_act(ref: str) -> tuple[str, str]:
    """The two names of `THREAD/ACT`. InputError where one is missing."""
    thread, _, act = ref.partition("/")
    if thread and act:
        return thread, act
    raise InputError(f"{ref} names no act", where="THREAD/ACT", mend="Write THREAD/ACT.")


def act_refs(act: Act, home: str) -> Iterator[tuple[str, str]]:
    """(field, full reference) of every act that this one refers to."""
    for field in ACT_FIELDS:
        for ref in getattr(act, field):
            yield field, full(ref, home)
    for assessment in act.assessments:
        if assessment.act is not None:
            yield "assessments", full(assessment.act, home)


def point_refs(act: Act, home: str) -> Iterator[tuple[str, str]]:
    """(field, full reference) of every point that this act refers to, its own points included."""
    refs = [*_in_answers(act), *_in_points(act)]
    refs += [("withdraws", ref) for ref in act.withdraws]
    refs += [("assessments", one.point) for one in act.assessments]
    refs += [("disclosures", record.point) for record in act.disclosures]
    for field, ref in refs:
        if ref is not None:
            yield field, full(ref, home)


def _in_answers(act: Act) -> Iterator[tuple[str, str | None]]:
    for answer in act.answers:
        yield "answers", answer.point
        yield "counter", answer.counter
        yield "condition", None if answer.condition is None else answer.condition.point


def _in_points(act: Act) -> Iterator[tuple[str, str | None]]:
    for point in act.points:
        yield "parent", point.parent
        yield "restates", point.restates
        yield "supersedes", point.supersedes
        yield "condition", None if point.condition is None else point.condition.point


def threads_borne_on(act: Act, home: str) -> tuple[str, ...]:
    """The other threads whose state this act can change, sorted; each gets a marker."""
    threads = {
        thread_of(full(ref, home)) for field in _BEARING_ACT_FIELDS for ref in getattr(act, field)
    }
    threads |= {
        thread_of(ref)
        for field, ref in point_refs(act, home)
        if field in ("answers", "restates", "supersedes", "withdraws", "condition")
    }
    threads |= {effect.thread for effect in act.effects if effect.thread is not None}
    return tuple(sorted(threads - {home}))


def threads_named(act: Act, home: str) -> tuple[str, ...]:
    """Every other thread that the act refers to in any way, sorted."""
    refs = [ref for _, ref in (*act_refs(act, home), *point_refs(act, home))]
    named = {thread_of(ref) for ref in refs} | set(threads_borne_on(act, home))
    return tuple(sorted(named - {home}))
