"""Several commands at once: in any order of reference, all of them or every reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.batch import Decided, Located, decide_all
from ledger.commands import (
    AmendThread,
    CloseThread,
    Command,
    OpenThread,
    RecordAct,
    RegisterParty,
    ReopenThread,
)
from ledger.dates import parse_act_date
from ledger.decide import advance
from ledger.events import ThreadAmended, ThreadOpened
from ledger.parties import Party
from ledger.state import World
from tests.core.given import act

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = parse_act_date("2022-01-01")


def opened(thread: str, parent: str | None = None, parties: tuple[str, ...] = ()) -> OpenThread:
    return OpenThread(ThreadOpened(thread=thread, title=thread, parent=parent, parties=parties))


def registered(code: str, *members: str) -> RegisterParty:
    fields = {
        "code": code,
        "name": code,
        "kind": "group",
        "members": [{"party": m} for m in members],
    }
    return RegisterParty(Party.model_validate(fields))


def recorded(ref: str, kind: str = "statement", **fields: object) -> RecordAct:
    thread, _, act_id = ref.partition("/")
    given: dict[str, Any] = {"by": "RUS", "summary": ref, **fields}
    return RecordAct(thread, act(kind, act_id, **given))


def decided(*commands: Command, world: World | None = None, unread: Sequence[str] = ()) -> Decided:
    located = [Located(each, f"acts.yaml:{line}") for line, each in enumerate(commands, 1)]
    return decide_all(world or World(), located, unread)


def errors(*commands: Command, world: World | None = None, unread: Sequence[str] = ()) -> list[str]:
    found = decided(*commands, world=world, unread=unread)
    assert found.events == () or found.errors == ()
    return [str(error) for error in found.errors]


def streams(found: Decided) -> list[str]:
    assert found.errors == ()
    return [
        f"{stream} {getattr(event, 'id', type(event).__name__)}" for stream, event in found.events
    ]


HISTORY: tuple[Command, ...] = (
    registered("ALLIES", "FRIENDS"),
    registered("FRIENDS", "USA"),
    opened("child", parent="parent"),
    opened("parent", parties=("ALLIES",)),
    recorded("child/reply", "reply", by="USA", answers={"parent/d1": "reject", "6": "accept"}),
    recorded("parent/demand", "demand", to="USA", points={"d1": "leave", "d2": "stay"}),
    recorded("child/request", "request", to="USA", points={"6": "talk"}, about=["child/echo"]),
    recorded("child/echo", by="ALLIES", announces=["parent/withdrawal"]),
    recorded("parent/withdrawal", "withdrawal", withdraws=["d1"]),
    recorded("parent/verdict", assessments=[{"act": "child/reply", "words": "so"}]),
    recorded(
        "parent/break", "break", by="USA", effects=[{"effect": "suspends", "thread": "child"}]
    ),
    AmendThread("parent", ThreadAmended(parties=("FRIENDS",), reason="r")),
    AmendThread("child", ThreadAmended(title="Child", reason="r")),
    CloseThread("parent", DAY, "done"),
    ReopenThread("parent", DAY, "not done"),
    CloseThread("child", DAY, "done"),
)
REGISTRAR = HISTORY[11:]


def test_what_is_referred_to_comes_first() -> None:
    assert streams(decided(*HISTORY)) == [
        "party:FRIENDS PartyRegistered",
        "party:ALLIES PartyRegistered",
        "parent ThreadOpened",
        "child ThreadOpened",
        "parent break",
        "child LinkedActReceived",
        "parent demand",
        "parent withdrawal",
        "child echo",
        "child request",
        "child reply",
        "parent LinkedActReceived",
        "parent verdict",
        "child ThreadAmended",
        "child ThreadClosed",
        "parent ThreadAmended",
        "parent ThreadClosed",
        "parent ThreadReopened",
    ]


@given(st.permutations(HISTORY[:11]))
def test_the_events_do_not_depend_on_the_order_of_writing(commands: list[Command]) -> None:
    assert decided(*commands, *REGISTRAR) == decided(*HISTORY)


def test_the_registrar_s_own_order_is_kept() -> None:
    closings: list[Command] = [
        CloseThread("t", DAY, "a"),
        ReopenThread("t", DAY, "b"),
        CloseThread("t", DAY, "c"),
    ]
    assert streams(decided(*closings, opened("t"))) == [
        "t ThreadOpened",
        "t ThreadClosed",
        "t ThreadReopened",
        "t ThreadClosed",
    ]
    again: list[Command] = [ReopenThread("t", DAY, "b"), CloseThread("t", DAY, "a"), opened("t")]
    assert errors(*again) == ["acts.yaml:1: the thread t is not closed"]


def test_nothing_is_decided_for_nothing() -> None:
    assert decided() == Decided((), ())


def test_every_error_is_told_in_the_order_of_writing() -> None:
    said = errors(
        recorded("t/b", by="XYZ", summary=None),
        opened("t"),
        recorded("u/a"),
        recorded("t/a", follows=["nothing"]),
    )
    assert [error.split(": ")[0] for error in said] == [
        "acts.yaml:1",
        "acts.yaml:1",
        "acts.yaml:3",
        "acts.yaml:4",
    ]


def test_one_error_leaves_nothing_to_store() -> None:
    assert decided(opened("t"), recorded("t/a", by="XYZ")).events == ()


def test_an_error_needs_no_place() -> None:
    found = decide_all(World(), [Located(recorded("t/a"), "")])
    assert str(found.errors[0]).startswith("there is no thread t")


def test_what_depends_on_a_refused_act_says_so_and_nothing_of_missing_names() -> None:
    said = errors(
        opened("t"),
        recorded("t/reply", "reply", by="USA", answers={"1": "reject"}),
        recorded("t/demand", "demand", by="XYZ", to="USA", points={"1": "leave"}),
        recorded("t/verdict", about=["reply", "demand"]),
    )
    assert [error for error in said if "XYZ" not in error] == [
        "acts.yaml:2: depends on t/demand, which is refused",
        "acts.yaml:4: depends on t/demand and t/reply, which are refused",
    ]


def test_what_depends_on_a_refused_thread_or_party_says_so() -> None:
    said = errors(
        opened("t", parties=("XYZ",)),
        registered("FRIENDS", "XYZ"),
        recorded("t/a", by="FRIENDS"),
        CloseThread("t", DAY, "done"),
        ReopenThread("t", DAY, "not done"),
    )
    assert [error for error in said if "XYZ" not in error] == [
        "acts.yaml:3: depends on the party FRIENDS and the thread t, which are refused",
        "acts.yaml:4: depends on the thread t, which is refused",
        "acts.yaml:5: depends on the thread t, which is refused",
    ]


def test_a_refused_act_that_depends_on_another_shows_its_own_faults_too() -> None:
    said = errors(
        opened("t"),
        recorded("t/a", by="XYZ"),
        recorded("t/b", by="ZYX", follows=["a"]),
    )
    assert len(said) == 3
    assert "there is no party ZYX" in said[2]


def test_what_was_not_read_is_not_told_to_be_missing() -> None:
    said = errors(
        recorded("t/a", "reply", by="USA", answers={"1": "reject"}, follows=["x"]),
        opened("t"),
        recorded("u/b"),
        recorded("t/c", follows=["a"]),
        unread=("u", "t/1", "t/x"),
    )
    assert said == [
        "acts.yaml:1: depends on t/x and the point t/1, which could not be read",
        "acts.yaml:3: depends on the thread u, which could not be read",
        "acts.yaml:4: depends on t/a, which is refused",
    ]


def test_what_the_ledger_has_does_not_depend_on_a_second_one() -> None:
    world = advance(World(), decided(opened("t"), recorded("t/a"), registered("FRIENDS")).events)
    said = errors(
        opened("t"),
        recorded("t/a"),
        registered("FRIENDS"),
        recorded("t/b", by="FRIENDS", follows=["a"]),
        world=world,
    )
    assert [error.split(": ")[1].split(".")[0] for error in said] == [
        "the thread t is already open",
        "the act t/a is already recorded",
        "the party FRIENDS is already known",
    ]


def test_the_second_of_two_acts_with_one_id_is_refused_whatever_refers_to_it() -> None:
    said = errors(
        opened("t"),
        recorded("t/a"),
        recorded("t/a", summary="other"),
        recorded("t/b", follows=["a"]),
    )
    assert len(said) == 1
    assert said[0].startswith("acts.yaml:3: the act t/a is taken by another act")


def test_a_circle_of_references_is_refused_and_names_its_acts() -> None:
    said = errors(
        opened("t"),
        recorded("t/a", follows=["b"]),
        recorded("t/b", about=["c"]),
        recorded("t/c", announces=["a"]),
        recorded("t/before"),
        recorded("t/hangs", follows=["a", "before"]),
        recorded("t/hangs-too", follows=["hangs"]),
    )
    circle = "t/a, t/b and t/c refer to each other in a circle (rule T6). Take one"
    assert [error.partition(" of the")[0] for error in said] == [
        f"acts.yaml:2: {circle}",
        f"acts.yaml:3: {circle}",
        f"acts.yaml:4: {circle}",
        "acts.yaml:6: depends on t/a, which is refused",
        "acts.yaml:7: depends on t/hangs, which is refused",
    ]


def test_two_circles_are_told_each_by_its_acts_wherever_one_comes_upon_them() -> None:
    said = errors(
        opened("t"),
        recorded("t/a", follows=["y"]),
        recorded("t/x", follows=["y"]),
        recorded("t/y", follows=["x"]),
        recorded(
            "t/m", "demand", to="USA", points={"1": {"text": "x", "condition": {"point": "2"}}}
        ),
        recorded(
            "t/n", "demand", to="USA", points={"2": {"text": "x", "condition": {"point": "1"}}}
        ),
    )
    assert [error.split(": ")[1].split(" (")[0] for error in said] == [
        "depends on t/y, which is refused",
        "t/x and t/y refer to each other in a circle",
        "t/x and t/y refer to each other in a circle",
        "t/m and t/n refer to each other in a circle",
        "t/m and t/n refer to each other in a circle",
    ]


def test_threads_and_parties_can_form_a_circle_too() -> None:
    said = errors(
        opened("a", parent="b"),
        opened("b", parent="a"),
        registered("FIRST", "SECOND"),
        registered("SECOND", "FIRST"),
    )
    assert [error.split(": ")[1].split(" (")[0] for error in said] == [
        "the thread a and the thread b refer to each other in a circle",
        "the thread a and the thread b refer to each other in a circle",
        "the party FIRST and the party SECOND refer to each other in a circle",
        "the party FIRST and the party SECOND refer to each other in a circle",
    ]


def test_an_act_that_refers_to_itself_is_told_by_its_own_rule() -> None:
    (error,) = errors(opened("t"), recorded("t/a", follows=["a"]))
    assert "the act refers to itself in follows" in error


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_in_either_order_is_decided(order: int) -> None:
    chain = [recorded("t/n000")]
    chain += [recorded(f"t/n{at:03}", follows=[f"n{at - 1:03}"]) for at in range(1, 500)]
    assert len(decided(*chain[::order], opened("t")).events) == 501


def test_what_the_registrar_does_to_a_thread_that_is_not_there_is_refused() -> None:
    (error,) = errors(CloseThread("t", DAY, "done"), opened("u"))
    assert error.startswith("acts.yaml:1: there is no thread t")
