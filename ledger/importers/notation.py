"""Compact notations: one line of text for each part of an act, in a file and in options alike.

```
point              6: text   or   6(kind=request, to=USA+NATO, parent=5, needs-all): text
answer             6=reject: text   or   6=accept(by=FRA, for=GBR+ITA, if=7): text
assessment         6=unsatisfactory: words   or   act:note-1=evasive(by=RUS): words
person             bearer=John Sullivan (Ambassador) [USA]   or   recipient=(Embassy in Moscow)
source             El País, 2 February 2022 [B2] {page=3, id=s1}
date               delivered=1914-07-23T18:00 {source=s1, preferred, reason="the log says so"}
label              GBR=ultimatum
effect             suspends   or   suspends@other-thread
reference number   un=S/2022/14
disclosure         text published 2022-02-02 by "El País"   or   point:6 leaked 2022-02-02
marking            secret//NOFORN {declassified=1995}
quantity           more-than 100000 troops
claim              place=Geneva {source=s1}
stand              USA=confirmed: words
```

A notation is cut into a key (what stands before the sign) and the rest, so that a mapping of a file
(`points: {6: text}`) is read by the same rules. Both become fields of the part, still as text: what
the fields mean is the business of `ledger.importers.parts_in`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.importers.syntax import OPTIONS, bad, details, options, unquoted, words
from ledger.notices import PartyStand
from ledger.parts import (
    Answer,
    Assessment,
    Condition,
    DateClaim,
    DisclosureRecord,
    EffectOn,
    FieldClaim,
    Marking,
    Part,
    PartyLabel,
    Person,
    Point,
    Quantity,
    ReferenceNumber,
    Source,
)
from ledger.vocabulary import Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable

Texts = dict[str, str | tuple[str, ...]]
"""Fields of a part, still as text."""


_BLANK = r"\s"


@dataclass(frozen=True, slots=True)
class Notation:
    """How one part is written on a line.

    `noun` and `form` are for errors; `sign` ends the key; `key` and `rest` read what is before and
    after it; `marker` is the field that shows a mapping to be the part itself, spelled out. Without
    a key the whole line is the rest.
    """

    noun: str
    form: str
    rest: Callable[[str], Texts]
    marker: tuple[str, ...]
    key: Callable[[str], Texts] | None = None
    sign: str = "="

    def compact(self, text: str) -> Texts:
        """The fields of a whole line. InputError showing the form."""
        if self.key is None:
            return self.rest(text)
        key, rest = self._cut(text)
        return self.both(key, rest)

    def both(self, key: str, rest: str | None) -> Texts:
        """The fields of a key and of what belongs to it."""
        fields = {} if self.key is None else self.key(key)
        return fields if rest is None else fields | self.rest(rest)

    def _cut(self, text: str) -> tuple[str, str | None]:
        # Possessive throughout: what was passed over is never tried again.
        gap = "" if self.sign == _BLANK else r"\s*+"
        match = re.match(
            rf"(?P<key>[^(){self.sign}]{{1,{_LONGEST}}}+(?:{OPTIONS})?+){gap}"
            rf"(?:{self.sign}(?P<rest>.*))?\Z",
            text.strip(),
            re.DOTALL,
        )
        if match is None:
            raise bad(text, _a(self.noun), self.form)
        return match["key"].strip(), match["rest"]


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


_POINT = "LABEL: TEXT, or LABEL(kind=request, parent=6, to=USA+NATO): TEXT"
_ANSWER = "POINT=STANCE: TEXT, or POINT=STANCE(by=FRA, if=7): TEXT"
_ASSESSMENT = "POINT=VERDICT: WORDS, or act:ID=VERDICT: WORDS"
_PERSON = "ROLE=NAME (POST) [PARTY]"
_SOURCE = "CITATION [B2] {page=12, id=s1}"
_DATE = 'DATE, or DATE {source=s1, preferred, reason="WHY"}'
_DISCLOSURE = 'PART HOW DATE, like: text published 2022-02-02 by "El País"'
_EFFECT = "EFFECT, or EFFECT@THREAD"
_MARKING = "LEVEL//CAVEAT, like secret//NOFORN {declassified=1995}"
_QUANTITY = "AMOUNT UNIT, like more-than 100000 troops"
_CLAIM = "FIELD=VALUE {source=s1}"
_STAND = "PARTY=STAND, or PARTY=STAND: WORDS"

_LONGEST = 200
"""Characters of a key or of a word: bounds what a failed match costs."""

_SPOKEN = re.compile(
    rf"(?P<word>[^(:]{{0,{_LONGEST}}}+)(?P<options>{OPTIONS})?+\s*+(?::(?P<text>.*))?\Z", re.DOTALL
)
_HEAD = re.compile(rf"(?P<word>[^(]{{1,{_LONGEST}}}+)(?P<options>{OPTIONS})?+\Z", re.DOTALL)
_ADMIRALTY = re.compile(r"\[(?P<reliability>[A-Fa-f])(?P<credibility>[1-6])\]\Z")
_PARTY = re.compile(r"\[(?P<party>[^\[\]\s]{1,60})\]\Z")
_AMOUNT = re.compile(
    rf"(?:(?P<qualifier>{'|'.join(word.replace('-', '[- ]') for word in Qualifier)})\s+)?"
    r"(?P<amount>-?[0-9]{1,3}(?: [0-9]{3})+|-?[0-9][0-9,_]*)\s+(?P<unit>[^\s0-9].*)\Z",
    re.DOTALL | re.IGNORECASE,
)


def _point_key(key: str) -> Texts:
    match = _HEAD.match(key)
    if match is None:
        raise bad(key, "a point", _POINT)
    return {"label": match["word"].strip(), **options(match["options"], _POINT)}


def _point_text(rest: str) -> Texts:
    return {"text": rest.strip()}


def _answer(rest: str) -> Texts:
    return _spoken(rest, "stance", "text", _ANSWER)


def _spoken(rest: str, word: str, words: str, form: str) -> Texts:
    match = _SPOKEN.match(rest.strip())
    if match is None:
        raise bad(rest, f"a {word}", form)
    fields: Texts = {**options(match["options"], form)}
    if match["word"].strip():
        fields[word] = match["word"].strip()
    return fields if match["text"] is None else fields | {words: match["text"].strip()}


def _assessed(key: str) -> Texts:
    act = key.removeprefix("act:")
    return {"point": key} if act == key else {"act": act}


def _assessment(rest: str) -> Texts:
    return _spoken(rest, "verdict", "words", _ASSESSMENT)


def _role(key: str) -> Texts:
    match = _HEAD.match(key)
    if match is None:
        raise bad(key, "a role", _PERSON)
    role_text = match["options"]
    fields: Texts = {"role": match["word"].strip()}
    return fields | ({"role-text": role_text[1:-1]} if role_text else {})


def _person(rest: str) -> Texts:
    text, fields = rest.strip(), Texts()
    if match := _PARTY.search(text):
        text, fields["party"] = text[: match.start()].rstrip(), match["party"]
    opening = _last_brackets(text)
    if opening is not None:
        text, post = text[:opening].rstrip(), text[opening + 1 : -1].strip()
        if post:
            fields["post"] = post
    return fields | ({"name": unquoted(text)} if text else {})


def _last_brackets(text: str) -> int | None:
    """Where the brackets that end the text open."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            return at if text[at] == "(" else None
    return None


def _source(rest: str) -> Texts:
    citation, fields = details(rest, _SOURCE)
    if match := _ADMIRALTY.search(citation):
        fields |= match.groupdict()
        citation = citation[: match.start()].rstrip()
    return {"citation": citation, **fields}


def _disclosed(key: str) -> Texts:
    part, _, point = key.partition(":")
    return {"part": part, "point": point} if point else {"part": part}


def _disclosure(rest: str) -> Texts:
    fields: dict[str, list[str]] = {"how": [], "when": [], "by": [], "source": []}
    at = "how"
    rest, more = details(rest, _DISCLOSURE)
    for word in words(rest):
        if at == "how" and fields["how"]:
            at = "when"
        if at != "how" and word in ("by", "source") and not fields[word]:
            at = word
        else:
            fields[at].append(unquoted(word))
    said: Texts = {name: " ".join(parts) for name, parts in fields.items() if parts}
    return said | more


def _marking(rest: str) -> Texts:
    text, fields = details(rest, _MARKING)
    level, *caveats = (part.strip() for part in text.split("//"))
    more: Texts = {"caveats": tuple(caveats)} if caveats else {}
    return {"level": level, **more, **fields}


def _quantity(rest: str) -> Texts:
    match = _AMOUNT.match(" ".join(rest.split()))
    if match is None:
        raise bad(rest, "a quantity", _QUANTITY)
    fields: Texts = {"amount": re.sub("[,_ ]", "", match["amount"]), "unit": match["unit"]}
    return fields | ({"qualifier": match["qualifier"]} if match["qualifier"] else {})


def _effect(rest: str) -> Texts:
    effect, sign, thread = rest.partition("@")
    fields: Texts = {"effect": effect.strip()}
    return fields | ({"thread": thread.strip()} if sign else {})


def _date(rest: str) -> Texts:
    date, fields = details(rest, _DATE)
    return {"date": date, **fields}


def _claim(rest: str) -> Texts:
    value, fields = details(rest, _CLAIM)
    return {"value": unquoted(value), **fields}


def _stand(rest: str) -> Texts:
    return _spoken(rest, "stand", "words", _STAND)


def _named(field: str) -> Callable[[str], Texts]:
    return lambda text: {field: text.strip()}


NOTATIONS: dict[type[Part], Notation] = {
    Point: Notation("point", _POINT, _point_text, ("label",), _point_key, sign=":"),
    Answer: Notation("answer", _ANSWER, _answer, ("point", "stance"), _named("point")),
    Assessment: Notation(
        "assessment", _ASSESSMENT, _assessment, ("point", "act", "verdict", "words"), _assessed
    ),
    Person: Notation("person", _PERSON, _person, ("role",), _role),
    Source: Notation("source", _SOURCE, _source, ("citation",)),
    DateClaim: Notation("date", _DATE, _date, ("role", "date"), _named("role")),
    PartyLabel: Notation(
        "label", "PARTY=WORDS", _named("label"), ("party", "label"), _named("party")
    ),
    EffectOn: Notation("effect", _EFFECT, _effect, ("effect",)),
    ReferenceNumber: Notation(
        "reference number", "SCHEME=NUMBER", _named("value"), ("scheme", "value"), _named("scheme")
    ),
    DisclosureRecord: Notation(
        "disclosure", _DISCLOSURE, _disclosure, ("part", "how"), _disclosed, sign=_BLANK
    ),
    Marking: Notation("marking", _MARKING, _marking, ("level",)),
    Quantity: Notation("quantity", _QUANTITY, _quantity, ("amount",)),
    FieldClaim: Notation("claim", _CLAIM, _claim, ("field", "value"), _named("field")),
    PartyStand: Notation("stand", _STAND, _stand, ("party", "stand"), _named("party")),
    Condition: Notation("condition", "WORDS, or if=POINT", _named("text"), ("text", "point")),
}
"""How each part is written."""
