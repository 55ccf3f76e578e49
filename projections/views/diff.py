"""A view of what differs between two states of a thread: two dates, or two moments of knowledge."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View
from projections.views.history import Change
from projections.views.record import Erratum, ErratumChange


class DiffSide(View):
    """One of the two states that are compared, as it was resolved."""

    as_of: InstantText
    """What had happened by then is in it."""
    position: int | None
    """The log position it is known at; None: all of the log, or another viewer than the ledger."""
    recorded_at: str | None
    """When what stands at that position was recorded, UTC with microseconds."""
    known_at: InstantText | None
    """The instant it is known at on the viewer's calendar; None for the ledger."""
    text: str
    """The date or the moment of knowledge that tells it from the other, in short."""


class ActDifference(View):
    """An act that stands elsewhere in time, or is known to one of the two states only."""

    act: ActBrief
    """The act in the later state; one that is no longer believed, in the earlier."""
    before: str | None
    """happened, possible, undated or ahead; None: not known."""
    after: str | None
    """happened, possible, undated or ahead; None: not believed, or not known."""
    recorded_at: str | None
    """When it was recorded, UTC with microseconds; None to a viewer other than the ledger."""
    recorded_by: str | None
    """Who recorded it; None to a viewer other than the ledger."""
    position: int | None
    """Its position in the log; None to a viewer other than the ledger."""
    why: tuple[Erratum, ...]
    """The notices that make the difference, for the ledger; no other viewer is told."""


class ActMoved(View):
    """An act that is believed to have happened at another time."""

    act: ActBrief
    """The act in the later state."""
    before: str
    """happened, possible, undated or ahead."""
    after: str
    """happened, possible, undated or ahead."""
    before_text: str
    """When it happened, as believed before."""
    after_text: str
    """When it happened, as believed after."""
    earliest_before: InstantText | None
    """First instant of it, as believed before."""
    latest_before: InstantText | None
    """Last instant of it, as believed before."""
    rule: str
    """T1: its own dates differ; T2: they are the same, and its links bound it differently."""
    why: tuple[Erratum, ...]
    """The notices about it, for the ledger; no other viewer is told."""


class ActChanged(View):
    """An act of which something else is believed, or more is known."""

    act: ActBrief
    """The act in the later state."""
    fields: tuple[ErratumChange, ...]
    """The fields that differ."""
    why: tuple[Erratum, ...]
    """The notices about it, for the ledger; no other viewer is told."""


class PointBrief(View):
    """A point that one of the two states has and the other has not."""

    label: str
    """Its label."""
    kind: str
    """Its kind."""
    text: str
    """Its words."""
    raisers: tuple[str, ...]
    """Who raises it."""
    addressees: tuple[str, ...]
    """Who is asked; empty: nobody in particular."""
    act: str
    """The act that raises it."""


class StatusChange(View):
    """A point whose status differs, for one party that was asked."""

    label: str
    """The point's label."""
    party: str | None
    """The party asked; None: the point is to nobody in particular."""
    before: str | None
    """The word before; None: it was not raised."""
    after: str | None
    """The word after; None: it is not raised, as is now believed."""
    act: str | None
    """The act that made it so first; None where the clock did, or where it is not raised."""
    since_text: str | None
    """Since when it is so."""
    rule: str | None
    """The rule it follows from."""
    text: str
    """The change in a sentence."""


class AnswerChange(View):
    """An answer, or a position of a party that was not asked, that differs."""

    label: str
    """The point's label."""
    by: str
    """Who gives it."""
    on_behalf_of: tuple[str, ...]
    """For whom it is given too."""
    act: str
    """The act it comes from."""
    line: str
    """open or confidential."""
    before: str | None
    """Its stance before; None: it was not given, or not known."""
    after: str | None
    """Its stance after; None: it was not given, as is now believed."""
    words: str | None
    """In its own words, after."""
    text: str
    """The change in a sentence."""


class ReplyChange(View):
    """A reply owed that differs."""

    debtor: str
    """Who owes it."""
    creditors: tuple[str, ...]
    """To whom."""
    act: str
    """The act that asks for it."""
    before: str | None
    """owed, settled or ended before; None: it was not asked for."""
    after: str | None
    """owed, settled or ended after; None: it was not asked for, as is now believed."""
    by: str | None
    """The act that settled or ended it, or that claims to (rule O5)."""
    rule: str | None
    """The rule it follows from."""
    due_text: str | None
    """When it is due."""
    text: str
    """The change in a sentence."""


class DiffView(View):
    """What differs between two states of a thread."""

    thread: str
    """The thread."""
    axis: str
    """as_of: what happened in between; known_at: what was learned or corrected in between."""
    before: DiffSide
    """The earlier state."""
    after: DiffSide
    """The later state."""
    as_of: InstantText
    """The instant that the later state is of."""
    as_of_text: str
    """The same in the thread's zone."""
    empty: bool
    """Whether nothing differs."""
    status: tuple[Change, ...]
    """What became of the thread."""
    amended: tuple[ErratumChange, ...]
    """What is said of the thread itself: its title, parties, zone and so on."""
    happened: tuple[ActDifference, ...]
    """Acts that happened in between; `before` is possible where it may have been earlier."""
    learned: tuple[ActDifference, ...]
    """Acts that are known newly."""
    dropped: tuple[ActDifference, ...]
    """Acts that are no longer believed."""
    changed: tuple[ActChanged, ...]
    """Acts of which something else is believed, or more is known."""
    moved: tuple[ActMoved, ...]
    """Acts that are believed to have happened at another time."""
    raised: tuple[PointBrief, ...]
    """Points that are raised, or known, newly."""
    not_raised: tuple[PointBrief, ...]
    """Points that were not raised, as is now believed."""
    statuses: tuple[StatusChange, ...]
    """Points whose status differs, one for each party asked."""
    answers: tuple[AnswerChange, ...]
    """Answers that are given or known newly, say something else, or are not believed."""
    positions: tuple[AnswerChange, ...]
    """The same of parties that were not asked; they change no status."""
    replies: tuple[ReplyChange, ...]
    """Replies newly owed, settled, ended, or not asked for."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the later date, and may change it (rule T3)."""
    undated: tuple[ActBrief, ...]
    """Acts with no bound in time at all."""
