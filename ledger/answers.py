"""The answers that an act gives: stated, following from what it is, covering parts of a point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.refs import full, thread_of
from ledger.vocabulary import Contents, Line, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.parts import Condition, Point
    from ledger.placing import Placed

IMPLIED_UNDISCLOSED = "the contents of the reply are not wholly known"
IMPLIED_RETURNED = "the paper was returned"


@dataclass(frozen=True, slots=True)
class Given:
    """One stance that one party gave on one point, and the act it comes from.

    `implied` says why an answer stands that nobody wrote; `via` names the parent point whose answer
    covers this one (rule P5).
    """

    point: str
    by: str
    on_behalf_of: tuple[str, ...]
    stance: Stance
    line: Line
    act: Placed
    text: str | None = None
    condition: Condition | None = None
    counter: str | None = None
    by_conduct: bool = False
    implied: str | None = None
    via: str | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """Whose answer it is: the giver's and theirs for whom it was given."""
        return (self.by, *self.on_behalf_of)


@dataclass(slots=True)
class PointFile:
    """A point with what has been said of it so far."""

    ref: str
    point: Point
    act: Placed
    raisers: tuple[str, ...]
    addressees: tuple[str, ...]
    answers: list[Given] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    withdrawn: Placed | None = None
    superseded: Placed | None = None
    restated: Placed | None = None

    @property
    def live(self) -> bool:
        """Whether its raiser still stands by it in this form (rule P7)."""
        return self.withdrawn is None and self.superseded is None and self.restated is None


def answers_given(placed: Placed, points: Mapping[str, PointFile]) -> Iterator[Given]:
    """Every answer the act gives to the points on file, the implied and the covering ones included.

    Rule P5: an answer to a parent covers the sub-points not answered in the same act. A reply whose
    contents are not wholly known answers, undisclosed, what it is not known to answer.
    """
    explicit = list(_explicit(placed, points))
    said = {(given.point, given.by) for given in explicit}
    for given in explicit:
        yield given
        yield from _covered(given, points, said)
    yield from _implied(placed, points, said, {points[given.point].act.ref for given in explicit})


def _explicit(placed: Placed, points: Mapping[str, PointFile]) -> Iterator[Given]:
    act, home = placed.act, placed.thread
    for answer in act.answers:
        ref = full(answer.point, home)
        if ref not in points:
            continue
        for giver in answer.by or act.senders:
            yield Given(
                point=ref,
                by=giver,
                on_behalf_of=answer.on_behalf_of or act.on_behalf_of,
                stance=answer.stance,
                line=Line.of(act.channel),
                act=placed,
                text=answer.text,
                condition=answer.condition,
                counter=None if answer.counter is None else full(answer.counter, home),
                by_conduct=answer.by_conduct,
            )


def _implied(
    placed: Placed,
    points: Mapping[str, PointFile],
    said: set[tuple[str, str]],
    answered: set[str],
) -> Iterator[Given]:
    """What a returned paper, or a reply not wholly known, says of the points it does not name.

    `answered` are the acts of which it answers points: a reply to those too (rule O2).
    """
    act, home = placed.act, placed.thread
    word = act.KIND.word
    if word == "return":
        stance, why = Stance.REJECT, IMPLIED_RETURNED
    elif word == "reply" and act.contents is not Contents.WHOLE:
        stance, why = Stance.UNDISCLOSED, IMPLIED_UNDISCLOSED
    else:
        return
    replied = {full(ref, home) for ref in act.replies_to} | answered
    unknown = stance is Stance.UNDISCLOSED
    for file in points.values():
        if file.act.ref not in replied or (unknown and not file.point.kind.asks):
            continue  # what asks nothing, a warning, waits for no answer that could be unknown
        parts = [points[child] for child in file.children]
        for giver in act.senders:
            speaks_for = {giver, *act.on_behalf_of}
            asked = not speaks_for.isdisjoint(file.addressees)
            through_parts = any(
                part.act.ref in replied and not speaks_for.isdisjoint(part.addressees)
                for part in parts
            )
            if asked and not through_parts and not _spoken_for(file, giver, points, said):
                yield Given(
                    point=file.ref,
                    by=giver,
                    on_behalf_of=act.on_behalf_of,
                    stance=stance,
                    line=Line.of(act.channel),
                    act=placed,
                    implied=why,
                )


def _spoken_for(
    file: PointFile, giver: str, points: Mapping[str, PointFile], said: set[tuple[str, str]]
) -> bool:
    """Whether the giver's words in this act already answer the point, or a point above it."""
    ref: str | None = file.ref
    while ref is not None:
        if (ref, giver) in said:
            return True
        parent = points[ref].point.parent if ref in points else None
        ref = None if parent is None else full(parent, thread_of(ref))
    return False


def _covered(
    given: Given, points: Mapping[str, PointFile], said: set[tuple[str, str]]
) -> Iterator[Given]:
    for child in points[given.point].children:
        if (child, given.by) not in said:
            covering = Given(
                point=child,
                by=given.by,
                on_behalf_of=given.on_behalf_of,
                stance=given.stance,
                line=given.line,
                act=given.act,
                text=given.text,
                condition=given.condition,
                counter=given.counter,
                by_conduct=given.by_conduct,
                implied=given.implied,
                via=given.via or given.point,
            )
            yield covering
            yield from _covered(covering, points, said)
