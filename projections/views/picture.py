"""The picture of a thread: every act in its place in time, with what it is to the others."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View
from projections.views.history import Change


class PictureAct(View):
    """An act in the picture: what it is, when, how it stands to the date asked about."""

    brief: ActBrief
    """The act in one line."""
    state: str
    """happened, possible (it may have, rule T3), ahead or undated, judged at the date."""
    answers: tuple[str, ...]
    """The acts it replies to or whose points it answers, full names, those the viewer knows."""
    deadline: InstantText | None
    """Until when it wants its answer."""
    deadline_text: str | None
    """The deadline as given."""
    public_since: InstantText | None
    """Since when the public knows that it exists, so far as the viewer knows; None: it does not."""
    public_since_text: str | None
    """The same in the thread's zone."""
    known_since: str
    """Since when the viewer knows of it: of the ledger the time of recording, else its own date."""
    position: int | None
    """Its position in the log; None to a viewer other than the ledger."""
    current: bool
    """Whether it is of the last instant at which anything had happened by the date."""


class PictureStep(View):
    """What happened last by the date, and what that changed."""

    at: InstantText
    """When."""
    at_text: str
    """When, as given or in the thread's zone."""
    by: str
    """act, elsewhere, clock or registrar, as in the timeline."""
    act: str | None
    """The act, full name; None for the clock and the registrar."""
    text: str
    """What happened, in a few words."""
    changes: tuple[Change, ...]
    """What it changed."""


class PictureView(View):
    """Every act of a thread that the viewer knows, those ahead of the date included."""

    thread: str
    """The thread."""
    zone: str
    """The zone in which the picture is drawn."""
    as_of: InstantText
    """The instant it is judged at."""
    parties: tuple[str, ...]
    """Who acts, or is addressed: first who raised something, in the order they did."""
    names: dict[str, str]
    """The name in the registry of each of them, and of each party of the thread; else its code."""
    acts: tuple[PictureAct, ...]
    """In order of replay (rule T4), then those without a last instant, then the undated ones."""
    earliest: InstantText | None
    """The first instant in the picture; None: no act has a date."""
    latest: InstantText | None
    """The last instant in the picture, deadlines included."""
    step: PictureStep | None
    """The last step by the date; None: nothing had happened."""
