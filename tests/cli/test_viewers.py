"""`--known-by`: what a viewer does not know leaks through no command, format, error or completion.

Two ledgers are compared: one has secrets, the other never had them. For somebody who does not know
the secrets, every command has to print the same, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Runner
from tests.cli.inside import inside
from tests.cli.test_completion import offered
from tests.cli.test_conventions import every_command

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

PUBLIC_PART = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    published: 2022-01-11
    points: {"1": Open the straits, "2": Pay the dues}
  - reply: answer
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-20
    channel: public
    answers: {"1": "reject: Never"}
"""
SECRETS = """
threads:
  annex: {title: Zagadka protocol, parties: [RUS, ZAGADKA], zone: UTC}
acts:
  - offer: whisper
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-25
    channel: confidential
    persons: {bearer: Ivan Zagadka}
    points: {zagadka: A zagadka for the minister}
    answers: {"2": "accept: zagadka words"}
    summary: The zagadka is offered
    sources: ["The zagadka diary"]
  - statement: zagadka-note
    thread: straits
    from: ZAGADKA
    summary: They know the zagadka
  - demand: zagadka-demand
    thread: annex
    from: RUS
    to: ZAGADKA
    when: 2022-01-12
    points: {"z1": Give up the zagadka}
"""
WORD = "zagadka"
FORMATS = ("table", "json", "jsonl", "csv", "md")
NOT_OF_A_VIEWER = {
    "append", "backup", "checkpoint add", "checkpoint create", "checkpoint list",
    "checkpoint verify", "cite", "completion", "config", "correct", "demo", "disclose",
    "doctor", "export ledger", "init", "keys list", "keys new", "keys retire", "keys show",
    "keys trust", "log", "party add", "projection rebuild", "projection status", "prove",
    "reclassify", "restore", "retract", "schema", "serve", "shred", "thread amend", "thread close",
    "thread open", "thread reopen", "verify", "verify-proof",
}  # fmt: skip
"""Commands that record, that are about the program, or that show the log itself."""

OPEN = (
    "acts", "acts straits", "acts --party RUS", "acts --person a", "acts --conflicting",
    "anomalies", "anomalies straits", "chain straits/answer", "diff straits 2022-01-15..",
    "diff straits ..2022-02 --zone UTC", "diff straits --known-at 2022-01-01..2022-02-01",
    "errata", "errata straits", "explain straits", "explain straits/1", "explain straits/2",
    "explain straits/note", "history straits/1", "history straits/2 --all", "persons",
    "persons --role bearer --party RUS", "stats", "stats --list", "stats --thread straits --list",
    "stats --party RUS --list", "owed", "owed RUS", "owed --thread straits", "owed --to RUS",
    "points", "points --status rejected --to USA", "threads",
    "threads --party RUS --active-since 2000", "party list", "party list a", "party show RUS",
    "points straits", "positions straits", "replay straits", "search straits",
    "search never -pay", "search t* --limit 1", "search straits OR z* --in points",
    "show straits", "show straits/note", "thread list", "thread show straits", "timeline straits",
)  # fmt: skip
HIDDEN = (
    "acts annex", "acts --party ZAGADKA", "acts --person zag", "anomalies annex",
    "chain annex/zagadka-demand", "chain straits/whisper", "diff annex 2022..",
    "diff anex 2022..", "diff annex --known-at ..2022-02", "errata annex", "explain annex",
    "explain annex/z1", "explain straits/whisper", "explain straits/zagadka",
    "explain straits/zagadk", "history annex/z1", "history anex/z1 --all",
    "history --all straits/zagadka", "history straits/zagadk", "history straits/whisper",
    "persons zagadka", "persons zagad", "persons --party ZAGADKA", "persons --thread annex",
    "stats --party ZAGADKA", "stats --tag zagadka", "stats --thread annex", "owed ZAGADKA",
    "owed --to ZAGADKA", "owed --thread annex", "points annex --kind demand",
    "points --to ZAGADKA", "threads --party ZAGADKA", "party list zag", "party show ZAGADKA",
    "party show ZAGADKO", "points annex", "positions annex", "replay annex",
    "search never -zagadka", "search zagadk*", "search whisper OR zagadka", "search zagadk",
    "search reply --thread annex", "search reply --party ZAGADKA", "show annex", "show anex",
    "show annex/zagadka-demand", "show straits/whisper", "show straits/whispr",
    "thread show annex", "timeline annex",
)  # fmt: skip


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]
) -> Iterator[tuple[Runner, Runner]]:
    """A ledger with secrets, and one that never had them."""
    with_secrets = Runner(tmp_path_factory.mktemp("secrets"), server)
    without = Runner(tmp_path_factory.mktemp("none"), server)
    for runner in (with_secrets, without):
        runner("init").ok()
        runner("append", "-", stdin=PUBLIC_PART).ok()
    with_secrets("party", "add", "ZAGADKA", "--name", "Zagadka bureau", "--kind", "body").ok()
    with_secrets("append", "-", stdin=SECRETS).ok()
    with_secrets("correct", "straits/whisper", "--set", "place=Zagadka", "--reason", "slip").ok()
    with_secrets("reclassify", "straits/whisper", "--marking", "secret", "--reason", "new").ok()
    return with_secrets, without  # type: ignore[return-value]


def commands_with(option: str) -> set[str]:
    """The commands, without the program's name, that take an option."""
    return {
        words.removeprefix("dipledger ")
        for words, command, _ in every_command()
        if any(param.name == option for param in command.params)
    }


def test_every_read_command_has_a_viewer_and_is_looked_at_here() -> None:
    groups = {"dipledger", "checkpoint", "export", "keys", "party", "projection", "thread"}
    every = {words.removeprefix("dipledger ") for words, _, _ in every_command()} - groups
    viewed = commands_with("known_by")

    # The page's own addresses are looked at in tests/web/test_ceilings.py.
    assert viewed - {"serve"} == every - NOT_OF_A_VIEWER
    for lines in (OPEN, HIDDEN):
        asked = {words for words in viewed for line in lines if line.startswith(words)}
        assert viewed - asked <= {"thread list", "serve"}


@pytest.mark.parametrize("line", [*OPEN, *HIDDEN])
def test_whoever_does_not_know_a_secret_sees_a_ledger_that_never_had_it(
    two: tuple[Runner, Runner], line: str
) -> None:
    ask = [(viewer, fmt) for viewer, formats in (("public", FORMATS), ("FRA", FORMATS[:2]))
           for fmt in formats]  # fmt: skip
    for viewer, fmt in ask:
        args = [*line.split(), "--known-by", viewer, "--format", fmt]
        seen, never = (inside(runner, *args, now="2022-03-01") for runner in two)

        assert (seen.code, seen.out, seen.err) == (never.code, never.out, never.err)
        typed = line.casefold()
        for text in (seen.out, seen.err):
            assert WORD not in text.casefold().replace(typed.rpartition(" ")[2], "")
        if line in OPEN:
            assert seen.code == 0


def test_the_ledger_itself_and_those_who_were_told_know_the_secrets(
    two: tuple[Runner, Runner],
) -> None:
    with_secrets, _ = two
    for viewer in ("ledger", "RUS", "rus"):
        shown = with_secrets("show", "straits", "--known-by", viewer, now="2022-03-01").ok()
        assert "A zagadka for the minister" in shown.out


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("show --known-by public ", ["straits"]),
        ("show --known-by RUS ", ["annex", "straits"]),
        ("show --known-by public --known-at 2022-01-01 ", []),
        ("show --known-by public straits/", ["straits/answer", "straits/note"]),
        ("explain --known-by public straits/", ["straits/1", "straits/2", "straits/answer",
                                                "straits/note"]),
        ("party show --known-by public ZAG", []),
        ("show --known-by nobody ", []),
        ("show --known-by pu", ["public"]),
        ("show --known-by l", ["ledger"]),
    ],
)  # fmt: skip
def test_a_shell_is_offered_what_the_viewer_of_the_line_knows(
    two: tuple[Runner, Runner], line: str, known: list[str]
) -> None:
    assert offered(two[0], f"dipledger {line}") == known


def test_a_viewer_written_after_the_cursor_keeps_bash_from_offering_anything(
    two: tuple[Runner, Runner],
) -> None:
    env = {
        "_DIPLEDGER_COMPLETE": "complete_bash",
        "COMP_WORDS": "dipledger show a --known-by public",
        "COMP_CWORD": "2",
    }
    assert two[0](env=env).out == "\n"


def test_what_is_known_is_read_on_the_viewers_own_calendar(two: tuple[Runner, Runner]) -> None:
    runner = two[1]

    def asked(*args: str) -> str:
        return runner("show", "straits", "--known-by", "public", *args, now="2022-03-01").err

    assert asked("--known-at", "2022-01-10").startswith("dipledger: error: there is no thread")
    assert asked("--known-at", "2022-01-11") == ""
    assert asked("--known-at", "#3") == (
        "dipledger: error: #3 is a position in the ledger's log, which says nothing of what public "
        "knew\n  where: --known-at\n"
        "  mend: With --known-by public write a day or a time, such as 2022-01-27.\n"
    )
    assert "where: --known-at" in asked("--known-at", "soonish")


def test_a_viewer_that_is_nobody_is_refused_without_naming_registered_parties(
    two: tuple[Runner, Runner],
) -> None:
    refused = two[0]("owed", "--known-by", "ZAGADKU")

    assert refused.code == 2
    assert "there is no party ZAGADKU whose knowledge could be asked for" in refused.err
    assert "ZAGADKA" not in refused.err
    assert "near: public" in two[0]("owed", "--known-by", "pubic").err


def test_an_answer_says_whose_knowledge_it_is(two: tuple[Runner, Runner]) -> None:
    asked = ("show", "straits", "--known-by", "Public", "--known-at", "2022-01-15")
    for fmt in ("table", "md"):
        page = two[0](*asked, "--format", fmt).ok().out
        assert page.startswith("As known to the public at 2022-01-15.\n\n")
    assert two[0]("replay", "straits", "--known-by", "FRA").out.startswith("As known to FRA.\n\n")
    told = two[0]("replay", "straits", "--known-by", "USA").out
    assert told.strip().startswith("SECRET\n\nAs known to USA.\n\n")

    envelope = two[0](*asked, "--format", "json").json
    assert (envelope["known_by"], envelope["known_at"]) == ("public", "2022-01-15")
    own = two[0]("show", "straits", "--known-at", "#2", "--format", "json").json
    assert (own["known_by"], own["known_at"]) == ("ledger", 2)
