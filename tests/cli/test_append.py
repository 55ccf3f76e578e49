"""`append`: acts by options and from files, all or nothing, and every reason why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli.act_options import ACT_OPTIONS
from ledger.acts import ACT_CLASSES
from ledger.vocabulary import DateRole

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

DEMAND = (
    "append", "demand", "us-russia-2021", "--id", "draft", "--from", "RUS", "--to", "USA",
    "--when", "2021-12-15", "--point", "ukraine: Ukraine never joins NATO",
)  # fmt: skip
FILE = """\
thread: us-russia-2021
acts:
  - reply: us-reply
    from: USA
    to: RUS
    when: 2022-01-26
    answers: {ukraine: "reject: only Ukraine and NATO decide"}
  - demand: draft
    from: RUS
    to: USA
    when: 2021-12-15
    points: {ukraine: Ukraine never joins NATO}
"""


def acts_in(ledger: Runner) -> list[str]:
    rows = ledger("log", "--format", "jsonl").ok().out.splitlines()
    return [row["summary"] for row in map(json.loads, rows) if "Opened" not in row["topic"]]


def stored(ledger: Runner) -> list[dict[str, Any]]:
    rows = map(json.loads, ledger("log", "--format", "jsonl").ok().out.splitlines())
    return [{key: row[key] for key in ("stream", "topic", "marking", "summary")} for row in rows]


def test_one_act_by_options(ledger: Runner) -> None:
    done = ledger(*DEMAND).ok()
    assert done.out == "us-russia-2021/draft\n"
    assert done.err == "dipledger: recorded 1 act (log position 2)\n"
    point = ledger("points", "us-russia-2021", "--format", "json").ok().data["points"][0]
    assert (point["label"], point["text"]) == ("ukraine", "Ukraine never joins NATO")


def test_a_file_is_recorded_in_the_order_that_its_references_need(ledger: Runner) -> None:
    (ledger.folder / "acts.yaml").write_text(FILE)
    done = ledger("append", "--file", "acts.yaml").ok()
    assert sorted(done.out.split()) == ["us-russia-2021/draft", "us-russia-2021/us-reply"]
    assert done.err == "dipledger: recorded 2 acts (log positions 2 to 3)\n"
    owed = ledger("owed", "USA", "--as-of", "2022-01-25", "--format", "json").ok()
    assert "us-russia-2021" in owed.out


LINE = '{"statement": "%s", "from": "USA", "summary": "%s"}\n'


@pytest.mark.parametrize(
    "text",
    [
        FILE,
        json.dumps({"open": {"thread": "new", "title": "New"}}),
        LINE % ("a", "one"),
        LINE % ("a", "one") + LINE % ("b", "two"),
    ],
    ids=["yaml", "json", "one", "jsonl"],
)
def test_stdin_is_read_in_any_format(ledger: Runner, text: str) -> None:
    before = len(stored(ledger))
    ledger("append", "-", "--thread", "us-russia-2021", stdin=text).ok()
    assert len(stored(ledger)) > before


def test_options_and_files_say_the_same(ledger: Runner) -> None:
    ledger(*DEMAND).ok()
    by_option = (
        "append", "reply", "us-russia-2021", "--id", "reply", "--from", "USA", "--to", "RUS",
        "--when", "2022-01-26T17:36", "--published", "2022-02-02", "--instrument", "letter",
        "--medium", "written", "--channel", "official", "--place", "Moscow",
        "--answer", "ukraine=reject(by=USA): only Ukraine and NATO decide",
        "--point", "arms(kind=offer, if=ukraine): arms control",
        "--person", "bearer=John Sullivan (Ambassador) [USA]", "--summary", "A written reply",
        "--deadline", "+48h", "--disclosure", "announced", "--marking", "secret//NOFORN",
        "--disclosed", "text leaked 2022-02-02 by El País", "--own-answers",
        "--source", "El País [B2] {page=3, id=s1}", "--effect", "suspends",
        "--label", "RUS=a refusal", "--reference-number", "un=S/2022/14",
    )  # fmt: skip
    text = """
        reply: reply
        thread: us-russia-2021
        from: USA
        to: RUS
        when: 2022-01-26T17:36
        published: 2022-02-02
        instrument: letter
        medium: written
        channel: official
        place: Moscow
        answers: {us-russia-2021/ukraine: "reject(by=USA): only Ukraine and NATO decide"}
        points: {arms: {kind: offer, if: ukraine, text: arms control}}
        persons: {bearer: {name: John Sullivan, post: Ambassador, party: USA}}
        summary: A written reply
        deadline: 2022-01-28T17:36
        disclosure: announced
        marking: {level: secret, caveats: [NOFORN]}
        disclosures: [{part: text, how: leaked, when: 2022-02-02, by: El País}]
        own-answers: yes
        sources: [{citation: El País, reliability: B, credibility: 2, page: 3, id: s1}]
        effects: suspends
        labels: {RUS: a refusal}
        reference-numbers: {un: S/2022/14}
    """
    ledger(*by_option).ok()
    again = ledger("append", "-", stdin=text)
    assert again.code == 3
    assert "the act us-russia-2021/reply is already recorded" in again.err


def test_every_field_of_every_kind_has_an_option() -> None:
    fields = {name for cls in ACT_CLASSES for name in cls.model_fields}
    fields -= {"dates", "sealed"}  # one option for each role of a date, and one to seal with
    assert {option.field for option in ACT_OPTIONS} == fields | set(DateRole) | {"zone", "seal"}


def test_the_options_that_only_some_kinds_take(ledger: Runner) -> None:
    ledger(
        "append", "measure", "us-russia-2021", "--from", "RUS", "--measure", "troop-movement",
        "--quantity", "more than 100,000 troops", "--when", "2021-11",
    ).ok()  # fmt: skip
    ledger(
        "append", "offer-talks", "us-russia-2021", "--from", "USA", "--terms", "reciprocal",
        "--summary", "talks", "--terms", "other", "--terms-text", "in Geneva",
    ).ok()  # fmt: skip
    refused = ledger(
        "append", "statement", "us-russia-2021", "--from", "USA", "--summary", "s",
        "--terms", "reciprocal", "--quantity", "3 ships",
    )  # fmt: skip
    assert refused.code == 2
    assert "terms belongs to the kind offer-talks, not to statement" in refused.err
    assert "quantity belongs to the kind measure, not to statement" in refused.err


# ------------------------------------------------------------------------------------- dry run


def test_a_dry_run_says_what_would_be_recorded_and_writes_nothing(ledger: Runner) -> None:
    done = ledger("append", "-", "--dry-run", stdin=FILE).ok()
    assert sorted(done.out.split()) == ["us-russia-2021/draft", "us-russia-2021/us-reply"]
    assert done.err == "dipledger: 2 acts would be recorded; nothing was\n"
    assert acts_in(ledger) == []


BAD = """\
thread: us-russia-2021
from: USA
acts:
  - {demand: a, points: {x: y}, when: soon}
  - {demand: b, from: XYZ, points: {v: w}}
  - {reply: c, answers: {x: reject, ukrain: reject}}
  - {reply: d, answers: {v: reject}, chanel: public}
  - {statement: e, summary: good}
"""


@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_every_bad_act_is_told_with_its_line(ledger: Runner, dry: list[str]) -> None:
    (ledger.folder / "acts.yaml").write_text(BAD)
    refused = ledger("append", "--file", "acts.yaml", *dry)
    places = [line.split()[1] for line in refused.err.splitlines() if line.startswith("  where")]
    assert places == ["acts.yaml:4", "acts.yaml:5", "acts.yaml:6", "acts.yaml:7"]
    assert "depends on the point us-russia-2021/x, which could not be read" in refused.err
    assert "there is no party XYZ" in refused.err
    assert refused.code == 3
    assert refused.out == ""
    assert acts_in(ledger) == []


def test_a_refused_act_leaves_the_others_of_its_file_unrecorded(ledger: Runner) -> None:
    text = "from: USA\nacts: [{statement: a, summary: s}, {reply: b, answers: {nothing: reject}}]"
    for dry in (["--dry-run"], []):
        refused = ledger("append", "-", "--thread", "us-russia-2021", *dry, stdin=text)
        assert (refused.code, refused.out) == (3, "")
        assert "stdin:2" in refused.err
        assert "answers names the point nothing, which is not there" in refused.err
    assert acts_in(ledger) == []


def test_warnings_do_not_hinder(ledger: Runner) -> None:
    done = ledger("append", "statement", "us-russia-2021", "--from", "USA", "--summary", "s").ok()
    assert "warning: us-russia-2021/undated-usa-statement has no date of its own" in done.err


def test_the_same_act_twice_needs_to_be_said(ledger: Runner) -> None:
    same = ("append", "statement", "us-russia-2021", "--from", "USA", "--summary", "s", "--id")
    ledger(*same, "a").ok()
    refused = ledger(*same, "b")
    assert refused.code == 3
    assert "--another" in refused.err
    ledger(*same, "b", "--another").ok()


# --------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "there is nothing to append"),
        (["demand"], "demand needs a thread to stand in"),
        (["acts.yaml"], "`dipledger append --file FILE`"),
        (["demand", "t", "--file", "acts.yaml"], "demand t and a file do not go together"),
        (["-", "t"], "t and a file do not go together"),
        (["--file", "acts.yaml", "--to", "USA"], "--to cannot be given for a file"),
        (["--file", "no.yaml"], "cannot read: no such file or directory"),
        (["--file", "acts.txt"], "the format cannot be told from the file's name"),
        (["--file", "folder.yaml"], "cannot read: is a directory"),
        (["--file", "acts.yaml", "--format-in", "yml"], "acts are not read from yml"),
        (["-", "--format-in", "xml"], "acts are not read from xml"),
        (["demnad", "us-russia-2021", "--from", "RUS"], "near: demand"),
        (["demand", "us-russia-2021", "--form", "RUS"], "there is no option --form"),
        (["demand", "us-russia-2021", "--point", "6"], "where: --point"),
        (["demand", "us-russia-2021", "--when", "2022-02-30"], "where: --when"),
        (["statement", "us-russia-2021", "--from", "USA", "--summary", "a\x07"], "U+0007"),
    ],
)
def test_what_cannot_be_understood_ends_with_2(ledger: Runner, args: list[str], said: str) -> None:
    (ledger.folder / "acts.yaml").write_text(FILE)
    (ledger.folder / "acts.txt").write_text(FILE)
    (ledger.folder / "folder.yaml").mkdir()
    refused = ledger("append", *args)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert "Traceback" not in refused.err
    assert acts_in(ledger) == []


def test_a_format_may_be_named(ledger: Runner) -> None:
    (ledger.folder / "acts.txt").write_text(FILE)
    ledger("append", "--file", "acts.txt", "--format-in", "yaml").ok()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["demand", "us-rusia-2021", "--point", "a: b"], "near: us-russia-2021"),
        (["demand", "us-russia-2021"], "a demand raises at least one point"),
        (["reply", "us-russia-2021", "--answer", "ukrain=reject"], "near: ukraine"),
        (["reply", "us-russia-2021", "--replies-to", "drafft"], "near: draft"),
        (["statement", "us-russia-2021"], "the act is empty"),
        (["statement", "us-russia-2021", "--to", "XYZ", "--summary", "s"], "no party XYZ"),
        (
            ["demand", "us-russia-2021", "--point", "a: b", "--point", "a: c"],
            "the label a is given",
        ),
    ],
)
def test_what_a_rule_forbids_ends_with_3(ledger: Runner, args: list[str], said: str) -> None:
    ledger(*DEMAND).ok()
    refused = ledger("append", *args, "--from", "RUS")
    assert (refused.code, refused.out) == (3, "")
    assert said in refused.err
    assert len(acts_in(ledger)) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"statement: \xff\xfe", "the byte 0xFF at offset 11 is not UTF-8"),
        ("statement: x".encode("utf-16"), "the text is in UTF-16"),
        (b'{"statement": NaN}', "NaN is not a number"),
        (b'{"statement": "\\ud800"}', "a lone surrogate"),
        (b"[" * 100_000, "more than 32 levels"),
        (b'{"a": 1, "a": 2}', '"a" is given twice'),
        (b"a: &a [*a]", "anchors and aliases are not used here"),
        (b"a" * 70_000_000, "larger than 64 MiB"),
    ],
    ids=["latin", "utf-16", "nan", "surrogate", "deep", "twice", "alias", "large"],
)
def test_hostile_input_ends_with_2_and_a_line(ledger: Runner, data: bytes, said: str) -> None:
    refused = ledger("append", "-", stdin=data)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert "where: stdin" in refused.err


def test_words_are_suggested(ledger: Runner) -> None:
    def suggested(*words: str) -> str:
        line = " ".join(("dipledger", *words))
        asked = {"_DIPLEDGER_COMPLETE": "complete_bash", "COMP_WORDS": line}
        return ledger(env={**asked, "COMP_CWORD": str(len(words))}).out

    assert suggested("append", "dem").split() == ["demand", "demarche"]
    assert suggested("append", "demand", "us-").split() == ["us-russia-2021"]
    assert suggested("append", "demand", "t", "--medium", "w").split() == ["written"]
