"""The example case, asked in every way there is: what its users see."""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from typing import TYPE_CHECKING

import pexpect
import pyte
import pytest

from tests.cli.conftest import Runner

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.cli.conftest import Result

US, NATO = "us-russia-2021", "nato-russia-2021"
BEFORE, AFTER = "2022-01-25", "2022-01-27"


class Case(Runner):
    """The command, on the ledger that `demo` has built."""

    def ask(self, *args: str | Path) -> Result:
        return self("--ledger", "demo.dipledger", *args)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]) -> Case:
    asked = Case(tmp_path_factory.mktemp("case"), server)
    asked("demo").ok()
    return asked


def test_the_demo_shows_the_case_and_what_to_ask_next(
    dipledger: Runner, snapshot: SnapshotAssertion
) -> None:
    first = dipledger("demo").ok()
    assert first.out == snapshot
    assert first.err == snapshot
    assert [path.name for path in dipledger.folder.glob("*.dipledger")] == ["demo.dipledger"]


def test_a_second_demo_shows_it_again_and_records_nothing(case: Case) -> None:
    once, log = case("demo").ok(), case.ask("log").ok().out
    again = case("demo").ok()
    assert again.out == once.out
    assert case.ask("log").ok().out == log


def test_a_demo_goes_on_where_one_was_killed_between_file_and_record(dipledger: Runner) -> None:
    dipledger("init", "--ledger", "half.dipledger").ok()
    assert "Security guarantees" in dipledger("demo", "--ledger", "half.dipledger").ok().out


def test_a_demo_leaves_other_ledgers_alone(ledger: Runner) -> None:
    assert ledger("demo", env={"DIPLEDGER_LEDGER": "ledger.dipledger"}).ok()
    assert (ledger.folder / "demo.dipledger").exists()
    refused = ledger("demo", "--ledger", "ledger.dipledger")
    assert (refused.code, refused.out) == (2, "")
    assert "this ledger is not the example" in refused.err
    (ledger.folder / "letter.txt").write_text("Dear Sir,")
    assert ledger("demo", "--ledger", "letter.txt").code == 2
    assert (ledger.folder / "letter.txt").read_text() == "Dear Sir,"


@pytest.mark.parametrize(
    "asked",
    [
        f"show {US} --as-of {BEFORE}",
        f"show {US} --as-of {AFTER}",
        f"show {NATO} --as-of {AFTER}",
        f"show {US}/us-reply",
        f"show {US}/troop-massing",
        f"points {US} --as-of {AFTER}",
        f"timeline {US}",
        f"replay {US}",
        f"explain {US}/ukraine",
        f"owed --as-of {BEFORE}",
        "owed",
        "acts --as-of 2022-01-10",
        "thread list",
        "party list",
        "party show NATO",
        "party show AUH",
        f"owed --as-of {BEFORE} --format json",
        f"owed --as-of {BEFORE} --format csv",
        f"show {US} --as-of {AFTER} --format csv",
        f"show {US} --as-of {BEFORE} --format md",
        f"points {NATO} --format jsonl",
    ],
)
def test_what_the_commands_print(case: Case, asked: str, snapshot: SnapshotAssertion) -> None:
    shown = case.ask(*asked.split()).ok()
    assert shown.out == snapshot
    assert shown.err == ""


def test_the_day_before_the_reply_everything_is_outstanding_and_the_days_are_counted(
    case: Case,
) -> None:
    state = case.ask("show", US, "--as-of", BEFORE, "--format", "json").data
    assert {point["status"]["status"] for point in state["points"]} == {"outstanding"}
    owed = [(one["debtor"], one["creditors"], one["days"]) for one in state["owed"]]
    assert owed == [("USA", ["RUS"], 41)]


def test_the_day_after_the_reply_the_demands_are_rejected_and_russia_owes(case: Case) -> None:
    state = case.ask("show", US, "--as-of", AFTER, "--format", "json").data
    points = {point["label"]: point for point in state["points"]}
    for label in ("forces", "ukraine", "open-door", "engagement"):
        status = points[label]["status"]
        assert (status["status"], status["first_act"]) == ("rejected", "us-reply")
        assert points[label]["parties"][0]["answers"][0]["sources"]
    assert points["us-proposals"]["contents"] == "none"
    owed = {(one["debtor"], one["since_text"]) for one in state["owed"]}
    assert owed == {("RUS", "2022-01-26")}


def test_acts_are_found_by_what_they_are(case: Case) -> None:
    def found(*asked: str) -> list[str]:
        return [
            act["ref"].split("/")[1]
            for act in case.ask("acts", *asked, "--format", "json").data["acts"]
        ]

    assert found("--role", "bearer") == ["us-reply"]
    assert found("--person", "stoltenberg") == ["nato-reply", "membership-position"]
    assert found(NATO, "--kind", "demand") == ["draft-agreement"]
    assert found("--party", "nato", "--disclosure", "announced") == ["nato-reply"]
    assert found("--instrument", "treaty-draft") == ["draft-agreement", "draft-treaty"]


def test_a_party_or_thread_narrows_what_is_owed(case: Case) -> None:
    owed = ("owed", "--as-of", BEFORE)
    assert [row["thread"] for row in rows(case.ask(*owed, "usa", "--format", "csv"))] == [US]
    in_thread = case.ask(*owed, "--thread", NATO, "--format", "csv")
    assert [row["debtor"] for row in rows(in_thread)] == ["NATO"]
    assert "WHAT RUS OWES\n  No such reply is owed." in case.ask(*owed, "RUS").out
    assert case.ask(*owed, "NATO").out.startswith("WHAT NATO OWES, ITS MEMBERS INCLUDED\n")


def test_what_is_owed_is_narrowed_by_age_and_deadline(case: Case) -> None:
    """41 days by then, without a deadline, in either thread."""

    def found(*asked: str) -> int:
        return len(rows(case.ask("owed", "--as-of", BEFORE, *asked, "--format", "csv")))

    assert [found("--older-than", age) for age in ("40d", "41d", "5w", "6w", "1m", "2m")] == [
        *(2, 0, 2, 0, 2, 0)
    ]
    assert (found("--overdue"), found("--due-within", "9999d")) == (0, 0)


def test_what_is_owed_can_end_a_script(case: Case) -> None:
    some = case.ask("owed", "--as-of", BEFORE, "--older-than", "30d", "--fail")
    assert (some.code, some.err) == (1, "")
    assert "USA owes RUS" in some.out
    none = case.ask("owed", "--as-of", BEFORE, "--overdue", "--fail").ok()
    assert "No such reply is owed." in none.out


def rows(shown: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shown.ok().out)))


@pytest.mark.parametrize(
    ("asked", "what", "near"),
    [
        ("show us-russia", "there is no thread us-russia", US),
        (f"show {US}/us-replly", f"there is no act {US}/us-replly", f"{US}/us-reply"),
        (f"explain {US}/ukrane", f"there is no point and no act {US}/ukrane", f"{US}/ukraine"),
        ("explain ukraine", "there is no thread ukraine", ""),
        (f"explain {US}/talks --as-of {BEFORE}", "was not raised by 2022-01-25", ""),
        ("owed USB", "there is no party USB", "USA"),
        ("owed --thread nato-russia", "there is no thread nato-russia", NATO),
        ("acts --kind replly", "there is no kind of act replly", "reply"),
        ("acts --instrument lettr", "there is no instrument lettr", "letter"),
        ("acts --role barer", "there is no role barer", "bearer"),
        ("acts --disclosure announce", "there is no disclosure announce", "announced"),
        ("owed --older-than 30", "'30' is not a number of days", ""),
        ("owed --due-within -3d", "'-3d' is not a number of days", ""),
        ("owed --older-than 9999y", "outside the years 0001 to 9999", ""),
        (f"replay {US} --until today --as-of today", "--until and --as-of are the same", ""),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(
    case: Case, asked: str, what: str, near: str
) -> None:
    refused = case.ask(*asked.split())
    assert (refused.code, refused.out) == (2, "")
    assert what in refused.err
    assert f"  near: {near}" in refused.err if near else "near:" not in refused.err


@pytest.mark.parametrize(
    "asked",
    [
        *("show", "points", "timeline", "replay", "explain", "owed", "owed --thread", "acts"),
        *("acts --kind", "acts --instrument", "acts --role", "acts --disclosure", "acts --party"),
    ],
)
def test_a_hostile_name_drives_no_terminal_from_an_error(case: Case, asked: str) -> None:
    hostile = f"{US}/\x1b[2J\x1b]8;;http://evil\x07\x9b31m\u202e[link=file:///x][/foo]"
    refused = case.ask(*asked.split(), hostile)
    assert refused.code == 2
    assert not set("\x1b\x07\x9b\u202e") & set(refused.err)
    assert "[link=file:///x][/foo]" in refused.err.lower()


def test_bidi_characters_of_a_title_are_kept_and_shown_escaped(ledger: Runner) -> None:
    title = "Peace \u202etxt.exe [link=file:///etc/passwd]click[/link] [/foo] :smile:"
    ledger("thread", "open", "odd", "--title", title).ok()
    shown = ledger("show", "odd").ok().out
    assert "Peace <U+202E>txt.exe [link=file:///etc/passwd]click[/link] [/foo] :smile:" in shown
    assert ledger("show", "odd", "--format", "json").data["thread"]["title"] == title
    assert title in ledger("thread", "list", "--format", "csv").ok().out


def test_a_marking_is_shown_wherever_the_thread_is(ledger: Runner) -> None:
    ledger("thread", "open", "grave", "--title", "Grave", "--marking", "secret//NOFORN").ok()
    assert ledger("show", "grave").ok().out.strip().startswith("SECRET\n\nSECRET//NOFORN\n")
    page = ledger("show", "grave", "--format", "md").ok().out
    assert page.startswith("**SECRET**\n\nSECRET//NOFORN\n")
    assert "grave  SECRET//NOFORN" in ledger("thread", "list").ok().out


def test_an_empty_thread_says_what_there_is_to_say(
    ledger: Runner, snapshot: SnapshotAssertion
) -> None:
    assert ledger("show", US).ok().out == snapshot


def test_a_wide_terminal_is_used_and_a_pipe_gets_80_columns(case: Case) -> None:
    def width(columns: str) -> int:
        shown = case("--ledger", "demo.dipledger", "show", US, env={"COLUMNS": columns})
        return max(map(len, shown.ok().out.splitlines()))

    assert width("") <= 80 < width("120") <= 120


def test_reading_writes_nothing(case: Case) -> None:
    def tables() -> list[object]:
        with sqlite3.connect(case.folder / "demo.dipledger") as file:
            return list(file.execute("SELECT name, sql FROM sqlite_master ORDER BY name"))

    before = tables(), case.ask("log").ok().out
    for asked in (["show", US], ["points", US], ["timeline", US], ["owed"], ["acts"]):
        case.ask(*asked).ok()
    assert (tables(), case.ask("log").ok().out) == before


class Terminal:
    """A person at a screen of 80 by 24."""

    def __init__(self, case: Case, *asked: str) -> None:
        self.colours: set[str] = set()
        self.screen = pyte.HistoryScreen(80, 24, history=1_000)
        self.stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "cli.app", "--ledger", "demo.dipledger", *asked],
            cwd=str(case.folder),
            env=case.environment() | {"TERM": "xterm-256color"},
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=30,
        )

    def until(self, text: str) -> str:
        """What is on the screen once a text has come."""
        self.child.expect_exact(text)
        self.stream.feed(self.child.before + self.child.after)
        return "\n".join(line.rstrip() for line in self.screen.display).strip()

    def all(self) -> list[str]:
        """Every line that was on the screen by the end, also those that have left it."""
        self.child.expect(pexpect.EOF)
        self.stream.feed(self.child.before)
        lines = [*self.screen.history.top, *(self.screen.buffer[row] for row in range(24))]
        self.colours = {cell.fg for line in lines for cell in line.values()}
        texts = ["".join(line[at].data for at in range(80)).rstrip() for line in lines]
        return "\n".join(texts).rstrip().splitlines()

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        code: int = self.child.exitstatus
        return code


def test_a_replay_waits_for_enter_at_each_step(case: Case, snapshot: SnapshotAssertion) -> None:
    person = Terminal(case, "replay", US, "--step")
    prompt = "[Enter: next, q: end] "
    assert person.until(prompt) == snapshot
    person.child.send("\r")
    assert "2 of 6" in person.until(prompt)
    person.child.send("q\r")
    assert person.end() == 0


def test_on_a_terminal_of_80_columns_a_thread_is_shown_in_colour(case: Case) -> None:
    person = Terminal(case, "show", US, "--as-of", AFTER)
    shown = person.all()
    assert person.end() == 0
    assert shown == case.ask("show", US, "--as-of", AFTER).ok().out.rstrip("\n").splitlines()
    assert {"default", "red", "brown", "magenta"} <= person.colours


def test_the_last_step_asks_nothing(case: Case) -> None:
    person = Terminal(case, "replay", US, "--step", "--until", BEFORE)
    assert person.end() == 0


def test_a_replay_into_a_pipe_waits_for_nobody(case: Case) -> None:
    assert case.ask("replay", US, "--step").ok().out == case.ask("replay", US).ok().out


def test_a_replay_in_other_formats_is_the_timeline(case: Case) -> None:
    replayed = case.ask("replay", US, "--until", BEFORE, "--format", "csv").ok().out
    assert replayed == case.ask("timeline", US, "--as-of", BEFORE, "--format", "csv").ok().out
