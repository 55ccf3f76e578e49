"""The history of a point: what it was from when on, and since when that is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.acts import uncertain
from cli.render.terminal.layout import (
    columns,
    fitting,
    indented,
    line,
    rest,
    section,
    stacked,
    word,
)
from ledger.vocabulary import Status
from projections.views.point_history import HistoryView
from projections.words import history_lead, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.point_history import Learned, PastStatus

_OVERALL = "OVER ALL"
_UNSAID = (Status.OUTSTANDING, Status.STANDING)


def history(view: HistoryView, width: int) -> Iterator[RenderableType]:
    """Party by party what is believed; then what once was, whoever's word it is."""
    title, *lead = history_lead(view)
    yield line(title, "bold")
    yield from (indented(line(text)) for text in lead)
    for party, statuses in groupby(view.statuses, key=lambda one: one.party):
        yield from section(party or _OVERALL, _table(list(statuses), width))
    if view.once_believed:
        title = f"NO LONGER BELIEVED ({len(view.once_believed)})"
        yield from section(title, _table(view.once_believed, width, named=True))
    yield from uncertain(view.possible, (), width)


def _table(statuses: Sequence[PastStatus], width: int, *, named: bool = False) -> RenderableType:
    widths = [fitting((one.from_text for one in statuses), least=10, most=22)]
    rows = [
        (Text(one.from_text, overflow="fold"), stacked(_told(one, named=named))) for one in statuses
    ]
    return indented(columns(rows, [*widths, rest(width - 2, *widths)]))


def _told(one: PastStatus, *, named: bool) -> Iterator[Text]:
    """The word, its act, its giver and its rule; since when it is known.

    `named`: whose word it is, and until when; elsewhere the head and the next line tell.
    """
    status = word(one.status)
    if named:
        status = Text(f"{one.party or 'over all'}: ").append_text(status)
    how = " confidentially" if one.line == "confidential" else "" if one.counts else " in the open"
    said = one.by and one.status not in _UNSAID
    by = f", according to {' and '.join(one.by)}" if said else ""
    act = ", by the clock" if one.act is None else f", in {name(one.act)}"
    yield status.append(f"{how}{act}{by} (rule {one.rule})", style="not bold default")
    if one.since_text != one.from_text:
        yield line(f"said again; so since {one.since_text}")
    if named and one.until_text is not None:
        yield line(f"until {one.until_text}")
    until = "" if one.known_until is None else f" until {_learned(one.known_until)}"
    yield line(f"known from {_learned(one.known_from)}{until}", "dim")


def _learned(one: Learned) -> str:
    return one.text if one.recorded_at is None else f"{one.text}, recorded {one.recorded_at}"


RENDERERS = {HistoryView: history}
