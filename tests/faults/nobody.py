"""Calls of the command by somebody who may not do everything, not even if root runs the tests.

Run as `python -m tests.faults.nobody LEDGER WARM`: takes calls from stdin as a JSON list, each the
arguments of one, and prints a JSON list of how they ended on LEDGER.
"""

from __future__ import annotations

import encodings.ascii  # noqa: F401 -- cannot be loaded later
import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

from cli.failures import run
from cli.root import call

NOBODY = 65534


def main(ledger: str, warm: str) -> None:
    calls = json.load(sys.stdin)
    for each in calls:  # nobody may not be able to import, so all is used once before
        ended(warm, each)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    json.dump([ended(ledger, each) for each in calls], sys.stdout)


def ended(ledger: str, words: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(lambda: call(["--ledger", ledger, *words]))
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
