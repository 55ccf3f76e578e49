"""A process that has imported everything, and forks for each call of the command.

Each call is a process of its own, with its own streams, folder, environment and signals; what it
does not do again is a second of importing. Run as `python -m tests.cli.forks`: one JSON object a
line in, one exit code a line out.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from importlib import import_module
from typing import Any

LONGEST = 60
"""Seconds after which a call that hangs is killed."""


def preload() -> None:
    """Import what any command imports."""
    from cli.root import COMMANDS

    for name in (*(entry.module for entry in COMMANDS.values()), "ledger.store.application"):
        try:
            import_module(name)
        except ImportError:  # the call itself will tell
            continue
    gc.freeze()


def serve() -> None:
    """Answer calls until the input ends."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _call(json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _call(request: dict[str, Any]) -> None:
    """Become the command, and end as it ends."""
    signal.alarm(LONGEST)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    flags = (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)
    for number, (path, flag) in enumerate(zip(request["streams"], flags, strict=True)):
        os.dup2(os.open(path, flag), number)
    os.closerange(3, 64)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["dipledger", *request["args"]]
    from cli.app import main

    code: object = 70
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    preload()
    serve()
