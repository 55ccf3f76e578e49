"""The working papers of a fold: what has been raised, answered and owed so far.

Acts are applied one by one in order of replay (`apply`); the rules in `ledger.points`,
`ledger.obligations` and `ledger.thread_status` read the papers at any moment in between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.asked import Members, addressees_of, day_of, raisers_of
from ledger.refs import full, thread_of
from ledger.vocabulary import Contents, Line, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.dates import Instant
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


@dataclass(slots=True)
class Dossier:
    """All the working papers of one thread's fold.

    `touched` are the points of which something was said since the states were last taken;
    `took_back` says whether the act filed last has withdrawn, replaced or restated anything.
    """

    thread: str
    members: Members
    points: dict[str, PointFile] = field(default_factory=dict)
    deadlines: dict[str, Instant] = field(default_factory=dict)
    applied: list[Placed] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    zone: str = "UTC"
    took_back: bool = False
    _by_act: dict[str, list[PointFile]] = field(default_factory=dict)
    _early: dict[str, list[tuple[str, Placed]]] = field(default_factory=dict)
    _orphans: dict[str, list[str]] = field(default_factory=dict)

    def apply(self, placed: Placed) -> None:
        """File one act: its points, its answers, what it withdraws, replaces or extends."""
        act, home = placed.act, placed.thread
        self.took_back = False
        if home == self.thread:
            self._file_points(placed)
        for given in answers_given(placed, self.points):
            self.points[given.point].answers.append(given)
            self.touched.add(given.point)
        self._take_back(placed)
        if act.deadline is not None and act.deadline.latest is not None:
            # An extension that replays before what it extends has spoken already.
            self.deadlines.setdefault(placed.ref, act.deadline.latest)
            for ref in (full(extended, home) for extended in act.extends):
                self.deadlines[ref] = act.deadline.latest
                self.touched.update(file.ref for file in self.raised_by(ref))
        self.applied.append(placed)

    def _take_back(self, placed: Placed) -> None:
        """Mark what the act withdraws, supersedes or restates (rule P7)."""
        act, home = placed.act, placed.thread
        for ref in act.withdraws:
            self._mark(full(ref, home), "withdrawn", placed)
        for what, refs in (("superseded", act.supersedes), ("withdrawn", act.withdraws_acts)):
            for ref in (full(name, home) for name in refs):
                self._early.setdefault(ref, []).append((what, placed))
                for file in self.raised_by(ref):
                    self._mark(file.ref, what, placed)
        for point in act.points:
            if point.supersedes is not None:
                self._mark(full(point.supersedes, home), "superseded", placed)
            if point.restates is not None:
                self._mark(full(point.restates, home), "restated", placed)

    def deadline_of(self, file: PointFile) -> Instant | None:
        """The last second in which an answer to the point is in time, None if there is none."""
        return self.deadlines.get(file.act.ref)

    def _file_points(self, placed: Placed) -> None:
        files = files_of(placed, self.members, self.zone)
        for file in files:
            self.points[file.ref] = file
            self.touched.add(file.ref)
            self._by_act.setdefault(placed.ref, []).append(file)
        for file in files:
            self._take_place(file)
        for file in files:
            # What was said of it may replay before it, where its date is the vaguer one.
            for what, early in (*self._early.get(placed.ref, ()), *self._early.get(file.ref, ())):
                self._mark(file.ref, what, early)

    def _take_place(self, file: PointFile) -> None:
        """Under its parent, and above its parts, whichever of them replays first."""
        file.children.extend(self._orphans.pop(file.ref, ()))
        if file.point.parent is None:
            return
        above = full(file.point.parent, self.thread)
        if above in self.points:
            self.points[above].children.append(file.ref)
        else:
            self._orphans.setdefault(above, []).append(file.ref)

    def raised_by(self, act_ref: str) -> list[PointFile]:
        """The points of an act, on file."""
        return self._by_act.get(act_ref, [])

    def take_touched(self) -> set[str]:
        """The points of which something was said since this was last asked."""
        touched, self.touched = self.touched, set()
        return touched

    def _mark(self, ref: str, what: str, placed: Placed) -> None:
        """Withdrawing a point withdraws its parts with it; marks of other threads are theirs."""
        file = self.points.get(ref)
        if file is None:
            self._early.setdefault(ref, []).append((what, placed))
            return
        if getattr(file, what) is None:
            setattr(file, what, placed)
            self.touched.add(ref)
            self.took_back = True
        for child in file.children:
            self._mark(child, what, placed)


def files_of(placed: Placed, members: Members, zone: str) -> list[PointFile]:
    """A fresh file for each point that the act raises."""
    day = day_of(placed.earliest, placed.latest, zone)
    return [
        PointFile(
            ref=full(point.label, placed.thread),
            point=point,
            act=placed,
            raisers=raisers_of(placed.act, point),
            addressees=addressees_of(placed.act, point, members, day),
        )
        for point in placed.act.points
    ]


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
    for file in points.values():
        if file.act.ref not in replied:
            continue
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
