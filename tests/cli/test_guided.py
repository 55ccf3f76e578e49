"""Guided entry on a real terminal: questions, a last yes, and nothing left by whoever leaves."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Runner

NOTE = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    points: {"1": Open the straits, "2": Pay the dues, "3": Salute}
"""


@pytest.fixture
def straits(dipledger: Runner) -> Runner:
    """A demand in three points."""
    dipledger("init").ok()
    dipledger("append", "-", stdin=NOTE).ok()
    return dipledger


@pytest.fixture
def terminals() -> Iterator[list[Any]]:
    """The programs at a terminal, ended whatever happens."""
    started: list[Any] = []
    yield started
    for program in started:
        program.close(force=True)


def at_a_terminal(runner: Runner, terminals: list[Any], *args: str) -> Any:  # noqa: ANN401 -- pexpect has no types
    """The command on a terminal of its own."""
    program = pexpect.spawn(
        sys.executable,
        ["-m", "cli.app", *args],
        cwd=str(runner.folder),
        env={**runner.environment(), "TERM": "dumb", "NO_COLOR": "1"},
        dimensions=(50, 100),
        encoding="utf-8",
        timeout=30,
    )
    terminals.append(program)
    return program


def answer(program: Any, *pairs: tuple[str, str]) -> None:  # noqa: ANN401
    """Wait for each question, and type the answer."""
    for question, typed in pairs:
        program.expect_exact(question)
        program.sendline(typed)


def ended(program: Any) -> tuple[int, str]:  # noqa: ANN401
    """Exit code and the last words."""
    program.expect(pexpect.EOF)
    program.close()
    return program.exitstatus, program.before


def recorded(runner: Runner) -> int:
    """How many events the log has."""
    return len(runner("log", "--format", "jsonl").ok().out.splitlines())


def test_a_reply_is_asked_for_point_by_point_and_recorded_after_a_yes(
    straits: Runner, terminals: list[Any]
) -> None:
    program = at_a_terminal(straits, terminals, "append")
    answer(
        program,
        ("straits  The straits", ""),
        ("Kind of act (reply)", ""),
        ("From, who acts (USA)", ""),
        ("To whom (RUS)", ""),
        ("Delivered when", "tomorrow-ish"),
        ("is not", "2022-01-20"),
        ("Open the straits", "rejekt"),
        ("Near: reject", "reject"),
        ("In which words", "Never, as long as we live"),
        ("Pay the dues", ""),
        ("Salute", "defer"),
        ("In which words", ""),
        ("Replies to, by act id (- for none) (note)", ""),
        ("A point it raises", ""),
        ("Summary", "A refusal"),
        ("A person", "bearer=A. Bearer"),
        ("A person", ""),
        ("A source", "The archive"),
        ("A source", ""),
        ("Id, without one", ""),
    )
    program.expect_exact("As an act file:")
    program.expect_exact("In words:")
    written = program.before
    program.expect_exact("1 (USA): outstanding -> rejected")
    assert recorded(straits) == 2, "nothing is written before the last yes"
    answer(program, ("Record this?", "y"))
    code, last = ended(program)

    assert code == 0
    assert "straits/2022-01-20-usa-reply" in last
    shown = straits("show", "straits", "--format", "json").ok().data["points"]
    assert [point["status"]["status"] for point in shown] == [
        "rejected",
        "outstanding",
        "deferred",
    ]
    act = straits("show", "straits/2022-01-20-usa-reply", "--format", "json").ok().data["act"]

    other = straits.folder / "other.dipledger"
    straits("init", str(other)).ok()
    straits("append", "-", "--ledger", str(other), stdin=NOTE).ok()
    straits("append", "-", "--ledger", str(other), stdin=written.replace("\r\n", "\n")).ok()
    again = straits("show", "straits/2022-01-20-usa-reply", "--ledger", str(other), "--format",
                    "json").ok()  # fmt: skip
    assert again.data["act"] == act, "the act file that is shown records the same act"


def test_an_act_that_answers_nothing_is_asked_for_its_points(
    straits: Runner, terminals: list[Any]
) -> None:
    program = at_a_terminal(straits, terminals, "append", "demand", "straits")
    answer(
        program,
        ("From, who acts (USA)", "-"),
        ("somebody has to act", "USX"),
        ("there is no party USX", "usa, gbr"),
        ("To whom (RUS)", "RUS"),
        ("Delivered when", "2022-01-30"),
        ("Stance on 1", ""),
        ("Stance on 2", ""),
        ("Stance on 3", ""),
        ("Replies to", "nota"),
        ("there is no act nota. Near: note", "-"),
        ("A point it raises", ""),
        ("at least one point", "no point"),
        ("Write LABEL: TEXT", "4: Leave the bay"),
        ("A point it raises", ""),
        ("Summary", ""),
        ("A person", ""),
        ("A source", ""),
        ("Id, without one", "bay"),
        ("Record this?", "y"),
    )
    assert ended(program)[0] == 0
    act = straits("show", "straits/bay", "--format", "json").ok().data["act"]
    assert (act["from"], act["to"], act["points"][0]["text"]) == (
        ["USA", "GBR"],
        ["RUS"],
        "Leave the bay",
    )


RECEIPT = (
    ("From, who acts (USA)", ""),
    ("To whom (RUS)", ""),
    ("Delivered when", "2022-01-20"),
    ("Stance on 1", ""),
    ("Stance on 2", ""),
    ("Stance on 3", ""),
    ("Replies to", ""),
    ("Summary", ""),
    ("A person", ""),
    ("A source", ""),
    ("Id, without one", ""),
)


@pytest.mark.parametrize(("last", "code"), [("n", 1), ("", 1), ("\x03", 130), ("\x04", 2)])
def test_without_a_yes_nothing_is_recorded(
    straits: Runner, terminals: list[Any], last: str, code: int
) -> None:
    program = at_a_terminal(straits, terminals, "append", "acknowledge", "straits")
    answer(program, *RECEIPT)
    program.expect_exact("Record this?")
    program.send(last if last in ("\x03", "\x04") else f"{last}\n")

    assert ended(program)[0] == code
    assert recorded(straits) == 2


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 2)])
def test_whoever_leaves_in_between_leaves_nothing(
    straits: Runner, terminals: list[Any], key: str, code: int
) -> None:
    program = at_a_terminal(straits, terminals, "append", "reply", "straits")
    answer(program, *RECEIPT[:3])
    program.expect_exact("Stance on 1")
    program.send(key)

    assert ended(program)[0] == code
    assert recorded(straits) == 2


def test_what_the_rules_refuse_is_told_before_the_last_question(
    straits: Runner, terminals: list[Any]
) -> None:
    program = at_a_terminal(straits, terminals, "append", "acknowledge", "straits")
    answer(program, *RECEIPT[:2], ("Delivered when", "2022-01-01"), *RECEIPT[3:])
    code, last = ended(program)

    assert code == 3
    assert "would answer straits/note" in last
    assert recorded(straits) == 2


def test_a_ledger_without_a_thread_says_how_to_open_one(
    dipledger: Runner, terminals: list[Any]
) -> None:
    dipledger("init").ok()
    code, last = ended(at_a_terminal(dipledger, terminals, "append"))

    assert code == 2
    assert "dipledger thread open" in last


@pytest.mark.parametrize(
    "args", [("append",), ("append", "reply"), ("append", "demand", "straits")]
)
def test_without_a_terminal_nothing_is_asked(straits: Runner, args: tuple[str, ...]) -> None:
    refused = straits(*args)

    assert refused.code in (2, 3)
    assert "From, who acts" not in refused.err
