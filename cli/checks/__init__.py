"""What `doctor` looks at, one module for each concept: machine, keys, file, contents, trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.checks.results import FAIL, OK, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.context import Invocation
    from cli.views import CheckView

__all__ = ["FAIL", "OK", "WARNING", "all_checks"]


def all_checks(path: Path, invocation: Invocation) -> Iterator[CheckView]:
    """Every check, in the order in which one explains the next; without a file few are made."""
    from cli.checks.contents import contents_checks
    from cli.checks.file import file_checks, no_file
    from cli.checks.keys import key_checks
    from cli.checks.machine import machine_checks

    yield from machine_checks(invocation)
    yield from key_checks(path)
    if not path.exists():
        yield no_file(path)
        return
    yield from file_checks(path)
    yield from contents_checks(path, invocation)
