"""What the page asks for, as tables: for data frames."""

from __future__ import annotations

from projections.reader import Reader
from projections.tables import rows
from tests.core.given import demand, opened, reply
from tests.projections.logged import told


def test_a_picture_and_its_moments_are_tables_too() -> None:
    from ledger.commands import RecordAct

    log = told(
        [
            opened(),
            RecordAct("t", demand("d", when="2022-01-10", points={"1": "x"})),
            RecordAct("t", reply("r", when="2022-01-20", answers={"1": "reject"})),
        ]
    )
    with Reader(log) as reader:
        lens = reader.lens(as_of="2022-01-15")
        acts = rows(reader.picture("t", lens))
        moments = rows(reader.stops("t", reader.lens()))

    assert [(row["ref"], row["state"], row["answers"]) for row in acts] == [
        ("t/d", "happened", []),
        ("t/r", "ahead", ["t/d"]),
    ]
    assert [row["value"] for row in moments][1:] == ["2022-01-10", "2022-01-20"]
