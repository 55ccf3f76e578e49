"""The status of a point: rules P1 to P8, each on the answers given so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.refs import full
from ledger.vocabulary import Line, PointKind, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.answers import Given, PointFile
    from ledger.dates import Instant
    from ledger.placing import Placed

    Chances = Mapping[tuple[str, str], Instant | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with where it comes from.

    `since` is the first instant of the unbroken run with this status, and `first` its act; `act` is
    the latest act that says so (None where the clock or nobody speaks); `by` according to whom.
    """

    status: Status
    since: Instant
    rule: str
    act: Placed | None = None
    by: tuple[str, ...] = ()
    first: Placed | None = None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class PartyStatus:
    """The point for one addressee: the word that counts, and each line's own (rule P2)."""

    party: str
    word: Standing
    lines: Mapping[Line, Standing]
    answers: tuple[Given, ...]

    @property
    def confidential(self) -> bool:
        """Whether the word is that of the confidential line."""
        return Line.CONFIDENTIAL in self.lines


@dataclass(frozen=True, slots=True)
class PointState:
    """A point at a moment: per addressee, overall, and the positions of those not asked."""

    file: PointFile
    overall: Standing
    parties: tuple[PartyStatus, ...]
    positions: tuple[Given, ...]
    deadline: Instant | None
    live: bool
    children: tuple[str, ...]

    @property
    def status(self) -> Status:
        """The overall word."""
        return self.overall.status

    def of(self, party: str) -> PartyStatus | None:
        """The status for one addressee, None if it was not asked."""
        return next((one for one in self.parties if one.party == party), None)


def counts_for(given: Given, file: PointFile, party: str) -> bool:
    """Whether the answer is the addressee's, or the raiser's own fulfilment of it (rule P8)."""
    return party in given.parties or fulfils_own(given, file)


def fulfils_own(given: Given, file: PointFile) -> bool:
    """Whether the raiser fulfils an undertaking or an offer of its own (rule P8)."""
    own = file.point.kind in (PointKind.UNDERTAKING, PointKind.OFFER)
    return own and given.by in file.raisers and given.stance is Stance.FULFIL


def positions(file: PointFile) -> tuple[Given, ...]:
    """The stances of parties that were not asked: shown, they change no status (rule P1)."""
    return tuple(
        given
        for given in file.answers
        if given.via is None
        and given.by not in file.addressees
        and not any(counts_for(given, file, party) for party in file.addressees)
    )


def latest_operative(answers: Sequence[Given], met: Mapping[str, Standing]) -> Standing:
    """The latest operative answer wins; others show only while none stands (rule P1).

    `met` are the points that conditions hang on and that are accepted or fulfilled (rule P6).
    """
    speaking = [given for given in answers if given.stance.operative] or list(answers)
    last = speaking[-1]
    condition = condition_met(last, met)
    if condition is not None and condition.since > last.act.at:
        return Standing(
            Status.ACCEPTED, condition.since, "P6", condition.act, (last.by,), condition.act, last
        )
    status = status_of(last, met)
    run = last
    for given in reversed(speaking):
        if status_of(given, met) is not status:
            break
        run = given
    hangs = last.stance is Stance.ACCEPT and last.condition is not None
    rule = "P6" if hangs else "P5" if last.via is not None else "P1"
    return Standing(status, run.act.at, rule, last.act, (last.by,), run.act, last)


def status_of(given: Given, met: Mapping[str, Standing]) -> Status:
    """The status an answer gives; on a condition, with reservation until it is met (rule P6)."""
    if given.stance is Stance.ACCEPT and given.condition is not None:
        met_now = condition_met(given, met) is not None
        return Status.ACCEPTED if met_now else Status.ACCEPTED_WITH_RESERVATION
    return given.stance.status


def condition_met(given: Given, met: Mapping[str, Standing]) -> Standing | None:
    """What met the condition of an acceptance; None while it is open or mere words (rule P6)."""
    if given.stance is not Stance.ACCEPT or given.condition is None:
        return None
    point = given.condition.point
    return None if point is None else met.get(full(point, given.act.thread))


def unanswered(file: PointFile) -> Standing:
    """A point that asks is outstanding from its act on; one that asks nothing simply stands."""
    status = Status.OUTSTANDING if file.point.kind.asks else Status.STANDING
    return Standing(status, file.act.at, "P1", file.act, file.raisers, file.act)


def withdrawn_or_superseded(file: PointFile) -> Standing | None:
    """What its raiser took back or replaced; later answers are history (rule P7)."""
    for status, act in (
        (Status.WITHDRAWN, file.withdrawn),
        (Status.SUPERSEDED, file.superseded),
    ):
        if act is not None:
            return Standing(status, max(act.at, file.act.at), "P7", act, file.raisers, act)
    return None


def lapse_instant(
    file: PointFile,
    party: str,
    deadline: Instant | None,
    now: Instant,
    chances: Chances,
) -> Instant | None:
    """The second after a deadline that is past without an answer (maybe) in time (rule P3)."""
    if deadline is None or now <= deadline or not file.point.kind.asks:
        return None
    if (file.ref, party) in chances:
        earliest = chances[file.ref, party]
        if earliest is None or earliest <= deadline:
            return None
    return deadline + 1


def roll_up(parts: Iterable[Standing], *, needs_all: bool = False) -> Standing:
    """Sub-points to a parent, addressees to the whole (rule P4; needs all: rule P5)."""
    standings = list(parts)
    live = [one for one in standings if one.status.live] or standings
    asking = [one for one in live if one.status is not Status.STANDING] or live
    newest = max(asking, key=lambda one: one.since)
    words = {one.status for one in asking}
    if len(asking) == 1:
        return asking[0]
    if needs_all and Status.REJECTED in words:
        refusal = next(one for one in asking if one.status is Status.REJECTED)
        return Standing(
            Status.REJECTED, refusal.since, "P5", refusal.act, refusal.by, refusal.first
        )
    if len(words) == 1:
        status = asking[0].status
    elif any(word.unanswered or word is Status.PARTLY_ANSWERED for word in words):
        status = Status.PARTLY_ANSWERED
    elif any(word.favourable for word in words):
        status = Status.ACCEPTED_IN_PART
    else:
        status = Status.MIXED
    by = tuple(dict.fromkeys(party for one in asking for party in one.by))
    return Standing(status, newest.since, "P4", newest.act, by, newest.first)
