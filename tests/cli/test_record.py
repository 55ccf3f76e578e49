"""Errata, anomalies, positions, chains: as they look, and through the command itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cli.render.rows import csv_of, md_of, rows_of
from cli.render.terminal import render, renderer_of
from projections.acts import act_view
from projections.positions import chain_view, positions_view
from projections.record import anomalies_view, errata_view
from tests.cli.cases import july
from tests.cli.record_cases import conditional, corrected, dialogue, many_parties
from tests.core.given import demand, given, lens

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from projections.views.base import View
    from tests.cli.conftest import Runner

NOW = lens("2026-01-01")


def screen(view: View, width: int = 80) -> str:
    return render(renderer_of(view), view, width)


def test_an_erratum_list_tells_what_each_notice_changed(snapshot: SnapshotAssertion) -> None:
    view = errata_view(corrected().source, "july-1914", NOW)

    assert screen(view) == snapshot
    assert md_of(view) == snapshot
    columns, rows = rows_of(view)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [(one["id"], one["field"]) for one in told if one["in_force"] is False] == [
        ("correct-note", "points")
    ]
    assert "Nothing was corrected." in screen(errata_view(july().source, "july-1914", NOW))


def test_an_act_shows_what_sources_say_otherwise_and_which_is_preferred(
    snapshot: SnapshotAssertion,
) -> None:
    assert screen(act_view(corrected().source, "july-1914/serbian-reply", NOW)) == snapshot


def test_positions_are_a_matrix_that_fits_and_a_list_where_there_are_many(
    snapshot: SnapshotAssertion,
) -> None:
    for story in (july(), many_parties(), conditional()):
        assert screen(positions_view(story.source, story.thread, NOW)) == snapshot
    assert csv_of(positions_view(many_parties().source, "t", NOW)) == snapshot
    early = positions_view(july().source, "july-1914", lens("1914-01-01"))
    assert "No point had been raised by then." in screen(early)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_positions_keep_to_the_width(width: int) -> None:
    for story in (july(), many_parties(), dialogue()):
        lines = screen(positions_view(story.source, story.thread, NOW), width).splitlines()
        assert max(map(len, lines)) <= width


def test_a_chain_leaves_its_branches_aside(snapshot: SnapshotAssertion) -> None:
    view = chain_view(dialogue().source, "t/last", NOW)

    assert screen(view) == snapshot
    _, rows = rows_of(view)
    assert [row[0] for row in rows] == ["t/note", "t/first", "t/verdict", "t/last"]


def test_anomalies_stand_below_their_act(snapshot: SnapshotAssertion) -> None:
    assert screen(anomalies_view(july().source, NOW)) == snapshot
    plain = given(demand("note", by="GBR", to="FRA", when="1914-07-31", points={"1": "x"}))
    assert "Nothing is odd." in screen(anomalies_view(plain.source, NOW))


def test_a_viewer_is_not_told_when_an_act_was_recorded_and_finds_nothing_odd_in_it() -> None:
    told = given(demand("note", published="2021-12-16", points={"1": "x"}))

    assert anomalies_view(told.source, replace(NOW, known_by="public")).anomalies == ()


def test_the_commands_answer_in_every_format(ledger: Runner) -> None:
    ledger(
        "append", "demand", "us-russia-2021", "--id", "note", "--from", "RUS", "--to", "USA",
        "--when", "2022-01-10", "--point", "1: Leave",
    ).ok()  # fmt: skip
    for line, schema in (
        ("errata us-russia-2021", "errata/1"),
        ("anomalies us-russia-2021", "anomalies/1"),
        ("anomalies", "anomalies/1"),
        ("positions us-russia-2021", "positions/1"),
        ("chain us-russia-2021/note", "chain/1"),
    ):
        printed = ledger(*line.split(), "--format", "json").ok().json
        assert printed["dipledger"]["schema"] == schema
        assert ledger(*line.split(), "--format", "csv").ok().out.count("\r\n") >= 1
        assert ledger(*line.split()).ok().out
    assert "there is no act us-russia-2021/nota" in ledger("chain", "us-russia-2021/nota").err
    assert "names no act" in ledger("chain", "us-russia-2021").err
