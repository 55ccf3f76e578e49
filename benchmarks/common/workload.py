"""Threads of demands and replies, from a fixed seed: the same acts in every run and every size.

Twenty acts a thread, in pairs: a demand of two points, every second one with a deadline, and a
reply that answers one or both. Acts are recorded in another order than they happened, and one act
in twenty is corrected later.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ledger.acts import ACT_CLASS_BY_WORD, Act
from ledger.dates import parse_act_date
from ledger.events import ThreadOpened
from ledger.notices import ActCorrected, FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.decide import StreamEvent

SEED = 1914
ACTS_A_THREAD = 20
CORRECTED = 0.05
_PARTIES = ("USA", "RUS", "GBR", "FRA", "DEU", "ITA", "JPN", "CHN", "IND", "BRA")
_STANCES = ("accept", "reject", "defer", "evade", "accept-in-part")
_FIRST_DAY = date(1950, 1, 1)


def transactions(acts: int, batches: int = 20) -> Iterator[list[StreamEvent]]:
    """What is recorded, transaction by transaction: threads, acts out of order, corrections."""
    threads = acts // ACTS_A_THREAD
    rng = random.Random(SEED)
    yield [
        (name, ThreadOpened(thread=name, title=f"Negotiation {name}", zone="UTC"))
        for name in map(thread_name, range(threads))
    ]
    told: list[list[StreamEvent]] = [[] for _ in range(2 * batches)]
    for number in range(threads):
        _tell(number, rng, told, batches)
    yield from (events for events in told if events)


def thread_name(number: int) -> str:
    """The id of a thread."""
    return f"t{number:06d}"


def _tell(number: int, rng: random.Random, told: list[list[StreamEvent]], batches: int) -> None:
    """One thread: its pairs come in by archives, the later ones not always later."""
    name = thread_name(number)
    pairs = list(_pairs(rng))
    arrivals = sorted(rng.sample(range(batches), 3))
    for pair in pairs:
        batch = rng.choice(arrivals)
        told[batch] += [(name, act) for act in pair]
        for act in pair:
            if rng.random() < CORRECTED:
                told[rng.randrange(batch + 1, 2 * batches)].append((name, _corrected(act, rng)))


def _pairs(rng: random.Random) -> Iterator[tuple[Act, Act]]:
    day = _FIRST_DAY + timedelta(days=rng.randrange(20_000))
    asks, asked = rng.sample(_PARTIES, 2)
    for index in range(ACTS_A_THREAD // 2):
        day += timedelta(days=rng.randint(1, 40))
        demand = _demand(index, day, asks, asked, rng)
        day += timedelta(days=rng.randint(1, 40))
        yield demand, _reply(index, day, asks, asked, rng)
        if rng.random() < 1 / 4:
            asks, asked = asked, asks


def _demand(index: int, day: date, asks: str, asked: str, rng: random.Random) -> Act:
    data: dict[str, Any] = {
        "id": f"demand-{index}",
        "from": (asks,),
        "to": (asked,),
        "dates": [_delivered(day)],
        "summary": f"The {asks} delegation asks for two things in its note of {day:%d %B %Y}.",
        "points": [
            {
                "label": f"{index}{part}",
                "kind": "demand",
                "text": f"Matter {index}{part}: the withdrawal is completed by {asked} in full",
            }
            for part in "ab"
        ],
    }
    if index % 2:
        last = day + timedelta(days=rng.randint(10, 60))
        data["deadline"] = parse_act_date(last.isoformat(), zone="UTC")
    return ACT_CLASS_BY_WORD["demand"].model_validate(data)


def _reply(index: int, day: date, asks: str, asked: str, rng: random.Random) -> Act:
    answered = "ab" if rng.random() < 1 / 2 else "a"
    return ACT_CLASS_BY_WORD["reply"].model_validate(
        {
            "id": f"reply-{index}",
            "from": (asked,),
            "to": (asks,),
            "dates": [_delivered(day)],
            "summary": f"The {asked} delegation answers the note in writing.",
            "replies_to": (f"demand-{index}",),
            "answers": [
                {"point": f"{index}{part}", "stance": rng.choice(_STANCES)} for part in answered
            ],
        }
    )


def _delivered(day: date) -> dict[str, object]:
    return {"role": "delivered", "date": parse_act_date(day.isoformat(), zone="UTC")}


def _corrected(act: Act, rng: random.Random) -> ActCorrected:
    """A correction of the date by a few days, or of the first answer."""
    stored = act.model_dump(mode="json", exclude_defaults=True)
    if act.answers:
        field, old = "answers", stored["answers"]
        others = [stance for stance in _STANCES if stance != old[0]["stance"]]
        new = [{**old[0], "stance": rng.choice(others)}, *old[1:]]
    else:
        field, old = "dates", stored["dates"]
        day = date.fromisoformat(old[0]["date"]["edtf"]) - timedelta(days=rng.randint(1, 3))
        moved = parse_act_date(day.isoformat(), zone="UTC")
        stated = moved.model_dump(mode="json", exclude_defaults=True)
        new = [{"role": "delivered", "date": stated}]
    change = FieldChange(field=field, old=old, new=new)
    return ActCorrected(id=f"slip-{act.id}", act=act.id, reason="a slip", changes=(change,))


def count(told: Sequence[Sequence[StreamEvent]]) -> int:
    """How many events."""
    return sum(map(len, told))
