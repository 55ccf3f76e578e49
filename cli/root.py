"""The table of commands, and the root of them all."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from typer import Option
from typer._click.shell_completion import CompletionItem
from typer.core import TyperGroup
from typer.main import get_group

from cli import __version__
from cli.context import continue_as, current
from cli.groups import SETTINGS, ClearanceOption, Group, LedgerOption, NowOption, commands_of
from ledger.errors import SetupError

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

    from cli.context import Invocation

ATTEMPTS = range(3)
"""How often a question is asked whose tables turn out to be damaged, the last time in memory."""


class Entry(NamedTuple):
    """A command: the module that registers it, its line in the list, its part of the list."""

    module: str
    summary: str
    part: str


_START, _RECORD, _ASK, _LOOK = "Start", "Record", "Ask", "Look behind"
_TRUST = "Trust and keep"
COMMANDS: dict[str, Entry] = {
    "demo": Entry("cli.demo", "Build the example ledger and show its state.", _START),
    "init": Entry("cli.init", "Create an empty ledger.", _START),
    "append": Entry("cli.append", "Record acts, by options or from a file.", _RECORD),
    "correct": Entry("cli.correct", "Correct fields of an act; nothing is erased.", _RECORD),
    "retract": Entry("cli.retract", "Retract an act, or take back a correction.", _RECORD),
    "cite": Entry("cli.cite", "Cite a further source, and what it says otherwise.", _RECORD),
    "disclose": Entry("cli.disclose", "Record what became known of an act, and how.", _RECORD),
    "reclassify": Entry("cli.reclassify", "Change the marking of an act.", _RECORD),
    "thread": Entry("cli.threads", "Open, list, amend, close and reopen threads.", _RECORD),
    "party": Entry("cli.parties", "Register, list and show parties.", _RECORD),
    "show": Entry("cli.show", "Show the state of a thread, or one act.", _ASK),
    "threads": Entry("cli.thread_list", "The threads with their status, or some of them.", _ASK),
    "owed": Entry("cli.owed", "Who owes whom a reply, since when.", _ASK),
    "points": Entry("cli.points", "The points of a thread, or over all of them.", _ASK),
    "positions": Entry("cli.positions", "Who says what of each point: points by parties.", _ASK),
    "acts": Entry("cli.acts", "List acts, by party, kind, person and more.", _ASK),
    "search": Entry("cli.search", "Find acts by the words in them.", _ASK),
    "persons": Entry("cli.persons", "Who carried, signed, announced, attended what.", _ASK),
    "stats": Entry("cli.stats", "Reply times, points accepted, acts by kind and party.", _ASK),
    "timeline": Entry("cli.timeline", "Acts and what changed with them, in order.", _ASK),
    "replay": Entry("cli.replay", "Step through a thread, act by act.", _ASK),
    "diff": Entry("cli.diff", "What changed between two dates, or in what was known.", _ASK),
    "history": Entry("cli.history", "Each status a point had, and since when that is known.", _ASK),
    "chain": Entry("cli.chain", "The line of replies that leads to an act.", _ASK),
    "explain": Entry("cli.explain", "Why a point, an act or a thread stands as it does.", _ASK),
    "serve": Entry("cli.serve", "The ledger as a web page, on this machine.", _ASK),
    "verify": Entry("cli.verify", "Whether the record is what was recorded.", _TRUST),
    "checkpoint": Entry(
        "cli.checkpoint", "Sign the state of the log; check that it holds.", _TRUST
    ),
    "keys": Entry("cli.keys", "Keys to sign with, and keys of others to trust.", _TRUST),
    "prove": Entry("cli.prove", "Prove an act, or that nothing was altered since.", _TRUST),
    "verify-proof": Entry("cli.verify_proof", "Check a proof, without any ledger.", _TRUST),
    "export": Entry("cli.export", "A copy for others, with some of it withheld.", _TRUST),
    "backup": Entry("cli.backup", "Copy the ledger into one checked file.", _TRUST),
    "restore": Entry("cli.backup", "Make a ledger of a backup.", _TRUST),
    "shred": Entry("cli.shred", "Destroy the key of a sealed text.", _TRUST),
    "errata": Entry("cli.errata", "What was corrected in a thread, and why.", _LOOK),
    "anomalies": Entry("cli.anomalies", "What is odd but possible in the record.", _LOOK),
    "log": Entry("cli.log", "The raw log, event by event.", _LOOK),
    "schema": Entry("cli.schema", "JSON Schema of acts, events and output.", _LOOK),
    "config": Entry("cli.config", "Every setting, and where it comes from.", _LOOK),
    "doctor": Entry("cli.doctor", "Say what is wrong, and how to mend it.", _LOOK),
    "projection": Entry("cli.projection", "How far the read model is; build it anew.", _LOOK),
    "completion": Entry("cli.completion_script", "Print the completion script of a shell.", _LOOK),
}

_HELP = """
A ledger of diplomatic correspondence: who asked what of whom, what was answered, and
what is still owed, as of any day.
"""
_EPILOG = "`dipledger demo` shows it at work. `dipledger COMMAND --help` says what a command takes."


class Root(Group):
    """The commands of the table, each imported when it is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command of a name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            entry = COMMANDS[cmd_name]
            self.commands.update(commands_of(import_module(entry.module).register))
            self.commands[cmd_name].short_help = entry.summary
        return self.commands[cmd_name]

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by what they are for; nothing is imported for it."""
        width = max(map(len, COMMANDS))
        for part in dict.fromkeys(entry.part for entry in COMMANDS.values()):
            rows = [
                (name.ljust(width), entry.summary)
                for name, entry in COMMANDS.items()
                if entry.part == part
            ]
            with formatter.section(part):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options; nothing is imported for it."""
        commands = [
            CompletionItem(name, help=entry.summary)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *super(TyperGroup, self).shell_complete(ctx, incomplete)]


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"dipledger {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    Option("--version", is_eager=True, callback=_print_version, help="Print the version."),
]


def _root(
    ledger: LedgerOption = None,
    clearance: ClearanceOption = None,
    now: NowOption = None,
    version: VersionOption = False,
) -> None:
    pass  # the options have been kept by their callbacks


def root() -> TyperGroup:
    """The whole command line, ready to be called."""
    app = typer.Typer(
        cls=Root,
        help=_HELP,
        epilog=_EPILOG,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings=SETTINGS,
    )
    app.callback()(_root)
    return get_group(app)


def call(args: list[str]) -> None:
    """Carry out a command line; whatever ends it is raised.

    Not through typer's own `main`, which ends in ways of its own (`cli.failures`). A question that
    found the read model damaged is asked again: of new tables, and where that is no help of tables
    in memory. Nothing has been printed by then.
    """
    top = root()
    asked: Invocation | None = None
    for attempt in ATTEMPTS:
        with top.make_context("dipledger", list(args)) as context:
            if asked is not None:
                continue_as(asked)
            try:
                top.invoke(context)
            except SetupError as error:
                from projections.read_model.faults import Damaged

                if not isinstance(error, Damaged) or attempt == ATTEMPTS[-1]:
                    raise
                asked = current()
                asked.note(f"{error.what}; the question is asked again")
                asked.in_memory = attempt == ATTEMPTS[-2] or not error.mended
            else:
                return
