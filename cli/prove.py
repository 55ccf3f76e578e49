"""`dipledger prove`: a proof to hand on, that convinces without the ledger."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli.checkpoint import OutOption
from cli.completion import complete_act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.integrity.bundle_form import Bundle
    from ledger.store import Ledger
    from projections import Lens, Reader

ActArg = Annotated[
    str | None,
    typer.Argument(metavar="[THREAD/ACT]", help="The act.", autocompletion=complete_act),
]
CheckpointOption = Annotated[
    int | None,
    typer.Option(
        "--checkpoint",
        metavar="N",
        min=1,
        help="By checkpoint N of `dipledger checkpoint list`, not by the newest.",
    ),
]
ConsistencyOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--consistency",
        metavar="A B",
        help="Prove that checkpoint B follows on A: numbers, sizes as '#12', or files.",
    ),
]
AllOption = Annotated[
    bool,
    typer.Option("--all", help="Prove what was said later about the act, too."),
]


def prove(
    act: ActArg = None,
    checkpoint: CheckpointOption = None,
    consistency: ConsistencyOption = None,
    every: AllOption = False,
    out: OutOption = None,
) -> None:
    """Prove that an act was recorded as it is, or that nothing was altered between two checkpoints.

    Prints one small JSON file, which anybody can check with `dipledger verify-proof`, or with the
    script that `dipledger verify-proof --script` prints, without the ledger. The proof of an act
    has all of the act in it, as it was recorded, with its marking. Nothing of other acts can be
    read from it but how many events there are.
    """
    from cli.documents import check_new, hand_out
    from ledger.errors import InputError
    from ledger.integrity.bundle_form import written

    check_new(out)
    if (act is None) == (consistency is None):
        raise InputError(
            "either an act is proven, or two checkpoints are",
            mend="Write THREAD/ACT, or --consistency A B.",
        )
    if consistency is not None and (checkpoint is not None or every):
        raise InputError("--checkpoint and --all are for the proof of an act")
    bundle = _of_act(act, checkpoint, every=every) if act else _of_two(*(consistency or ("", "")))
    hand_out(written(bundle), out)


def _of_act(ref: str, number: int | None, *, every: bool) -> Bundle:
    from cli.failures import say
    from cli.proving import proven
    from projections.words import count

    with _whole() as (ledger, reader, lens):
        bundle, kept = proven(ledger, reader, lens, ref, number, every=every)
    say(f"proven by checkpoint {kept.number}, which is over {count(kept.size, 'event')}")
    return bundle


def _of_two(first: str, second: str) -> Bundle:
    from cli.failures import say
    from cli.proving import size_of
    from ledger.errors import InputError
    from ledger.integrity.bundle import consistency_bundle

    with _whole() as (ledger, _, _):
        notes = [_named(ledger, text) for text in (first, second)]
        earlier, later = (size_of(ledger, note) for note in notes)
        if earlier > later:
            raise InputError(
                f"the first checkpoint is over {earlier} events, the second over {later}",
                where="--consistency",
                mend="Name the earlier one first.",
            )
        bundle = consistency_bundle(notes[0], notes[1], ledger.leaves(later))
    say(f"proven: the first {earlier} of {later} events are those of the earlier checkpoint")
    return bundle


@contextmanager
def _whole() -> Iterator[tuple[Ledger, Reader, Lens]]:
    """The ledger, and a reader of all of it.

    SetupError with a clearance above which anything lies: an event is proven as it was recorded,
    with all that it refers to.
    """
    from cli.bootstrap import open_ledger, refuse_if_hidden
    from cli.context import current
    from projections import Reader

    invocation = current()
    with (
        open_ledger(read_only=True) as ledger,
        Reader(ledger, note=invocation.note, in_memory=invocation.in_memory) as reader,
    ):
        refuse_if_hidden(reader, "a proof has an event as it was recorded, whole", "Prove")
        yield ledger, reader, reader.lens()


def _named(ledger: Ledger, text: str) -> str:
    """The note of a checkpoint: by its number, by the size of its tree (`#12`), or in a file."""
    from cli.documents import read_document
    from cli.proving import numbered
    from ledger.errors import InputError
    from ledger.integrity.note import MAX_BYTES, parse_note

    if text.isascii() and text.isdigit():
        return numbered(ledger, int(text)).note
    size = text.removeprefix("#")
    if text != size and size.isascii() and size.isdigit():
        found = [one.note for one in ledger.checkpoints() if one.size == int(size)]
        if not found:
            raise InputError(
                f"no checkpoint is over the first {size} events",
                mend="`dipledger checkpoint list` lists them.",
            )
        return found[-1]
    return str(parse_note(read_document(text, MAX_BYTES)))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("prove")(prove)
