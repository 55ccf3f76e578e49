"""Checkpoints and proofs: what is kept, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import (
    GAP,
    bullets,
    columns,
    fitting,
    heading,
    indented,
    line,
    prose,
    rest,
    section,
    stacked,
    word,
)
from projections.views.checkpoints import CheckedView, CheckpointsView
from projections.views.proofs import ProofView
from projections.words import count, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from projections.views.base import View
    from projections.views.checkpoints import CheckedCheckpoint, CheckpointLine


def checkpoints(view: CheckpointsView, width: int) -> Iterator[RenderableType]:
    """Each with its number, and what it says of itself."""
    yield heading(f"CHECKPOINTS ({len(view.checkpoints)})")
    yield _ledger(view.origin, view.size)
    if not view.checkpoints:
        yield indented(line("None is kept yet: dipledger checkpoint create"))
        return
    rows = [(Text(f"{one.number}", style="bold"), stacked(_lines(one))) for one in view.checkpoints]
    widths = [fitting((str(one.number) for one in view.checkpoints), most=8)]
    yield indented(columns(rows, [*widths, rest(width - GAP, *widths)]))


def _lines(one: CheckpointLine) -> Iterator[Text]:
    stamped = ", with a time stamp" if one.timestamped else ""
    yield line(f"over {count(one.size, 'event')}{stamped}")
    yield Text(one.root, style="dim", overflow="fold")
    yield line(f"says it is signed by {', '.join(one.signed_by)}" if one.signed_by else "")


def checked(view: CheckedView, width: int) -> Iterator[RenderableType]:
    """Each with its result: what was found, who signed, who cosigned, when it was stamped."""
    yield heading("CHECKPOINTS HELD AGAINST THE LEDGER")
    yield _ledger(view.origin, view.size)
    rows = [
        (word(one.result), Text(one.name, style="bold", overflow="fold"), stacked(_found(one)))
        for one in view.checkpoints
    ]
    widths = [4, fitting((one.name for one in view.checkpoints), most=24)]
    yield indented(columns(rows, [*widths, rest(width - GAP, *widths)]))


def _found(one: CheckedCheckpoint) -> Iterator[Text]:
    yield line(sentence(one.found))
    yield _named("signed by", one.signed_by)
    yield _named("cosigned by", one.cosigned)
    if one.stamped is not None:
        yield line(f"stamped at {one.stamped} by {one.authority}")
    yield _named("signed, too, with keys that are not known:", one.unknown)
    yield line("" if one.mend is None else f"mend: {one.mend}")


def _named(what: str, names: tuple[str, ...]) -> Text:
    return line(f"{what} {', '.join(names)}" if names else "")


def _ledger(origin: str, size: int) -> RenderableType:
    return indented(line(f"the ledger {origin}, with {count(size, 'event')}", "dim"))


def proof(view: ProofView, width: int) -> Iterator[RenderableType]:
    """What is proven, in sentences; then the events as they were stored."""
    yield heading("PROVEN")
    yield indented(bullets((sentence(one) for one in view.proven), width - GAP))
    for one in view.events:
        yield from section(f"EVENT {one.position}, AS STORED", indented(prose(one.body)))


RENDERERS: dict[type[View], Callable[..., Iterator[RenderableType]]] = {
    CheckedView: checked,
    CheckpointsView: checkpoints,
    ProofView: proof,
}
