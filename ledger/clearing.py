"""Events without the references to what lies above a clearance, corrections and claims included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ledger.acts import Act
from ledger.belief import value_of
from ledger.events import ThreadOpened
from ledger.notices import ActCorrected, ContentDisclosed, FieldChange, Notice, SourceCited
from ledger.refs import ACT_FIELDS
from ledger.there import There, changed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.events import Event
    from ledger.parts import Answer, DisclosureRecord, FieldClaim, Point

_REFERRING: Final = frozenset(
    {*ACT_FIELDS, "points", "answers", "assessments", "withdraws", "effects", "disclosures"}
)
"""The fields of an act in which it may refer to something."""


class Clearing:
    """Reads the events of a thread without the references to what is not there."""

    def __init__(self, there: There, home: str) -> None:
        self._there = there
        self._home = home

    def event(self, event: Event) -> Event:
        """What is left of an event; itself where that is all of it."""
        match event:
            case Act():
                return self.act(event)
            case Notice():
                return self._notice(event)
            case ThreadOpened(parent=str(parent)):
                return event if self._there.thread(parent) else changed(event, {"parent": None})
            case _:
                return event

    def act(self, act: Act) -> Act:
        """What is left of an act."""
        return changed(
            act,
            {
                **self._there.outside_points_and_answers(act, self._home),
                "points": self._points(act.points),
                "answers": self._answers(act.answers),
                "disclosures": self._disclosures(act.disclosures),
                "claims": self._claims(act.claims),
            },
        )

    def _notice(self, notice: Notice) -> Notice:
        match notice:
            case ActCorrected():
                return changed(notice, {"changes": tuple(map(self._change, notice.changes))})
            case SourceCited():
                return changed(notice, {"claims": self._claims(notice.claims)})
            case ContentDisclosed():
                return changed(
                    notice,
                    {
                        "points": self._points(notice.points),
                        "answers": self._answers(notice.answers),
                        "disclosures": self._disclosures(notice.disclosures),
                    },
                )
            case _:
                return notice

    def _points(self, points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(self._there.in_point(point, self._home) for point in points)

    def _answers(self, answers: Iterable[Answer]) -> tuple[Answer, ...]:
        return tuple(
            self._there.in_answer(answer, self._home)
            for answer in answers
            if self._there.has_point(answer.point, self._home)
        )

    def _disclosures(self, records: Iterable[DisclosureRecord]) -> tuple[DisclosureRecord, ...]:
        return tuple(
            one
            for one in records
            if one.point is None or self._there.has_point(one.point, self._home)
        )

    def _claims(self, claims: Iterable[FieldClaim]) -> tuple[FieldClaim, ...]:
        """Those that mean the same to whoever does not see what is hidden."""
        return tuple(one for one in claims if self._value(one.field, one.value) == one.value)

    def _change(self, change: FieldChange) -> FieldChange:
        return changed(
            change,
            {
                "old": self._value(change.field, change.old),
                "new": self._value(change.field, change.new),
            },
        )

    def _value(self, name: str, value: Any) -> Any:  # noqa: ANN401 -- any JSON value
        """A field of an act as stored, read as an act that has it alone; None where it is none."""
        if value is None or name not in _REFERRING:
            return value
        try:
            alone = Act.model_validate({"id": "a", "from": ["AA"], name: value})
        except ValidationError:
            return None  # a claim may be anything, and so may what it names
        left = self.act(alone)
        return value if left is alone else value_of(left, name)
