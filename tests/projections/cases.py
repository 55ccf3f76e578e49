"""Three crises, each loaded once from its act file, and the one way in which they are asked.

A table says what a viewer sees of a thread, as a person would write it:

    ledger, SUN, public at 1989-02:
      awaiting_reply; owed SUN>USA:speech; maybe soviet-statement-23
      SUN outstanding: withdrawal
      USA accepted [confidential]: turkey
    public:
      not known

A line is an addressee, the status of points for it, and their labels. `ledger at #11` knew what the
log held at that position; the public and a party knew what they knew at the instant asked about,
unless another is named.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import InputError
from ledger.importers.actfile import Settings, read_act_file
from ledger.moments import parse_moment
from ledger.store import Ledger
from projections.lens import LEDGER, Lens
from projections.source import LedgerSource
from projections.threads import thread_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ledger.commands import Command
    from projections.lens import WorldSource
    from projections.views.threads import ThreadView

RECORDED = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z in microseconds."""
INDENT = "    "
THREAD = "the thread"
NOT_KNOWN = {"not known"}

Told = dict[str, set[str]]
"""The thread's status, `owed`, `maybe`, and the points' labels by addressee and status."""


@dataclass(frozen=True, slots=True)
class Case:
    """A recorded case, to be asked."""

    source: WorldSource
    now: int


@contextmanager
def recorded(example: Path, folder: Path, later: Sequence[Command] = ()) -> Iterator[Case]:
    """The acts of a file recorded in a ledger on disk, then each of `later` by itself."""
    with example.open("rb") as stream:
        found = read_act_file(stream, example.name, Settings(zone_of=lambda _: "UTC"))
    assert found.errors == ()
    path = folder / "ledger"
    Ledger.create(path)
    with Ledger.open(path, clock=lambda: RECORDED, recorder="historian") as ledger:
        ledger.handle(found.commands)
        for command in later:
            ledger.handle([command])
    with Ledger.open(path, clock=lambda: RECORDED, recorder="reader", read_only=True) as ledger:
        yield Case(LedgerSource(ledger), RECORDED // 10**6)


def state_at(
    case: Case, thread: str, *, as_of: str, known_by: str = LEDGER, known_at: str | None = None
) -> ThreadView | None:
    """The thread at a moment as a viewer knew it; None where the viewer knew of no such thread."""
    when: int | str | None = known_at
    if known_by != LEDGER:
        when = known_at or as_of
    elif known_at is not None:
        when = int(known_at.removeprefix("#"))
    lens = Lens(
        now=case.now,
        as_of=parse_moment(as_of),
        known_by=known_by,
        known_at=parse_moment(when) if isinstance(when, str) else when,
    )
    try:
        return thread_view(case.source, thread, lens)
    except InputError as error:
        if f"there is no thread {thread}" not in str(error):
            raise
        return None


def told(view: ThreadView | None) -> Told:
    """What a view says of the thread, of replies owed and of points, as a table has it."""
    if view is None:
        return {THREAD: NOT_KNOWN}
    said: Told = {THREAD: {view.status.status}}
    said["owed"] = {f"{one.debtor}>{'+'.join(one.creditors)}:{one.act}" for one in view.owed}
    said["maybe"] = {one.ref.removeprefix(f"{view.thread.id}/") for one in view.possible}
    for point in view.points:
        for asked in point.parties:
            how = " [confidential]" if asked.status.confidential else ""
            said.setdefault(f"{asked.party} {asked.status.status}{how}", set()).add(point.label)
    return {key: values for key, values in said.items() if values}


def tables(text: str) -> dict[str, Told]:
    """What a table says, by viewer."""
    found: dict[str, Told] = {}
    said: Told = {}
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(INDENT):
            for key, values in _read(line.strip()):
                said.setdefault(key, set()).update(values)
        else:
            said = {}
            found |= dict.fromkeys(map(str.strip, line.removesuffix(":").split(",")), said)
    return found


def seen(case: Case, thread: str, as_of: str, viewers: Iterable[str]) -> dict[str, Told]:
    """What each viewer of a table sees."""
    found = {}
    for viewer in viewers:
        who, _, when = viewer.partition(" at ")
        view = state_at(case, thread, as_of=as_of, known_by=who, known_at=when or None)
        found[viewer] = told(view)
    return found


def _read(line: str) -> Iterator[tuple[str, set[str]]]:
    """The keys and values of one line."""
    said, points, labels = line.partition(": ")
    if points:
        yield said, set(labels.split())
        return
    status, *lists = line.split("; ")
    yield THREAD, {status}
    for key, *names in map(str.split, lists):
        yield key, set(names)
