"""The erratum list of a thread: each notice with what it changed, and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from cli.render.facts import FORMS, dated, person, said, sources
from cli.render.terminal.act import answers_of, points_of
from cli.render.terminal.citations import Citations
from cli.render.terminal.layout import columns, fitting, heading, indented, line, rest, stacked
from projections.views.record import ErrataView
from projections.words import UNSAID, count, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from projections.views.record import Erratum, ErratumChange

_LONGEST = 200
_DONE = {
    "correct": "corrects",
    "retract": "retracts",
    "cite": "cites a source for",
    "disclose": "tells what became known of",
    "reclassify": "changes the marking of",
    "shred": "tells that the key is destroyed of what is sealed in",
}
_KEYS = ("label", "role", "party", "scheme", "field", "point", "act", "effect", "id")
_NAMES = {"from": "from", "to": "to", "replies_to": "replies to"}


def errata(view: ErrataView, width: int) -> Iterator[RenderableType]:
    """Every notice, in the order of recording."""
    of = "" if view.thread is None else f" OF {view.thread}"
    yield heading(f"ERRATA{of} ({len(view.errata)})")
    if not view.errata:
        yield indented(line("Nothing was corrected."))
        return
    cited = Citations()
    numbers = [f"#{one.position}" for one in view.errata]
    widths = [fitting(numbers, most=12)]
    rows = [
        (Text(number), stacked(_erratum(one, cited, view.thread)))
        for number, one in zip(numbers, view.errata, strict=True)
    ]
    yield indented(columns(rows, [*widths, rest(width - 2, *widths)]))
    yield from cited.section(width)
    back = sum(not one.in_force for one in view.errata)
    if back:
        yield Text()
        yield line(f"{count(back, 'notice')} taken back, and without effect.")


def _erratum(one: Erratum, cited: Citations, thread: str | None) -> Iterator[Text]:
    about = one.act or f"the notice {one.notice}"
    name = one.id if thread is not None else f"{one.thread}/{one.id}"
    title = Text(name, style="bold", overflow="fold")
    title.append(f"  {_DONE[one.kind]} {about}", style="not bold")
    yield title if one.in_force else title.append("  taken back", style="not bold red")
    for change in one.changes:
        for text in field_change(change):
            yield line(text)
    yield line(cited.after(f"Reason: {one.reason}", one.sources))
    yield line(f"Recorded {one.recorded_at} by {one.recorded_by}", "dim")


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


RENDERERS = {ErrataView: errata}
