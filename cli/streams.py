"""The three standard streams, whatever state they were handed over in."""

from __future__ import annotations

import os
import sys

BROKEN_PIPE, UNWRITABLE = 141, 2


def prepare_streams() -> None:
    """UTF-8 in and out, line feeds as written, and no descriptor below 3 left free.

    A descriptor that the caller closed is opened on nothing: else the next file opened, the ledger,
    would take its number, and be written to by the first message.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding gets marks for what it cannot show, not an error.
        terminal = stream.isatty()
        encoding = stream.encoding if terminal else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    sys.stdin.reconfigure(encoding="utf-8", errors="strict")  # type: ignore[union-attr]


def write_last(text: str) -> int:
    """Write the whole output of a call; its exit code: 0, 141 without a reader, 2 without room."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        discard_stdout()
        if isinstance(error, BrokenPipeError):
            return BROKEN_PIPE
        sys.stderr.write(f"dipledger: error: cannot write: {error.strerror}\n")
        return UNWRITABLE
    return 0


def discard_stdout() -> None:
    """Nobody reads what is left in the buffer: the interpreter must not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
