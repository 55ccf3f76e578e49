"""The picture of a thread -> its drawings, and the rows of its table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.web.picture.columns import columns_of, instant_of, lanes_of
from cli.web.picture.drawing import Drawings
from cli.web.picture.narrow import narrow
from cli.web.picture.scene import Scene
from cli.web.picture.wide import WIDTH, wide

if TYPE_CHECKING:
    from cli.web.picture.drawing import Drawing
    from ledger.dates import Instant
    from projections.views.picture import PictureAct, PictureView

ALONE = 36
"""So many acts have a mark of their own; of more, those next to each other share one."""
TOGETHER = 24
"""In so many columns."""
ROWS = 200
"""So many acts the table has at most."""
_LOOSE = 12
"""So many undated acts are drawn at most; the table has them all."""


def layout(
    picture: PictureView,
    *,
    width: float = WIDTH,
    window: tuple[Instant, Instant] | None = None,
) -> Drawings:
    """The drawings of a thread, of a window of its time where one is given.

    However many acts there are, a drawing has fewer than 1,500 elements.
    """
    dated = [act for act in picture.acts if instant_of(act) is not None]
    undated = [act for act in picture.acts if instant_of(act) is None]
    inside = [act for act in dated if window is None or _in(act, window)]
    scene = Scene(
        thread=picture.thread,
        zone=picture.zone,
        as_of=_within(picture.as_of, window),
        lanes=lanes_of(picture.parties),
        names=picture.names,
        columns=columns_of(inside, ALONE, TOGETHER),
        undated=undated[:_LOOSE],
    )
    every = (*inside, *undated)
    rest = [act for act in every[ROWS:] if act.brief.latest or act.brief.earliest]
    return Drawings(
        thread=picture.thread,
        wide=_dated(wide(scene, width=width), picture.as_of, scene.as_of),
        narrow=_dated(narrow(scene), picture.as_of, scene.as_of),
        rows=every[:ROWS],
        shown=len(every),
        before=0 if window is None else sum(_at(act) < window[0] for act in dated),
        after=0 if window is None else sum(_at(act) > window[1] for act in dated),
        window=window,
        first=scene.day(_at(rest[0])) if rest else "",
        last=scene.day(_at(rest[-1])) if rest else "",
    )


def _dated(drawing: Drawing, as_of: Instant, drawn: Instant) -> Drawing:
    """The drawing without its line for the date, where that lies outside the window."""
    return drawing if as_of == drawn else replace(drawing, now=None)


def _at(act: PictureAct) -> Instant:
    at = instant_of(act)
    assert at is not None  # noqa: S101 -- asked only of dated acts
    return at


def _in(act: PictureAct, window: tuple[Instant, Instant]) -> bool:
    return window[0] <= _at(act) <= window[1]


def _within(as_of: Instant, window: tuple[Instant, Instant] | None) -> Instant:
    return as_of if window is None else min(max(as_of, window[0] - 1), window[1])
