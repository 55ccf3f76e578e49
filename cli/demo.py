"""`dipledger demo`: the example case in a ledger of its own, and what can be asked of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import current
from cli.failures import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from ledger.batch import Located
    from ledger.commands import Command
    from ledger.store import Ledger

DEMO_FILE = "demo.dipledger"
SEED = Path(__file__).parent / "seed" / "us-russia-2021.yaml"
THREAD = "us-russia-2021"
AS_OF = "2022-01-27"
"""The day after the replies, when they were reported."""


def demo() -> None:
    """Build the example ledger, and show its state the day after the replies were delivered.

    It is demo.dipledger in the current folder, or the file of --ledger. A second call shows it
    again and records nothing.
    """
    from cli.memory import remember
    from ledger import open_ledger

    path, commands = _path(), _seed()
    invocation = current()
    is_new = not path.exists()
    with open_ledger(
        path, clock=invocation.clock, recorder=invocation.settings.recorder, create=True
    ) as ledger:
        for note in ledger.notes:
            invocation.note(note)
        _fill(ledger, commands)
        remember(ledger, path, anew=is_new)
        _show(ledger)
    sys.stdout.flush()
    sys.stderr.write(_next(path))


def _path() -> Path:
    """Where the demo is: never the ledger of a settings file, which holds a person's own work."""
    chosen = current().settings.values["ledger"]
    if chosen.origin != "--ledger":
        return Path(DEMO_FILE)
    from cli.bootstrap import ledger_path

    return ledger_path()


def _seed() -> Sequence[Located[Command]]:
    from ledger.errors import SeveralErrors
    from ledger.importers.actfile import Settings, read_act_file

    with SEED.open("rb") as stream:
        read = read_act_file(stream, SEED.name, Settings(zone_of=lambda _: "UTC"))
    if read.errors:
        raise SeveralErrors(read.errors)
    return read.commands


def _fill(ledger: Ledger, commands: Sequence[Located[Command]]) -> None:
    """Record the case in an empty ledger; SetupError where the ledger holds something else."""
    from ledger.errors import SetupError

    if ledger.head()[0] == 0:
        receipt = ledger.handle(commands, key=f"demo:{SEED.stem}")
        say(f"recorded {len(receipt.refs)} acts in {ledger.path}")
    elif not _holds(ledger, commands):
        raise SetupError(
            "this ledger is not the example, and is left as it is",
            where=str(ledger.path),
            mend="Name another file with --ledger, or work in another folder.",
        )


def _holds(ledger: Ledger, commands: Sequence[Located[Command]]) -> bool:
    """Whether all acts of the case are there; acts that were added later do not matter."""
    from ledger.commands import RecordAct

    recorded = [one.item for one in commands if isinstance(one.item, RecordAct)]
    world = ledger.world(sorted({one.thread for one in recorded}))
    return all(world.act(one.ref) == one.act for one in recorded)


def _show(ledger: Ledger) -> None:
    from cli.bootstrap import tell_hidden
    from cli.output import bottom, top
    from cli.render.terminal import print_view
    from projections import Reader

    with Reader(ledger) as reader:
        lens = reader.lens(as_of=AS_OF, clearance=current().settings.clearance)
        tell_hidden(reader, lens)
        thread, threads = reader.thread(THREAD, lens), reader.threads(lens)
        sys.stdout.write(top(lens))
        print_view(thread)
        sys.stdout.write("\n")
        print_view(threads)
        sys.stdout.write(bottom(lens))


def _next(path: Path) -> str:
    """Three commands to try next."""
    from ledger.text import visible

    call = f"dipledger --ledger {shlex.quote(str(path))}"
    lines = (
        ("before the reply came", f"{call} show {THREAD} --as-of 2022-01-25"),
        ("act by act", f"{call} replay {THREAD}"),
        ("why Ukraine's point is rejected", f"{call} explain {THREAD}/ukraine"),
    )
    texts = "".join(f"  {visible(command)}\n      {why}\n" for why, command in lines)
    return f"\nTry next:\n{texts}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)
