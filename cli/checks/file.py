"""What `doctor` says of the ledger's file from outside: rights, names, leftovers, room."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

from cli.checks.results import fail, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.views import CheckView

LITTLE_SPACE = 64 * 1024 * 1024
_MEBIBYTE = 1024 * 1024


def no_file(path: Path) -> CheckView:
    """That there is no ledger, and how to get one."""
    left = path.with_name(f"{path.name}-wal")
    if left.exists():
        return fail("file", f"{left} is there, and {path} is not", "Put the ledger's file back.")
    return fail("file", f"there is no ledger {path}", "Create one with `dipledger init`.")


def file_checks(path: Path) -> Iterator[CheckView]:
    """Every check of a file that is there."""
    yield _rights(path)
    yield _links(path)
    yield _leftovers(path)
    yield from _unfinished(path.resolve().parent)
    yield space_check(shutil.disk_usage(path.resolve().parent).free)
    yield write_check(path)


def _rights(path: Path) -> CheckView:
    mode = stat.S_IMODE(path.stat().st_mode)
    mend = f"chmod 600 {path}"
    if mode & stat.S_IWOTH:
        return fail("rights", f"everybody can write to the file ({mode:04o})", mend)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return warning("rights", f"others than you can open the file ({mode:04o})", mend)
    return ok("rights", f"the file is yours alone ({mode:04o})")


def _links(path: Path) -> CheckView:
    links = path.stat().st_nlink
    if links > 1:
        return fail(
            "links",
            f"the file has {links} names (hard links), and each would get its own write-ahead log",
            "Copy it to a name of its own, and use that; a symbolic link does no harm.",
        )
    return ok("links", "the file has one name")


def _leftovers(path: Path) -> CheckView:
    wal = path.resolve().with_name(f"{path.resolve().name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size:
        return warning(
            "write-ahead log",
            f"{wal.name} holds {size} bytes: a program has the ledger open, or was killed",
            "Nothing is lost; but copy the ledger only together with that file.",
        )
    return ok("write-ahead log", "everything is in the ledger's file")


def _unfinished(folder: Path) -> Iterator[CheckView]:
    from ledger.store.files import WORKSHOP

    for left in sorted(folder.glob(f"{WORKSHOP}*")):
        yield warning(
            "unfinished copy",
            f"{left} holds a ledger or a copy that is being made, or whose making was killed",
            "Where no `init`, `backup`, `restore` or `export ledger` is running, delete it.",
        )


def space_check(free: int) -> CheckView:
    """Whether so many free bytes are enough for a while."""
    found = f"{free // _MEBIBYTE} MiB are free"
    if free < LITTLE_SPACE:
        return warning("disk", found, "Make room before you record more.")
    return ok("disk", found)


def write_check(path: Path) -> CheckView:
    """Whether the file and its folder can be written."""
    for place in (path, path.resolve().parent):
        if not os.access(place, os.W_OK):
            return warning(
                "write access",
                f"{place} cannot be written: the ledger can be read, and nothing recorded",
                "Ask its owner for the right to write, to the file and to its folder.",
            )
    return ok("write access", "the file and its folder can be written")
