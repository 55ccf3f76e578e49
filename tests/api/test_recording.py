"""A ledger opened and recorded in through the public names alone, and all that is refused."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from ledger import (
    InputError,
    Ledger,
    Refused,
    SetupError,
    SeveralErrors,
    cite,
    correct,
    create_ledger,
    open_ledger,
    read_acts,
    reclassify,
    retract,
)
from ledger.dates import parse_instant
from projections import Reader
from tests.api.conftest import ACTS

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_said_later_in_every_way(ledger: Ledger) -> None:
    said = [
        cite(ledger, "straits/note", reason="An archive", source=["A copy"], claims=["place=Kars"]),
        reclassify(ledger, "straits/note", marking="secret", reason="Found"),
        correct(ledger, "straits/note", {"place": None}, was={"place": "Ankara"}, reason="Both"),
        retract(ledger, "straits", notice="correct-note", reason="No cover"),
        retract(ledger, "straits/reminder", reason="Never sent", notice_id="strike"),
    ]
    assert [one.notice.id for one in said] == [
        *("cite-note", "reclassify-note", "correct-note-2", "retract-correct-note", "strike")
    ]
    ledger.handle(said[-1])
    assert ledger.check(read_acts(ledger, {"thread": "straits", **ACTS["acts"][2], "request": "x"}))
    for ref, error in (("straits", InputError), ("straits/x", Refused), ("t/x", Refused)):
        with pytest.raises(error):
            correct(ledger, ref, {"place": "Kars"}, reason="No reason")
    with pytest.raises(Refused, match="straits/reminder is retracted"):
        correct(ledger, "straits/reminder", {"place": "Kars"}, reason="Late")
    with pytest.raises(InputError, match="of one act or of one notice"):
        retract(ledger, "straits", reason="All of it")


def test_acts_are_read_from_a_file_in_the_zone_of_their_thread(ledger: Ledger) -> None:
    line = b'{"statement": "s", "from": "TUR", "when": "2022-01-20T10:00", "summary": "No"}\n'
    (command,) = read_acts(ledger, BytesIO(line), thread="straits")
    assert command.where == "file:1"
    receipt = ledger.handle(command)
    with Reader(ledger) as reader:
        brief = reader.act(receipt.refs[0]).brief
    assert (brief.when, brief.earliest) == (
        "2022-01-20 10:00",
        parse_instant("2022-01-20T07:00:00Z"),
    )
    again = read_acts(
        ledger, [{"statement": "s2", "from": "TUR", "when": "2022"}], thread="straits"
    )
    assert len(again) == 1


def test_all_that_is_wrong_with_acts_is_told_with_its_place(ledger: Ledger) -> None:
    with pytest.raises(SeveralErrors) as refused:
        read_acts(
            ledger,
            {
                "thread": "straits",
                "acts": [
                    {"demand": "d", "from": "RUS", "when": "soon", "points": {"1": "x"}},
                    {"demnd": "e", "from": "RUS"},
                ],
            },
        )
    assert [error.where for error in refused.value.errors] == ["acts[0].when", "acts[1].demnd"]
    with pytest.raises(InputError, match="there is no act in it"):
        read_acts(ledger, {})
    with pytest.raises(InputError, match="a bytes is no value of an act") as strange:
        read_acts(ledger, {"demand": b"d"})
    assert strange.value.where == "demand"
    deep: list[Any] = []
    deep.append(deep)
    with pytest.raises(InputError, match="levels inside each other"):
        read_acts(ledger, deep)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://desk:secret@host/db", "PostgreSQL is not supported yet"),
        ("postgres+psycopg://host/db", "PostgreSQL is not supported yet"),
        ("https://example.org/l", "https:// is no address"),
        ("sqlite:///", "names no file"),
        ("sqlite://host/l", "names no file"),
        (":memory:", "names no file"),
    ],
)
def test_an_address_that_no_ledger_has_is_refused(url: str, said: str) -> None:
    with pytest.raises(SetupError, match=said) as refused:
        open_ledger(url, create=True)
    assert "secret" not in str(refused.value)


def test_a_ledger_is_there_or_made_when_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError, match="there is no ledger"):
        open_ledger("file:x?mode=memory")
    open_ledger("sqlite:///l", create=True).close()
    open_ledger("l", create=True).close()
    assert [path.name for path in tmp_path.iterdir()] == ["l"]
    with pytest.raises(SetupError, match="exists already"):
        create_ledger("l")
    for name, said in ((" ", "empty or too long"), ("a\nb", "the recorder's name has")):
        with pytest.raises(InputError, match=said):
            open_ledger("l", recorder=name)


def test_who_has_no_name_records_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nameless)
    with open_ledger(tmp_path / "l", create=True) as ledger, Reader(ledger) as reader:
        ledger.handle(read_acts(ledger, {"open": {"thread": "t", "title": "T"}}))
        assert reader.log().events[0].recorded_by == f"uid-{os.getuid()}"


def test_who_only_reads_records_nothing(ledger: Ledger) -> None:
    note = correct(ledger, "straits/note", {"place": "Kars"}, reason="Late")
    with open_ledger(ledger.path, read_only=True) as read, pytest.raises(SetupError):
        read.handle(note)
