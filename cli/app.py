"""The command `dipledger`: where a call begins and ends.

`--version` is answered before anything is imported, and help needs the table of commands alone
(`cli.root`). So a call pays for typer and for its own command, and for nothing else.
"""

from __future__ import annotations

import gc
import os
import sys

from cli import __version__

INTERRUPTED = 130
COLLECT_AFTER = 100_000
"""Objects made between two collections: at the usual 700, a tenth of the start-up is collecting."""


def main() -> None:
    """Entry point of the program; ends the process with its exit code."""
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    # What else is installed has no say in what is valid, and need not be searched for plugins.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        code = _called(sys.argv[1:])
    except KeyboardInterrupt:  # before there was a command that could end on it
        code = INTERRUPTED
    sys.exit(code)


def _called(args: list[str]) -> int:
    from cli.streams import prepare_streams, write_last

    prepare_streams()
    if args == ["--version"]:
        return write_last(f"dipledger {__version__}\n")
    from cli.completion import answer_shell, asked_by_shell
    from cli.failures import run
    from cli.root import call

    if asked_by_shell():
        return answer_shell()
    return run(lambda: call(args))


if __name__ == "__main__":
    main()
