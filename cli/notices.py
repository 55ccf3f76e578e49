"""What the commands that say something later about an act have in common.

Each names the act, the reason and the sources; nothing that is recorded is changed by it. The name
of the notice goes to stdout: `dipledger retract --notice` takes it back.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cli.completion import complete_act

if TYPE_CHECKING:
    from ledger.importers.noticebuild import Subject, Told
    from ledger.notices import Notice
    from ledger.state import ThreadRecord
    from ledger.store import Ledger

ActArg = Annotated[
    str, Argument(metavar="THREAD/ACT", help="The act.", autocompletion=complete_act)
]
ReasonOption = Annotated[str, Option("--reason", metavar="TEXT", help="Why.")]
SourcesOption = Annotated[
    list[str] | None,
    Option(
        "--source",
        metavar="CITATION",
        help='Where that is known from, "… [B2] {page=3, id=s1}"; may be repeated.',
    ),
]
IdOption = Annotated[
    str | None,
    Option("--id", metavar="ID", help="The notice's id in the thread; without one COMMAND-ACT."),
]


def thread_and_act(ref: str) -> tuple[str, str]:
    """The two names of `THREAD/ACT`. InputError where one is missing."""
    from ledger.errors import InputError

    thread, _, act = ref.partition("/")
    if thread and act:
        return thread, act
    raise InputError(f"{ref} names no act", where="THREAD/ACT", mend="Write THREAD/ACT.")


def subject_of(ledger: Ledger, ref: str) -> tuple[Subject, ThreadRecord]:
    """The act as believed now, and its thread. Refused where it is not there, or retracted."""
    from ledger.errors import Refused
    from ledger.importers.noticebuild import Subject
    from ledger.near import near

    thread, act_id = thread_and_act(ref)
    record = thread_of(ledger, thread)
    act = record.acts.get(act_id)
    if act is None:
        what = "is retracted" if act_id in record.recorded else "is not there"
        raise Refused(
            f"the act {thread}/{act_id} {what}",
            near=[f"{thread}/{name}" for name in near(act_id, record.acts)],
            mend=f"See `dipledger acts {thread}` and `dipledger errata {thread}`.",
        )
    return Subject(act, thread, record.zone), record


def thread_of(ledger: Ledger, thread: str) -> ThreadRecord:
    """A thread. Refused where it is not there."""
    from ledger.errors import Refused
    from ledger.near import near

    world = ledger.world([thread])
    record = world.threads.get(thread)
    if record is not None:
        return record
    raise Refused(
        f"there is no thread {thread}",
        near=near(thread, sorted(world.thread_ids)),
        mend="See `dipledger thread list`.",
    )


def told(
    record: ThreadRecord,
    word: str,
    about: str,
    *,
    notice_id: str | None,
    reason: str,
    source: list[str] | None,
) -> Told:
    """What every notice is given; its id is made of the command and what it is about."""
    from ledger.importers.noticebuild import Told, own_id

    made = notice_id or own_id(word, about, {one.notice.id for one in record.notices})
    return Told(made, reason, tuple(source or ()))


def record_notice(
    ledger: Ledger, thread: str, notice: Notice, done: str, *, with_dependants: bool = False
) -> None:
    """Record a notice, with the retractions that go along; their names go to stdout."""
    from cli.failures import say
    from cli.output import acknowledge
    from ledger.commands import RecordNotice
    from ledger.notices import ActRetracted, Notice

    receipt = ledger.record([RecordNotice(thread, notice, with_dependants)])
    first, last = receipt.positions[0], receipt.positions[-1]
    for recorded in ledger.log(after=first - 1, upto=last):
        if not isinstance(recorded.event, Notice):
            continue
        sys.stdout.write(f"{recorded.originator_id}/{recorded.event.id}\n")
        if recorded.event.id != notice.id and isinstance(recorded.event, ActRetracted):
            say(f"retracted with it {recorded.originator_id}/{recorded.event.act}")
    acknowledge(receipt, done)
