"""Dealings between parties: who says how much to whom by T, and who owes whom a reply."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import permutations, product
from typing import TYPE_CHECKING

from ledger.refs import thread_of
from projections.read_model.dealings import acts_at, circles
from projections.views.dealings import (
    Dealing,
    DealingEnd,
    DealingKind,
    DealingParty,
    DealingsView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.dates import Instant
    from ledger.state import World
    from projections.lens import Lens
    from projections.read_model.dealings import ActAt, Circle
    from projections.read_model.found import OwedWord
    from projections.reader import Answering
    from projections.views.acts import ActBrief

AMONG_ALL = frozenset({"talks", "agreement"})
"""Kinds in which every participant acts, so that each deals with each other."""
Pair = tuple[str, str]


@dataclass(slots=True)
class _Pair:
    """What is counted of one party's acts to another."""

    kinds: Counter[str] = field(default_factory=Counter)
    instants: list[Instant] = field(default_factory=list)
    owed: int = 0


@dataclass(slots=True)
class _Party:
    """What is counted of a party."""

    acts: int = 0
    sent: int = 0
    received: int = 0
    owes: int = 0
    awaits: int = 0


@dataclass(slots=True)
class _Count:
    """Everything that is counted; of one party, only what is between it and others."""

    party: str | None
    acts: int = 0
    pairs: dict[Pair, _Pair] = field(default_factory=lambda: defaultdict(_Pair))
    parties: dict[str, _Party] = field(default_factory=lambda: defaultdict(_Party))

    def add(self, circle: Circle, kind: str, acts: int, instants: Iterable[Instant]) -> None:
        """Count acts of a kind in a circle."""
        self.acts += acts
        pairs = [pair for pair in pairs_of(circle, kind) if self.party in (None, *pair)]
        for pair in pairs:
            self.pairs[pair].kinds[kind] += acts
            self.pairs[pair].instants += instants
        dealing = {code for pair in pairs for code in pair} | {self.party}
        for code in {*circle.speakers, *circle.addressees}:
            if self.party is None or code in dealing:
                one = self.parties[code]
                one.acts += acts
                one.sent += acts * (code in circle.speakers)
                one.received += acts * (code in circle.addressees)

    def add_owed(self, debtor: str, creditors: Iterable[str]) -> None:
        """Count a reply that one party owes others: to each it is one, by the debtor it is one."""
        named = [one for one in creditors if self.party in (None, debtor, one)]
        for creditor in named:
            self.pairs[creditor, debtor].owed += 1
            self.parties[creditor].awaits += 1
        self.parties[debtor].owes += bool(named)


def pairs_of(circle: Circle, kind: str) -> set[Pair]:
    """Who deals with whom in an act: each speaker with each addressee, in talks with all others."""
    among = permutations(circle.speakers, 2) if kind in AMONG_ALL else ()
    said = product(circle.speakers, circle.addressees)
    return {(one, other) for one, other in (*said, *among) if one != other}


def dealings_view(
    source: Answering, lens: Lens, *, thread: str | None = None, party: str | None = None
) -> DealingsView:
    """Who deals with whom by T, in a thread or in all; of one party, or of all.

    InputError where there is no such thread.
    """
    counted = _Count(party)
    with source.snapshot(lens) as snapshot:
        here = None if thread is None else snapshot.thread(thread)
        for circle, kind, acts, first, last in circles(snapshot, thread=here, party=party):
            counted.add(circle, kind, acts, (first, last))
        for debtor, creditors in _owed(snapshot.owed_words(), thread):
            counted.add_owed(debtor, creditors)
        ends = _ends(counted, acts_at(snapshot, _instants(counted), thread=here))
        possible = tuple(one for one in snapshot.possible() if _is_of(one, thread, party))
    world = source.world([], lens)
    return DealingsView(
        thread=thread,
        party=party,
        acts=counted.acts,
        parties=tuple(_parties(counted.parties, world)),
        dealings=tuple(_dealings(counted.pairs, ends)),
        possible=possible,
    )


def _owed(words: Iterable[OwedWord], thread: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for slug, _, debtor, creditors, *_ in words:
        if thread in (None, slug):
            yield debtor, tuple(creditors.split(","))


def _is_of(one: ActBrief, thread: str | None, party: str | None) -> bool:
    return thread in (None, thread_of(one.ref)) and party in (
        None,
        *one.senders,
        *one.addressees,
    )


def _instants(counted: _Count) -> Iterator[Instant]:
    for pair in counted.pairs.values():
        if pair.instants:
            yield from (min(pair.instants), max(pair.instants))


def _ends(counted: _Count, acts: Iterable[ActAt]) -> Mapping[Pair, tuple[DealingEnd, DealingEnd]]:
    """The first and the last act of each pair, of several of one instant by the registrar."""
    found: dict[Pair, list[ActAt]] = defaultdict(list)
    for act in acts:
        for pair in pairs_of(act.circle, act.kind):
            if pair in counted.pairs:
                found[pair].append(act)
    return {
        pair: (
            _end(min(those, key=lambda one: (one.at, one.order, one.ref))),
            _end(max(those, key=lambda one: (one.at, one.order, one.ref))),
        )
        for pair, those in found.items()
    }


def _end(act: ActAt) -> DealingEnd:
    return DealingEnd(act=act.ref, at=act.at, text=act.when)


def _parties(counted: Mapping[str, _Party], world: World) -> Iterator[DealingParty]:
    for code, one in sorted(counted.items(), key=lambda each: (-each[1].acts, each[0])):
        yield DealingParty(
            party=code,
            name=world.name_of(code),
            acts=one.acts,
            sent=one.sent,
            received=one.received,
            owes=one.owes,
            awaits=one.awaits,
        )


def _dealings(
    pairs: Mapping[Pair, _Pair], ends: Mapping[Pair, tuple[DealingEnd, DealingEnd]]
) -> Iterator[Dealing]:
    ranked = sorted(pairs.items(), key=lambda each: (-each[1].kinds.total(), each[0]))
    for (sender, addressee), one in ranked:
        first, last = ends.get((sender, addressee), (None, None))
        kinds = sorted(one.kinds.items(), key=lambda each: (-each[1], each[0]))
        yield Dealing(
            sender=sender,
            addressee=addressee,
            acts=one.kinds.total(),
            kinds=tuple(DealingKind(kind=kind, acts=acts) for kind, acts in kinds),
            first=first,
            last=last,
            owed=one.owed,
        )
