"""The working papers of a fold: what has been raised, answered and owed so far.

Acts are applied one by one in order of replay (`apply`); the rules in `ledger.points`,
`ledger.obligations` and `ledger.thread_status` read the papers at any moment in between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.answers import Given, PointFile, answers_given
from ledger.asked import Members, addressees_of, day_of, raisers_of
from ledger.refs import full

if TYPE_CHECKING:
    from ledger.dates import Instant
    from ledger.placing import Placed


@dataclass(slots=True)
class Dossier:
    """All the working papers of one thread's fold.

    `touched` are the points of which something was said since the states were last taken; of the
    act filed last, `given` are the answers, and `took_back` says whether it has withdrawn,
    replaced or restated anything.
    """

    thread: str
    members: Members
    points: dict[str, PointFile] = field(default_factory=dict)
    deadlines: dict[str, Instant] = field(default_factory=dict)
    given: tuple[Given, ...] = ()
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
        self.given = tuple(answers_given(placed, self.points))
        for given in self.given:
            self.points[given.point].answers.append(given)
            self.touched.add(given.point)
        self._take_back(placed)
        if act.deadline is not None and act.deadline.latest is not None:
            # An extension that replays before what it extends has spoken already.
            self.deadlines.setdefault(placed.ref, act.deadline.latest)
            for ref in (full(extended, home) for extended in act.extends):
                self.deadlines[ref] = act.deadline.latest
                self.touched.update(file.ref for file in self.raised_by(ref))

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
