"""What changed in a thread: the thread, its acts, its points, what was said, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cli.render.changes import field_change
from cli.render.terminal.acts import details, uncertain
from cli.render.terminal.citations import Citations
from cli.render.terminal.layout import (
    bullets,
    columns,
    fitting,
    indented,
    line,
    rest,
    section,
    stacked,
)
from projections.views.diff import DiffView
from projections.words import diff_title, name, plain, reason, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from projections.views.acts import ActBrief
    from projections.views.diff import ActMoved, AnswerChange, PointBrief, StatusChange
    from projections.views.record import Erratum, ErratumChange

_LONGEST = 200
_ACTS = (
    ("happened", "HAPPENED"),
    ("learned", "NEWLY KNOWN"),
    ("dropped", "NO LONGER BELIEVED"),
)
_STANDING = {
    "possible": "it may have happened by then, or later",
    "undated": "nothing bounds it in time",
}


def diff(view: DiffView, width: int) -> Iterator[RenderableType]:
    """Section by section, whatever differs."""
    yield Text(diff_title(view), style="bold", overflow="fold")
    for side in (view.before, view.after):
        if side.recorded_at is not None:
            yield indented(line(f"#{side.position} was recorded {side.recorded_at}", "dim"))
    if view.empty:
        yield indented(line("Nothing differs."))
    cited = Citations()
    yield from _listed("THE THREAD", _thread(view), width)
    for field, title in _ACTS:
        rows = [
            (one.act, _notes(one.before, one.after, one.why, cited)) for one in getattr(view, field)
        ]
        yield from _acts(title, rows, view.thread, width)
    yield from _acts(
        "CHANGED",
        [(one.act, _changed(one.fields, one.why, cited)) for one in view.changed],
        view.thread,
        width,
    )
    given = {one.act.ref for one in view.changed}
    moves = [(one.act, _moved(one, cited, told=one.act.ref in given)) for one in view.moved]
    yield from _acts("MOVED IN TIME", moves, view.thread, width)
    yield from _points("POINTS RAISED", view.raised, width)
    yield from _points("POINTS NOT RAISED, AS IS NOW BELIEVED", view.not_raised, width)
    yield from _listed("STATUS OF POINTS", _statuses(view.statuses), width)
    yield from _listed("ANSWERS", map(_said, view.answers), width)
    yield from _listed("POSITIONS, WHICH CHANGE NO STATUS", map(_said, view.positions), width)
    yield from _listed("REPLIES", (one.text for one in view.replies), width)
    yield from uncertain(view.possible, view.undated, width, view.thread)
    yield from cited.section(width)


def _listed(title: str, sentences: Iterable[str], width: int) -> Iterator[RenderableType]:
    told = list(sentences)
    if told:
        yield from section(title, indented(bullets(told, width - 2)))


def _thread(view: DiffView) -> Iterator[str]:
    yield from (one.text for one in view.status)
    for each in view.amended:
        yield from field_change(each)


def _acts(
    title: str, rows: Sequence[tuple[ActBrief, Iterable[Text]]], thread: str, width: int
) -> Iterator[RenderableType]:
    """When, and what; below each act what is to be said of the difference."""
    if not rows:
        return
    when = [act.when or "undated" for act, _ in rows]
    widths = [fitting(when, least=10, most=22)]
    cells = [
        (Text(at, overflow="fold"), stacked((*details(act, thread), *notes)))
        for at, (act, notes) in zip(when, rows, strict=True)
    ]
    yield from section(
        f"{title} ({len(rows)})", indented(columns(cells, [*widths, rest(width - 2, *widths)]))
    )


def _notes(
    before: str | None, after: str | None, why: Sequence[Erratum], cited: Citations
) -> Iterator[Text]:
    if before == "possible" and after == "happened":
        yield line("it may have happened before", "dim")
    elif after in _STANDING:
        yield line(_STANDING[after], "dim")
    yield from _reasons(why, cited)


def _changed(
    fields: Iterable[ErratumChange], why: Sequence[Erratum], cited: Citations
) -> Iterator[Text]:
    for each in fields:
        yield from (line(text) for text in field_change(each))
    yield from _reasons(why, cited)


def _reasons(why: Sequence[Erratum], cited: Citations) -> Iterator[Text]:
    for one in why:
        yield line(cited.after(f"Reason: {reason(one)}", one.sources))


def _moved(one: ActMoved, cited: Citations, *, told: bool) -> Iterator[Text]:
    """From when to when; `told`: the reasons stand above."""
    by = "" if one.rule == "T1" else ", by its links"
    yield line(f"{one.before_text} -> {one.after_text}{by} (rule {one.rule})")
    if not told:
        yield from _reasons(one.why, cited)


def _points(title: str, points: Sequence[PointBrief], width: int) -> Iterator[RenderableType]:
    if not points:
        return
    widths = [fitting((one.label for one in points), least=4, most=16)]
    rows = [
        (Text(one.label, style="bold", overflow="fold"), stacked(_point(one))) for one in points
    ]
    yield from section(title, indented(columns(rows, [*widths, rest(width - 2, *widths)])))


def _point(one: PointBrief) -> Iterator[Text]:
    yield line(shortened(one.text, _LONGEST))
    to = f" to {', '.join(one.addressees)}" if one.addressees else ""
    yield line(f"{plain(one.kind)}, {', '.join(one.raisers)}{to}, in {name(one.act)}", "dim")


def _statuses(statuses: Iterable[StatusChange]) -> Iterator[str]:
    """Points that changed alike share a line."""
    alike: dict[tuple[str | None, ...], list[str]] = {}
    for one in statuses:
        alike.setdefault((one.party, one.before, one.after, one.act, one.since_text), []).append(
            one.label
        )
    for (party, before, after, act, since), labels in alike.items():
        who = f" ({party})" if party else ""
        if after is None:
            change = f"not raised, as is now believed; was {plain(before or '')}"
        else:
            change = f"{plain(before) if before else 'new'} -> {plain(after)} since {since}"
            change += f", in {name(act)}" if act else ", by the clock"
        yield f"{', '.join(labels)}{who}: {change}"


def _said(one: AnswerChange) -> str:
    words = f", “{shortened(one.words, _LONGEST)}”" if one.words else ""
    where = f" (in {name(one.act)})" if one.after is not None else ""
    return f"{one.text}{words}{where}"


RENDERERS = {DiffView: diff}
