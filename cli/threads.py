"""`dipledger thread`: open, list, show, amend, close and reopen threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.bootstrap import recording
from cli.completion import complete_party, complete_thread
from cli.fields import written
from cli.groups import group
from cli.options import ThreadArg
from cli.output import acknowledge
from cli.thread_list import threads as list_threads

if TYPE_CHECKING:
    from ledger.events import ThreadClosed, ThreadReopened
    from ledger.store import Ledger

P = TypeVar("P", "ThreadClosed", "ThreadReopened")

NewIdArg = Annotated[
    str, typer.Argument(metavar="ID", help="Its id: lower-case letters, digits and hyphens.")
]
TitleOption = Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")]
NewTitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")]
PartiesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--party",
        metavar="CODE",
        help="A party to it; may be repeated.",
        autocompletion=complete_party,
    ),
]
ThreadZoneOption = Annotated[
    str,
    typer.Option("--zone", metavar="ZONE", help="The zone of dates that give none: Europe/Vienna."),
]
ParentOption = Annotated[
    str | None,
    typer.Option(
        "--parent",
        metavar="THREAD",
        help="The thread it is a part of.",
        autocompletion=complete_thread,
    ),
]
TagsOption = Annotated[
    list[str] | None, typer.Option("--tag", metavar="WORD", help="A tag; may be repeated.")
]
MarkingOption = Annotated[
    str | None,
    typer.Option(
        "--marking", metavar="LEVEL[//CAVEAT]", help="Its classification, such as secret//NOFORN."
    ),
]
WhenOption = Annotated[
    str, typer.Option("--when", metavar="DATE", help="Since when, in the thread's zone.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


def open_thread(
    thread: NewIdArg,
    title: TitleOption,
    party: PartiesOption = None,
    zone: ThreadZoneOption = "UTC",
    parent: ParentOption = None,
    tag: TagsOption = None,
    marking: MarkingOption = None,
) -> None:
    """Open a thread: one negotiation, which acts are recorded in."""
    from ledger.commands import OpenThread
    from ledger.dates import find_zone
    from ledger.errors import InputError
    from ledger.events import ThreadOpened

    try:
        find_zone(zone)
    except InputError as error:
        raise error.at("--zone") from None
    opening = written(
        ThreadOpened,
        zone,
        {
            "thread": ("ID", thread),
            "title": ("--title", title),
            "parties": ("--party", party),
            "zone": ("--zone", zone),
            "parent": ("--parent", parent),
            "tags": ("--tag", tag),
            "marking": ("--marking", marking),
        },
    )
    with recording() as ledger:
        acknowledge(ledger.handle([OpenThread(opening)]), f"opened the thread {thread}")


def amend_thread(
    thread: ThreadArg,
    reason: ReasonOption,
    title: NewTitleOption = None,
    party: PartiesOption = None,
    tag: TagsOption = None,
    marking: MarkingOption = None,
) -> None:
    """Change what describes a thread; parties and tags given replace those it had."""
    from ledger.commands import AmendThread
    from ledger.errors import InputError
    from ledger.events import ThreadAmended

    if all(given is None for given in (title, party, tag, marking)):
        raise InputError("nothing to amend", mend="Give --title, --party, --tag or --marking.")
    amendment = written(
        ThreadAmended,
        "UTC",
        {
            "title": ("--title", title),
            "parties": ("--party", party),
            "tags": ("--tag", tag),
            "marking": ("--marking", marking),
            "reason": ("--reason", reason),
        },
    )
    with recording() as ledger:
        receipt = ledger.handle([AmendThread(thread, amendment)])
        acknowledge(receipt, f"amended the thread {thread}")


def close_thread(thread: ThreadArg, when: WhenOption, reason: ReasonOption) -> None:
    """Close a thread; that settles nothing, and what is owed stays on record."""
    from ledger.commands import CloseThread
    from ledger.events import ThreadClosed

    with recording() as ledger:
        closing = _dated(ThreadClosed, ledger, thread, when, reason)
        command = CloseThread(thread, closing.when, closing.reason)
        acknowledge(ledger.handle([command]), f"closed the thread {thread}")


def reopen_thread(thread: ThreadArg, when: WhenOption, reason: ReasonOption) -> None:
    """Open a closed thread again."""
    from ledger.commands import ReopenThread
    from ledger.events import ThreadReopened

    with recording() as ledger:
        opening = _dated(ThreadReopened, ledger, thread, when, reason)
        command = ReopenThread(thread, opening.when, opening.reason)
        acknowledge(ledger.handle([command]), f"reopened the thread {thread}")


def _dated(model: type[P], ledger: Ledger, thread: str, when: str, reason: str) -> P:
    """The event with its date read in the thread's zone; a thread not there is refused later."""
    record = ledger.world([thread]).threads.get(thread)
    zone = "UTC" if record is None else record.zone
    return written(model, zone, {"when": ("--when", when), "reason": ("--reason", reason)})


def register(app: typer.Typer) -> None:
    """Add the group `thread`."""
    from cli.show import register as register_show

    threads = group("Open, list, amend, close and reopen threads.")
    threads.command("open")(open_thread)
    threads.command("list")(list_threads)
    register_show(threads)
    threads.command("amend")(amend_thread)
    threads.command("close")(close_thread)
    threads.command("reopen")(reopen_thread)
    app.add_typer(threads, name="thread")
