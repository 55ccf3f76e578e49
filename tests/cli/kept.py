"""A ledger of July 1914 with a read model, and looking into its file behind the program's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

QUESTIONS = (("threads",), ("points",), ("owed",), ("search", "Serbia"))
LEDGER = "ledger.dipledger"


def asked_once(dipledger: Runner) -> Runner:
    """A ledger of July 1914 that has been asked, so that there is a read model."""
    dipledger("init").ok()
    dipledger("append", "--file", ROOT / "docs" / "examples" / "july-1914.yaml").ok()
    dipledger("threads").ok()
    dipledger("threads", "--known-by", "public").ok()
    return dipledger


def answers(runner: Runner) -> list[Any]:
    """What every question is answered, without what is said beside it."""
    return [runner(*asked, "--format", "json").ok().data for asked in QUESTIONS]


def change(runner: Runner, *statements: str) -> None:
    """Something that another program does to the file."""
    with closing(sqlite3.connect(runner.folder / LEDGER, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def log_of(runner: Runner) -> list[Any]:
    """Every byte of the log."""
    with closing(sqlite3.connect(runner.folder / LEDGER)) as other:
        rows = other.execute("SELECT * FROM stored_events ORDER BY position").fetchall()
        (whole,) = other.execute("SELECT count(*) FROM sqlite_sequence").fetchone()
    return [whole, *rows]


def layers(runner: Runner) -> list[tuple[str, int]]:
    """Viewer and lag of what is in use."""
    told = runner("projection", "status", "--format", "json").ok().data
    return [(one["viewer"], one["behind"]) for one in told["layers"]]


def every_row(runner: Runner) -> dict[str, list[Any]]:
    """What the views for any SQL client say."""
    views = ("thread_status", "point_status", "reply_owed", "reply_concluded", "act")
    with closing(sqlite3.connect(runner.folder / LEDGER)) as other:
        return {
            view: sorted(other.execute(f"SELECT * FROM {view}").fetchall(), key=repr)  # noqa: S608
            for view in views
        }


def seen_acts(runner: Runner) -> int:
    return len(runner("acts", "--format", "json", now="2023-01-01").ok().data["acts"])


def nothing_is_left_over(runner: Runner) -> bool:
    """Whether all rows are of layers in use."""
    tables = ("read_head", "read_block", "read_act", "read_point", "read_erratum", "read_told")
    with closing(sqlite3.connect(runner.folder / LEDGER)) as other:
        for table in tables:
            (left,) = other.execute(
                f"SELECT count(*) FROM {table} WHERE layer NOT IN"  # noqa: S608 -- constants
                " (SELECT layer FROM read_layer WHERE stage = 'current')"
            ).fetchone()
            if left:
                return False
        (texts,) = other.execute(
            "SELECT count(*) FROM read_text WHERE rowid NOT IN (SELECT act FROM read_act)"
        ).fetchone()
    return not texts
