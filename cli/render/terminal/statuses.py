"""How a point stands, for the status column of `show` and the blocks of `points`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.terminal.layout import line, word
from ledger.vocabulary import Stance, Status
from projections.words import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.render.terminal.citations import Citations
    from projections.views.points import AnswerView, PartyStatusView, PointView, StatusView

_UNSAID = (Status.OUTSTANDING, Status.STANDING)


def standing(point: PointView, width: int, cited: Citations) -> Iterator[Text]:
    """The overall word, since when and by which act; the split where several were asked.

    Where the width does not hold them on one line, the word stands alone on the first. Positions
    of who was not asked follow; they change no status.
    """
    said = _Said(point, cited)
    one = point.parties[0].party if len(point.parties) == 1 else None
    whole = said.attributed(point.status, one)
    if whole.cell_len <= width:
        yield whole
    else:
        yield word(point.status.status)
        yield line(said.since(point.status, one))
    if point.deadline_text is not None and point.status.status == Status.OUTSTANDING:
        yield line(f"answer due {point.deadline_text}")
    if len(point.parties) > 1 and point.status.status != Status.STANDING:
        yield from said.split(whole)
    for party in point.parties:
        yield from said.in_the_open(party)
    for position in point.positions:
        text = f"{position.by}, not asked: {meaning(position)}, in {said.act(position.act)}"
        yield line(text, "dim")
    if point.restated_by is not None:
        yield line(f"put in another form in {name(point.restated_by)}", "dim")


class _Said:
    """Statuses of one point in words, each act with the numbers of its sources."""

    def __init__(self, point: PointView, cited: Citations) -> None:
        answers = [answer for party in point.parties for answer in party.answers]
        self._sources = {one.act: one.sources for one in (*answers, *point.positions)}
        self._point = point
        self._cited = cited

    def act(self, ref: str) -> str:
        """`us-reply [2]`."""
        return self._cited.after(name(ref), self._sources.get(ref, ()))

    def attributed(self, status: StatusView, party: str | None = None) -> Text:
        """`rejected since 2022-01-26, in us-reply [2]`, for all parties or for one."""
        return word(status.status).append(f" {self.since(status, party)}", "not bold default")

    def since(self, status: StatusView, party: str | None = None) -> str:
        """`since 2022-01-26, in us-reply [2]`; again, where it was said again; according to whom.

        Who speaks is told where that is neither the party itself nor the raiser.
        """
        text = f"since {status.since_text}"
        if status.status in _UNSAID:
            return text
        if status.act is None:
            return f"{text}, by the clock"
        if status.first_act in (None, status.act):
            text += f", in {self.act(status.act)}"
        else:
            text += f", in {self.act(status.first_act)}; again in {self.act(status.act)}"
        if status.confidential and status.rule != "P4":
            text += ", confidentially"
        if party is not None and not {party, *self._point.raisers} & set(status.by):
            text += f", according to {' and '.join(status.by)}"
        return text

    def split(self, whole: Text) -> Iterator[Text]:
        """Each party's word; parties of whom the same is to be said share a line."""
        alike: dict[str, tuple[Text, list[str]]] = {}
        for party in self._point.parties:
            text = self.attributed(party.status, party.party)
            alike.setdefault(text.plain, (text, []))[1].append(party.party)
        for text, parties in alike.values():
            who = Text(", ".join(parties), overflow="fold")
            same = text.plain == whole.plain
            yield who.append(": the same") if same else who.append(": ").append_text(text)

    def in_the_open(self, party: PartyStatusView) -> Iterator[Text]:
        """What stands in the open where the word is that of a confidential channel (rule P2)."""
        if party.status.confidential and "open" in party.lines:
            yield Text("in the open: ", overflow="fold").append_text(
                self.attributed(party.lines["open"])
            )


def meaning(answer: AnswerView) -> str:
    """What a stance says, as a verb: `rejects`."""
    return Stance(answer.stance).meaning
