"""Alterations by somebody who knows what is looked at, and leaves that as it was.

The table in docs/security.md names each of these stories.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ledger.integrity.leaf import commitment, leaf_header
from tests.faults.forger import rewrite
from tests.faults.test_tampering import file, forget, published, template, verified
from tests.store.stored import another_tool, behind_the_guards

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

__all__ = ["file", "published", "template"]

REWORDED = (
    "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'Withdraw 3',"
    " 'Withdrew 3') AS BLOB) WHERE position = 5"
)
MORE = ("thread", "open", "more", "--title", "More")
IN_ITS_PLACE = "another ledger is in its place"


def test_a_recorder_written_like_the_escape_of_another(dipledger: Runner, file: Path) -> None:
    dipledger(*MORE, env={"DIPLEDGER_RECORDER": 'A "desk"'}).ok()
    dipledger("verify").ok()
    written = json.dumps('A "desk"')[1:-1]
    behind_the_guards(
        file,
        f"UPDATE stored_events SET recorded_by = '{written}' WHERE position = 8",  # noqa: S608
    )
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 8)


def test_the_frontier_of_the_newest_head(dipledger: Runner, file: Path) -> None:
    behind_the_guards(file, "UPDATE log_head SET frontier = zeroblob(96) WHERE size = 7")
    check, what, _ = verified(dipledger)
    assert (check, "the frontier that its tree has at 7 events" in what) == ("tree", True)
    refused = dipledger(*MORE)
    assert (refused.code, "its head of 7 events is not whole" in refused.err) == (2, True)


@pytest.mark.parametrize("table", ["STORED_EVENTS", "Seal_Key"])
def test_a_trigger_by_the_name_of_a_view(dipledger: Runner, file: Path, table: str) -> None:
    with closing(another_tool(file)) as tool:
        tool.execute(f"CREATE TRIGGER act BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END")
    check, what, _ = verified(dipledger)
    assert (check, f"the trigger act on {table} is not dipledger's" in what) == ("tree", True)
    assert dipledger(*MORE).code == 2


def test_the_size_that_a_checkpoint_is_kept_under(
    dipledger: Runner, file: Path, published: Path
) -> None:
    behind_the_guards(file, "UPDATE log_checkpoint SET size = 2")
    assert verified(dipledger)[:2] == (
        "tree",
        "checkpoint 1 is kept as over 2 events, and is over 7",
    )
    assert published.exists()


def test_an_event_made_a_withheld_one(dipledger: Runner, file: Path) -> None:
    with closing(another_tool(file)) as tool:
        stream, version, topic, by, marking, body, nonce, at = tool.execute(
            "SELECT originator_id, originator_version, topic, recorded_by, marking, state, nonce,"
            " recorded_at FROM stored_events WHERE position = 5"
        ).fetchone()
    header = leaf_header(
        stream=stream, version=version, topic=topic, marking=marking, recorded_by=by
    )
    committed = commitment(header, body, nonce).hex()
    behind_the_guards(
        file,
        f"INSERT INTO log_withheld VALUES (5, {at}, x'{committed}')",  # noqa: S608
        "DELETE FROM stored_events WHERE position = 5",
    )
    told = "1 event was taken out of it since it was seen, but for the leaves"
    assert told in dipledger("threads").ok().err
    assert verified(dipledger)[:2] == ("seen before", told)
    assert dipledger(*MORE).code == 2
    forget(dipledger)
    assert "is a copy in which 1 event is withheld" in dipledger("verify").ok().err


def test_a_name_taken_out(dipledger: Runner, file: Path) -> None:
    rewrite(file, REWORDED, "DELETE FROM ledger_identity")
    assert "its name was taken out" in dipledger("threads").ok().err
    for call in (MORE, ("verify",), ("backup", "copy")):
        assert dipledger(*call).code == 2


def test_a_format_without_a_tree(dipledger: Runner, file: Path) -> None:
    rewrite(file, REWORDED)
    with closing(another_tool(file)) as tool:
        for table in ("log_head", "ledger_identity", "log_checkpoint", "log_withheld", "seal_key"):
            tool.execute(f"DROP TABLE {table}")
        tool.execute("PRAGMA user_version = 1")
    told = "it is of format 1, without a tree, and one that had a tree was seen in its place"
    assert told in dipledger("threads").ok().err
    checks = dipledger("doctor", "--format", "json").data["checks"]
    assert any(told in check["found"] for check in checks)
    refused = dipledger(*MORE)
    assert (refused.code, IN_ITS_PLACE in refused.err) == (2, True)
    assert verified(dipledger)[1].startswith(IN_ITS_PLACE)


def test_a_link_to_another_ledger(dipledger: Runner, file: Path) -> None:
    dipledger("init", "other.dipledger").ok()
    file.rename(file.with_name("away"))
    file.symlink_to("other.dipledger")
    for _ in range(2):
        assert IN_ITS_PLACE in dipledger("threads").ok().err
    assert verified(dipledger)[1].startswith(IN_ITS_PLACE)
