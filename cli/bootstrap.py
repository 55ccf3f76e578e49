"""Open the ledger of the settings, to read or to record: where store and clock are wired."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from cli.context import current
from cli.viewers import LEDGER, hidden_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.store import Ledger
    from projections import Lens, Reader


def ledger_path() -> Path:
    """The ledger file of the settings. SetupError where it is not a file's name."""
    return current().settings.ledger


@contextmanager
def open_ledger(*, read_only: bool = False, watched: bool = True) -> Iterator[Ledger]:
    """The ledger of the settings, closed at the end; its notes go to stderr.

    `watched`: held against what was last seen of it. Where that does not fit, a reader is told, and
    nothing is recorded.
    """
    import ledger as library
    from cli.memory import watching

    invocation = current()
    path = ledger_path()
    with library.open_ledger(
        path,
        clock=invocation.clock,
        recorder=invocation.settings.recorder,
        read_only=read_only,
        busy_timeout=invocation.settings.busy_timeout,
    ) as ledger:
        for note in ledger.notes:
            invocation.note(note)
        tell = invocation.note if read_only else None
        with watching(ledger, path, tell=tell) if watched else nullcontext():
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
            clearance=invocation.settings.clearance,
        )
        tell_hidden(reader, lens)
        yield reader, lens


def tell_hidden(reader: Reader, lens: Lens) -> None:
    """Say beside the answer how much of the ledger lies above the clearance, if anything does.

    And see to it that the page is marked.
    """
    invocation = current()
    invocation.marking = lambda: lens.clearance or reader.marking
    hidden = hidden_sentence(reader, lens)
    if hidden is not None:
        invocation.note(hidden)


def note_before_first_act(reader: Reader, lens: Lens, thread: str | None = None) -> None:
    """Say beside the answer that by the date of `--as-of` nothing had happened, if so.

    In one thread, or None: in any.
    """
    text = reader.before_first_act(lens, thread)
    if text is not None:
        current().note(text)


def refuse_if_hidden(reader: Reader, why: str, do: str) -> None:
    """SetupError with a clearance above which anything lies, for what needs the whole record.

    `why` it does, and what to `do` without a clearance, such as "Record".
    """
    from ledger.errors import SetupError

    settings = current().settings
    if settings.clearance is None:
        return
    hidden = hidden_sentence(reader, reader.lens(clearance=settings.clearance))
    if hidden is not None:
        raise SetupError(
            f"{hidden}, and {why}",
            where=settings.values["clearance"].origin,
            mend=f"{do} without a clearance, or with one that hides nothing.",
        )


@contextmanager
def recording(*, dry_run: bool = False) -> Iterator[Ledger]:
    """The ledger of the settings, to record in, or with `dry_run` to see what would be recorded.

    SetupError with a clearance above which anything lies: what is recorded is judged by the whole
    record, and so would be told of what the reader may not see.
    """
    from projections import Reader

    invocation = current()
    with open_ledger(read_only=dry_run) as ledger:
        if invocation.settings.clearance is not None:
            with Reader(ledger, note=invocation.note, in_memory=invocation.in_memory) as reader:
                refuse_if_hidden(
                    reader, "whatever is recorded is judged by the whole record", "Record"
                )
        yield ledger
