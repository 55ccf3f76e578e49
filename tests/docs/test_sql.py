"""The SQL in the docs is run on the ledger of `dipledger demo`, by a connection that only reads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.docs.console import Console
from tests.docs.pages import ROOT, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.console import Server
    from tests.docs.pages import Block

PAGE = Page(ROOT / "docs" / "how-to" / "sql.md")
VIEWS = ("thread_status", "point_status", "reply_owed", "reply_concluded", "act")


@pytest.fixture
def demo(server: Server, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The demo ledger, with what it and the public know worked out."""
    console = Console(tmp_path, server)
    console.run("dipledger demo")
    console.run("dipledger --ledger demo.dipledger projection rebuild")
    uri = f"file:{console.work / 'demo.dipledger'}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection


def shown(connection: sqlite3.Connection, query: str) -> list[str]:
    """What a query finds, as the page shows it."""
    cursor = connection.execute(query)
    rows = [[column[0] for column in cursor.description], *cursor]
    lines = (" | ".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return [line.rstrip() for line in lines]


def queries() -> Iterator[tuple[Block, Block]]:
    """Each query with the block of what it finds."""
    for block, after in zip(PAGE.blocks, PAGE.blocks[1:], strict=False):
        if block.info == "sql":
            assert after.info == "text", "what a query finds stands below it"
            yield block, after


def test_each_query_of_the_page_finds_what_stands_below_it(demo: sqlite3.Connection) -> None:
    told = list(queries())
    assert len(told) >= 6
    for query, found in told:
        assert shown(demo, query.text) == list(found.lines), query.text


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_of_a_view_is_explained(demo: sqlite3.Connection, view: str) -> None:
    columns = {column[0] for column in demo.execute(f"SELECT * FROM {view}").description}  # noqa: S608
    explained = {word for line in PAGE.prose if line.startswith("|") for word in line.split("`")}
    assert columns - explained <= {"thread"}
