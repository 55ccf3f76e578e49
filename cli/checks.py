"""What `doctor` looks at: the program, the ledger's file, its log and its clock."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
from typing import TYPE_CHECKING

from cli import __version__
from cli.views import CheckView
from ledger.errors import DipledgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.context import Invocation
    from ledger.store import Ledger

OK, WARNING, FAIL = "ok", "warning", "fail"
SQLITE_NEEDED = (3, 37, 0)  # STRICT tables
LITTLE_SPACE = 64 * 1024 * 1024
_MEBIBYTE = 1024 * 1024


def all_checks(path: Path, invocation: Invocation) -> Iterator[CheckView]:
    """Every check, in the order in which one explains the next; without a file few are made."""
    yield _program()
    yield _sqlite(sqlite3.sqlite_version_info)
    yield _settings(invocation)
    if not path.exists():
        yield _no_file(path)
        return
    yield _rights(path)
    yield _links(path)
    yield _leftovers(path)
    yield _space(shutil.disk_usage(path.resolve().parent).free)
    yield _write_access(path)
    yield from _contents(path, invocation)


def _ok(check: str, found: str) -> CheckView:
    return CheckView(check=check, result=OK, found=found, mend=None)


def _warning(check: str, found: str, mend: str) -> CheckView:
    return CheckView(check=check, result=WARNING, found=found, mend=mend)


def _fail(check: str, found: str, mend: str | None) -> CheckView:
    return CheckView(check=check, result=FAIL, found=found, mend=mend)


def _program() -> CheckView:
    return _ok("program", f"dipledger {__version__} on Python {platform.python_version()}")


def _sqlite(version: tuple[int, ...]) -> CheckView:
    found = f"SQLite {'.'.join(map(str, version))}"
    if version < SQLITE_NEEDED:
        needed = ".".join(map(str, SQLITE_NEEDED))
        return _fail(
            "sqlite", f"{found} is too old", f"Install Python with SQLite {needed} or newer."
        )
    return _ok("sqlite", found)


def _settings(invocation: Invocation) -> CheckView:
    values = invocation.settings.values
    if invocation.fixed_now is not None:
        origin = values["now"].origin
        return _warning(
            "settings",
            f"the clock is fixed by {origin}: what is recorded is stamped with it",
            f"Take {origin} away to use the machine's clock.",
        )
    return _ok("settings", f"the ledger is {values['ledger'].value} ({values['ledger'].origin})")


def _no_file(path: Path) -> CheckView:
    left = path.with_name(f"{path.name}-wal")
    if left.exists():
        return _fail("file", f"{left} is there, and {path} is not", "Put the ledger's file back.")
    return _fail("file", f"there is no ledger {path}", "Create one with `dipledger init`.")


def _rights(path: Path) -> CheckView:
    mode = stat.S_IMODE(path.stat().st_mode)
    mend = f"chmod 600 {path}"
    if mode & stat.S_IWOTH:
        return _fail("rights", f"everybody can write to the file ({mode:04o})", mend)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return _warning("rights", f"others than you can open the file ({mode:04o})", mend)
    return _ok("rights", f"the file is yours alone ({mode:04o})")


def _links(path: Path) -> CheckView:
    links = path.stat().st_nlink
    if links > 1:
        return _fail(
            "links",
            f"the file has {links} names (hard links), and each would get its own write-ahead log",
            "Copy it to a name of its own, and use that; a symbolic link does no harm.",
        )
    return _ok("links", "the file has one name")


def _leftovers(path: Path) -> CheckView:
    wal = path.resolve().with_name(f"{path.resolve().name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size:
        return _warning(
            "write-ahead log",
            f"{wal.name} holds {size} bytes: a program has the ledger open, or was killed",
            "Nothing is lost; but copy the ledger only together with that file.",
        )
    return _ok("write-ahead log", "everything is in the ledger's file")


def _space(free: int) -> CheckView:
    found = f"{free // _MEBIBYTE} MiB are free"
    if free < LITTLE_SPACE:
        return _warning("disk", found, "Make room before you record more.")
    return _ok("disk", found)


def _write_access(path: Path) -> CheckView:
    for place in (path, path.resolve().parent):
        if not os.access(place, os.W_OK):
            return _warning(
                "write access",
                f"{place} cannot be written: the ledger can be read, and nothing recorded",
                "Ask its owner for the right to write, to the file and to its folder.",
            )
    return _ok("write access", "acts can be recorded")


def _contents(path: Path, invocation: Invocation) -> Iterator[CheckView]:
    from ledger import open_ledger

    try:
        with open_ledger(
            path,
            clock=invocation.clock,
            recorder=invocation.settings.recorder,
            read_only=True,
            busy_timeout=invocation.settings.busy_timeout,
        ) as ledger:
            yield from _store(ledger)
            yield _read_model(ledger)
            yield _clock(ledger, invocation.clock())
            yield _topics(ledger)
    except DipledgerError as error:
        yield _fail("ledger", error.what, error.mend)


def _store(ledger: Ledger) -> Iterator[CheckView]:
    for other in ledger.foreign():
        yield _warning("other objects", other, "It does no harm; dipledger ignores it.")
    problems = ledger.problems()
    for problem in problems:
        mend = "Work on a copy, and compare it with one known to be good."
        yield _fail("ledger", problem, mend)
    if not problems:
        events = ledger.head()[0]
        number = "1 event" if events == 1 else f"{events} events"
        yield _ok("ledger", f"a ledger of {number}, its guards in place")


def _read_model(ledger: Ledger) -> CheckView:
    """Nothing in it is ever lost: it is made from the log."""
    from projections.read_model import status
    from projections.reader import Reader

    with Reader(ledger) as reader:
        view = status.projection_view(reader.model, ledger)
        damage = None if reader.model.in_memory else status.damage(reader.model.connection)
    name, mend = "read model", "Nothing is lost. Build it anew: dipledger projection rebuild"
    if damage is not None:
        return _warning(name, f"its tables are damaged: {damage}", mend)
    if view.state == status.DAMAGED:
        return _warning(name, view.found, mend)
    behind = max((one.behind for one in view.layers), default=0)
    if behind:
        events = "1 event" if behind == 1 else f"{behind:,} events"
        return _ok(name, f"{events} behind the log; the next question catches up")
    return _ok(name, view.found)


def _clock(ledger: Ledger, now: int) -> CheckView:
    from projections.text import recorded_text

    position, recorded_at = ledger.head()
    if recorded_at > now:
        return _fail(
            "clock",
            f"the last record, {position}, is of {recorded_text(recorded_at)}, still to come",
            "Set the machine's clock; acts recorded until then follow on that time.",
        )
    return _ok("clock", "no record is later than now")


def _topics(ledger: Ledger) -> CheckView:
    from ledger.events import TOPICS, UPCASTERS

    unknown = sorted({one.topic for one in ledger.log()} - TOPICS.keys() - UPCASTERS.keys())
    if unknown:
        return _fail(
            "topics",
            f"events of unknown type: {', '.join(unknown)}",
            "Read the ledger with the version of dipledger that wrote it, or a newer one.",
        )
    return _ok("topics", "every event is of a known type")
