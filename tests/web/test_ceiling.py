"""A ceiling: whatever an address asks for, it gets no more than the page was started with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.web.ceiling import Ceiling
from ledger.errors import InputError
from ledger.importers.plainly import read_acts
from ledger.store import Ledger
from projections.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST: dict[str, Any] = {
    "thread": "straits",
    "open": {"title": "The straits", "parties": ["RUS", "USA"], "zone": "Pacific/Honolulu"},
    "acts": [
        {
            "demand": "note",
            "from": "RUS",
            "to": "USA",
            "when": "2022-01-10",
            "published": "2022-01-12",
            "points": {"a": "Open the straits"},
        }
    ],
}
SECOND: dict[str, Any] = {
    "thread": "straits",
    "acts": [
        {
            "reply": "answer",
            "from": "USA",
            "to": "RUS",
            "when": "2022-01-20",
            "published": "2022-01-25",
            "answers": {"a": "reject"},
        }
    ],
}
NOW = 1_650_000_000_000_000


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path: Path = tmp_path_factory.mktemp("ceiling") / "straits.dipledger"
    Ledger.create(path)
    with Ledger.open(path, clock=lambda: NOW, recorder="tester") as ledger:
        for told in (FIRST, SECOND):
            ledger.handle(read_acts(ledger, told))
        with Reader(ledger) as opened:
            yield opened


def acts(reader: Reader, ceiling: Ceiling, **asked: str) -> list[str]:
    """The acts that are seen through an address."""
    lens = ceiling.lens(reader, asked)
    return [one.ref.partition("/")[2] for one in reader.acts(lens).acts]


def test_without_a_ceiling_everything_may_be_asked_for(reader: Reader) -> None:
    assert acts(reader, Ceiling()) == ["note", "answer"]
    assert acts(reader, Ceiling(), known_by="public", known_at="2022-01-24") == ["note"]
    assert acts(reader, Ceiling(), known_at="#2") == ["note"]


def test_a_ceiling_on_the_log_holds_for_later_positions_and_times(reader: Reader) -> None:
    ceiling = Ceiling(known_at="#2")
    assert acts(reader, ceiling) == ["note"]
    for later in ("#3", "#999", "2022-04-15"):
        assert acts(reader, ceiling, known_at=later) == ["note"]


def test_under_a_ceiling_on_the_log_nobody_elses_knowledge_is_told(reader: Reader) -> None:
    with pytest.raises(InputError, match="what public knows is not shown here"):
        acts(reader, Ceiling(known_at="#2"), known_by="public")


def test_a_ceiling_on_what_the_public_knew_holds_for_later_days(reader: Reader) -> None:
    ceiling = Ceiling(known_by="public", known_at="2022-01-24")
    assert acts(reader, ceiling) == ["note"]
    assert acts(reader, ceiling, known_at="2022-02-03") == ["note"]
    assert acts(reader, ceiling, known_at="2022-01-11") == []


def test_no_zone_of_an_address_moves_the_end_of_the_ceilings_day(reader: Reader) -> None:
    """The day of the reply's publication begins in Kiritimati a day before it does in Honolulu."""
    ceiling = Ceiling(known_by="public", known_at="2022-01-24")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert acts(reader, ceiling, zone=zone, known_at="2022-01-25") == ["note"]


@pytest.mark.parametrize("asked", ["ledger", "USA", "usa", "LEDGER", "NOBODY"])
def test_who_may_see_what_the_public_knows_sees_nobody_elses(reader: Reader, asked: str) -> None:
    with pytest.raises(InputError, match="is not shown here"):
        acts(reader, Ceiling(known_by="public"), known_by=asked)


def test_a_party_may_also_look_at_what_the_public_knows(reader: Reader) -> None:
    ceiling = Ceiling(known_by="USA")
    assert ceiling.viewers(("RUS",)) == ("USA", "public")
    assert acts(reader, ceiling, known_at="2022-01-21") == ["note", "answer"]
    assert acts(reader, ceiling, known_by="public", known_at="2022-01-21") == ["note"]


def test_the_viewers_offered_are_those_that_may_be_asked_for() -> None:
    assert Ceiling().viewers(("RUS", "USA")) == ("ledger", "public", "RUS", "USA")
    assert Ceiling(known_by="public").viewers(("RUS",)) == ("public",)
    assert Ceiling(known_at="#2").viewers(("RUS",)) == ("ledger",)
    assert Ceiling().is_whole
    assert not Ceiling(known_at="#2").is_whole
