"""What became of the fields of an act, and its points and answers, each in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.render.facts import FORMS, condition, dated, person, said, sources
from ledger.vocabulary import Stance
from projections.words import UNSAID, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.record import ErratumChange

_LONGEST = 200
_KEYS = ("label", "role", "party", "scheme", "field", "point", "act", "effect", "id")
_NAMES = {"from": "from", "to": "to", "replies_to": "replies to"}
_RELATIONS = {
    "parent": "a part of",
    "restates": "restates",
    "supersedes": "replaces",
    "package": "in the package",
}


def field_change(change: ErratumChange) -> Iterator[str]:
    """`place: Nish -> Niš`; of a list, what is taken out and what is put in."""
    name = _NAMES.get(change.field, plain(change.field))
    old, new = _items(change.old), _items(change.new)
    if not _is_of_parts(*old, *new):
        yield f"{name}: {_one(change.field, old)} -> {_one(change.field, new)}"
        return
    put_in = [item for item in new if item not in old]
    for item in old:
        if item not in new:
            yield f"{name}: - {_text(change.field, item)}"
            for other in [each for each in put_in if _key(each) == _key(item)]:
                put_in.remove(other)
                yield f"{name}: + {_text(change.field, other)}"
    for item in put_in:
        yield f"{name}: + {_text(change.field, item)}"


def _key(item: dict[str, Any]) -> Any:  # noqa: ANN401 -- JSON
    """What a part of a list is called, so that what replaces it stands below it."""
    return next((item[name] for name in _KEYS if name in item), None)


def _items(value: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _is_of_parts(*items: Any) -> bool:  # noqa: ANN401 -- JSON
    return any(isinstance(item, dict) and "edtf" not in item for item in items)


def _one(field: str, items: list[Any]) -> str:
    return ", ".join(_text(field, item) for item in items) or UNSAID.get(field, "nothing")


def _text(field: str, item: Any) -> str:  # noqa: ANN401 -- JSON
    """One value as it reads on a screen."""
    match field:
        case "dates":
            text = dated(item)
        case "persons":
            text = f"{item['role']} {person(item)}"
        case "points":
            ((label, words),) = points_of({"points": [item]})
            text = f"{label}: {words}"
        case "answers":
            ((label, words),) = answers_of({"answers": [item]})
            text = f"{label}: {words}"
        case "sources":
            (text,) = sources({"sources": [item]})
        case _:
            text = FORMS.get(field, said)(item)
    return shortened(text, _LONGEST)


def points_of(recorded: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and words of each point that is recorded."""
    for point in recorded.get("points", ()):
        yield point["label"], f"{point['text']} ({'; '.join(_aside(point))})"


def _aside(point: dict[str, Any]) -> Iterator[str]:
    yield point["kind"]
    if "raiser" in point:
        yield f"raised by {point['raiser']}"
    if "addressees" in point:
        yield f"to {', '.join(point['addressees'])}"
    for name in ("parent", "restates", "supersedes", "package"):
        if name in point:
            yield f"{_RELATIONS[name]} {point[name]}"
    if "condition" in point:
        yield condition(point["condition"])
    if point.get("needs_all"):
        yield "needs all its parts"


def answers_of(recorded: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Point and words of each answer that is recorded."""
    for answer in recorded.get("answers", ()):
        by = f"{', '.join(answer['by'])}: " if "by" in answer else ""
        words = f": “{answer['text']}”" if "text" in answer else ""
        aside = "; ".join(_beside(answer))
        notes = f" ({aside})" if aside else ""
        yield answer["point"], f"{by}{Stance(answer['stance']).meaning}{words}{notes}"


def _beside(answer: dict[str, Any]) -> Iterator[str]:
    if "on_behalf_of" in answer:
        yield f"also for {', '.join(answer['on_behalf_of'])}"
    if "condition" in answer:
        yield condition(answer["condition"])
    if "counter" in answer:
        yield f"with {answer['counter']} in its place"
    if answer.get("by_conduct"):
        yield "by conduct"
