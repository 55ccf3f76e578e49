"""Since when a viewer knows of an act: its existence, its gist, its text, a point, an answer.

The public knows an act from its publication, leak or declassification; an act in a public channel
without such a date was published at its act time. A party knows its own acts from their time, those
addressed, copied or handed to it from reception, else delivery; the rest with the public (design,
section 3). A date that is not certain counts from its last instant, a disclosure without one never.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.placing import act_time
from ledger.refs import full
from ledger.vocabulary import Channel, DateRole, DisclosedPart, Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Act
    from ledger.dates import Instant
    from ledger.parts import DateClaim

PUBLIC = "public"
"""The viewer that is everybody; any other is a party's code."""

_ORDER = (DisclosedPart.EXISTENCE, DisclosedPart.GIST, DisclosedPart.TEXT)
_OPEN_PART = {
    None: DisclosedPart.TEXT,
    Disclosure.DISCLOSED: DisclosedPart.TEXT,
    Disclosure.PARTLY: DisclosedPart.GIST,
    Disclosure.ANNOUNCED: DisclosedPart.GIST,
    Disclosure.UNDISCLOSED: None,
}


@dataclass(slots=True)
class Knowledge:
    """Since when each part of one act is known to a viewer; what has no instant is not known."""

    parts: dict[DisclosedPart, Instant] = field(default_factory=dict)
    points: dict[str, Instant] = field(default_factory=dict)
    answers: dict[str, Instant] = field(default_factory=dict)

    def learn(self, part: DisclosedPart, since: Instant | None) -> None:
        """A part, and with it what it contains: the text the gist, the gist the existence."""
        if since is None:
            return
        for known in _ORDER[: _ORDER.index(part) + 1]:
            self.parts[known] = min(since, self.parts.get(known, since))

    def has(self, part: DisclosedPart, at: Instant) -> bool:
        """Whether a part is known at an instant."""
        return part in self.parts and self.parts[part] <= at

    def has_point(self, ref: str, at: Instant) -> bool:
        """Whether a point is known: from its own date, else with the text."""
        if ref in self.points:
            return self.points[ref] <= at
        return self.has(DisclosedPart.TEXT, at)

    def has_answer(self, ref: str, at: Instant) -> bool:
        """Whether the answer to a point is known: from its own date, else with the text."""
        if ref in self.answers:
            return self.answers[ref] <= at
        return self.has(DisclosedPart.TEXT, at)


def knowledge(act: Act, home: str, viewer: str) -> Knowledge:
    """Since when the viewer knows what of an act of thread `home`."""
    known = Knowledge()
    since = _as_party(act, viewer)
    if since is not None:
        known.learn(DisclosedPart.TEXT, since)
        return known
    _as_public(act, home, known)
    return known


def reads(act: Act, viewer: str) -> bool:
    """Whether the viewer is a party to the act: its sender, or one that it reached."""
    asked = {party for point in act.points for party in point.addressees}
    to = {*act.addressees, *act.copied_to, *act.handed_to, *asked}
    return viewer in {*act.senders, *act.on_behalf_of, *to}


def _as_party(act: Act, viewer: str) -> Instant | None:
    """When a party knows the whole act for being its sender or having received it, else None."""
    _, time = act_time(act)
    if viewer in (*act.senders, *act.on_behalf_of):
        return time
    if reads(act, viewer):
        received = _latest(act, DateRole.RECEIVED)
        return time if received is None else received
    return None


def _as_public(act: Act, home: str, known: Knowledge) -> None:
    published = _latest(act, DateRole.PUBLISHED)
    if published is None and act.channel is Channel.PUBLIC:
        _, published = act_time(act)
    part = _OPEN_PART[act.disclosure]
    if part is not None:
        known.learn(part, published)
    for record in act.disclosures:
        since = record.when.latest
        if since is None:
            continue
        if record.point is None:
            known.learn(record.part, since)
            continue
        known.learn(DisclosedPart.EXISTENCE, since)
        own = known.points if record.part is DisclosedPart.POINT else known.answers
        ref = full(record.point, home)
        own[ref] = min(since, own.get(ref, since))


def _latest(act: Act, role: DateRole) -> Instant | None:
    claims = [claim for claim in act.dates if claim.role is role]
    instants = [claim.date.latest for claim in _preferred(claims)]
    known = [instant for instant in instants if instant is not None]
    return max(known) if known and len(known) == len(instants) else None


def _preferred(claims: list[DateClaim]) -> Iterable[DateClaim]:
    return [claim for claim in claims if claim.preferred] or claims
