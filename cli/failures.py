"""How a call ends: every error as a sentence on stderr, every exit with its documented code.

0 ok, 1 a designed finding, 2 usage or environment, 3 refused by a rule, 4 conflict or busy, 70
internal; 130, 143 and 129 on SIGINT, SIGTERM and SIGHUP; 141 when whoever reads stdout has gone.
Typer's own endings (help counted as an error, a boxed traceback, 1 for a broken pipe or for a
question nobody answered) are mended here.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from typer import Abort, Exit
from typer._click import exceptions as click

from cli.signals import Signalled, catch_signals, signal_that_came
from cli.streams import BROKEN_PIPE, discard_stdout
from ledger.errors import DipledgerError, SeveralErrors

OK, FINDING, USAGE, INTERNAL = 0, 1, 2, 70
_SIGNAL_BASE = 128
PROGRAM = "dipledger"
_FAULT = "This is a fault of dipledger."


class Finding(Exception):  # noqa: N818 -- not an error: what was asked about was found
    """The command has said all there is to say and ends with 1, a designed finding."""


def say(text: str) -> None:
    """A line for the person, on stderr, with nothing in it that could drive a terminal."""
    from ledger.text import visible

    try:
        sys.stderr.write(f"{PROGRAM}: {visible(text)}\n")
    except OSError:
        return  # nobody is left to read it


def run(call: Callable[[], None]) -> int:
    """Run a command and give its exit code; whatever goes wrong has been said on stderr."""
    catch_signals()
    try:
        return _called(call)
    except (KeyboardInterrupt, Signalled) as late:  # while it was being told how the call ended
        return _ended(late)


def _called(call: Callable[[], None]) -> int:
    try:
        call()
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 -- the last one to know
        return _ended(error)
    return OK


def _ended(error: BaseException) -> int:
    if not isinstance(error, Finding | Exit):
        # SQLite's callbacks swallow what is raised in them, and fail with an error of their own.
        error = signal_that_came() or error
    return next(end for kind, end in _ENDINGS if isinstance(error, kind))(error)


def say_error(error: DipledgerError) -> None:
    """An expected failure: what, where, near misses, how to mend it; each of several errors."""
    if isinstance(error, SeveralErrors):
        for each in error.errors:
            say_error(each)
        return
    rule = f" (rule {error.rule})" if error.rule else ""
    say(f"error: {error.what}{rule}")
    from ledger.text import visible

    details = [
        ("where", error.where),
        ("near", ", ".join(error.near)),
        ("mend", error.mend),
    ]
    lines = [f"  {name}: {visible(text)}\n" for name, text in details if text]
    try:
        sys.stderr.writelines(lines)
    except OSError:
        return


def usage_error(error: click.UsageError) -> DipledgerError:
    """What was typed wrongly, as one of our errors."""
    path = error.ctx.command_path if error.ctx is not None else PROGRAM
    near: tuple[str, ...] = ()
    match error:
        case click.NoSuchOption():
            what = f"there is no option {error.option_name}"
            near = tuple(error.possibilities or ())
        case click.BadParameter():
            what = error.format_message().rstrip(".")
        case _:
            what = error.message.rstrip(".")
    near = getattr(error, "near", near)
    return DipledgerError(what[:1].lower() + what[1:], near=near, mend=f"See `{path} --help`.")


def _finding(_error: BaseException) -> int:
    return _flushed(FINDING)


def _expected(error: DipledgerError) -> int:
    say_error(error)
    return error.exit_code


def _help(error: click.NoArgsIsHelpError) -> int:
    """The bare command asks for help, and gets it; a group without a command is unfinished."""
    root = error.ctx.parent is None
    print(error.message, file=sys.stdout if root else sys.stderr)
    return _flushed(OK) if root else USAGE


def _usage(error: click.UsageError) -> int:
    say_error(usage_error(error))
    return USAGE


def _click(error: click.ClickException) -> int:
    say_error(DipledgerError(error.format_message()))
    return USAGE


def _exit(error: SystemExit) -> int:
    return error.code if isinstance(error.code, int) else OK


def _broken_pipe(_error: BaseException) -> int:
    discard_stdout()
    return BROKEN_PIPE


def _interrupted(_error: BaseException) -> int:
    return _SIGNAL_BASE + signal.SIGINT


def _asked_to_end(error: Exit) -> int:
    return _flushed(error.exit_code)


def _unanswered(error: BaseException) -> int:
    """A question met the end of the input, or Ctrl-C, which typer reports alike."""
    if isinstance(error.__context__, KeyboardInterrupt):
        return _interrupted(error)
    say("error: nobody answered: the input ended")
    return USAGE


def _signal(error: Signalled) -> int:
    return _SIGNAL_BASE + error.number


def _system(error: OSError) -> int:
    """Nowhere to write is the machine's doing, not the program's."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
        return _internal(error)
    discard_stdout()
    say(f"error: cannot write: {os.strerror(error.errno)}")
    return USAGE


def _internal(error: BaseException) -> int:
    if os.environ.get("DIPLEDGER_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    say(f"error: {type(error).__name__}: {error}")
    sys.stderr.write(f"  mend: {_FAULT} DIPLEDGER_DEBUG=1 shows where.\n")
    return INTERNAL


_ENDINGS: tuple[tuple[type[BaseException], Callable[[Any], int]], ...] = (
    (Finding, _finding),
    (DipledgerError, _expected),
    (click.NoArgsIsHelpError, _help),
    (click.UsageError, _usage),
    (click.ClickException, _click),
    (SystemExit, _exit),
    (BrokenPipeError, _broken_pipe),
    (Exit, _asked_to_end),
    (Abort, _unanswered),
    (EOFError, _unanswered),
    (KeyboardInterrupt, _interrupted),
    (Signalled, _signal),
    (OSError, _system),
    (BaseException, _internal),
)
"""What ends a call, the first kind that fits, and how it ends."""


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except OSError as error:
        return _ended(error)
    return code
