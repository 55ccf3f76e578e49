"""The tables of dealings between parties, and of what is new since a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.dates import format_instant
from projections.tables.basic import acts_table, cells, plain_table
from projections.tables.table import Table, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from projections.tables.table import Row
    from projections.views.dealings import Dealing, DealingEnd, DealingsView
    from projections.views.since import LearnedView, SinceView, ThreadSinceView

_DEALING = (
    *("sender", "addressee", "acts", "kinds"),
    *("first", "first_text", "first_act", "last", "last_text", "last_act", "owed"),
)
_DEALING_BRIEF = ("sender", "addressee", "acts", "kinds", "first_text", "last_text", "owed")
_PARTY = ("party", "name", "acts", "sent", "received", "owes", "awaits")
_THREAD = ("thread", "title", "status", "since", "since_text", "awaiting", "dormant")
_REPLY = ("what", "at", "at_text", "thread", "act", "debtor", "creditors", "by")
_REPLY_BRIEF = ("what", "at_text", "thread", "act", "debtor", "creditors", "by")
_LEARNED = ("known_from", "is_new", "act", "kind", "senders", "addressees", "when", "gist")


def dealings(view: DealingsView) -> Tables:
    """One row for each pair; then the parties, and what was not counted."""
    return Tables(
        [
            Table("Dealings", _DEALING, list(map(_dealing, view.dealings)), _DEALING_BRIEF),
            plain_table("Parties", _PARTY, view.parties),
            acts_table("May have happened by the date, and are not counted", view.possible),
        ]
    )


def _dealing(one: Dealing) -> Row:
    kinds = tuple(f"{each.kind}: {each.acts}" for each in one.kinds)
    ends = (*_end(one.first), *_end(one.last))
    return (one.sender, one.addressee, one.acts, kinds, *ends, one.owed)


def _end(end: DealingEnd | None) -> Row:
    return (None, None, None) if end is None else (format_instant(end.at), end.text, end.act)


def since(view: SinceView) -> Tables:
    """One row for each act that happened; then threads, replies, and what was learned."""
    return Tables(
        [
            acts_table("What happened", view.acts),
            Table("Threads that stand otherwise", _THREAD, list(map(_thread, view.threads))),
            plain_table("Replies", _REPLY, view.replies, _REPLY_BRIEF),
            Table("What became known of earlier acts", _LEARNED, list(map(_told, view.learned))),
            acts_table("May have happened by the date", view.possible),
        ],
        (f"New since {view.since}",),
    )


def _thread(one: ThreadSinceView) -> Row:
    status, since, awaiting, dormant = cells(one.status, ("status", "since", "awaiting", "dormant"))
    return (one.thread, one.title, status, since, one.since_text, awaiting, dormant)


def _told(one: LearnedView) -> Row:
    act = cells(one.act, ("ref", "kind", "senders", "addressees", "when", "gist"))
    return (one.known_from, one.is_new, *act)


TABLES: dict[str, Callable[[Any], Tables]] = {"DealingsView": dealings, "SinceView": since}
"""How the tables of each view are made."""
