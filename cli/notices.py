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
    from ledger import Ledger, RecordNotice

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


def record_notice(ledger: Ledger, command: RecordNotice, done: str) -> None:
    """Record a notice, with the retractions that go along; their names go to stdout."""
    from cli.failures import say
    from cli.output import acknowledge
    from ledger.notices import ActRetracted, Notice

    receipt = ledger.handle(command)
    first, last = receipt.positions[0], receipt.positions[-1]
    for recorded in ledger.log(after=first - 1, upto=last):
        if not isinstance(recorded.event, Notice):
            continue
        sys.stdout.write(f"{recorded.originator_id}/{recorded.event.id}\n")
        if recorded.event.id != command.notice.id and isinstance(recorded.event, ActRetracted):
            say(f"retracted with it {recorded.originator_id}/{recorded.event.act}")
    acknowledge(receipt, done)
