"""Ledgers, threads and parties: made, listed, changed and closed from the command line."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


def status_of_thread(ledger: Runner, as_of: str) -> str:
    listed = ledger("thread", "list", "--as-of", as_of, "--format", "json").ok().data
    return str(listed["threads"][0]["status"]["status"])


def test_a_new_ledger_is_its_owners_alone_and_never_made_twice(dipledger: Runner) -> None:
    made = dipledger("init", "--ledger", "case.dipledger").ok()
    file = dipledger.folder / "case.dipledger"
    before = file.read_bytes()
    again = dipledger("init", "--ledger", "case.dipledger")

    assert (made.out, made.err) == ("", "dipledger: created the ledger case.dipledger\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert again.code == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["file:x?mode=memory", "a?b#c%20.db", "-l"])
def test_any_file_name_is_literal(dipledger: Runner, name: str) -> None:
    dipledger("init", f"--ledger={name}").ok()

    assert [path.name for path in dipledger.folder.iterdir()] == [name]
    assert dipledger("party", "list", f"--ledger={name}", "--format", "json").ok().data


@pytest.mark.parametrize("command", [["thread", "list"], ["log"], ["party", "show", "USA"]])
def test_without_a_ledger_there_is_a_sentence_and_no_file(
    dipledger: Runner, command: list[str]
) -> None:
    refused = dipledger(*command)

    assert (refused.code, refused.out) == (2, "")
    assert "ledger.dipledger" in refused.err
    assert "dipledger init" in refused.err
    assert list(dipledger.folder.iterdir()) == []


def test_a_thread_is_opened_with_all_that_describes_it(ledger: Runner) -> None:
    opened = ledger(
        "thread", "open", "minsk", "--title", "Minsk", "--party", "ukr", "--party", "RUS",
        "--zone", "Europe/Kyiv", "--parent", "us-russia-2021", "--tag", "ceasefire",
        "--marking", "secret//NOFORN",
    ).ok()  # fmt: skip
    minsk, _ = ledger("thread", "list", "--format", "json").ok().data["threads"]

    assert opened.err == "dipledger: opened the thread minsk (log position 2)\n"
    assert opened.out == ""
    assert minsk["thread"] == {
        "id": "minsk",
        "title": "Minsk",
        "parties": ["UKR", "RUS"],
        "zone": "Europe/Kyiv",
        "parent": "us-russia-2021",
        "tags": ["ceasefire"],
        "marking": "secret//NOFORN",
    }


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["Minsk", "--title", "x"], 2, ["lower-case letters", "where: ID"]),
        (["minsk", "--title", "x", "--party", "RUSS"], 3, ["RUSS", "near: RUS"]),
        (["minsk", "--title", "x", "--zone", "Europe/Kiew"], 2, ["where: --zone", "Europe/Kyiv"]),
        (["minsk", "--title", "x", "--marking", "sercet"], 2, ["near: secret", "where: --marking"]),
        (["minsk", "--title", "x", "--parent", "us-rusia"], 3, ["near: us-russia-2021"]),
        (["minsk", "--title", "a\nb"], 2, ["where: --title"]),
        (["minsk", "--title", "\x1b[2J"], 2, ["control character (U+001B)"]),
        (["us-russia-2021", "--title", "x"], 3, ["already open"]),
    ],
)
def test_a_thread_that_cannot_be_opened_says_why_and_changes_nothing(
    ledger: Runner, args: list[str], code: int, said: list[str]
) -> None:
    refused = ledger("thread", "open", *args)

    assert (refused.code, refused.out) == (code, "")
    for words in said:
        assert words in refused.err
    assert len(ledger("log", "--format", "json").ok().data["events"]) == 1


def test_a_thread_is_shown_by_either_command(ledger: Runner) -> None:
    shown = ledger("thread", "show", "us-russia-2021").ok()

    assert "Security guarantees" in shown.out
    assert shown == ledger("show", "us-russia-2021")


def test_an_amendment_replaces_what_it_names_and_nothing_else(ledger: Runner) -> None:
    ledger("thread", "amend", "us-russia-2021", "--tag", "nato", "--reason", "found again").ok()
    (line,) = ledger("thread", "list", "--format", "json").data["threads"]

    assert line["thread"]["tags"] == ["nato"]
    assert line["thread"]["title"] == "Security guarantees"
    assert line["thread"]["parties"] == ["USA", "RUS"]


def test_an_amendment_of_nothing_is_refused(ledger: Runner) -> None:
    refused = ledger("thread", "amend", "us-russia-2021", "--reason", "why not")

    assert refused.code == 2
    assert "nothing to amend" in refused.err


def test_a_thread_is_closed_and_reopened_at_dates_of_its_own(ledger: Runner) -> None:
    ledger("thread", "close", "us-russia-2021", "--when", "2022-01-10", "--reason", "over").ok()
    ledger("thread", "reopen", "us-russia-2021", "--when", "2022-01-20", "--reason", "talks").ok()

    assert status_of_thread(ledger, "2022-01-09") == "open"
    assert status_of_thread(ledger, "2022-01-15") == "closed"
    assert status_of_thread(ledger, "2022-01-21") == "open"


def test_a_date_of_closing_is_read_in_the_zone_of_the_thread(ledger: Runner) -> None:
    ledger(
        "thread", "close", "us-russia-2021", "--when", "2022-01-10T12:00", "--reason", "over"
    ).ok()
    summary = ledger("log", "--after", "1", "--format", "json").data["events"][0]["summary"]

    assert summary == "closes the thread on 2022-01-10T12:00 Europe/Moscow: over"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["close", "us-rusia", "--when", "2022", "--reason", "x"], 3, "near: us-russia-2021"),
        (["close", "us-russia-2021", "--when", "soon", "--reason", "x"], 2, "where: --when"),
        (["reopen", "us-russia-2021", "--when", "2022", "--reason", "x"], 3, "is not closed"),
        (["close", "us-russia-2021", "--when", "2022"], 2, "missing option '--reason'"),
    ],
)
def test_a_thread_that_cannot_be_closed_or_reopened_says_why(
    ledger: Runner, args: list[str], code: int, said: str
) -> None:
    refused = ledger("thread", *args)

    assert refused.code == code
    assert said in refused.err


def test_a_party_is_registered_with_members_names_and_identifiers(ledger: Runner) -> None:
    ledger(
        "party", "add", "e9", "--name", "E9", "--kind", "group", "--alias", "EU9",
        "--member", "FRA since 2003-10-21", "--member", "deu", "--member", "GBR until 2026",
        "--valid-from", "2003-10-21", "--identifier", "wikidata=Q5323",
        "--succession", "succeeds EU on 2003",
    ).ok()  # fmt: skip
    shown = ledger("party", "show", "E9", "--format", "json").ok().data

    assert shown["origin"] == "registered"
    party = shown["party"]
    assert [member["party"] for member in party["members"]] == ["FRA", "DEU", "GBR"]
    assert party["members"][0]["since"] == "2003-10-21"
    assert party["members"][2]["until"] == "2026"
    assert party["other_names"] == ["EU9"]
    assert party["identifiers"] == [{"scheme": "wikidata", "value": "Q5323"}]
    assert party["succession"] == [{"relation": "succeeds", "party": "EU", "on": "2003"}]
    assert (party["valid_from"], party["valid_until"]) == ("2003-10-21", None)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["E", "--name", "x", "--kind", "group"], 2, "where: CODE"),
        (["E9", "--name", "x", "--kind", "tribe"], 2, "where: --kind"),
        (["E9", "--name", "x", "--kind", "group", "--member", "FRA 1949"], 2, "where: --member"),
        (["E9", "--name", "x", "--kind", "group", "--member", "FRAA"], 3, "near: FRA"),
        (["E9", "--name", "x", "--kind", "group", "--member", "FRA since soon"], 2, "--member"),
        (["E9", "--name", "x", "--kind", "group", "--identifier", "Q1"], 2, "wikidata=Q7184"),
        (["E9", "--name", "x", "--kind", "group", "--valid-from", "20"], 2, "--valid-from"),
        (["USA", "--name", "x", "--kind", "state"], 3, "already known"),
    ],
)
def test_a_party_that_cannot_be_registered_says_why_and_changes_nothing(
    ledger: Runner, args: list[str], code: int, said: str
) -> None:
    refused = ledger("party", "add", *args)

    assert refused.code == code
    assert said in refused.err
    assert len(ledger("log", "--format", "json").ok().data["events"]) == 1


def test_parties_are_listed_as_used_or_as_called(ledger: Runner) -> None:
    used = ledger("party", "list", "--format", "json").ok().data["parties"]
    called = ledger("party", "list", "north atlantic", "--format", "json").ok().data["parties"]

    assert [one["party"]["code"] for one in used] == ["RUS", "USA"]
    assert "NATO" in [one["party"]["code"] for one in called]


def test_a_party_nobody_knows_is_answered_with_near_misses(ledger: Runner) -> None:
    slip = ledger("party", "show", "NAOT")

    assert slip.code == 2
    assert "near: NATO" in slip.err


def test_the_log_is_read_from_a_position_and_in_parts(ledger: Runner) -> None:
    for code in ("AAA1", "AAA2", "AAA3"):
        ledger("party", "add", code, "--name", code, "--kind", "body").ok()
    part = ledger("log", "--after", "1", "--limit", "2", "--format", "json").ok().data["events"]
    whole = ledger("log", "--known-at", "#2", "--format", "json").ok().data["events"]

    assert [one["position"] for one in part] == [2, 3]
    assert [one["stream"] for one in part] == ["party:AAA1", "party:AAA2"]
    assert [one["position"] for one in whole] == [1, 2]


def test_known_at_is_a_position_or_a_time_of_recording(ledger: Runner) -> None:
    ledger(
        "thread", "amend", "us-russia-2021", "--title", "New", "--reason", "x", now="2022-02-05"
    ).ok()

    def title(known_at: str) -> str:
        lines = ledger(
            "thread", "list", "--known-at", known_at, "--format", "json", now="2022-03-01"
        )
        return str(lines.ok().data["threads"][0]["thread"]["title"])

    assert title("#1") == title("2022-02-04") == "Security guarantees"
    assert title("#2") == title("2022-02-05") == title("today") == "New"


def test_before_the_first_record_the_ledger_says_that_it_knew_nothing(ledger: Runner) -> None:
    asked = ledger("thread", "list", "--known-at", "2022-01-27", "--format", "json").ok()

    assert asked.data["threads"] == []
    (note,) = asked.json["notes"]
    assert note.startswith(
        "this ledger knew nothing by 2022-01-27: its first record is of 2022-02-03"
    )
    assert asked.err == f"dipledger: note: {note}\n"


@pytest.mark.parametrize(
    ("known_at", "said"),
    [("#9", "the log has no position 9; its last is 1"), ("soonish", "is not a moment")],
)
def test_a_known_at_that_never_was_is_refused(ledger: Runner, known_at: str, said: str) -> None:
    refused = ledger("thread", "list", "--known-at", known_at)

    assert refused.code == 2
    assert said in refused.err
    assert "where: --known-at" in refused.err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--as-of", "2022-02-30"), ("--as-of", "1962~"), ("--zone", "Europe/Mosco")],
)
def test_a_lens_that_cannot_be_read_names_its_option(
    ledger: Runner, option: str, value: str
) -> None:
    refused = ledger("thread", "list", option, value)

    assert refused.code == 2
    assert f"where: {option}" in refused.err


def test_json_is_safe_on_a_terminal_and_byte_exact_for_a_parser(ledger: Runner) -> None:
    title = "Ноты \u202eetoN\u200b é"
    ledger("thread", "amend", "us-russia-2021", "--title", title, "--reason", "x").ok()
    printed = ledger("thread", "list", "--format", "json").ok()

    assert printed.data["threads"][0]["thread"]["title"] == title
    assert r"Ноты \u202eetoN\u200b é" in printed.out
