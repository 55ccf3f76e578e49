"""Who may answer, raise, withdraw, replace or extend: an act is refused for who speaks in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.asked import raisers_of
from ledger.errors import DipledgerError, Refused
from ledger.refs import full, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.commands import RecordAct
    from ledger.state import World


def speakers(_world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """Who answers or raises is a sender of the act, and nobody answers its own point in one act."""
    act, home = command.act, command.thread
    for answer in act.answers:
        for giver in answer.by:
            if giver not in act.senders:
                yield Refused(
                    f"the answer to {answer.point} is by {giver}, who is not a sender of the act",
                    mend=f"Name {giver} in `from`, or give the answer on its behalf.",
                )
    for point in act.points:
        if point.raiser is not None and point.raiser not in act.senders:
            yield Refused(
                f"the point {point.label} is raised by {point.raiser}, who is not a sender"
            )
    own = {full(point.label, home) for point in act.points}
    if own and len(act.senders) == 1:
        for answer in act.answers:
            if full(answer.point, home) in own:
                yield Refused(f"{act.senders[0]} answers its own point {answer.point} in one act")


def packages(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """A package is one raiser's (rule P5)."""
    act, thread = command.act, world.threads[command.thread]
    mine = {(point.package, raisers_of(act, point)) for point in act.points if point.package}
    held = {
        (point.package, raisers_of(other, point))
        for other in thread.acts.values()
        for point in other.points
        if point.package
    }
    for package, raisers in sorted(mine):
        others = {who for name, who in held | mine if name == package and who != raisers}
        for other in sorted(others):
            yield Refused(
                f"the package {package} of {' and '.join(raisers)} is named by "
                f"{' and '.join(other)} too",
                mend="Give each raiser's package its own name.",
                rule="P5",
            )
            return


def raisers_only(world: World, command: RecordAct) -> Iterator[DipledgerError]:
    """Only its raiser withdraws, restates or replaces a point; only its sender extends an act."""
    act, home = command.act, command.thread
    mine = set(act.senders) | set(act.on_behalf_of)
    changed = [("withdraws", ref) for ref in act.withdraws]
    changed += [("restates", point.restates) for point in act.points if point.restates]
    changed += [("supersedes", point.supersedes) for point in act.points if point.supersedes]
    for field, ref in changed:
        raisers = _raisers(world, full(ref, home))
        if raisers and mine.isdisjoint(raisers):
            yield Refused(
                f"{field} names {ref}, a point of {' and '.join(raisers)}",
                mend="Only who raised a point can withdraw, restate or supersede it.",
                rule="P7",
            )
    for field in ("extends", "withdraws_acts", "supersedes"):
        refs: tuple[str, ...] = getattr(act, field)
        for ref in refs:
            other = world.act(full(ref, home))
            if other is not None and mine.isdisjoint(other.senders):
                yield Refused(
                    f"{field} names {ref}, an act of {' and '.join(other.senders)}",
                    mend="Only its sender can withdraw or replace it, or extend its deadline.",
                    rule="P3" if field == "extends" else "P7",
                )


def _raisers(world: World, ref: str) -> tuple[str, ...]:
    """Who raised a point; empty where there is none."""
    owner = world.owner(ref)
    act = None if owner is None else world.act(owner)
    points = () if act is None else act.points
    found = [raisers_of(act, point) for point in points if act and point.label == name_of(ref)]
    return found[0] if found else ()


WHO_MAY = (speakers, packages, raisers_only)
