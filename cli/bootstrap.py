"""Open the ledger of the settings, to read or to record: where store and clock are wired."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.context import current
from cli.viewers import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.store import Ledger
    from projections import Lens, Reader


def ledger_path() -> Path:
    """The ledger file of the settings. SetupError where it is not a file's name."""
    return current().settings.ledger


@contextmanager
def open_ledger(*, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger of the settings, closed at the end; its notes go to stderr."""
    import ledger as library

    invocation = current()
    with library.open_ledger(
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
) -> Iterator[tuple[Reader, Lens]]:
    """The ledger of the settings, read only, and the lens of the options to ask through."""
    from cli.building import Building
    from projections import Reader

    invocation = current()
    with (
        open_ledger(read_only=True) as ledger,
        Building() as building,
        Reader(
            ledger,
            note=invocation.note,
            progress=building,
            in_memory=invocation.in_memory,
        ) as reader,
    ):
        lens = reader.lens(
            as_of=as_of,
            known_at=known_at,
            known_by=known_by,
            zone=zone or invocation.settings.text("zone"),
        )
        yield reader, lens


def note_before_first_act(reader: Reader, lens: Lens, thread: str | None = None) -> None:
    """Say beside the answer that by the date of `--as-of` nothing had happened, if so.

    In one thread, or None: in any.
    """
    text = reader.before_first_act(lens, thread)
    if text is not None:
        current().note(text)


@contextmanager
def recording() -> Iterator[Ledger]:
    """The ledger of the settings, to record in."""
    with open_ledger() as ledger:
        yield ledger
