"""`dipledger append`: record one act by options, or all acts of a file, all or nothing."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from cli.act_options import act_fields, names_given, with_act_options
from cli.bootstrap import recording
from cli.completion import complete_kind, complete_thread
from cli.failures import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from ledger.batch import Located
    from ledger.commands import Command
    from ledger.errors import DipledgerError
    from ledger.importers.actfile import ActFile, Settings
    from ledger.importers.reading import Form
    from ledger.store import Ledger, Receipt

STDIN = "-"

KindArg = Annotated[
    str | None,
    typer.Argument(
        metavar="[KIND|-]",
        show_default=False,
        help="The kind of act, or - to read acts from stdin.",
        autocompletion=complete_kind,
    ),
]
ThreadArg = Annotated[
    str | None,
    typer.Argument(metavar="[THREAD]", help="Its thread.", autocompletion=complete_thread),
]
FileOption = Annotated[
    str | None,
    typer.Option("--file", "-f", metavar="FILE", help="Read acts from YAML, JSON or JSONL."),
]
FormatInOption = Annotated[
    str | None,
    typer.Option(
        "--format-in",
        metavar="FORMAT",
        help="yaml, json or jsonl, where the name of the file does not tell it.",
    ),
]
DefaultThreadOption = Annotated[
    str | None,
    typer.Option(
        "--thread",
        metavar="THREAD",
        help="The thread of acts in a file that name none.",
        autocompletion=complete_thread,
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be recorded, and everything wrong.")
]
AnotherOption = Annotated[
    bool, typer.Option("--another", help="It did happen again, however alike a recorded one is.")
]


@with_act_options
def append(
    kind: KindArg = None,
    thread: ThreadArg = None,
    file: FileOption = None,
    format_in: FormatInOption = None,
    default_thread: DefaultThreadOption = None,
    dry_run: DryRunOption = False,
    another: AnotherOption = False,
    **act: Any,  # noqa: ANN401 -- the options of an act, from their table
) -> None:
    """Record one act by options, or the acts of a file: all of them, or none.

    `dipledger append demand us-russia-2021 --from RUS --to USA --when 2021-12-15 --point "1: …"`
    records one. `--file acts.yaml`, or - for stdin, records many, in any order of reference; every
    bad one is told with its line. The names of what was recorded go to stdout.

    At a terminal, without the options of an act, it asks for one step by step, and for a stance on
    each open point; nothing is written before a final yes.
    """
    source = STDIN if kind == STDIN and file is None else file
    named = thread or default_thread
    if source is None and not dry_run and not names_given(act) and _somebody_is_there():
        _guide(kind, named, another=another)
        return
    _check_usage(source, kind, named if source is None else thread, act)
    from ledger.importers.plainly import settings_for

    with recording(dry_run=dry_run) as ledger:
        settings = settings_for(ledger, named, another=another)
        if source is None:
            from ledger.importers.actfile import act_of_options

            found = act_of_options(act_fields(str(kind), named, act), settings)
        else:
            found = _read(source, format_in, settings)
        _carry_out(ledger, found, dry_run=dry_run)


def _somebody_is_there() -> bool:
    """Whether questions can be asked: they go to stderr, and come back on stdin."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _guide(kind: str | None, thread: str | None, *, another: bool) -> None:
    from cli.failures import Finding
    from cli.guided import ask_for_act
    from ledger.importers.plainly import settings_for

    with recording() as ledger:
        found = ask_for_act(
            ledger, kind, thread, lambda name: settings_for(ledger, name, another=another)
        )
        if found is None:
            say("nothing was recorded")
            raise Finding
        _carry_out(ledger, found, dry_run=False)


def _check_usage(
    source: str | None, kind: str | None, thread: str | None, act: Mapping[str, object]
) -> None:
    from ledger.errors import InputError

    if source is None and (kind is None or thread is None):
        raise InputError(
            "there is nothing to append" if kind is None else f"{kind} needs a thread to stand in",
            mend="Write `dipledger append KIND THREAD …`, or `dipledger append --file FILE`.",
        )
    if source is None:
        return
    if kind not in (None, STDIN) or thread is not None:
        words = " ".join(each for each in (kind, thread) if each)
        raise InputError(
            f"{words} and a file do not go together",
            mend="Write kind and thread in the file; --thread is the one of acts that name none.",
        )
    if names := names_given(act):
        raise InputError(
            f"{' and '.join(names)} cannot be given for a file", mend="Write it in the file."
        )


def _read(source: str, format_in: str | None, settings: Settings) -> ActFile:
    from ledger.importers.actfile import read_act_file

    if source == STDIN:
        form = None if format_in is None else _form(format_in)
        return read_act_file(sys.stdin.buffer, "stdin", settings, form)
    from ledger.importers.reading import form_of

    form = form_of(source) if format_in is None else _form(format_in)
    with _opened(source) as stream:
        return read_act_file(stream, source, settings, form)


def _form(name: str) -> Form:
    from ledger.errors import InputError
    from ledger.importers.reading import Form
    from ledger.near import near

    if name in set(Form):
        return Form(name)
    raise InputError(
        f"acts are not read from {name}",
        where="--format-in",
        near=near(name, list(Form)),
        mend=f"It is one of: {', '.join(Form)}.",
    )


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    from ledger.errors import InputError

    try:
        with open(path, "rb") as stream:  # noqa: PTH123 -- any name is literal
            yield stream
    except OSError as error:
        raise InputError(f"cannot read: {(error.strerror or '?').lower()}", where=path) from None


def _carry_out(ledger: Ledger, found: ActFile, *, dry_run: bool) -> None:
    """Record what was read, or tell everything that is wrong with it."""
    if found.errors:
        _refuse((*found.errors, *_refusals(ledger, found)))
    if dry_run:
        errors, warnings = ledger.check(found.commands)
        if errors:
            _refuse(errors)
        done = f"{_counted(found.commands)} would be recorded; nothing was"
    else:
        receipt = ledger.handle(found.commands)
        warnings = receipt.warnings
        done = f"recorded {_counted(found.commands)} ({_positions(receipt)})"
    for each in found.commands:
        sys.stdout.write(f"{_named(each.item)}\n")
    for warning in warnings:
        say(f"warning: {warning}")
    say(done)


def _refuse(errors: Iterable[DipledgerError]) -> NoReturn:
    from ledger.errors import SeveralErrors

    raise SeveralErrors(sorted(errors, key=_line))


def _refusals(ledger: Ledger, found: ActFile) -> tuple[DipledgerError, ...]:
    """What the rules say of the part of a file that could be read."""
    errors, _ = ledger.check(found.commands, found.unread)
    return errors


def _line(error: DipledgerError) -> int:
    """The line of the place of an error; those without one come first."""
    match = re.search(r":([0-9]+)(?:,|$)", error.where or "")
    return int(match[1]) if match else 0


def _named(command: Command) -> str:
    from ledger.commands import OpenThread, RecordAct

    match command:
        case RecordAct():
            return command.ref
        case OpenThread(opening=opening):
            return opening.thread
        case _:
            raise AssertionError


def _counted(commands: Sequence[Located[Command]]) -> str:
    from ledger.commands import OpenThread

    threads = sum(isinstance(each.item, OpenThread) for each in commands)
    acts = len(commands) - threads
    counts = [(threads, "thread"), (acts, "act")]
    return " and ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts if count)


def _positions(receipt: Receipt) -> str:
    first, last = receipt.positions[0], receipt.positions[-1]
    return f"log position {first}" if first == last else f"log positions {first} to {last}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("append")(append)
