"""`dipledger search`: how it is asked, and what a person, a page and a sheet get to see."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.render.marked import md_marked
from cli.render.rows import csv_of, md_of
from cli.render.terminal import render, renderer_of
from projections.search import SearchFilter, search_view
from projections.tables.marked import Marked
from tests.cli.search_cases import straits
from tests.core.given import demand, given, lens

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from projections.views.search import SearchView
    from tests.cli.conftest import Runner

ACTS = """
threads:
  straits: {title: The straits, parties: [RUS, USA], zone: Europe/Moscow}
acts:
  - demand: note
    thread: straits
    from: RUS
    to: USA
    when: 2022-01-10
    points: {"1": Open the Straits, "2": Pay the dues of the Straits}
  - reply: answer
    thread: straits
    from: USA
    to: RUS
    when: 2022-01-20
    answers: {"1": "reject: The Straits stay closed"}
    summary: A collective note on the Straits
  - statement: aside
    thread: straits
    from: FRA
    when: 2022-01-21
    summary: Demilitarised islands, and no straits
    sources: ["=cmd|'/c calc'!A1 of the straits"]
"""


def screen(view: SearchView, width: int = 80, *, terminal: bool | None = None) -> str:
    return render(renderer_of(view), view, width, terminal=terminal)


def found(query: str, at: str = "2022-02-01", limit: int = 20) -> SearchView:
    return search_view(straits().source, lens(at), query, SearchFilter(limit=limit))


def saying(text: str, query: str) -> SearchView:
    """What is found of a demand that says this."""
    return search_view(given(demand("d", points={"1": text})).source, lens(), query)


def test_what_was_found_looks_as_it_should(snapshot: SnapshotAssertion) -> None:
    for view in (found("straits OR ambassador"), found("straits", limit=1)):
        assert screen(view) == snapshot
        assert md_of(view) == snapshot
    assert csv_of(found("straits OR ambassador")) == snapshot


def test_nothing_found_says_how_to_find_more() -> None:
    for shown in (screen(found("dardanelles")), md_of(found("dardanelles"))):
        assert "Nothing was found." in shown
        assert "leave a word out" in " ".join(shown.split())
    early = screen(found("straits -undated -vague", "2021-01-01"))
    assert "4 acts later than the date asked about would fit." in early


def test_what_was_looked_for_is_bold_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    view = saying("Open the Straits [bold]now[/bold]", "straits")
    assert "Open the \x1b[1mStraits\x1b[0m [bold]now[/bold]" in screen(view, terminal=True)
    assert "\x1b" not in screen(view)


def test_a_cut_text_has_dots_and_a_list_is_parted() -> None:
    shown = " ".join(screen(found("straits OR pay")).split())
    assert "text: … I have the honour" in shown
    assert "decided. The Straits stay closed. Sir, I have" in shown
    assert "my Government has … sources:" in shown
    assert "points: Withdraw all forces from the Straits / Pay the dues" in shown


HOSTILE = "Straits | <b> [x](javascript:1) *a* \u202ereversed\u2069 [bold] `c`\nStraits"


def test_hostile_words_around_a_hit_are_text_everywhere() -> None:
    view = saying(HOSTILE, "straits")
    shown = screen(view)
    assert "<U+202E>reversed<U+2069> [bold] `c` / Straits" in " ".join(shown.split())
    page = md_of(view)
    cell = page.splitlines()[-1].split(" | ")[-1]
    assert cell == (
        "**Straits** \\| &lt;b&gt; \\[x\\](javascript:1) \\*a\\* "
        "&lt;U+202E&gt;reversed&lt;U+2069&gt; \\[bold\\] \\`c\\` / **Straits** |"
    )
    hidden = saying("\u202edezilitarimed forces", "forces")
    assert "<U+202E>dezilitarimed forces" in screen(hidden)


def test_a_hit_is_bold_in_markdown_whatever_stands_beside_it() -> None:
    said = Marked([("a*", False), ("b_c", True), ("\t\n*", False), ("d", True), (" ", False)])
    assert said == "a*b_c\t\n*d "
    assert md_marked(said) == "a\\***b\\_c** \\***d**"


def test_a_spreadsheet_takes_no_formula_from_an_excerpt() -> None:
    view = saying("=cmd|'/c calc'!A1", "cmd")
    (row,) = csv.DictReader(io.StringIO(csv_of(view), newline=""))
    assert row["excerpts"] == "'=cmd|'/c calc'!A1"
    assert (row["found_in"], row["placed"], row["score"]) == ("points", "happened", "5000")


@pytest.fixture
def three(dipledger: Runner) -> Runner:
    """A ledger of three acts."""
    dipledger("init").ok()
    dipledger("append", "-", stdin=ACTS).ok()
    return dipledger


def acts(runner: Runner, *args: str) -> list[str]:
    """The acts that are found, best first."""
    data = runner("search", "--format", "json", *args).ok().data
    return [each["act"]["ref"].removeprefix("straits/") for each in data["found"]]


@pytest.mark.parametrize(
    ("args", "names"),
    [
        (["straits"], ["answer", "aside", "note"]),
        (["Straits", "closed"], ["answer"]),
        (["straits", "-closed", "-cmd"], ["note"]),
        (["-closed", "straits", "--kind", "demand"], ["note"]),
        (["straits", '-"pay the dues"', "--", "-closed"], ["aside"]),
        (['"collective note"'], ["answer"]),
        (["demil*"], ["aside"]),
        (["dues", "OR", "islands"], ["aside", "note"]),
        (["straits", "--party", "fra"], ["aside"]),
        (["straits", "--thread", "straits", "--limit", "1"], ["answer"]),
        (["straits", "--in", "sources"], ["aside"]),
        (["straits", "--in", "sources", "--in=summary", "-collective"], ["aside"]),
        (["straits", "--as-of", "-20d"], ["note"]),
        (["-behalf", "straits", "-5", "-"], ["answer", "aside", "note"]),
    ],
)
def test_words_and_options_go_together(three: Runner, args: list[str], names: list[str]) -> None:
    assert acts(three, *args) == names


def test_the_json_says_what_was_asked_how_much_fits_and_where_it_stands(three: Runner) -> None:
    answer = three("search", "straits", "-no", "-closed", "--limit", "1", "--format", "json").ok()
    assert answer.json["dipledger"]["schema"] == "search/1"
    data = answer.data
    assert (data["query"], data["matching"]) == ("straits -no -closed", 1)
    (one,) = data["found"]
    assert one["found_in"] == [
        {
            "field": "points",
            "hits": 2,
            "excerpt": [
                {"text": "Open the ", "hit": False},
                {"text": "Straits", "hit": True},
                {"text": "\nPay the dues of the ", "hit": False},
                {"text": "Straits", "hit": True},
            ],
            "cut_before": False,
            "cut_after": False,
        }
    ]
    assert answer.err == ""
    fewer = three("search", "straits", "--limit", "1", "--format", "json").ok()
    note = "1 of 3 acts are shown; --limit 3 shows more"
    assert (fewer.json["notes"], fewer.err) == ([note], f"dipledger: note: {note}\n")


def test_json_lines_have_the_text_without_marks(three: Runner) -> None:
    (line,) = three("search", "collective", "--format", "jsonl").ok().out.splitlines()
    row = json.loads(line)
    assert row["found_in"] == ["summary"]
    assert row["excerpts"] == ["A collective note on the Straits"]


@pytest.mark.parametrize(
    ("args", "error", "where"),
    [
        ([""], "there is nothing to search for", "QUERY"),
        (["?!", "–"], "has neither a letter nor a digit", "QUERY"),
        (["OR"], "OR stands between two words", "QUERY"),
        (['"open'], "a phrase begins at character 1 and does not end", "QUERY"),
        (["-open"], "the question says only what may not be there", "QUERY"),
        (["\x1b[2J\u202e"], "a control character (U+001B) at character 1", "QUERY"),
        (["open", "--in", "sumary"], "there is no field to look through sumary", "--in"),
        (["open", "--kind", "dmand"], "there is no kind of act dmand", "--kind"),
        (["open", "--thread", "strait"], "there is no thread strait", "near: straits"),
        (["open", "--party", "XXQ"], "there is no party XXQ", "mend"),
        (["open", "--limit", "0"], "0", "mend"),
        (["open", "--knwn-by", "public"], "there is no option --knwn-by", "near: --known-by"),
        ([], "missing argument 'QUERY'", "mend"),
        (["--in"], "'--in' requires an argument", "mend"),
    ],
)
def test_what_cannot_be_searched_is_refused_and_says_where(
    three: Runner, args: list[str], error: str, where: str
) -> None:
    refused = three("search", *args)
    assert (refused.code, refused.out) == (2, "")
    assert error in refused.err
    assert where in refused.err
    assert "\x1b" not in refused.err


def test_a_question_before_the_first_act_is_answered_with_nothing_and_a_note(three: Runner) -> None:
    asked = three("search", "straits", "--as-of", "2021").ok()
    assert "Nothing was found." in asked.out
    assert "nothing had happened by 2021" in asked.err
    assert three("search", "straits", "--as-of", "2021", "--thread", "straits").ok().err
