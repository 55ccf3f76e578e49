"""A view of numbers: how fast parties reply, what is accepted, who acts how often."""

from __future__ import annotations

from ledger.dates import InstantText
from projections.views.acts import ActBrief
from projections.views.base import View


class ReplyTime(View):
    """How long one party took to reply to one act of another, or has been owing the reply."""

    thread: str
    """The thread."""
    act: str
    """The act that asks, full name."""
    points: tuple[str, ...]
    """The points it asks, by label."""
    since: InstantText
    """From when the reply is owed: the act's own time (rule O1)."""
    since_text: str
    """The same as given."""
    state: str
    """owed, settled or ended."""
    by: str | None
    """The act that settled or ended it, full name."""
    by_text: str | None
    """When that was, as given."""
    days: int
    """Calendar days in the thread's zone until it was settled or ended, or to the date asked about
    (rule T5)."""


class PairStats(View):
    """The replies that one party owes, or owed, another."""

    debtor: str
    """Who is asked."""
    creditors: tuple[str, ...]
    """Who asks; several where they ask together and a reply to one of them is enough (rule O4)."""
    asked: int
    """How many replies were asked for: those answered, owed and ended."""
    answered: int
    """How many were settled by the date, a returned paper among them (rules O2, O3)."""
    owed: int
    """How many are still owed."""
    ended: int
    """How many are no longer owed though never answered: withdrawn, or broken off (rule O3)."""
    median_days: float | None
    """Of those answered, the median of days: of an even number, the mean of the two in the middle.
    None where none was."""
    slowest: ReplyTime | None
    """Of those answered, the one that took most days; of several, the earliest asked for."""
    replies: tuple[ReplyTime, ...]
    """With `--list`: every one of them, in order of being asked for."""


class AcceptedStats(View):
    """How many of the points that ask were accepted.

    A point with parts is counted by its parts. What its raiser took back or put in another form is
    not counted (rule P7).
    """

    raisers: tuple[str, ...]
    """Who raises them; several where they do so together; none: all."""
    points: int
    """How many points that ask were raised by the date."""
    accepted: int
    """How many of them are accepted, wholly, in part or with a reservation, or fulfilled."""
    share: float | None
    """Accepted of all, from 0 to 1, to four digits; None where there is none."""
    statuses: dict[str, int]
    """How many have each status."""
    accepted_points: tuple[str, ...]
    """With `--list`: those accepted, full names."""
    other_points: tuple[str, ...]
    """With `--list`: the others, full names."""


class KindCount(View):
    """How many acts of a kind had happened."""

    kind: str
    """The kind's word."""
    acts: int
    """How many."""
    refs: tuple[str, ...]
    """With `--list`: those acts, full names."""


class PartyCount(View):
    """In how many acts a party took part."""

    party: str
    """The party."""
    acts: int
    """How many, each once."""
    sent: int
    """In how many it speaks: as a sender, or on whose behalf it is."""
    received: int
    """How many are addressed to it."""
    refs: tuple[str, ...]
    """With `--list`: those acts, full names."""


class StatsView(View):
    """Numbers of what had happened by a date, each with the acts behind it."""

    thread: str | None
    """The thread asked about; None: all."""
    party: str | None
    """The party asked about; None: all."""
    tag: str | None
    """The tag of the threads asked about; None: all."""
    listed: bool
    """Whether every reply, point and act behind the numbers is named; see `--list`."""
    threads: int
    """How many threads were looked at."""
    acts: int
    """How many acts had happened by the date."""
    pairs: tuple[PairStats, ...]
    """Reply times by debtor and creditors, by code."""
    accepted: AcceptedStats
    """Points over all."""
    accepted_by_raiser: tuple[AcceptedStats, ...]
    """Points by who raised them, by code."""
    kinds: tuple[KindCount, ...]
    """Acts by kind, the most frequent first."""
    parties: tuple[PartyCount, ...]
    """Acts by party, the most frequent first."""
    possible: tuple[ActBrief, ...]
    """Acts that may have happened by the date; they are counted nowhere (rule T3)."""
    undated: tuple[ActBrief, ...]
    """Acts with no bound in time at all; they are counted nowhere."""
