"""Views of points, answers and statuses."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class StatusView(View):
    """A status, attributed: since when, by which act, according to whom."""

    status: str
    """The word, see the vocabulary."""
    since: InstantText
    """First instant of the unbroken run with this status."""
    since_text: str
    """The same as a date (and time where known) in the thread's zone."""
    act: str | None
    """The latest act that makes it so; None where the clock does."""
    by: tuple[str, ...]
    """According to whom."""
    first_act: str | None
    """The act that made it so first."""
    rule: str
    """The rule it follows from."""
    confidential: bool
    """Whether the word is that of the confidential line (rule P2)."""


class AnswerView(View):
    """One stance on one point."""

    by: str
    """Who gives it."""
    on_behalf_of: tuple[str, ...]
    """For whom it is given too."""
    stance: str
    """What it says."""
    text: str | None
    """In its own words."""
    act: str
    """The act it comes from."""
    at: InstantText | None
    """The act's latest instant."""
    at_text: str
    """The act's time as given."""
    line: str
    """open or confidential."""
    by_conduct: bool
    """Given by conduct."""
    implied: str | None
    """Why it stands although nobody wrote it."""
    via: str | None
    """The parent point whose answer covers this one (rule P5)."""
    condition: str | None
    """What it depends on."""
    counter: str | None
    """The point it counters with."""
    sources: tuple[str, ...]
    """Citations of the act's sources."""


class AssessmentView(View):
    """A verdict on the answers to a point, or on a whole reply."""

    by: str
    """Who judges."""
    verdict: str | None
    """The coded verdict."""
    words: str | None
    """In its own words."""
    act: str
    """The act it is stated in."""
    of: str
    """The point or the act that is judged."""
    at_text: str
    """That act's time as given."""


class PartyStatusView(View):
    """A point for one addressee."""

    party: str
    """The addressee."""
    status: StatusView
    """The word that counts."""
    lines: dict[str, StatusView]
    """The word of each channel line that has spoken (rule P2)."""
    answers: tuple[AnswerView, ...]
    """Every answer, in order."""


class PointView(View):
    """A point: what was asked, by whom, of whom, and what became of it."""

    ref: str
    """Full name, THREAD/LABEL."""
    label: str
    """The label alone."""
    kind: str
    """demand, question, proposal …"""
    text: str
    """Its words, or its gist where the words are not known."""
    contents: str
    """whole, partial or none: how much of it the ledger knows."""
    not_known: str | None
    """What is not known of its words, in a sentence; None where they are known."""
    raisers: tuple[str, ...]
    """Who raised it."""
    addressees: tuple[str, ...]
    """Who is asked."""
    act: str
    """The act that raised it."""
    raised: InstantText
    """When it was raised."""
    raised_text: str
    """When it was raised, as given."""
    deadline: InstantText | None
    """The last second in which an answer is in time."""
    deadline_text: str | None
    """The same in the thread's zone."""
    parent: str | None
    """The point it is a part of."""
    children: tuple[str, ...]
    """Its parts."""
    live: bool
    """Whether its raiser still stands by it."""
    status: StatusView
    """The overall word."""
    parties: tuple[PartyStatusView, ...]
    """The split: one entry an addressee."""
    positions: tuple[AnswerView, ...]
    """Stances of parties that were not asked; they change no status."""
    package: str | None
    """The package it belongs to: all or none (rule P5)."""
    restated_by: str | None
    """The act that restates it in another form (rule P7)."""
    assessments: tuple[AssessmentView, ...]
    """What parties say of the answers; they change no status (rule P8)."""
    sources: tuple[str, ...]
    """Citations of the raising act's sources."""


class PointsView(View):
    """The points of a thread, parents before their parts."""

    points: tuple[PointView, ...]
    """In order of being raised."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change a status (rule T3)."""
