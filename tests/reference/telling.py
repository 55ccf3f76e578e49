"""Tells a random history: keeps what was recorded, proposes what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.commands import RecordAct, RegisterParty
from ledger.dates import parse_act_date
from ledger.decide import advance, decide
from ledger.errors import DipledgerError
from ledger.parties import Party
from ledger.state import World
from ledger.vocabulary import Effect, PointKind, Stance
from tests.core.given import act, opened
from tests.reference.dice import PARTIES
from tests.reference.said_later import notice
from tests.reference.turns import effect, other_act, registrar, take_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.acts import Act
    from ledger.commands import Command
    from ledger.decide import StreamEvent
    from ledger.parts import Point
    from tests.reference.dice import Dice

GROUP = "ALLIES"
MEMBERS = [
    {"party": "GBR", "since": None, "until": None},
    {"party": "FRA", "since": None, "until": None},
    {"party": "USA", "since": None, "until": "2022-01-12"},
]


class Teller:
    """Tells a history: keeps what was recorded, proposes what comes next."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.world = World()
        self.commands: list[Command] = []
        self.events: list[tuple[StreamEvent, ...]] = []
        self.number = 0

    def begin(self) -> None:
        """A group with members of different times, and the threads."""
        group = {"code": GROUP, "name": "The allies", "kind": "group", "members": MEMBERS}
        self.record(RegisterParty(Party.model_validate(group)))
        zones = ("UTC", "Europe/Vienna", "America/New_York")
        for thread, zone in zip("tuv"[: self.dice.number(2, 3)], zones, strict=False):
            self.record(opened(thread, zone))

    def record(self, command: Command) -> bool:
        """Record it unless it is refused."""
        try:
            events = decide(self.world, command)
        except DipledgerError:
            return False
        self.world = advance(self.world, events)
        self.commands.append(command)
        self.events.append(events)
        return True

    # ------------------------------------------------------------------------- what there is

    @property
    def threads(self) -> list[str]:
        return list(self.world.threads)

    def acts(self) -> list[tuple[str, Act]]:
        """(thread, act) of every act believed."""
        return [
            (thread.id, one)
            for thread in self.world.threads.values()
            for one in thread.acts.values()
        ]

    def points(self) -> list[tuple[str, Act, Point]]:
        """(thread, act, point) of every point believed."""
        return [(home, one, point) for home, one in self.acts() for point in one.points]

    # --------------------------------------------------------------------------- what happens

    def go_on(self, number: int) -> None:
        """One more command, mostly an act."""
        self.number = number
        dice = self.dice
        if not self.points() or dice.one_in(5):
            self.ask()
            return
        turn = dice.number(0, 19)
        if turn < 9:
            self.reply()
        elif turn < 13:
            other_act(self)
        elif turn < 15:
            take_back(self)
        elif turn < 16:
            effect(self)
        elif turn < 19:
            notice(self)
        else:
            registrar(self)

    def say(self, thread: str, kind: str, **fields: Any) -> None:  # noqa: ANN401 -- as a story says it
        """Record an act with a random date."""
        dice = self.dice
        told: dict[str, Any] = {"summary": "said", **self.dates(), **fields}
        if dice.one_in(3):
            told["sequence"] = dice.number(0, 2)
        if dice.one_in(12):
            told["published"] = dice.day()
            told["disclosure"] = dice.of(["disclosed", "announced"])
        zone = self.world.threads[thread].zone
        self.record(RecordAct(thread, act(kind, f"a{self.number}", zone=zone, **told)))

    def dates(self) -> dict[str, Any]:
        """A day, a clock time, a month, a span, none, or claims that conflict; mostly in order."""
        dice = self.dice
        near = 2 * self.number
        day = dice.day(near, 6)
        preferred = {"role": "delivered", "preferred": True, "reason": "a better edition"}
        shapes: list[dict[str, Any]] = [
            *[{"when": day}] * 8,
            *[{"when": f"{day}T12:00"}] * 2,
            {},
            {"sent": dice.of([day, day[:7]])},
            {"when": dice.of([f"../{day}", f"{day}/.."])},
            {"when": f"{day}/{dice.day(near + 6, 9)}"},
            {"when": [day, dice.day(near, 9)]},
            {"when": dice.day(near, 20), "dates": [{**preferred, "date": parse_act_date(day)}]},
        ]
        return dice.of(shapes)  # type: ignore[no-any-return]

    def ask(self) -> None:
        """A demand, an offer, a warning: with a deadline, parts, a package, members asked, …"""
        dice = self.dice
        thread = dice.of(self.threads)
        kind = dice.of(
            ["demand", "demand", "proposal", "offer", "offer-talks", "warning", "assurance"]
        )
        sender = dice.of(PARTIES)
        others = [one for one in PARTIES if one != sender]
        fields: dict[str, Any] = {"by": sender, "to": " ".join(dice.some(others, 2))}
        shape = dice.number(0, 9)
        if shape == 0:
            fields |= {"to": GROUP, "addressed_as": dice.of(["members", "members", "body"])}
            fields["by"] = "RUS"
        elif shape == 1:
            fields |= {"by": f"{sender} {others[0]}", "to": " ".join(others[1:])}
            fields["instrument"] = dice.of(["collective-note", "identic-note", "joint-statement"])
        elif shape == 2:
            fields["to"] = ""
        elif shape <= 4:
            fields |= {"own_answers": True, "to": " ".join(others[: dice.number(2, 3)])}
        elif shape == 5:
            fields["instrument"] = "identic-note"
        fields["points"] = self.new_points(thread, sender, others)
        if dice.one_in(3):
            fields["deadline"] = dice.day(2 * self.number + 2, 10)
        self.say(thread, kind, **fields)

    def new_points(self, thread: str, sender: str, others: Sequence[str]) -> dict[str, Any]:
        """One to three points: parts, packages, conditions, restatements, supersessions."""
        dice = self.dice
        points: dict[str, dict[str, Any]] = {}
        known = self.points()
        of_thread = [point.label for home, _, point in known if home == thread]
        mine = [(home, point) for home, one, point in known if sender in one.senders]
        for index in range(dice.number(1, 3)):
            fields: dict[str, Any] = {}
            shape = dice.number(0, 19)
            if shape < 3:
                fields["kind"] = dice.of(list(PointKind)).value
            parents = [*of_thread, *points]
            if shape in (3, 4, 5, 6) and parents:
                fields["parent"] = dice.of(parents if shape == 3 else [*points] or parents)
            if shape in (4, 7):
                fields["needs_all"] = True
            if shape in (8, 9):
                fields["package"] = f"k-{sender.lower()}"
            if shape in (10, 11, 12) and mine:
                home, point = dice.of(mine)
                fields[dice.of(["restates", "restates", "supersedes"])] = f"{home}/{point.label}"
            if shape == 13:
                fields["addressees"] = (dice.of(others),)
            if shape == 14 and known:
                home, _, point = dice.of(known)
                fields["condition"] = {"point": f"{home}/{point.label}"}
            points[f"p{self.number}{'abc'[index]}"] = fields
        return points

    def reply(self) -> None:
        """An answer to an earlier act: whole or in part, its own or for others, hidden or not."""
        dice = self.dice
        home, asked, point = dice.of(self.points())
        sender = self.who_answers(asked, point)
        thread = home if dice.number(0, 7) else dice.of(self.threads)
        kinds = ["reply"] * 8 + ["statement", "talks", "acknowledge", "return", "offer-talks"]
        kind = dice.of(kinds)
        answers = {} if kind == "return" or dice.one_in(8) else self.answers(asked, home, sender)
        fields: dict[str, Any] = {
            "by": sender,
            "to": dice.of([asked.senders[0]] * 6 + ["", *PARTIES]),
            "answers": answers,
            "channel": dice.of(["official"] * 3 + ["public", "confidential", "confidential"]),
        }
        if kind in ("acknowledge", "return") or dice.number(0, 3):
            fields["replies_to"] = [f"{home}/{asked.id}"]
        others = [one for one in asked.addressees if one not in (sender, GROUP)]
        if others and dice.one_in(4):
            fields["on_behalf_of"] = tuple(dice.some(others, 2))
        if dice.one_in(4):
            fields["contents"] = dice.of(["partial", "none"])
        if kind in ("reply", "talks", "offer-talks") and dice.one_in(3):
            fields["points"] = self.new_points(thread, sender, [asked.senders[0]])
        if kind == "talks":
            self.make_talks(fields, sender, asked.senders[0])
        self.name_counters(fields)
        self.say(thread, kind, **fields)

    def who_answers(self, asked: Act, point: Point) -> str:
        """Mostly somebody who was asked; of a group, mostly a member."""
        dice = self.dice
        addressees = [*(point.addressees or asked.addressees)]
        if GROUP in addressees and dice.number(0, 3):
            addressees = ["GBR", "FRA"]
        return str(dice.of(addressees if addressees and dice.number(0, 9) else PARTIES))

    def make_talks(self, fields: dict[str, Any], sender: str, other: str) -> None:
        """Talks have both for senders; one of them answers, and raises."""
        fields |= {"by": " ".join(dict.fromkeys([sender, other])), "to": ""}
        for one in fields["answers"].values():
            one["by"] = (sender,)
        for one in fields.get("points", {}).values():
            one["raiser"] = sender

    def name_counters(self, fields: dict[str, Any]) -> None:
        """An answer with other terms names them, where the act raises any."""
        for one in fields["answers"].values():
            if one["stance"] == "counter" and "points" in fields:
                one["counter"] = next(iter(fields["points"]))

    def answers(self, asked: Act, home: str, sender: str) -> dict[str, Any]:
        """Stances on points of the act and now and then of another, some conditional."""
        dice = self.dice
        known = self.points()
        chosen = [(home, one) for one in asked.points if dice.number(0, 3)]
        if dice.one_in(4):
            other_home, _, other = dice.of(known)
            chosen.append((other_home, other))
        mood = dice.of(["accept", "reject", None, None, None])
        answers: dict[str, Any] = {}
        for where, point in chosen:
            stance = mood if mood and dice.number(0, 5) else dice.of(list(Stance)).value
            said: dict[str, Any] = {"stance": stance}
            if stance.startswith("accept") and dice.one_in(3):
                hangs_on, _, other = dice.of(known)
                said["condition"] = {"point": f"{hangs_on}/{other.label}"}
                if dice.one_in(5):
                    said["condition"] = {"text": "if it can be done"}
            if dice.one_in(12):
                said["on_behalf_of"] = (dice.of([one for one in PARTIES if one != sender]),)
            answers[f"{where}/{point.label}"] = said
        return answers

    def an_effect(self) -> dict[str, Any]:
        dice = self.dice
        effect: dict[str, Any] = {"effect": dice.of(list(Effect)).value}
        if dice.one_in(2):
            effect["thread"] = dice.of(self.threads)
        return effect
