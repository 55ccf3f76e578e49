"""Codes, numbers and texts as a person reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from projections.text import plain as plain  # noqa: PLC0414 -- handed on: one spelling of a code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from projections.views.acts import ActBrief
    from projections.views.diff import DiffView
    from projections.views.history import Change
    from projections.views.point_history import HistoryView
    from projections.views.record import Erratum
    from projections.views.stats import StatsView
    from projections.views.threads import OwedView

_BLANKS = re.compile("[ \t\n]+")
CALLED = {
    "acknowledge": "receipt",
    "break": "break of relations",
    "offer-talks": "offer of talks",
    "return": "return of the paper",
    "war": "declaration of war",
}
"""Kinds of acts whose word alone is no name for them."""

UNSAID = {"channel": "official", "contents": "whole"}
"""Fields of an act that mean something where nothing is said."""


def one_line(text: str) -> str:
    """The text with its line breaks, tabs and runs of blanks as one blank."""
    return _BLANKS.sub(" ", text).strip(" ")


def shortened(text: str, length: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer than `length` characters."""
    line = one_line(text)
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


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
    return f"{CALLED.get(act.kind, act.kind)}{form}, {between(act.senders, act.addressees)}"


def called(act: ActBrief) -> Iterator[str]:
    """What parties call an act, each label once: `“ultimatum” by FRA, RUS`."""
    for label in dict.fromkeys(act.labels.values()):
        parties = [party for party, each in act.labels.items() if each == label]
        yield f"“{label}” by {', '.join(parties)}"


BY_REGISTRAR = "closed or reopened by the registrar"
DEADLINE_PASSED = "a deadline passed"
GONE_DORMANT = "two years passed without an act"


def without_act(by: str, changes: Iterable[Change]) -> str:
    """What happened where nobody acted: by the registrar or the clock, and what changed with it."""
    if by == "registrar":
        return BY_REGISTRAR
    dormant = any(one.after == "dormant" for one in changes)
    return GONE_DORMANT if dormant else DEADLINE_PASSED


def owed_title(view: OwedView) -> str:
    """`What NATO owes, its members included`; `Who owes whom a reply` where nobody is named."""
    if view.party is None:
        return "Who owes whom a reply"
    members = any(one.debtor != view.party for one in view.owed)
    return f"What {view.party} owes{', its members included' if members else ''}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?", "…")) else ".")


def diff_title(view: DiffView) -> str:
    """What is compared: `Changes in t from 2022-01-25 to 2022-01-27`."""
    between = f"{view.thread} from {view.before.text} to {view.after.text}"
    if view.axis == "as_of":
        return f"Changes in {between}"
    return f"Changes in what was known of {between}, as of {view.as_of_text}"


def reason(notice: Erratum) -> str:
    """Why something is believed otherwise: `A slip (correct-note, #12)`."""
    named = notice.id if notice.id.startswith(notice.kind) else f"{notice.kind} {notice.id}"
    return f"{notice.reason} ({named}, #{notice.position})"


def history_lead(view: HistoryView) -> Iterator[str]:
    """Whose history it is, up to when; what is asked of whom."""
    yield f"History of {view.ref} up to {view.as_of_text}"
    to = f" to {', '.join(view.addressees)}" if view.addressees else ""
    yield f"{plain(view.kind)}, {', '.join(view.raisers)}{to}, in {name(view.act)}"
    yield view.text


def stats_title(view: StatsView) -> str:
    """What is counted: `8 acts in 2 threads with the tag nato, of USA`."""
    within = f"in {view.thread}" if view.thread else f"in {count(view.threads, 'thread')}"
    tag = f" with the tag {view.tag}" if view.tag else ""
    party = f", of {view.party}" if view.party else ""
    return f"{count(view.acts, 'act')} {within}{tag}{party}"


def decimal(number: float | None) -> str | None:
    """`3`, `12.5`; None for nothing."""
    return None if number is None else f"{number:.1f}".removesuffix(".0")


def share(part: float | None) -> str | None:
    """`33.3 %`; None for nothing."""
    return None if part is None else f"{decimal(100 * part)} %"
