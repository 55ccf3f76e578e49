"""Random histories: acts that refer to earlier ones, with certain, vague and missing dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ledger.commands import RecordAct
from ledger.errors import DipledgerError
from ledger.refs import act_refs, point_refs
from ledger.vocabulary import PointKind, Stance
from tests.core.given import act, opened, record

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from ledger.acts import Act
    from ledger.state import World

PARTIES = ("RUS", "USA", "GBR")
FIRST_DAY = dt.date(2022, 1, 1)
DAYS = 40


def days(draw: DrawFn) -> str:
    """A day of the history."""
    return str(FIRST_DAY + dt.timedelta(days=draw(st.integers(0, DAYS))))


@st.composite
def moments(draw: DrawFn) -> str:
    """A day to ask about."""
    return days(draw)


@st.composite
def dates(draw: DrawFn) -> str | None:
    """A day, a clock time, a month, a span open to one side, or none."""
    shape = draw(st.sampled_from(["day", "day", "day", "time", "month", "until", "from", None]))
    if shape is None:
        return None
    day = days(draw)
    return {
        "day": day,
        "time": f"{day}T{draw(st.integers(0, 23)):02d}:00",
        "month": day[:7],
        "until": f"../{day}",
        "from": f"{day}/..",
    }[shape]


@st.composite
def histories(draw: DrawFn, most: int = 12) -> list[Act]:
    """Acts of one thread that can be recorded in this order."""
    world = record([opened()])
    acts: list[Act] = []
    for number in range(draw(st.integers(most // 2, most))):
        one = draw(next_act(number, acts))
        try:
            world = record([RecordAct("t", one)], world)
        except DipledgerError:
            continue
        acts.append(one)
    return acts


@st.composite
def next_act(draw: DrawFn, number: int, before: list[Act]) -> Act:
    """An act that may refer to those before it; some cannot be recorded."""
    sender, *others = draw(st.permutations(PARTIES))
    kind = (
        "demand"
        if number == 0
        else draw(
            st.sampled_from(
                [
                    *["demand", "reply", "reply", "statement"] * 3,
                    *["talks", "withdrawal", "notification"],
                    "break",
                ]
            )
        )
    )
    fields: dict[str, Any] = {
        "by": sender if kind != "talks" else f"{sender} {others[0]}",
        "to": " ".join(others[: draw(st.sampled_from([1, 1, 2, 2, 0]))]),
        "summary": "said",
    }
    when = draw(dates())
    if when is not None:
        fields["when"] = when
    if draw(st.booleans()):
        fields["sequence"] = draw(st.integers(0, 3))
    points = [point for one in before for point in one.points]
    if kind == "demand" or (kind in ("reply", "statement") and draw(st.booleans())):
        fields["points"] = draw(raised(number, points))
        if kind == "demand" and draw(st.booleans()):
            fields["deadline"] = days(draw)
    if kind in ("reply", "statement", "talks") and points:
        chosen = draw(st.lists(st.sampled_from(points), max_size=3, unique_by=lambda p: p.label))
        fields["answers"] = {p.label: draw(st.sampled_from(list(Stance))).value for p in chosen}
        fields["channel"] = draw(st.sampled_from(["official", "public", "confidential"]))
    if kind == "reply" and before:
        fields["replies_to"] = [draw(st.sampled_from(before)).id]
        fields["contents"] = draw(st.sampled_from(["whole", "partial"]))
    if kind == "withdrawal" and points:
        fields["withdraws"] = [draw(st.sampled_from(points)).label]
    if kind == "notification" and before:
        fields |= {"extends": [draw(st.sampled_from(before)).id], "deadline": days(draw)}
    return act(kind, f"a{number}", **fields)


@st.composite
def raised(draw: DrawFn, number: int, before: list[Any]) -> dict[str, dict[str, Any]]:
    """One to three points, some of them parts of earlier ones or of each other."""
    points: dict[str, dict[str, Any]] = {}
    for index in range(draw(st.integers(1, 3))):
        label = f"p{number}{'abc'[index]}"
        kinds = [PointKind.DEMAND, PointKind.DEMAND, PointKind.OFFER, PointKind.WARNING]
        fields: dict[str, Any] = {"kind": draw(st.sampled_from(kinds)).value}
        parents = [*(point.label for point in before), *points]
        if parents and draw(st.integers(0, 2)) == 0:
            fields["parent"] = draw(st.sampled_from(parents))
        points[label] = fields
    return points


@st.composite
def reordered(draw: DrawFn, acts: list[Act]) -> list[Act]:
    """The same acts in another order in which references follow what they refer to."""
    owners = {point.label: one.id for one in acts for point in one.points}
    needs = {
        one.id: {ref.rpartition("/")[2] for _, ref in act_refs(one, "t")}
        | {owners[ref.rpartition("/")[2]] for _, ref in point_refs(one, "t")} - {one.id}
        for one in acts
    }
    order: list[Act] = []
    waiting = list(acts)
    while waiting:
        done = {one.id for one in order}
        ready = [one for one in waiting if needs[one.id] <= done]
        chosen = draw(st.sampled_from(ready))
        order.append(chosen)
        waiting.remove(chosen)
    return order


def world_of(acts: list[Act]) -> World:
    """The world in which these acts were recorded in this order."""
    return record([opened(), *(RecordAct("t", one) for one in acts)])
