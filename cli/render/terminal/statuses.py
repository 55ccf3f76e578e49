"""How a point stands, for the status column of `show` and the blocks of `points`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import line, word
from cli.render.words import date, name
from ledger.vocabulary import Stance, Status
from projections.text import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.points import AnswerView, PartyStatusView, PointView, StatusView

_UNSAID = (Status.OUTSTANDING, Status.STANDING)


def standing(point: PointView, zone: str, width: int) -> Iterator[Text]:
    """The overall word, since when and by which act; the split where several were asked.

    Where the width does not hold them on one line, the word stands alone on the first.
    """
    whole = attributed(point.status)
    if whole.cell_len <= width:
        yield whole
    else:
        yield word(point.status.status)
        yield line(since(point.status))
    if point.deadline is not None and point.status.status == Status.OUTSTANDING:
        yield line(f"answer due {instant_text(point.deadline, zone)}")
    if len(point.parties) > 1 and point.status.status != Status.STANDING:
        for party in point.parties:
            yield Text(f"{party.party}: ", overflow="fold").append_text(attributed(party.status))
            yield from _in_the_open(party)
    else:
        for party in point.parties:
            yield from _in_the_open(party)
    for position in point.positions:
        yield line(f"{position.by}, not asked: {meaning(position)}, in {name(position.act)}", "dim")


def attributed(status: StatusView) -> Text:
    """`rejected since 2022-01-26, in us-reply`."""
    return word(status.status).append(f" {since(status)}", style="not bold default")


def since(status: StatusView) -> str:
    """`since 2022-01-26, in us-reply`; who says so where an act does; again, where it was."""
    text = f"since {date(status.since_text)}"
    if status.status in _UNSAID:
        return text
    if status.act is None:
        return f"{text}, by the clock"
    how = ", confidentially" if status.confidential and status.rule != "P4" else ""
    if status.first_act is not None and status.first_act != status.act:
        return f"{text}, in {name(status.first_act)}; again in {name(status.act)}{how}"
    return f"{text}, in {name(status.act)}{how}"


def _in_the_open(party: PartyStatusView) -> Iterator[Text]:
    """What stands in the open where the word is that of a confidential channel (rule P2)."""
    if party.status.confidential and "open" in party.lines:
        yield Text("in the open: ", overflow="fold").append_text(attributed(party.lines["open"]))


def meaning(answer: AnswerView) -> str:
    """What a stance says, as a verb: `rejects`."""
    return Stance(answer.stance).meaning
