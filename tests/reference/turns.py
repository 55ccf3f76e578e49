"""Turns of a random history: what is taken back, breaks and ways back, effects, closings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.commands import CloseThread, ReopenThread
from ledger.dates import parse_act_date
from ledger.vocabulary import PointKind
from tests.reference.dice import PARTIES

if TYPE_CHECKING:
    from tests.reference.telling import Teller


def take_back(told: Teller) -> None:
    """The raiser withdraws, fulfils what it promised, or extends a deadline."""
    dice = told.dice
    home, asked, point = dice.of(told.points())
    shape = dice.number(0, 9)
    thread = home if dice.number(0, 5) else dice.of(told.threads)
    by, ref = asked.senders[0], f"{home}/{point.label}"
    to = " ".join(asked.addressees)
    if shape < 3:
        told.say(thread, "withdrawal", by=by, to=to, withdraws=[ref])
    elif shape < 4:
        whole = [f"{home}/{one.label}" for one in asked.points]
        told.say(thread, "withdrawal", by=by, to=to, withdraws=whole)
    elif shape < 6:
        talks = [(h, one) for h, one in told.acts() if one.KIND.word == "offer-talks"]
        home, asked = dice.of(talks or [(home, asked)])
        named = [f"{home}/{asked.id}"]
        told.say(thread, "withdrawal", by=asked.senders[0], to=to, withdraws_acts=named)
    elif shape < 8:
        own = [
            (h, one, each)
            for h, one, each in told.points()
            if each.kind in (PointKind.OFFER, PointKind.UNDERTAKING)
        ]
        home, asked, point = dice.of(own or [(home, asked, point)])
        done = {f"{home}/{point.label}": "fulfil"}
        told.say(thread, "measure", by=asked.senders[0], measure="fulfilment", answers=done)
    else:
        with_deadline = [(h, one) for h, one in told.acts() if one.deadline is not None]
        home, asked = dice.of(with_deadline or [(home, asked)])
        fields = {"extends": [f"{home}/{asked.id}"], "deadline": dice.day(2 * told.number, 12)}
        told.say(thread, "notification", by=asked.senders[0], to=to, **fields)


def other_act(told: Teller) -> None:
    """Breaks and wars, the ways back, suspensions, talks, agreements, superseding acts."""
    dice = told.dice
    thread = dice.of(told.threads)
    sender = dice.of(PARTIES)
    others = [one for one in PARTIES if one != sender]
    to = " ".join(dice.some(others, 2)) if dice.number(0, 2) else ""
    kinds = [
        *("break", "war", "suspension", "resumption", "restoration", "peace", "statement"),
        *("talks", "talks", "agreement", "protest", "supersede"),
    ]
    kind = dice.of(kinds)
    fields: dict[str, Any] = {"by": sender, "to": to}
    if kind in ("talks", "agreement"):
        fields |= {"by": f"{sender} {others[0]}", "to": ""}
    if kind == "agreement":
        some = dice.some(told.points(), 3)
        fields["answers"] = {f"{home}/{point.label}": "accept" for home, _, point in some}
        fields["effects"] = [
            {"effect": dice.of(["settles", "settles-in-principle"]).replace("-", "_")}
        ]
    if kind == "supersede":
        home, old = dice.of([(h, one) for h, one in told.acts() if one.points])
        fields |= {"by": old.senders[0], "to": " ".join(old.addressees)}
        fields |= {"supersedes": [f"{home}/{old.id}"]}
        fields["points"] = told.new_points(thread, old.senders[0], others)
        kind = "demand"
    if kind in ("break", "war", "protest") and dice.one_in(3):
        fields["points"] = told.new_points(thread, sender, others)
    if kind in ("break", "war", "suspension", "peace") and dice.one_in(3):
        fields["effects"] = [told.an_effect()]
    told.say(thread, kind, **fields)


def effect(told: Teller) -> None:
    """An act that states an effect, on its own thread or on others."""
    dice = told.dice
    sender, other = dice.of(PARTIES), dice.of(PARTIES)
    effects = [told.an_effect() for _ in range(dice.number(1, 2))]
    to = other if other != sender else ""
    told.say(dice.of(told.threads), "statement", by=sender, to=to, effects=effects)


def registrar(told: Teller) -> None:
    """Close the thread, or open it again; at its own date."""
    thread = told.dice.of(told.threads)
    when = parse_act_date(told.dice.day(2 * told.number, 10))
    if not told.record(CloseThread(thread, when, "done")):
        told.record(ReopenThread(thread, when, "not done"))
