"""`--clearance`: what lies above it leaks through no command, format, error, number or completion.

Two ledgers are compared: one has secrets, the other never had them. With a clearance below them,
every command has to print the same, byte for byte, but for the one note that counts what is hidden.
In a third one, what is open refers to the secrets in every way there is.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Runner
from tests.cli.inside import inside
from tests.cli.test_completion import offered
from tests.cli.test_conventions import every_command
from tests.cli.test_viewers import FORMATS, HIDDEN, OPEN, PUBLIC_PART, WORD, commands_with

if TYPE_CHECKING:
    import subprocess

PARTIES = """
  annex:
    title: Zagadka protocol
    parties: [RUS, ZAGADKA]
    zone: UTC
    tags: [zagadka]
    marking: top-secret//ZAGADKA
    note: The zagadka file
    sources: ["The zagadka archive"]
  zagadka-sub: {title: Zagadka annex, parent: annex, zone: UTC, marking: secret}
"""
SECRETS = f"""
threads:{PARTIES}
acts:
  - offer: whisper
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-25
    deadline: 2022-01-26
    consequence: The zagadka ends
    instrument: other
    instrument_text: Zagadka paper
    place: Zagadkaville
    marking: secret//ZAGADKA EYES
    labels: {{RUS: zagadka ultimatum}}
    reference-numbers: {{zagadka-scheme: Z-1}}
    persons: {{bearer: Ivan Zagadka}}
    points: {{zagadka: A zagadka for the minister}}
    answers: {{"2": "accept: zagadka words"}}
    summary: The zagadka is offered
    text: All of the zagadka
    note: Our own zagadka
    effects: [suspends]
    sources: ["The zagadka diary"]
  - statement: zagadka-note
    thread: straits
    from: ZAGADKA
    marking: confidential
    summary: They know the zagadka
  - demand: zagadka-demand
    thread: annex
    from: RUS
    to: ZAGADKA
    when: 2022-01-12
    points: {{"z1": Give up the zagadka}}
  - statement: zagadka-later
    thread: zagadka-sub
    from: RUS
    when: 2022-01-13
    summary: More zagadka
  - reply: zagadka-reply
    thread: annex
    from: ZAGADKA
    to: RUS
    when: 2022-01-14
    answers: {{"z1": "reject: no zagadka"}}
    withdraws-acts: []
    about: [straits/note]
    replies-to: [straits/note]
"""
LATER = """
acts:
  - statement: later
    thread: straits
    from: USA
    when: 2022-01-28
    channel: public
    answers: {"2": "reject: Nor that"}
  - demand: more
    thread: straits
    from: RUS
    to: USA
    when: 2022-02-01
    points: {"3": And the harbour}
"""
KNOTS = """
threads:
  zinc: {title: A part of it, parent: annex, zone: UTC}
acts:
  - reply: knot
    thread: straits
    from: RUS
    to: USA
    when: 2022-02-02
    replies-to: [whisper, annex/zagadka-demand]
    follows: [zagadka-note]
    about: [zagadka-sub/zagadka-later]
    points: {"k(kind=demand, if=zagadka)": Only then}
    answers: {zagadka: "counter(counter=k): Rather this", annex/z1: reject}
    assessments: ["annex/z1=evasive"]
    effects: [resumes@annex]
    claims: ["follows=zagadka-note"]
"""
ASKED_OF_THE_LOG = (
    "log", "log --after 2 --limit 2", "log --known-at #4", "log --known-at #99",
    "show straits --known-at #5", "acts --known-at 2022-02-10", "errata --known-at #6",
    "show straits --known-at 2022-01-01", "diff straits --known-at #2..#5",
    "history straits/2 --known-at #4", "anomalies --known-at #5", "show straits/more",
    "show --as-of 1900 straits", "acts --as-of 1900", "party list", "party list itself",
)  # fmt: skip
RECORDING = {
    "append": ["append", "-"],
    "cite": ["cite", "straits/note", "--reason", "x", "--source", "y"],
    "correct": ["correct", "straits/whispr", "--set", "place=x", "--reason", "x"],
    "disclose": ["disclose", "straits/note", "--reason", "x", "--part", "text", "--how", "leaked",
                 "--when", "2022-02-01"],
    "party add": ["party", "add", "ZAGADKU", "--name", "x", "--kind", "body"],
    "reclassify": ["reclassify", "annex/zagadka", "--unmarked", "--reason", "x"],
    "retract": ["retract", "straits/whispe", "--reason", "x"],
    "shred": ["shred", "straits/whispe", "--reason", "x", "--yes"],
    "thread amend": ["thread", "amend", "anex", "--title", "x", "--reason", "x"],
    "thread close": ["thread", "close", "anex", "--when", "2022-02-01", "--reason", "x"],
    "thread open": ["thread", "open", "annex", "--title", "x"],
    "thread reopen": ["thread", "reopen", "anex", "--when", "2022-02-01", "--reason", "x"],
    "prove": ["prove", "straits/whispe"],
}  # fmt: skip
"""What is judged by the whole record, or hands out an event whole, is refused."""
OF_THE_PROGRAM = {
    "checkpoint list", "checkpoint verify", "config", "doctor", "keys list", "projection rebuild",
    "projection status", "schema", "verify",
}  # fmt: skip
"""Of the file or the program as a whole: what they say of the ledger is how many events it has."""
OF_NO_RECORD = {
    "backup", "checkpoint add", "checkpoint create", "completion", "demo", "export ledger", "init",
    "keys new", "keys retire", "keys show", "keys trust", "restore", "verify-proof",
}  # fmt: skip
"""They make files, or read others; an export with a clearance withholds what lies above it."""


def make(folder: object, server: subprocess.Popen[str], *parts: str) -> Runner:
    """A ledger with a public part, and others after it, each recorded on a day of its own."""
    runner = Runner(folder, server)  # type: ignore[arg-type]
    runner("init").ok()
    runner("append", "-", stdin=PUBLIC_PART, now="2022-02-01").ok()
    if SECRETS in parts:
        runner("party", "add", "ZAGADKA", "--name", "Zagadka itself", "--kind", "body").ok()
    for part in parts:
        runner("append", "-", stdin=part, now="2022-02-15" if part is LATER else "2022-02-10").ok()
        if part is SECRETS:
            change = ("correct", "straits/whisper", "--set", "place=Zagadka", "--reason", "zagadka")
            runner(*change, now="2022-02-10").ok()
            for act in ("straits/zagadka-note", "annex/zagadka-reply"):
                runner("retract", act, "--reason", "zagadka slip", now="2022-02-10").ok()
            runner("retract", "straits", "--notice", "retract-zagadka-note", "--reason", "zagadka",
                   now="2022-02-10").ok()  # fmt: skip
    if LATER in parts:
        runner("correct", "straits/later", "--set", "place=Geneva", "--reason", "better",
               now="2022-02-20").ok()  # fmt: skip
    return runner


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]
) -> tuple[Runner, Runner]:
    """A ledger with secrets in the middle, and one that never had them."""
    return (
        make(tmp_path_factory.mktemp("secrets"), server, SECRETS, LATER),
        make(tmp_path_factory.mktemp("none"), server, LATER),
    )


@pytest.fixture(scope="module")
def knotted(tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]) -> Runner:
    """A ledger in which what is open refers to the secrets."""
    runner = make(tmp_path_factory.mktemp("knots"), server, SECRETS, KNOTS, LATER)
    changed = ("correct", "straits/knot", "--set", "transmits=whisper", "--reason", "better")
    runner(*changed, now="2022-02-20").ok()
    return runner


def asked(runner: Runner, line: str, *options: str) -> tuple[int, str, str]:
    """What is printed with a clearance, without the leaf hashes, which are drawn by lot."""
    args = [*line.split(), "--clearance", "restricted", *options]
    seen = inside(runner, *args, now="2022-03-01")
    return seen.code, re.sub(r"[0-9a-f]{64}", "LEAF", seen.out), seen.err


NOTE = "5 acts of this ledger lie above RESTRICTED and are hidden"


def test_every_command_is_looked_at_here() -> None:
    groups = {"dipledger", "checkpoint", "export", "keys", "party", "projection", "thread"}
    every = {words.removeprefix("dipledger ") for words, _, _ in every_command()} - groups
    assert every == commands_with("known_by") | {"log"} | RECORDING.keys() | OF_THE_PROGRAM | (
        OF_NO_RECORD
    )


@pytest.mark.parametrize("line", [*OPEN, *HIDDEN, *ASKED_OF_THE_LOG])
def test_with_a_clearance_secrets_were_never_there(two: tuple[Runner, Runner], line: str) -> None:
    for options in [("--format", fmt) for fmt in FORMATS] + [("--known-by", "USA")]:
        if "--known-by" in options and (line.startswith("log") or "#" in line):
            continue
        with_secrets, without = (asked(runner, line, *options) for runner in two)
        note = f"dipledger: note: {NOTE}\n"
        code, out, err = with_secrets
        if code == 0:
            assert err.count(note) == 1
        noted = out.replace(f'\n    "{NOTE}"\n  ]', "]").replace(f'\n    "{NOTE}",', "")
        assert (code, noted, err.replace(note, "")) == without
        typed = line.casefold().rpartition(" ")[2]
        for text in (out, err):
            assert WORD not in text.casefold().replace(typed, "")


@pytest.mark.parametrize(
    "line", [*OPEN, *HIDDEN, *ASKED_OF_THE_LOG, "show straits/knot", "explain straits/k",
             "errata straits", "show zinc", "threads", "history straits/k", *sorted(OF_THE_PROGRAM)]
)  # fmt: skip
def test_nothing_that_is_open_tells_of_what_it_refers_to(knotted: Runner, line: str) -> None:
    for fmt in () if line == "config" else FORMATS[:2]:
        _, out, err = asked(knotted, line, "--format", fmt)
        told = re.sub(
            "|".join(re.findall(r"[^ /]{4,}", line.casefold())), "", f"{out}{err}".casefold()
        )
        assert not re.search(rf"{WORD}|whisper|annex|z1\b", told)


@pytest.mark.parametrize("args", RECORDING.values(), ids=list(RECORDING))
def test_nothing_is_recorded_with_a_clearance_that_hides_something(
    two: tuple[Runner, Runner], args: list[str]
) -> None:
    refused = two[0](*args, "--clearance", "restricted", stdin=LATER)
    assert (refused.code, refused.out) == (2, "")
    assert NOTE in refused.err
    assert "where: --clearance" in refused.err
    assert WORD not in refused.err.casefold()


def test_a_clearance_that_hides_nothing_lets_record(two: tuple[Runner, Runner]) -> None:
    acts = "acts:\n  - statement: s\n    thread: straits\n    from: USA\n    summary: said\n"
    for runner, level in ((two[0], "top-secret"), (two[1], "unclassified")):
        runner("append", "-", "--dry-run", "--clearance", level, stdin=acts).ok()


def test_the_highest_clearance_sees_what_is_seen_without_one(two: tuple[Runner, Runner]) -> None:
    for line in ("show straits", "threads", "party list", "search zagadka", "log"):
        plain = two[0](*line.split(), "--format", "csv").ok()
        assert two[0](*line.split(), "--format", "csv", "--clearance", "top-secret").ok() == plain


def test_the_rows_of_a_clearance_hold_nothing_that_is_hidden(knotted: Runner) -> None:
    for viewer in ("ledger", "public", "RUS"):
        asked(knotted, "threads", "--known-by", viewer)
    with closing(sqlite3.connect(knotted.folder / "ledger.dipledger")) as connection:
        viewers = connection.execute(
            "SELECT viewer FROM read_layer WHERE stage = 'current' AND viewer LIKE '%@%'"
        )
        kept = {viewer for (viewer,) in viewers}
        assert {f"{who}@restricted" for who in ("ledger", "public", "RUS")} <= kept
        said = []
        for table in ("read_head", "read_block", "read_reply", "read_act", "read_point",
                      "read_erratum", "read_told"):  # fmt: skip
            said += connection.execute(
                f"SELECT read_thread.slug, {table}.* FROM {table} JOIN read_thread USING (thread)"  # noqa: S608
                " WHERE layer IN (SELECT layer FROM read_layer WHERE viewer LIKE '%@%')"
            ).fetchall()
        acts = (
            "SELECT act FROM read_act JOIN read_layer USING (layer)"
            " WHERE viewer LIKE '%@%' AND stage = 'current'"
        )
        said += connection.execute(f"SELECT * FROM read_text WHERE rowid IN ({acts})").fetchall()  # noqa: S608
        for table in ("read_act_party", "read_act_person"):
            said += connection.execute(f"SELECT * FROM {table} WHERE act IN ({acts})").fetchall()  # noqa: S608
        assert len(said) > 20
        for row in said:
            assert WORD not in repr(row).casefold()
            assert "annex" not in repr(row)
        views = connection.execute("SELECT DISTINCT known_by FROM act").fetchall()
        assert not [who for (who,) in views if "@" in who]
    assert "@" not in knotted("projection", "status").ok().out
    knotted("verify").ok()


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("--clearance restricted show ", ["straits"]),
        ("show --clearance restricted straits/", ["straits/answer", "straits/later",
                                                  "straits/more", "straits/note"]),
        ("explain --clearance restricted straits/z", []),
        ("show --clearance restricted annex/", []),
        ("party show --clearance restricted ZAG", []),
        ("party show ZAG", ["ZAGADKA"]),
        ("show --clearance sec", ["secret"]),
        ("show --clearance nonsense ", []),
    ],
)  # fmt: skip
def test_a_shell_is_offered_what_may_be_seen(
    two: tuple[Runner, Runner], line: str, known: list[str]
) -> None:
    assert offered(two[0], f"dipledger {line}") == known


def test_a_clearance_written_after_the_cursor_keeps_bash_from_offering_anything(
    two: tuple[Runner, Runner],
) -> None:
    env = {
        "_DIPLEDGER_COMPLETE": "complete_bash",
        "COMP_WORDS": "dipledger show a --clearance restricted",
        "COMP_CWORD": "2",
    }
    assert two[0](env=env).out == "\n"


def test_the_clearance_comes_from_the_first_place_that_has_it(two: tuple[Runner, Runner]) -> None:
    runner = two[0]

    def shown(*args: str, **env: str) -> str:
        return runner("threads", "--format", "csv", *args, env=env).ok().out

    settings = runner.home / ".config" / "dipledger"
    settings.mkdir(parents=True)
    try:
        (settings / "config.toml").write_text('clearance = "restricted"\n')
        assert "annex" not in shown()
        assert "annex" in shown(DIPLEDGER_CLEARANCE="top-secret")
        assert "annex" not in shown("--clearance", "official", DIPLEDGER_CLEARANCE="top-secret")
        wrong = runner("threads", env={"DIPLEDGER_CLEARANCE": "secrt"})
        assert (wrong.code, wrong.out) == (2, "")
        assert "where: DIPLEDGER_CLEARANCE\n  near: secret, top-secret\n" in wrong.err
    finally:
        (settings / "config.toml").unlink()


def test_a_page_is_marked_at_its_top_and_bottom(two: tuple[Runner, Runner]) -> None:
    with_secrets, without = two

    def lines(*args: str, runner: Runner = with_secrets) -> list[str]:
        return runner(*args, now="2022-03-01").ok().out.splitlines()

    for args, banner in (
        (("show", "straits", "--clearance", "restricted"), "RESTRICTED"),
        (("replay", "straits", "--clearance", "top-secret"), "TOP SECRET"),
        (("show", "straits"), "TOP SECRET"),
        (("threads",), "TOP SECRET"),
        (("replay", "straits"), "TOP SECRET"),
        (("log", "--limit", "1"), "TOP SECRET"),
        (("show", "straits", "--clearance", "secret", "--format", "md"), "**SECRET**"),
    ):
        page = lines(*args)
        assert (page[0].strip(), page[-1].strip()) == (banner, banner), args
        assert (page[1], page[-2]) == ("", "")
    assert lines("show", "straits")[0].startswith(" " * 35 + "TOP")
    assert lines("show", "straits", runner=without)[0] == "The straits"
    assert "RESTRICTED" in lines("threads", "--clearance", "restricted", runner=without)[0]
    assert lines("config", "--clearance", "restricted")[0].startswith("ledger")
    public = lines("threads", "--known-by", "public")
    assert public[0] == "As known to the public."

    for fmt in ("csv", "jsonl"):
        assert lines("threads", "--clearance", "official", "--format", fmt) != []
        assert "OFFICIAL" not in "".join(
            lines("threads", "--clearance", "official", "--format", fmt)
        )


def test_the_envelope_says_the_clearance_and_the_marking(two: tuple[Runner, Runner]) -> None:
    with_secrets, without = two

    def marked(runner: Runner, *args: str) -> tuple[str | None, str | None]:
        envelope = runner(*args, "--format", "json", now="2022-03-01").ok().json
        return envelope["clearance"], envelope["marking"]

    assert marked(with_secrets, "threads") == (None, "top-secret")
    assert marked(with_secrets, "threads", "--clearance", "secret") == ("secret", "secret")
    assert marked(without, "threads") == (None, None)
    assert marked(with_secrets, "config", "--clearance", "secret") == (None, None)


def test_one_hidden_thing_is_counted_in_the_singular(ledger: Runner) -> None:
    ledger("thread", "open", "annex", "--title", "Annex", "--marking", "secret").ok()
    hidden = ledger("threads", "--clearance", "official").ok()
    assert hidden.err == (
        "dipledger: note: 1 thread of this ledger lies above OFFICIAL and is hidden\n"
    )
    demand = "acts:\n  - demand: d\n    thread: annex\n    from: RUS\n    to: USA\n"
    ledger("append", "-", stdin=demand + "    points: {'1': x}\n").ok()
    hidden = ledger("threads", "--clearance", "official").ok()
    assert hidden.err == "dipledger: note: 1 act of this ledger lies above OFFICIAL and is hidden\n"


def test_the_example_is_shown_with_the_clearance_of_whoever_asks(dipledger: Runner) -> None:
    shown = dipledger("demo", "--clearance", "restricted").ok().out.splitlines()
    assert (shown[0].strip(), shown[-1].strip()) == ("RESTRICTED", "RESTRICTED")
    assert not dipledger("demo").ok().out.startswith(" ")
