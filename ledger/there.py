"""Parts of acts without the references to what is not there for whoever reads them.

One way for all who see less than is recorded: what is left of an act refers to nothing that was
taken out of their world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.refs import ACT_FIELDS, full

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.acts import Act
    from ledger.parts import Answer, Assessment, Condition, Part, Point

P = TypeVar("P", bound="Part")


@dataclass(frozen=True, slots=True)
class There:
    """What may be referred to: acts and points by full reference, threads by slug."""

    act: Callable[[str], bool]
    point: Callable[[str], bool]
    thread: Callable[[str], bool]

    def has_point(self, ref: str | None, home: str) -> bool:
        """Whether a point that is named in thread `home` is there."""
        return ref is not None and self.point(full(ref, home))

    def condition(self, condition: Condition | None, home: str) -> Condition | None:
        """What is left of a condition: its words, where its point is not there."""
        if condition is None or condition.point is None or self.has_point(condition.point, home):
            return condition
        return None if condition.text is None else condition.model_copy(update={"point": None})

    def in_point(self, point: Point, home: str) -> Point:
        """A point, without the names of points that are not there."""
        return changed(
            point,
            {
                "parent": self._named(point.parent, home),
                "restates": self._named(point.restates, home),
                "supersedes": self._named(point.supersedes, home),
                "condition": self.condition(point.condition, home),
            },
        )

    def in_answer(self, answer: Answer, home: str) -> Answer:
        """An answer to a point that is there."""
        return changed(
            answer,
            {
                "counter": self._named(answer.counter, home),
                "condition": self.condition(answer.condition, home),
            },
        )

    def outside_points_and_answers(self, act: Act, home: str) -> dict[str, Any]:
        """The other fields of an act that refer to something, with what is there."""
        update: dict[str, Any] = {
            field: tuple(ref for ref in getattr(act, field) if self.act(full(ref, home)))
            for field in ACT_FIELDS
        }
        update["withdraws"] = tuple(ref for ref in act.withdraws if self.has_point(ref, home))
        update["assessments"] = tuple(one for one in act.assessments if self._assessed(one, home))
        update["effects"] = tuple(
            one for one in act.effects if one.thread is None or self.thread(one.thread)
        )
        return update

    def _named(self, ref: str | None, home: str) -> str | None:
        return ref if self.has_point(ref, home) else None

    def _assessed(self, one: Assessment, home: str) -> bool:
        if one.act is not None:
            return self.act(full(one.act, home))
        return self.has_point(one.point, home)


def changed(part: P, update: dict[str, Any]) -> P:
    """A part with other values; itself where they are those it has."""
    if all(getattr(part, name) == value for name, value in update.items()):
        return part
    return part.model_copy(update=update)
