"""Sealed words in an answer: opened for the ledger while their key is there, told of otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger import open_ledger
from ledger.commands import OpenThread, RecordAct, RecordNotice
from ledger.notices import TextShredded
from projections import Reader
from projections.cleared_log import ClearedLog, Cut
from projections.thread_reader import ThreadReader
from tests.core.given import act, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger import Ledger

NOW = 1_643_900_000_000_000


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A statement of sealed words alone, and one with a note that is sealed."""
    path = tmp_path / "ledger"
    with open_ledger(path, clock=lambda: NOW, recorder="desk", create=True) as one:
        one.handle(OpenThread(opened("t").opening))
        said = act("statement", "said", by="USA", when="2022-01-26", text="Trieste")
        noted = act("statement", "noted", by="USA", when="2022-01-27", summary="s", note="n")
        one.handle([RecordAct("t", said, seal=("text",)), RecordAct("t", noted, seal=("note",))])
        yield one


def test_the_ledger_reads_them_and_lists_only_tell_that_they_are_sealed(ledger: Ledger) -> None:
    with Reader(ledger) as reader:
        view = reader.act("t/said")
        gists = [one.gist for one in reader.acts().acts]
        cleared = reader.act("t/said", reader.lens(clearance="official"))
    assert view.act["text"] == "Trieste"
    assert "sealed" not in view.act
    assert view.sealed is not None
    assert (view.sealed.fields, view.sealed.opened) == (("text",), True)
    assert view.brief.gist == "sealed: text"
    assert gists == ["sealed: text", "s"]
    assert cleared.sealed == view.sealed


def test_a_log_with_something_taken_out_has_the_keys_of_what_is_left(ledger: Ledger) -> None:
    sealed = ledger.world(["t"]).threads["t"].acts["said"].sealed
    assert sealed is not None
    left = ClearedLog(ledger, Cut(ledger.head()[0]))
    assert left.seal_key(sealed.key) == ledger.seal_key(sealed.key)


def test_others_are_not_told_of_them(ledger: Ledger) -> None:
    with Reader(ledger) as reader:
        view = reader.act("t/noted", reader.lens(known_by="USA"))
    assert view.sealed is None
    assert "note" not in view.act


def test_what_is_only_believed_has_no_keys(ledger: Ledger) -> None:
    view = ThreadReader(ledger, lambda: ledger.now).act("t/said")
    assert view.sealed is not None
    assert not view.sealed.opened
    assert view.sealed.told == "text: its key is not in this ledger, or does not open it"


def test_once_shredded_it_says_when_by_whom_and_why(ledger: Ledger) -> None:
    notice = TextShredded(id="s", act="noted", reason="ordered")
    ledger.handle(RecordNotice("t", notice))
    assert ledger.destroy_seal("t/noted")
    with Reader(ledger) as reader:
        noted, said = reader.act("t/noted"), reader.act("t/said")
    assert noted.sealed is not None
    assert (
        noted.sealed.told
        == "note: shredded on 2022-02-03T14:53:20.000002Z by desk because: ordered"
    )
    assert not noted.sealed.opened
    assert "note" not in noted.act
    assert said.sealed is not None
    assert said.sealed.opened
