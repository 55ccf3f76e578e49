"""Views of threads, and of replies owed."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View
from projections.views.points import PointView


class ThreadHead(View):
    """What a thread is called and who is in it."""

    id: str
    """The slug."""
    title: str
    """The title."""
    parties: tuple[str, ...]
    """The parties named when it was opened or amended."""
    zone: str
    """The zone of dates that give none."""
    parent: str | None
    """The thread it is a part of."""
    tags: tuple[str, ...]
    """Free tags."""
    marking: str | None
    """Classification."""


class ThreadStatusView(View):
    """The status of a thread, and why."""

    status: str
    """The word, see the vocabulary."""
    why: str
    """The reason in a sentence (rule S1)."""
    since: InstantText | None
    """Since when, where an act or the clock made it so."""
    acts: tuple[str, ...]
    """The acts that make it so."""
    awaiting: tuple[str, ...]
    """Who owes a reply."""
    dormant: bool
    """A reply is owed and nothing has happened for two years (rule S3)."""


class ObligationView(View):
    """A reply owed: who owes whom, for what, since when, until when."""

    thread: str
    """The thread."""
    debtor: str
    """Who owes the reply."""
    creditors: tuple[str, ...]
    """To whom; a reply to one of several is enough."""
    act: str
    """The act that asks."""
    points: tuple[str, ...]
    """The points it asks, by label."""
    state: str
    """owed, settled or ended."""
    since: InstantText
    """From when it is owed: the act's own time (rule O1)."""
    since_text: str
    """The same as given."""
    days: int
    """Calendar days in the thread's zone, from since to the date asked about or settlement."""
    due: InstantText | None
    """The deadline."""
    overdue: str | None
    """By how much the deadline is past, while the reply is owed."""
    due_text: str | None
    """The deadline in the thread's zone."""
    claimed_by: str | None
    """A reply on the debtor's behalf that settles it according to the replier only (rule O5)."""
    claimed_according_to: tuple[str, ...]
    """Who gave that reply; empty where there is none."""
    settled_by: str | None
    """The act that settled or ended it."""
    settled_at: InstantText | None
    """When."""
    settled_text: str | None
    """The same as given."""
    rule: str
    """The rule that opened, settled or ended it."""
    loose_ends: tuple[str, ...]
    """Points never answered expressly after settlement (rule O6)."""


class BalanceView(View):
    """What one party owes another, in one line."""

    debtor: str
    """Who owes."""
    creditors: tuple[str, ...]
    """To whom; a reply to one of several is enough."""
    owed: int
    """How many replies."""
    overdue: int
    """How many of them with the deadline past."""
    oldest: InstantText
    """Since when the first of them is owed."""
    oldest_text: str
    """The same as given."""


class OwedView(View):
    """Replies owed over the ledger, or by one party; the longest owed first."""

    owed: tuple[ObligationView, ...]
    """What is owed at the date."""
    party: str | None
    """The party asked about, with the members of a group (rule O4); None: all."""
    to: str | None
    """The creditor asked about; None: all."""
    balances: tuple[BalanceView, ...]
    """The same by debtor and creditors, the longest owed first."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change what is owed (rule T3)."""


class NotKnown(View):
    """One thing of which the ledger knows that it does not know it."""

    ref: str
    """The act or point."""
    what: str
    """What is not known, in a sentence."""


class PackageView(View):
    """Points offered all or none (rule P5)."""

    name: str
    """Its name."""
    raisers: tuple[str, ...]
    """Whose it is."""
    points: tuple[str, ...]
    """Its points, by label."""
    status: str
    """pending, accepted or failed."""
    failed_by: tuple[str, ...]
    """The points whose rejection fails it."""


class ThreadView(View):
    """The state of a thread at a date: what is open, the points, what is not known."""

    thread: ThreadHead
    """The thread."""
    as_of: InstantText
    """The instant the state is of."""
    status: ThreadStatusView
    """Its status."""
    owed: tuple[ObligationView, ...]
    """Replies owed."""
    settled: tuple[ObligationView, ...]
    """Replies settled or ended."""
    points: tuple[PointView, ...]
    """Every point raised by the date."""
    packages: tuple[PackageView, ...]
    """Points offered all or none."""
    not_known: tuple[NotKnown, ...]
    """What is not known."""
    last_act: ActBrief | None
    """The last act by the date."""
    acts: int
    """How many acts had happened by the date."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date (rule T3)."""
    undated: tuple[ActBrief, ...]
    """Acts with no bound in time at all."""


class ThreadLine(View):
    """A thread in a list."""

    thread: ThreadHead
    """The thread."""
    status: ThreadStatusView
    """Its status."""
    acts: int
    """Acts by the date."""
    owed: int
    """Replies owed."""
    last: str | None
    """The last act's time, as given."""


class ThreadsView(View):
    """The threads of the ledger."""

    threads: tuple[ThreadLine, ...]
    """By id."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date, and would then change a state (rule T3)."""
