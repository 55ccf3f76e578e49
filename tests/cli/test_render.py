"""What a person sees, and what reads on: screens, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, cast

import pytest
from pydantic import BaseModel
from rich.cells import cell_len

from cli.render.rows import csv_of, md_of, rows_of
from cli.render.terminal import WIDEST, render, renderer_of
from cli.render.terminal.timeline import replay
from cli.views import PROGRAM_VIEWS
from ledger.text import visible
from projections.acts import ActFilter, act_view, acts_view
from projections.explain import explain
from projections.history import timeline_view
from projections.owed import owed_view
from projections.points import points_view
from projections.threads import negotiation, thread_view, threads_view
from projections.views.acts import ActBrief, ActsView
from projections.views.history import LogView
from projections.views.parties import PartiesView
from projections.views.schema import OF_NO_COMMAND, VIEWS
from projections.views.threads import ThreadsView
from projections.words import count
from tests.cli.cases import (
    AFTER,
    all_views,
    beside_the_status,
    forty_points,
    full_act,
    july,
    long_words,
    met_elsewhere,
    program_views,
)
from tests.cli.checkpoint_cases import checkpoint_views
from tests.cli.count_cases import count_views
from tests.cli.record_cases import record_views
from tests.cli.search_cases import search_views
from tests.core.given import demand, given, lens

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from projections.views.base import View
    from tests.core.given import Story

HOSTILE = (
    "\x1b[2J\x1b]8;;http://evil.example\x07here\x1b]8;;\x07\x9b31m\x07\r\x00\x7f"
    "\u202etxt.exe\u2066\u200b [link=file:///etc/passwd]click[/link] [/foo] [bold] :smile:"
)
ESCAPES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
CODES = frozenset(
    {"after", "before", "by", "channel", "contents", "kind", "line", "qualifier", "role"}
    | {"rule", "stance", "state", "status", "verdict", "zone", "effect", "edtf"}
)


EVERY_VIEW = [*all_views(), *checkpoint_views(), *record_views(), *count_views(), *search_views()]
each_view = pytest.mark.parametrize("view", EVERY_VIEW, ids=lambda view: type(view).__name__)


def screen(view: View, width: int = 80, *, terminal: bool | None = None) -> str:
    return render(renderer_of(view), view, width, terminal=terminal)


def thread_of(story: Story, at: str) -> View:
    return thread_view(story.source, story.thread, lens(at))


def poisoned(view: View) -> View:
    """The view with every free text in it turned hostile."""
    return cast("View", _poisoned(view, ""))


def _poisoned(value: object, name: str) -> object:
    if isinstance(value, BaseModel):
        fields = {each: _poisoned(getattr(value, each), each) for each in type(value).model_fields}
        return type(value).model_construct(None, **fields)
    if isinstance(value, dict):
        return {each: _poisoned(value[each], each) for each in value}
    if isinstance(value, tuple | list):
        return type(value)(_poisoned(each, name) for each in value)
    return value + HOSTILE if type(value) is str and name not in CODES else value


@pytest.mark.parametrize("at", ["1914-07-24", "1914-08-01T12:30 Europe/Berlin", AFTER])
def test_a_thread_shows_what_is_open_then_its_points_then_what_is_not_known(
    at: str, snapshot: SnapshotAssertion
) -> None:
    assert screen(thread_of(july(), at)) == snapshot


def test_an_act_shows_everything_recorded_of_it(snapshot: SnapshotAssertion) -> None:
    assert screen(act_view(full_act().source, "t/full", lens())) == snapshot
    assert screen(act_view(full_act().source, "t/troops", lens())) == snapshot


def test_points_show_every_answer_in_its_own_words(snapshot: SnapshotAssertion) -> None:
    for story in (july(), full_act()):
        at = AFTER if story.thread == "july-1914" else "2026-01-01"
        state = negotiation(story.source, story.thread, lens(at))
        assert screen(points_view(state)) == snapshot


def test_a_timeline_says_once_what_changes_alike(snapshot: SnapshotAssertion) -> None:
    view = timeline_view(july().source, "july-1914", lens(AFTER))
    assert screen(view) == snapshot


def test_a_replay_tells_every_change(snapshot: SnapshotAssertion) -> None:
    view = timeline_view(july().source, "july-1914", lens(AFTER))
    assert render(replay, view, 80) == snapshot


def test_an_overdue_reply_stands_out(snapshot: SnapshotAssertion) -> None:
    assert screen(owed_view(july().source, lens(AFTER))) == snapshot


def test_packages_verdicts_claims_and_new_forms_stand_beside_the_statuses(
    snapshot: SnapshotAssertion,
) -> None:
    story = beside_the_status()
    assert screen(thread_of(story, "2022-02-05")) == snapshot
    assert screen(points_view(negotiation(story.source, "t", lens("2022-02-05")))) == snapshot
    assert md_of(thread_of(story, "2026-01-01")) == snapshot


def test_a_reply_on_behalf_of_others_is_told_as_each_side_has_it() -> None:
    shown = " ".join(screen(owed_view(beside_the_status().source, lens("2022-02-05"))).split())
    assert "according to USA settled by joint-reply; according to RUS still owed" in shown
    points = points_view(negotiation(beside_the_status().source, "t", lens("2022-02-05")))
    assert "GBR: rejected since 2022-01-26, in joint-reply [2], according to USA" in screen(points)


def test_a_thread_of_which_nothing_is_heard_is_dormant() -> None:
    story = beside_the_status()
    line = "Dormant: for two years nothing has happened."
    assert line in screen(thread_of(story, "2026-01-01"))
    assert line not in screen(thread_of(story, "2022-02-05"))
    assert "awaiting reply, dormant; 3 replies" in screen(threads_view(story.source, lens()))


def test_an_act_goes_by_what_each_party_calls_it() -> None:
    story = beside_the_status()
    replayed = render(replay, timeline_view(story.source, "t", lens("2022-01-01")), 80)
    assert "called “ultimatum” by USA, GBR\n  called “an unfriendly act” by FRA" in replayed
    note = act_view(story.source, "t/note", lens())
    assert "called       “ultimatum” by USA, GBR" in screen(note)
    acts = csv_of(acts_view(story.source, lens(), ActFilter()))
    row = next(csv.DictReader(io.StringIO(acts, newline="")))
    assert row["labels"] == "USA: ultimatum; GBR: ultimatum; FRA: an unfriendly act"


def test_an_act_elsewhere_that_meets_a_condition_has_its_place_in_the_timeline() -> None:
    view = timeline_view(met_elsewhere().source, "t", lens())
    for shown in (screen(view), render(replay, view, 80)):
        assert "trade/sold" in shown
        assert "(a condition here hangs on it)" in shown
        assert "accepted with reservation -> accepted" in shown


def test_an_explanation_gives_the_rules_in_words(snapshot: SnapshotAssertion) -> None:
    assert screen(explain(july().source, "july-1914/G1", lens(AFTER))) == snapshot


def test_the_program_shows_itself(snapshot: SnapshotAssertion) -> None:
    assert [screen(view) for view in program_views()] == snapshot


def test_before_the_first_act_every_screen_says_so() -> None:
    story, early = july(), "1914-01-01"
    asked = lens(early)
    assert "No act had happened by then." in screen(thread_of(story, early))
    assert "No such reply is owed." in screen(owed_view(story.source, asked))
    state = negotiation(story.source, story.thread, asked)
    assert "None by then." in screen(points_view(state))
    nothing = timeline_view(story.source, story.thread, asked)
    assert "Nothing had happened by then." in screen(nothing)
    assert "Nothing had happened in july-1914 by then." in render(replay, nothing, 80)
    assert "None by then." in screen(ActsView(acts=(), possible=(), undated=()))


def test_an_empty_ledger_says_how_to_begin() -> None:
    assert "`dipledger thread open`" in screen(ThreadsView(threads=(), possible=()))
    assert "`dipledger party list TEXT`" in screen(PartiesView(parties=()))
    assert "no event" in screen(LogView(events=()))


def test_every_published_view_can_be_printed_in_every_format() -> None:
    seen = {type(view) for view in EVERY_VIEW}
    assert seen == (set(VIEWS.values()) - OF_NO_COMMAND) | set(PROGRAM_VIEWS.values())


@pytest.mark.parametrize("width", [40, 80, 200])
@each_view
def test_no_line_is_wider_than_the_screen_nor_ends_in_blanks(view: View, width: int) -> None:
    lines = screen(view, width).splitlines()
    assert max(cell_len(line) for line in lines) <= min(width, WIDEST)
    assert not [line for line in lines if line.endswith(" ")]


def test_long_words_are_broken_and_not_cut() -> None:
    shown = screen(thread_of(long_words(), "2026-01-01"), 80)
    assert "".join(shown.split()).count("a" * 96) == 2
    points = points_view(negotiation(long_words().source, "t", lens()))
    assert "Donaudampfschifffahrt" * 40 in "".join(screen(points).split())


def test_forty_points_are_counted_and_all_listed() -> None:
    shown = screen(thread_of(forty_points(), "2026-01-01"))
    assert "POINTS (40): 20 outstanding, 20 rejected" in shown
    assert re.findall(r"^  (\d+) ", shown, re.MULTILINE) == [str(each) for each in range(1, 41)]


def test_a_long_text_is_cut_in_lists_and_whole_in_points() -> None:
    story = given(demand("d", summary="s" * 1_000_000, points={"1": "word " * 1_000}))
    assert "…" in screen(thread_of(story, "2026-01-01"))
    whole = screen(points_view(negotiation(story.source, "t", lens())))
    assert whole.count("word") == 1_000


@each_view
def test_hostile_text_is_shown_and_drives_nothing(view: View) -> None:
    shown = screen(poisoned(view))
    assert not ESCAPES.search(shown)
    assert visible(shown) == shown
    assert md_of(poisoned(view)) == visible(md_of(poisoned(view)))
    assert not ESCAPES.search(csv_of(poisoned(view)).replace("\r\n", "").replace("\t", ""))


def test_markup_of_the_terminal_library_is_plain_text() -> None:
    view = poisoned(thread_of(july(), AFTER))
    shown = " ".join(screen(view, 120, terminal=True).split())
    assert "[link=file:///etc/passwd]click[/link] [/foo]" in shown
    assert ":smile:" in shown
    assert "\x1b]8" not in shown
    assert "␛[2J" in shown


def test_colour_only_where_a_terminal_is_and_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    view = thread_of(july(), AFTER)
    plain = screen(view)
    coloured = screen(view, terminal=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", screen(view, terminal=True))
    monkeypatch.setenv("TERM", "dumb")
    assert screen(view, terminal=True) == plain


@each_view
def test_csv_comes_back_as_it_went_out(view: View) -> None:
    columns, rows = rows_of(view)
    head, *body = csv.reader(io.StringIO(csv_of(view), newline=""), strict=True)
    assert head == list(columns)
    assert len(body) == len(rows)
    assert {len(row) for row in body} <= {len(columns)}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_takes_no_formula_from_csv(start: str) -> None:
    text = f"{start}cmd|'/c calc'!A1"
    brief = ActBrief(
        ref="t/a",
        kind="demand",
        senders=("USA",),
        addressees=(),
        when=None,
        earliest=-5,
        latest=None,
        instrument=None,
        channel="official",
        marking=None,
        labels={},
        gist=text,
    )
    written = csv_of(ActsView(acts=(brief,), possible=(), undated=()))
    row = next(csv.DictReader(io.StringIO(written, newline="")))
    assert row["gist"] == f"'{text}".replace("\r", "␍")
    assert row["earliest"] == "1969-12-31T23:59:55Z"


def test_markdown_markup_in_the_data_is_escaped(snapshot: SnapshotAssertion) -> None:
    hostile = (
        "a | b\n<script>alert(1)</script> [x](javascript:1) `c` *d* _e_ http://evil.example &lt;"
    )
    story = given(demand("d", points={"1": hostile, "2": "- no list", "3": "1. nor this"}))
    assert md_of(thread_of(story, "2026-01-01")) == snapshot


def test_markdown_of_a_thread_is_a_page(snapshot: SnapshotAssertion) -> None:
    assert md_of(thread_of(july(), AFTER)) == snapshot


def test_numbers_agree_with_their_nouns() -> None:
    said = [count(1, "day"), count(41, "day"), count(2, "reply"), count(100_000, "act")]
    assert said == ["1 day", "41 days", "2 replies", "100,000 acts"]
