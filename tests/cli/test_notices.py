"""Corrections through the command itself: stories, and what is refused with nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Result, Runner

STRAITS = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    published: 2022-01-11
    points:
      "1": Open the straits
      "2": {text: Pay the dues, package: peace}
  - reply: answer
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-20
    published: 2022-01-21
    place: Nish
    disclosure: announced
    contents: partial
    replies-to: note
    answers: {"1": "reject: Never"}
  - statement: comment
    thread: straits
    from: RUS
    when: 2022-01-25
    about: answer
    summary: Regrets the answer
"""
LATER = "2022-03-01"


@pytest.fixture
def straits(dipledger: Runner) -> Runner:
    """A demand in two points, an answer to one of them, and a comment on that."""
    dipledger("init").ok()
    dipledger("append", "-", stdin=STRAITS).ok()
    return dipledger


def recorded(runner: Runner) -> int:
    """How many events the log has."""
    return len(runner("log", "--format", "jsonl").ok().out.splitlines())


def statuses(runner: Runner, *args: str) -> dict[str, str]:
    """The overall word of each point."""
    shown = runner("show", "straits", *args, "--format", "json", now=LATER).ok()
    return {point["label"]: point["status"]["status"] for point in shown.data["points"]}


def errata(runner: Runner) -> list[tuple[str, str, bool]]:
    """The notices of the thread: id, kind, whether it holds."""
    listed = runner("errata", "straits", "--format", "json").ok().data["errata"]
    return [(one["id"], one["kind"], one["in_force"]) for one in listed]


def test_a_slip_is_corrected_and_the_correction_taken_back_and_restored(straits: Runner) -> None:
    corrected = straits(
        "correct", "straits/answer", "--set", "place=Niš", "--set", "answers.1=accept: Gladly",
        "--was", "place=Nish", "--reason", "misread", "--source", "The original {page=2}",
    ).ok()  # fmt: skip
    assert corrected.out == "straits/correct-answer\n"
    assert corrected.err == (
        "dipledger: corrected place, answers of straits/answer (log position 5)\n"
    )
    assert statuses(straits)["1"] == "accepted"
    assert statuses(straits, "--known-at", "#4")["1"] == "rejected", "nothing is erased"

    back = straits(
        "retract", "straits", "--notice", "correct-answer", "--reason", "it was right"
    ).ok()
    assert back.out == "straits/retract-correct-answer\n"
    assert statuses(straits)["1"] == "rejected"

    straits(
        "retract", "straits", "--notice", "retract-correct-answer", "--reason", "no, it was not"
    ).ok()
    assert statuses(straits)["1"] == "accepted"
    assert errata(straits) == [
        ("correct-answer", "correct", True),
        ("retract-correct-answer", "retract", False),
        ("retract-retract-correct-answer", "retract", True),
    ]


def test_a_second_notice_of_a_kind_is_numbered_unless_it_is_given_an_id(straits: Runner) -> None:
    def correct(place: str, *args: str) -> str:
        corrected = straits(
            "correct", "straits/answer", "--set", f"place={place}", "--reason", "x", *args
        )
        return corrected.ok().out

    assert correct("A") == "straits/correct-answer\n"
    assert correct("B") == "straits/correct-answer-2\n"
    assert correct("C", "--id", "final") == "straits/final\n"
    taken = straits(
        "correct", "straits/answer", "--set", "place=D", "--reason", "x", "--id", "final"
    )
    assert (taken.code, recorded(straits)) == (3, 7)


def test_a_retracted_act_takes_its_dependants_along_when_asked(straits: Runner) -> None:
    gone = straits("retract", "straits/answer", "--with-dependants", "--reason", "a forgery").ok()
    assert gone.out.splitlines() == [
        "straits/retract-answer",
        "straits/retract-answer-comment",
    ]
    assert "retracted with it straits/comment\n" in gone.err
    assert statuses(straits) == {"1": "outstanding", "2": "outstanding"}
    assert (
        "the act straits/answer is retracted"
        in straits("correct", "straits/answer", "--set", "place=X", "--reason", "x").err
    )


def test_a_source_that_says_otherwise_stands_beside_until_one_is_preferred(
    straits: Runner,
) -> None:
    straits(
        "cite", "straits/answer", "--delivered", "2022-01-22", "--claim", "place=Bern",
        "--source", "The log book [B2]", "--reason", "a second report",
    ).ok()  # fmt: skip
    listed = straits("acts", "--conflicting", "--format", "json", now=LATER).ok().data["acts"]
    assert [(act["ref"], act["when"]) for act in listed] == [
        ("straits/answer", "2022-01-20 or 2022-01-22")
    ]
    shown = straits("show", "straits/answer", now=LATER).ok().out
    assert "SOURCES SAY OTHERWISE" in shown
    assert "2022-01-22, according to The log book [B2]" in shown
    assert "Bern, according to The log book [B2]" in shown

    straits(
        "cite", "straits/answer", "--delivered", "2022-01-21", "--source", "The receipt",
        "--prefer", "it is stamped", "--reason", "found in the archive",
    ).ok()  # fmt: skip
    shown = straits("show", "straits/answer", now=LATER).ok().out
    assert "2022-01-21, according to The receipt; preferred: it is stamped" in shown
    (act,) = straits("acts", "--kind", "reply", "--format", "json", now=LATER).ok().data["acts"]
    assert act["when"] == "2022-01-21"


def test_a_leak_changes_what_is_known_of_a_day_that_is_past(straits: Runner) -> None:
    before = {"1": "rejected", "2": "answered_undisclosed"}
    after = {"1": "rejected", "2": "countered"}
    day = ("--as-of", "2022-01-27")
    assert statuses(straits, *day) == before
    leaked = straits(
        "disclose", "straits/answer", "--part", "text", "--how", "leaked", "--when", "2022-02-02",
        "--by", "El País", "--text", "Sir, we offer talks.", "--answer", "2=counter: Talks first",
        "--stand", "USA=not-commented", "--reason", "published by a newspaper",
        "--source", "El País, 2 February 2022", now="2022-02-04T12:00Z",
    ).ok()  # fmt: skip
    assert leaked.out == "straits/disclose-answer\n"

    assert statuses(straits, *day) == after
    assert statuses(straits, *day, "--known-at", "2022-02-03") == before, (
        "not recorded until the 4th"
    )
    assert statuses(straits, *day, "--known-at", "2022-02-04") == after

    public = (*day, "--known-by", "public")
    hidden = {"1": "answered_undisclosed", "2": "answered_undisclosed"}
    assert statuses(straits, *public, "--known-at", "2022-02-01") == hidden
    assert statuses(straits, *public, "--known-at", "2022-02-02") == after, "as leaked on the 2nd"
    assert statuses(straits, *day, "--known-by", "RUS", "--known-at", "2022-01-20") == after
    act = straits("show", "straits/answer", "--known-by", "public", "--known-at", "2022-02-01")
    assert "Talks first" not in act.out


def test_a_marking_changes_and_falls(straits: Runner) -> None:
    straits(
        "reclassify", "straits/answer", "--marking", "secret//NOFORN", "--reason", "review"
    ).ok()
    page = straits("show", "straits/answer").out
    assert page.strip().startswith("SECRET\n\nSECRET//NOFORN\n")
    straits(
        "reclassify", "straits/answer", "--unmarked", "--when", "2022-02-01", "--reason", "released"
    ).ok()
    assert straits("show", "straits/answer").out.startswith("straits/answer\n")


def typed(runner: Runner, *args: str) -> Result:
    """The command, in words that are cut at blanks; quoted ones hold underscores for blanks."""
    return runner(*(arg.replace("_", " ") for arg in args))


REFUSED = {
    "a correction that makes an interval impossible": (
        "correct straits/note --set delivered=2022-01-22 --reason x",
        3,
        ("straits/answer", "straits/note"),
    ),
    "a correction that puts an answer before what it answers": (
        "correct straits/answer --set delivered=2022-01-05 --reason x",
        3,
        ("straits/note", "2022-01-05", "2022-01-09"),
    ),
    "a correction that breaks a later act": (
        "correct straits/note --unset points.1 --reason x",
        3,
        ("straits/answer", "straits/note", "Correct them first"),
    ),
    "a correction whose old value is not the one believed now": (
        "correct straits/answer --set place=Bern --was place=Graz --reason x",
        4,
        ("place of straits/answer", "Nish"),
    ),
    "a retraction of what is answered": (
        "retract straits/note --reason x",
        3,
        ("straits/answer", "straits/note", "--with-dependants"),
    ),
    "a reply cycle": (
        "correct straits/note --set replies-to=same-day --reason x",
        3,
        ("straits/note", "straits/same-day", "circle"),
    ),
    "links that leave an act no possible time": (
        "append reply straits --from USA --to RUS --when 2022-01-05 --replies-to note --summary x",
        3,
        ("straits/note", "2022-01-05", "2022-01-09"),
    ),
    "an answer on behalf of a party that is not there": (
        "append reply straits --from USA --to RUS --when 2022-01-26 --answer 2=accept(for=XYZ)",
        3,
        ("no party XYZ",),
    ),
    "a disclosure before the act": (
        "disclose straits/answer --part gist --how leaked --when 2022-01-15 --reason x",
        3,
        ("2022-01-15", "2022-01-19"),
    ),
    "a restatement by another party": (
        "append demand straits --from USA --to RUS --when 2022-01-27 --point 1bis(restates=1):_x",
        3,
        ("restates names 1, a point of RUS",),
    ),
    "a package named by two raisers": (
        "append demand straits --from USA --to RUS --when 2022-01-27 --point 9(package=peace):_x",
        3,
        ("package peace of USA is named by RUS too",),
    ),
    "a group that contains itself": (
        "party add GRP --name Group --kind body --member GRP",
        3,
        ("GRP names itself",),
    ),
    "a notice that is not there": (
        "retract straits --notice corect --reason x",
        3,
        ("the notice straits/corect is not there",),
    ),
    "an act that is not there": (
        "correct straits/anser --set place=Bern --reason x",
        3,
        ("the act straits/anser is not there", "near: straits/answer"),
    ),
    "a thread that is not there": (
        "retract strait/answer --reason x",
        3,
        ("there is no thread strait", "near: straits"),
    ),
    "a thread that is not there, for a notice": (
        "retract strait --notice x --reason x",
        3,
        ("there is no thread strait",),
    ),
    "what is so already": (
        "correct straits/answer --set place=Nish --reason x",
        3,
        ("place of straits/answer is that already",),
    ),
    "a correction without a change": ("correct straits/answer --reason x", 2, ("nothing to",)),
    "a correction of a thread": (
        "correct straits --set place=Bern --reason x",
        2,
        ("straits names no act", "Write THREAD/ACT"),
    ),
    "a mistyped field": (
        "correct straits/answer --set plase=Bern --reason x",
        2,
        ("--set plase", "near: place"),
    ),
    "no reason": ("retract straits/answer", 2, ("--reason",)),
    "a retraction of nothing": ("retract straits --reason x", 2, ("one act or of one notice",)),
    "a retraction of two things": (
        "retract straits/answer --notice n --reason x",
        2,
        ("one act or of one notice",),
    ),
    "a citation of nothing": ("cite straits/answer --reason x", 2, ("nothing to cite",)),
    "a disclosure of nothing": (
        "disclose straits/answer --how leaked --when 2022-02-01 --reason x",
        2,
        ("not said what was disclosed",),
    ),
    "a marking and none": (
        "reclassify straits/answer --marking secret --unmarked --reason x",
        2,
        ("one marking or none",),
    ),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused_changes_nothing_and_says_why(straits: Runner, line: str) -> None:
    straits(
        "append", "statement", "straits", "--id", "same-day", "--from", "USA", "--to", "RUS",
        "--when", "2022-01-10", "--replies-to", "note", "--summary", "x",
    ).ok()  # fmt: skip
    before = recorded(straits)
    command, code, said = REFUSED[line]
    refused = typed(straits, *command.split())

    assert (refused.code, refused.out) == (code, "")
    for words in said:
        assert words in refused.err
    assert recorded(straits) == before
