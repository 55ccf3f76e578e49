"""What the ledger believes of its acts: as recorded, read with the notices in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.notices import (
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    Notice,
    Reclassified,
    SourceCited,
    TextShredded,
)
from ledger.vocabulary import Contents, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.acts import Act


def in_force(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """The notices that hold, in recorded order: not retracted by a later one that itself holds."""
    retracted: set[str] = set()
    holding: list[Notice] = []
    for notice in reversed(notices):
        if notice.id in retracted:
            continue
        holding.append(notice)
        if isinstance(notice, ActRetracted) and notice.notice is not None:
            retracted.add(notice.notice)
    return tuple(reversed(holding))


def believed(recorded: Mapping[str, Act], notices: Iterable[Notice]) -> dict[str, Act]:
    """The acts as believed, by id; `notices` are those in force, in recorded order."""
    acts = dict(recorded)
    for notice in notices:
        if isinstance(notice, ActRetracted):
            if notice.act is not None:
                acts.pop(notice.act, None)
        elif (act := acts.get(subject(notice))) is not None:
            acts[act.id] = applied(notice, act)
    return acts


def subject(notice: Notice) -> str:
    """The act that a notice is about; empty for a retraction of a notice."""
    return getattr(notice, "act", None) or ""


def applied(notice: Notice, act: Act) -> Act:
    """The act read with one notice. ValueError (of pydantic) where the result is no act."""
    stored = act.model_dump(mode="json", exclude_defaults=True)
    match notice:
        case ActCorrected(changes=changes):
            for change in changes:
                stored[change.field] = change.new
        case SourceCited():
            _extend(stored, notice, "sources", "dates", "claims")
        case ContentDisclosed():
            _make_room(stored, notice)
            _extend(stored, notice, "disclosures", "points", "answers", "sources")
            stored["contents"] = notice.contents
            if notice.text is not None:
                stored["text"] = notice.text
        case Reclassified():
            stored["marking"] = notice.model_dump(mode="json").get("marking")
        case TextShredded():
            return act
        case _:  # pragma: no cover -- retractions are handled above
            return act
    return type(act).model_validate(
        {key: value for key, value in stored.items() if value is not None}
    )


def _make_room(stored: dict[str, Any], notice: ContentDisclosed) -> None:
    """What was not known of an act gives way to what is: undisclosed answers, points in outline."""
    answered = {answer.point for answer in notice.answers}
    raised = {point.label for point in notice.points}
    stored["answers"] = [
        answer
        for answer in stored.get("answers", ())
        if answer["stance"] != Stance.UNDISCLOSED or answer["point"] not in answered
    ]
    stored["points"] = [
        point
        for point in stored.get("points", ())
        if point.get("contents", Contents.WHOLE) == Contents.WHOLE or point["label"] not in raised
    ]


def _extend(stored: dict[str, Any], notice: Notice, *fields: str) -> None:
    said = notice.model_dump(mode="json", exclude_defaults=True)
    for field in fields:
        if field in said:
            stored[field] = [*stored.get(field, ()), *said[field]]


def value_of(act: Act, field: str) -> Any:  # noqa: ANN401 -- any JSON value
    """A field as stored; None where it holds its default."""
    return act.model_dump(mode="json", exclude_defaults=True).get(field)
