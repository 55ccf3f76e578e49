"""The history of one point: each status it had, since when, by which act, and since when known.

A status is a word of one party on one line, from one instant on. When it was first believed *as it
stands* is asked at that instant: the earliest knowledge since which this very status, by this act,
was believed to begin then. How long it lasted may be learned later; that makes no other status.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.errors import InputError
from ledger.near import near
from ledger.refs import full, name_of, thread_of
from ledger.vocabulary import Line
from projections.read_model.point_history import (
    act_times,
    beliefs_of,
    names_at,
    possible_in,
    raised_as,
)
from projections.read_model.stretches import ALWAYS
from projections.reader import Snapshots
from projections.text import instant_text, recorded_text
from projections.views.point_history import HistoryView, Learned, PastStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.dates import Instant
    from projections.lens import Lens
    from projections.read_model.cells import PointCell
    from projections.read_model.found import ThreadAt
    from projections.read_model.point_history import ActTime, PointBelief
    from projections.read_model.snapshot import Snapshot


class Recorded(Snapshots, Protocol):
    """Snapshots of a ledger that also tells when a position of its log was recorded."""

    def recorded_at(self, position: int, lens: Lens | None = None) -> int:
        """UTC microseconds, of a position as the lens counts them."""
        ...


class Track(NamedTuple):
    """Whose word: a party's, or everybody's; `beside`: in the open, beside a confidential one."""

    party: str | None
    beside: bool


class Word(NamedTuple):
    """A status with where it comes from; two are one where all of it is the same."""

    status: str
    since: Instant
    act: str | None
    by: tuple[str, ...]
    rule: str
    confidential: bool


Told = list[tuple["PointBelief", dict[Track, Word]]]


class Spell(NamedTuple):
    """A word that was believed, for a while, to hold from an instant on."""

    track: Track
    word: Word
    when_from: Instant
    known_from: int
    known_to: int


def words_in(cell: PointCell) -> dict[Track, Word]:
    """The words of a point at one instant, as far as they are told apart."""
    words: dict[Track, Word] = {}
    for one in cell.parties:
        words[Track(one.party, beside=False)] = Word(
            one.status, one.since, one.act, tuple(one.by), one.rule, one.confidential
        )
        if one.open is not None:
            status, since, act, by = one.open
            in_the_open = Word(status, since, act, tuple(by), "P2", confidential=False)
            words[Track(one.party, beside=True)] = in_the_open
    if len(cell.parties) != 1:
        overall = Word(
            cell.status, cell.since, cell.act, tuple(cell.by), cell.rule, confidential=False
        )
        words[Track(None, beside=False)] = overall
    return words


def told_by(beliefs: Iterable[PointBelief]) -> Told:
    """What each belief says, in order of time."""
    ordered = sorted(beliefs, key=lambda one: (one.when_from, one.known_from))
    return [(one, words_in(one.cell)) for one in ordered]


def spells_of(told: Told) -> list[Spell]:
    """Every word that ever was believed to begin, by when it does; knowledge in maximal runs."""
    spells: list[Spell] = []
    for at in sorted({one.when_from for one, _ in told}):
        before = [pair for pair in told if pair[0].when_from < at <= pair[0].when_to]
        now = [pair for pair in told if pair[0].when_from <= at < pair[0].when_to]
        spells += _begun(at, before, now)
    return spells


def _begun(at: Instant, before: Told, now: Told) -> Iterator[Spell]:
    """The words that begin at an instant, each for as long as that was believed."""
    edges = {edge for one, _ in (*before, *now) for edge in (one.known_from, one.known_to)}
    runs: dict[tuple[Track, Word], list[tuple[int, int]]] = defaultdict(list)
    for known_from, known_to in pairwise(sorted(edges)):
        was = _known(before, known_from)
        for track, word in _known(now, known_from).items():
            if was.get(track) == word:
                continue
            known = runs[track, word]
            if known and known[-1][1] == known_from:
                known[-1] = (known[-1][0], known_to)
            else:
                known.append((known_from, known_to))
    for (track, word), known in runs.items():
        yield from (Spell(track, word, at, *run) for run in known)


def _known(told: Told, at: int) -> Mapping[Track, Word]:
    return next((words for one, words in told if one.known_from <= at < one.known_to), {})


def history_view(
    source: Recorded, ref: str, lens: Lens, *, once_believed: bool = False
) -> HistoryView:
    """Every status of a point THREAD/LABEL up to T, as believed at K.

    With `once_believed` also what was believed before K and no longer is. InputError where there is
    no such point, with near ones, or where it was not raised by T.
    """
    with source.snapshot(lens) as snapshot:
        thread = snapshot.thread(thread_of(ref))
        raised = raised_as(snapshot, thread, name_of(ref))
        if raised is None or (raised.known_to != ALWAYS and not once_believed):
            raise _no_point(snapshot, thread, ref)
        told = told_by(beliefs_of(snapshot, thread, name_of(ref)))
        spells = spells_of(told)
        times = act_times(
            snapshot, thread, {one.word.act for one in spells if one.word.act is not None}
        )
        possible = possible_in(snapshot, thread)
    believed = [one for one in spells if one.known_to == ALWAYS]
    dropped = [one for one in spells if one.known_to != ALWAYS] if once_believed else []
    if not believed and not dropped:
        raise InputError(
            f"the point {ref} was not raised by {instant_text(thread.at, thread.zone)}",
            mend="Ask for a later date with `--as-of`.",
        )
    latest = max((one for one, _ in told), key=lambda one: (one.known_to, one.when_from))
    teller = _Teller(source, thread, told, times, lens)
    order = {track: place for place, track in enumerate(_tracks(believed))}
    believed.sort(key=lambda one: (order[one.track], one.when_from))
    dropped.sort(key=lambda one: (one.known_to, one.known_from, one.when_from))
    return HistoryView(
        ref=ref,
        kind=raised.kind,
        text=raised.text,
        raisers=tuple(raised.raisers),
        addressees=tuple(one.party for one in latest.cell.parties),
        act=raised.act,
        as_of=thread.at,
        as_of_text=instant_text(thread.at, thread.zone),
        statuses=tuple(map(teller.status, believed)),
        once_believed=tuple(map(teller.status, dropped)),
        possible=possible,
    )


def _tracks(spells: Iterable[Spell]) -> list[Track]:
    """Party by party in order of being asked, a word in the open after what counts; all last."""
    parties = dict.fromkeys(one.track.party for one in spells)
    return sorted(
        {one.track for one in spells},
        key=lambda track: (track.party is None, list(parties).index(track.party), track.beside),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """What it takes to tell a spell as it was believed."""

    source: Recorded
    thread: ThreadAt
    told: Told
    times: Mapping[str, list[ActTime]]
    lens: Lens

    def status(self, spell: Spell) -> PastStatus:
        """A spell as published; of one no longer believed, as it last was."""
        word, zone = spell.word, self.thread.zone
        known = spell.known_to - 1
        until = self._until(spell, known)
        return PastStatus(
            party=spell.track.party,
            line=Line.CONFIDENTIAL if word.confidential else Line.OPEN,
            counts=not spell.track.beside,
            status=word.status,
            when_from=spell.when_from,
            from_text=self._as_given(spell.when_from, word.act, known),
            when_until=until,
            until_text=None if until is None else instant_text(until, zone),
            since=word.since,
            since_text=self._as_given(word.since, self._first_act(spell, known), known),
            act=word.act,
            by=word.by,
            rule=word.rule,
            known_from=self._learned(spell.known_from),
            known_until=None if spell.known_to == ALWAYS else self._learned(spell.known_to),
        )

    def _over_time(self, track: Track, known: int) -> list[tuple[PointBelief, Word | None]]:
        """What was believed at a time of one track, in order."""
        return [
            (one, words.get(track))
            for one, words in self.told
            if one.known_from <= known < one.known_to
        ]

    def _until(self, spell: Spell, known: int) -> Instant | None:
        """The first instant up to T at which it was otherwise."""
        end = spell.when_from
        for one, word in self._over_time(spell.track, known):
            if one.when_from == end and word == spell.word:
                end = one.when_to
        return end if end <= self.thread.at else None

    def _first_act(self, spell: Spell, known: int) -> str | None:
        """The act by which the run with this status began."""
        for one, word in self._over_time(spell.track, known):
            same = word is not None and word[:2] == spell.word[:2]
            if same and word is not None and one.when_from == spell.word.since:
                return word.act
        return spell.word.act

    def _as_given(self, instant: Instant, act: str | None, known: int) -> str:
        """The time of the act that happened at an instant, else the instant."""
        for one in self.times.get(act or "", ()):
            if one.known_from <= known < one.known_to and one.latest == instant:
                return one.when or instant_text(instant, self.thread.zone)
        return instant_text(instant, self.thread.zone)

    def _learned(self, known: int) -> Learned:
        if self.lens.is_ledger:
            return Learned(
                position=known,
                recorded_at=recorded_text(self.source.recorded_at(known, self.lens)),
                at=None,
                text=f"#{known}",
            )
        text = instant_text(known, self.thread.zone)
        return Learned(position=None, recorded_at=None, at=known, text=text)


def _no_point(snapshot: Snapshot, thread: ThreadAt, ref: str) -> InputError:
    if "/" not in ref:
        return InputError(
            f"{ref} is a thread, and a history is of one of its points",
            mend=f"Write {ref}/LABEL; see `dipledger points {ref}`.",
        )
    if name_of(ref) in names_at(snapshot, thread, "name", "read_act"):
        return InputError(
            f"{ref} is an act, and a history is of a point",
            mend=f"See `dipledger explain {ref}`, and `dipledger points {thread.slug}`.",
        )
    labels = names_at(snapshot, thread, "label", "read_point")
    return InputError(
        f"there is no point {ref}",
        near=[full(name, thread.slug) for name in near(name_of(ref), labels)],
        mend=f"See `dipledger points {thread.slug}`.",
    )
