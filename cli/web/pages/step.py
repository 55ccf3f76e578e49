"""What the last step on one of the two axes changed: the last act, or the last thing learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.views.base import View
from projections.words import act_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from projections.views.acts import ActBrief
    from projections.views.diff import DiffView
    from projections.views.picture import PictureView

AXES = ("as_of", "known_at")
"""What happens, and what becomes known."""
STEP = "step"
"""The parameter that says on which axis the last step was taken."""


class StepView(View):
    """What one step changed, in sentences, and where on the page it shows."""

    axis: str
    """as_of: what happened; known_at: what was learned."""
    title: str
    """What made the change."""
    changes: tuple[str, ...]
    """What it changed, in sentences."""
    points: tuple[str, ...]
    """The labels of the points that it changed."""
    acts: tuple[str, ...]
    """The acts that it brought, full names."""


def by_act(picture: PictureView) -> StepView | None:
    """What the last act, or the clock, changed; None where nothing had happened."""
    if picture.step is None:
        return None
    return StepView(
        axis="as_of",
        title=picture.step.text,
        changes=tuple(dict.fromkeys(one.text for one in picture.step.changes)),
        points=tuple(
            dict.fromkeys(
                one.ref for one in picture.step.changes if one.what in ("point", "position")
            )
        ),
        acts=() if picture.step.act is None else (picture.step.act,),
    )


def by_knowledge(diff: DiffView) -> StepView:
    """What is known at a moment, and was not, or was known otherwise, at the one before."""
    acts = [each.act for each in (*diff.learned, *diff.dropped, *diff.happened)]
    acts += [one.act for one in diff.changed]
    acts += [one.act for one in diff.moved]
    points = [each.label for each in (*diff.raised, *diff.not_raised)]
    points += [each.label for each in diff.statuses]
    points += [each.label for each in (*diff.answers, *diff.positions)]
    return StepView(
        axis="known_at",
        title=f"{diff.before.text} → {diff.after.text}",
        changes=tuple(dict.fromkeys(sentences(diff))),
        points=tuple(dict.fromkeys(points)),
        acts=tuple(dict.fromkeys(one.ref for one in acts)),
    )


def sentences(diff: DiffView) -> Iterator[str]:
    """Everything that differs, a sentence each."""
    for one in diff.happened:
        yield f"{_short(one.act)} happened: {act_line(one.act)}"
    for one in diff.learned:
        yield f"{_short(one.act)} became known: {act_line(one.act)}"
    for dropped in diff.dropped:
        yield f"{_short(dropped.act)} is no longer believed"
    for changed in diff.changed:
        fields = ", ".join(dict.fromkeys(one.field.replace("_", " ") for one in changed.fields))
        yield f"more, or something else, became known of {_short(changed.act)}: {fields}"
    for moved in diff.moved:
        yield f"{_short(moved.act)} is dated {moved.after_text}, no longer {moved.before_text}"
    for point in diff.raised:
        yield f"the point {point.label} {'was raised' if diff.axis == 'as_of' else 'became known'}"
    yield from (one.text for one in diff.status)
    yield from (one.text for one in diff.statuses)
    yield from (one.text for one in (*diff.answers, *diff.positions))
    yield from (one.text for one in diff.replies)


def _short(act: ActBrief) -> str:
    return act.ref.partition("/")[2]
