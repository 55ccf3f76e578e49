"""Makes the golden file of an event that has none yet: `python -m tests.core.golden_acts`.

A golden file is the stored bytes of an event as first shipped. One that exists is never changed: if
it no longer fits, the event's shape has changed and needs a new version with an upcaster.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.acts import ACT_CLASSES, Act, StatementMade
from ledger.dates import parse_act_date
from ledger.events import (
    LinkedActReceived,
    PartyAmended,
    PartyRegistered,
    ThreadAmended,
    ThreadClosed,
    ThreadOpened,
    ThreadReopened,
    encode,
)
from ledger.notices import (
    ActCorrected,
    ActRetracted,
    ContentDisclosed,
    Notice,
    Reclassified,
    SourceCited,
    TextShredded,
)
from ledger.parties import Party

if TYPE_CHECKING:
    from ledger.events import Event

GOLDEN = Path(__file__).parent / "golden"
DAY = parse_act_date("1914-07-12 Europe/Moscow julian")
SPAN = parse_act_date("1914-07/..", zone="Europe/Vienna")
SOURCE = {
    "citation": "Österreichisch-ungarisches Rotbuch",
    "id": "red-book",
    "page": "15",
    "publisher": "k. u. k. Ministerium des Äussern",
    "url": "https://example.org/red-book",
    "published": parse_act_date("1915"),
    "accessed": parse_act_date("2026-01-01"),
    "reliability": "B",
    "credibility": "2",
    "basis": "original",
}
FULL: dict[str, Any] = {
    "id": "full",
    "from": ["AUH", "DEU"],
    "to": ["SRB"],
    "on_behalf_of": ["ITA"],
    "copied_to": ["FRA"],
    "handed_to": ["GBR"],
    "addressed_as": "members",
    "own_answers": True,
    "instrument": "other",
    "instrument_text": "a scroll",
    "medium": "written",
    "channel": "confidential",
    "dates": [
        {
            "role": "delivered",
            "date": DAY,
            "source": "red-book",
            "preferred": True,
            "reason": "log",
        },
        {"role": "dated", "date": SPAN},
    ],
    "sequence": 3,
    "place": "Belgrade",
    "persons": [
        {"role": "bearer", "name": "W. Giesl", "post": "Minister", "party": "AUH"},
        {"role": "other", "post": "Legation", "role_text": "cipher clerk"},
    ],
    "summary": "A note “with” ünicode.",
    "text": "Two\nlines\tand a tab",
    "language": "fr",
    "contents": "partial",
    "points": [
        {
            "label": "1a",
            "kind": "request",
            "text": "suppress",
            "raiser": "AUH",
            "addressees": ["SRB"],
            "parent": "1",
            "needs_all": True,
            "package": "all-ten",
            "condition": {"text": "if", "point": "1"},
            "restates": "0",
            "supersedes": "other/0",
            "contents": "none",
        },
        {"label": "1", "kind": "demand", "text": "condemn"},
    ],
    "answers": [
        {
            "point": "other/2",
            "stance": "counter",
            "by": ["DEU"],
            "on_behalf_of": ["ITA"],
            "text": "no",
            "condition": {"point": "1"},
            "counter": "1",
            "by_conduct": True,
        },
        {"point": "3", "stance": "accept"},
    ],
    "assessments": [
        {"point": "3", "by": "AUH", "verdict": "unsatisfactory", "words": "not enough"},
        {"act": "earlier", "verdict": "evasive"},
    ],
    "replies_to": ["earlier"],
    "follows": ["earlier"],
    "about": ["earlier"],
    "announces": ["earlier"],
    "transmits": ["earlier"],
    "encloses": ["earlier"],
    "supersedes": ["other/earlier"],
    "withdraws": ["4"],
    "withdraws_acts": ["earlier"],
    "deadline": parse_act_date("1914-07-25T18:00", zone="Europe/Belgrade"),
    "consequence": "the Minister leaves",
    "extends": ["earlier"],
    "labels": [{"party": "SRB", "label": "ultimatum"}],
    "effects": [{"effect": "fails"}, {"effect": "suspends", "thread": "other"}],
    "disclosure": "partly",
    "disclosures": [
        {
            "part": "point",
            "how": "leaked",
            "when": parse_act_date("1914-07-24"),
            "by": "a newspaper",
            "point": "1",
            "source": "red-book",
        },
        {"part": "text", "how": "declassified", "when": parse_act_date("1919")},
    ],
    "marking": {
        "level": "secret",
        "caveats": ["NODIS"],
        "as_printed": "Geheim",
        "declassified": parse_act_date("1919"),
    },
    "reference_numbers": [{"scheme": "archive", "value": "HHStA PA I 811"}],
    "sources": [SOURCE, {"citation": "Bare"}],
    "claims": [
        {
            "field": "place",
            "value": ["Niš", 1, True, None],
            "source": "red-book",
            "preferred": True,
            "reason": "the despatch",
        }
    ],
    "note": "the analyst's own",
}
OWN: dict[str, dict[str, Any]] = {
    "TalksOffered": {"terms": ["reciprocal", "other"], "terms_text": "at sea"},
    "MeasureTaken": {
        "measure": "other",
        "measure_text": "a parade",
        "quantity": {"amount": 100_000, "unit": "troops", "qualifier": "more-than"},
    },
}
LEAST: dict[str, dict[str, Any]] = {"MeasureTaken": {"measure": "decree"}}
PARTY = Party.model_validate(
    {
        "code": "LEAGUE-X",
        "name": "A League",
        "kind": "group",
        "other_names": ["The League"],
        "members": [{"party": "FRA", "since": "1900", "until": "1901-02"}],
        "succession": [{"relation": "continues", "party": "AUH", "on": "1918"}],
        "valid_from": "1900",
        "valid_until": "1950-12-31",
        "identifiers": [{"scheme": "wikidata", "value": "Q1"}],
    }
)
REGISTRY: dict[str, Event] = {
    "full-opened": ThreadOpened.model_validate(
        {
            "thread": "july-1914",
            "title": "The July crisis",
            "parties": ["AUH", "SRB"],
            "zone": "Europe/Belgrade",
            "parent": "balkans",
            "tags": ["crisis"],
            "marking": {"level": "restricted"},
            "sources": [SOURCE],
            "note": "a note",
        }
    ),
    "full-amended": ThreadAmended.model_validate(
        {
            "title": "July 1914",
            "parties": ["AUH"],
            "tags": [],
            "marking": {"level": "official"},
            "reason": "shorter",
        }
    ),
    "full-closed": ThreadClosed(when=DAY, reason="archived"),
    "full-reopened": ThreadReopened(when=DAY, reason="new papers"),
    "full-registered": PartyRegistered(party=PARTY),
    "full-party-amended": PartyAmended(party=PARTY, reason="a typing error"),
    "full-linked": LinkedActReceived(thread="other", act="full"),
}


NOTICE = {"reason": "a better reading", "sources": [SOURCE], "act": "full"}
NOTICES: dict[type[Notice], dict[str, Any]] = {
    ActCorrected: {
        **NOTICE,
        "changes": [{"field": "place", "old": "Belgrade", "new": "Niš"}, {"field": "note"}],
    },
    ActRetracted: {"reason": "never sent", "sources": [SOURCE], "act": "full"},
    SourceCited: {**NOTICE, "dates": FULL["dates"], "claims": FULL["claims"]},
    ContentDisclosed: {
        **NOTICE,
        "disclosures": FULL["disclosures"],
        "contents": "partial",
        "text": "its words",
        "points": FULL["points"],
        "answers": FULL["answers"],
        "stands": [{"party": "AUH", "stand": "denied", "words": "a forgery"}],
    },
    Reclassified: {**NOTICE, "marking": FULL["marking"], "when": DAY},
    TextShredded: NOTICE,
}
SEALED = {
    "fields": ["text", "note"],
    "key": "00112233445566778899aabbccddeeff",
    "nonce": "AAECAwQFBgcICQoL",
    "ciphertext": "3q2+7w==",
}


def golden_events() -> dict[str, Event]:
    """One event with every field and one with the fewest, of every kind, by golden file name."""
    events: dict[str, Event] = {}
    for cls in ACT_CLASSES:
        own = OWN.get(cls.__name__, {})
        least = {"id": "least", "from": ["AUH"], **LEAST.get(cls.__name__, {})}
        events[f"{cls.TOPIC}@full"] = _act(cls, {**FULL, **own})
        events[f"{cls.TOPIC}@least"] = _act(cls, least)
    sealed = StatementMade.model_validate({"id": "sealed", "from": ["AUH"], "sealed": SEALED})
    events[f"{sealed.TOPIC}@sealed"] = sealed
    for notice, fields in NOTICES.items():
        events[f"{notice.TOPIC}@full"] = notice.model_validate({"id": "full", **fields})
    back = ActRetracted(id="back", notice="full", reason="it was sent after all")
    events[f"{back.TOPIC}@of-a-notice"] = back
    for name, event in REGISTRY.items():
        events[f"{event.TOPIC}@{name}"] = event
    return events


def _act(cls: type[Act], fields: dict[str, Any]) -> Act:
    return cls.model_validate(fields)


def main() -> None:
    """Write the files that are not there yet."""
    for name, event in golden_events().items():
        path = GOLDEN / f"{name}.json"
        if not path.exists():
            path.write_bytes(encode(event)[1] + b"\n")


if __name__ == "__main__":
    main()
