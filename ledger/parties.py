"""Parties: what acts in a negotiation, and how one is found by its code or any of its names.

States, present and former, come from ISO 3166, organisations and historical states from the shipped
registry; a ledger registers the rest in the same shape. Days are ISO texts (`1949-04-04`), as they
compare in the order of time.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from ledger.calendars import Calendar
from ledger.errors import InputError
from ledger.parts import Part
from ledger.spans import read_span
from ledger.text import Line, PartyCode, folded
from ledger.vocabulary import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_NEAR = 3
_CUTOFF = 0.66  # one wrong letter in a code of three
_BEGINNING = 0.7
_WORD_SHARE = 0.8
_LONG_WORD = 5
_LONGEST = 100


class PartyKind(Word):
    """What a party is."""

    STATE = "state", "a state, recognised by all or not"
    FORMER_STATE = "former-state", "a state that is no more"
    TERRITORY = "territory", "a land with a code of its own that is no state"
    ORGANISATION = "organisation", "an international organisation"
    BODY = "body", "a court, a council, an office, an authority that is no state"
    GROUP = "group", "several parties that act together, without an organisation"


class SuccessionRelation(Word):
    """How a party stands to one before it: read "this party continues that one"."""

    CONTINUES = "continues", "is the same subject of law under another name"
    SUCCEEDS = "succeeds", "takes its place"
    SPLITS_FROM = "splits-from", "left it"
    MERGES = "merges", "took it in, or arose from its union with others"


def _check_plain_date(text: str) -> str:
    try:
        _bounds(text)
    except InputError as error:
        raise ValueError(str(error)) from None
    return text


PlainDate = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"),
    AfterValidator(_check_plain_date),
]
"""A day, a month or a year as EDTF writes it: `1918-11-12`, `1918-11`, `1918`."""


class Membership(Part):
    """A member, from its first day to its last; an end left out is open or not known."""

    party: PartyCode
    since: PlainDate | None = None
    until: PlainDate | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _check_order(self.since, self.until)
        return self


class Succession(Part):
    """What this party is to an earlier one, and since when."""

    relation: SuccessionRelation
    party: PartyCode
    on: PlainDate | None = None


class Identifier(Part):
    """The party's name elsewhere: `iso3166-1-alpha-2` `DE`, `wikidata` `Q183`."""

    scheme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
    value: Line


class Party(Part):
    """A state, an organisation or another body that acts; also what `PartyRegistered` stores.

    `valid_from` and `valid_until` are the first and the last day it could act, None where open or
    not known. No members means that none are listed, not that there were none.
    """

    code: PartyCode
    name: Line
    kind: PartyKind
    other_names: tuple[Line, ...] = ()
    members: tuple[Membership, ...] = ()
    succession: tuple[Succession, ...] = ()
    valid_from: PlainDate | None = None
    valid_until: PlainDate | None = None
    identifiers: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _check_order(self.valid_from, self.valid_until)
        return self


def was_valid(party: Party, earliest: str | None, latest: str | None) -> bool:
    """Whether it could act between two ISO days, None where unknown.

    False only if the whole time certainly lies before its first day or after its last.
    """
    too_early = latest is not None and latest < _first_day(party.valid_from)
    too_late = earliest is not None and earliest > _last_day(party.valid_until)
    return not (too_early or too_late)


def members_on(party: Party, day: str) -> tuple[str, ...]:
    """The codes of its members on an ISO day, sorted; also of those that only may have been."""
    return tuple(
        sorted(
            {
                member.party
                for member in party.members
                if _first_day(member.since) <= day <= _last_day(member.until)
            }
        )
    )


@lru_cache(maxsize=1024)
def _bounds(text: str) -> tuple[str, str]:
    span = read_span(text, Calendar.GREGORIAN)
    return date.fromordinal(span.first).isoformat(), date.fromordinal(span.last).isoformat()


def _first_day(text: str | None) -> str:
    return _bounds(text)[0] if text else date.min.isoformat()


def _last_day(text: str | None) -> str:
    return _bounds(text)[1] if text else date.max.isoformat()


def _check_order(first: str | None, last: str | None) -> None:
    if _first_day(first) > _last_day(last):
        msg = f"it ends ({last}) before it begins ({first})"
        raise ValueError(msg)


@cache
def shipped_party(code: str) -> Party | None:
    """The shipped party of exactly this code, None where there is none."""
    from ledger import registry

    entry = registry.entry(code)
    return None if entry is None else Party.model_validate(entry)


@cache
def shipped_codes() -> tuple[str, ...]:
    """Every shipped code, sorted."""
    from ledger import registry

    return registry.codes()


def all_shipped() -> Iterator[Party]:
    """Every shipped party, by code."""
    return filter(None, map(shipped_party, shipped_codes()))


def find_parties(text: str, parties: Iterable[Party] | None = None) -> tuple[Party, ...]:
    """The parties (else: all shipped) with `text` in code or name; case and accents aside."""
    wanted = folded(text)
    return tuple(
        party
        for party in (all_shipped() if parties is None else parties)
        if any(wanted in folded(name) for name in (party.code, party.name, *party.other_names))
    )


def near_parties(text: str, extra: Mapping[str, Party] | None = None) -> tuple[str, ...]:
    """Up to three parties that `text` may mean, best first, as `RUS (Russian Federation)`.

    A code in the wrong case, a name, an abbreviation or an ISO code finds its parties alone;
    anything else is compared with every code and name. `extra` are parties beside the shipped
    ones, by code.
    """
    parties = {party.code: party for party in all_shipped()} | dict(extra or {})
    codes = _named(text, parties.values()) or _alike(text, parties.values())
    return tuple(f"{code} ({parties[code].name})" for code in codes[:MAX_NEAR])


def _named(text: str, parties: Iterable[Party]) -> list[str]:
    """The codes of the parties that are called so: by code, by ISO code, by name, by other name."""
    wanted = _packed(text)
    ranks = {
        party.code: rank
        for party in parties
        for rank, called in enumerate(_calls(party))
        if wanted in map(_packed, reversed(called))
    }
    return sorted(ranks, key=lambda code: (ranks[code], code))


def _calls(party: Party) -> tuple[tuple[str, ...], ...]:
    iso = tuple(each.value for each in party.identifiers if each.scheme.startswith("iso3166-"))
    return (party.code,), (party.name,), iso, party.other_names


def _alike(text: str, parties: Iterable[Party]) -> list[str]:
    """The codes of the parties whose code or a name is like `text`, the most alike first."""
    wanted = folded(text[:_LONGEST])
    if not wanted:
        return []
    found = []
    for party in parties:
        names = [folded(name) for name in (party.code, party.name, *party.other_names)]
        score = max(_likeness(wanted, name) for name in names)
        if score >= _CUTOFF:
            starts_otherwise = not any(name.startswith(wanted[0]) for name in names[:2])
            found.append((-score, starts_otherwise, party.code))
    return [code for *_, code in sorted(found)]


def _likeness(wanted: str, name: str) -> float:
    """From 0 to 1: by slips of the pen in the whole or in a long word, or by how its words begin.

    Other parts do not count: three letters are in the middle of every long name.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    alike = DamerauLevenshtein.normalized_similarity
    words = name.split()
    score = alike(wanted, name)
    if len(wanted) >= _LONG_WORD:
        score = max(score, _WORD_SHARE * max(alike(wanted, word) for word in words))
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        covered = len(wanted) / max(len(wanted), len(name))
        score = max(score, _BEGINNING + (1 - _BEGINNING) * covered)
    return score


def _packed(text: str) -> str:
    return folded(text).replace(" ", "")
