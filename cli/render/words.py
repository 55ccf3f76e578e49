"""Codes and numbers as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.text import plain as plain  # noqa: PLC0414 -- handed on: one spelling of a code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from projections.views.acts import ActBrief
    from projections.views.threads import OwedView

_KINDS = {
    "acknowledge": "receipt",
    "break": "break of relations",
    "offer-talks": "offer of talks",
    "return": "return of the paper",
    "war": "declaration of war",
}


def count(number: int, thing: str) -> str:
    """`1 day`, `42 days`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {plural(thing)}"


def plural(thing: str) -> str:
    """`days`, `replies`."""
    consonant = thing.endswith("y") and thing[-2] not in "aeiou"
    return f"{thing[:-1]}ies" if consonant else f"{thing}s"


def between(senders: Iterable[str], addressees: Iterable[str]) -> str:
    """`RUS to USA`; `USA, NATO` where nobody in particular is addressed."""
    text, to = ", ".join(senders), ", ".join(addressees)
    return f"{text} to {to}" if to else text


def name(ref: str) -> str:
    """An act as a screen of one thread names it; one of another thread with that thread's id."""
    thread, _, act = ref.rpartition("/")
    return f"{act} of {thread}" if thread else act


def act_line(act: ActBrief) -> str:
    """Kind, form and parties of an act: `demand (treaty-draft), RUS to USA`."""
    form = f" ({act.instrument})" if act.instrument else ""
    return f"{_KINDS.get(act.kind, act.kind)}{form}, {between(act.senders, act.addressees)}"


def called(act: ActBrief) -> Iterator[str]:
    """What parties call an act, each label once: `“ultimatum” by FRA, RUS`."""
    for label in dict.fromkeys(act.labels.values()):
        parties = [party for party, each in act.labels.items() if each == label]
        yield f"“{label}” by {', '.join(parties)}"


def owed_title(view: OwedView) -> str:
    """`What NATO owes, its members included`; `Who owes whom a reply` where nobody is named."""
    if view.party is None:
        return "Who owes whom a reply"
    members = any(one.debtor != view.party for one in view.owed)
    return f"What {view.party} owes{', its members included' if members else ''}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?", "…")) else ".")
