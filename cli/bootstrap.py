"""Open the ledger of the settings, to read or to record: where store and clock are wired."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.context import current
from cli.viewers import LEDGER
from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.store import Ledger
    from projections.lens import Lens
    from projections.reader import Reader as Source


@dataclass(frozen=True, slots=True)
class Reader:
    """An open ledger, and how a question is asked of it.

    Ask `source`, never `ledger`: it answers with what the viewer of the lens knew.
    """

    ledger: Ledger
    source: Source
    lens: Lens


def ledger_path() -> Path:
    """The ledger file of the settings. SetupError where it is not a file's name."""
    setting = current().settings.values["ledger"]
    if "://" in (setting.value or ""):
        raise SetupError(
            f"{setting.value} is an address, and a ledger is a file",
            where=setting.origin,
            mend="Give the path of a file.",
        )
    return current().settings.ledger


@contextmanager
def open_ledger(*, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger of the settings, closed at the end; its notes go to stderr."""
    from ledger.store import Ledger

    invocation = current()
    with Ledger.open(
        ledger_path(),
        clock=invocation.clock,
        recorder=invocation.settings.recorder,
        read_only=read_only,
        busy_timeout=invocation.settings.busy_timeout,
    ) as ledger:
        for note in ledger.notes:
            invocation.note(note)
        yield ledger


@contextmanager
def reading(
    as_of: str | None = None,
    known_at: str | None = None,
    known_by: str = LEDGER,
    zone: str | None = None,
) -> Iterator[Reader]:
    """The ledger of the settings, read only, as the viewer of the options knew it."""
    from cli.options import lens_from
    from projections.reader import Reader as Source

    with open_ledger(read_only=True) as ledger:
        lens = lens_from(ledger, as_of=as_of, known_at=known_at, known_by=known_by, zone=zone)
        with Source(ledger, note=current().note) as source:
            yield Reader(ledger, source, lens)


@contextmanager
def recording() -> Iterator[Ledger]:
    """The ledger of the settings, to record in."""
    with open_ledger() as ledger:
        yield ledger
