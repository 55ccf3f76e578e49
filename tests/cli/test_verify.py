"""`dipledger verify`: beyond the tree, what the events say. Alterations are in tests/faults."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import dipledger, ledger, server
from tests.faults.forger import rewrite
from tests.store.stored import another_tool

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

__all__ = ["dipledger", "ledger", "server"]

FORMAT_1 = Path(__file__).parents[1] / "store/format-1.sql"


@pytest.fixture
def file(ledger: Runner) -> Path:
    """A thread, a demand in it, and its answer."""
    for words in (
        ("demand", "--id", "d", "--from", "RUS", "--to", "USA", "--point", "1: Leave"),
        ("reply", "--id", "r", "--from", "USA", "--to", "RUS", "--answer", "1=reject"),
    ):
        ledger("append", words[0], "us-russia-2021", "--when", "2022-01-26", *words[1:]).ok()
    return ledger.folder / "ledger.dipledger"


def unseen(runner: Runner) -> None:
    """As on another machine, where the ledger was never seen."""
    shutil.rmtree(runner.home / ".local/state/dipledger")


def checks(runner: Runner, *args: str, code: int = 0) -> dict[str, tuple[str, str]]:
    """Each check with its result and what was found."""
    result = runner("verify", "--format", "json", *args)
    assert result.code == code, result.err
    return {one["check"]: (one["result"], one["found"]) for one in result.data["checks"]}


def test_what_was_recorded_is_what_is_there(ledger: Runner, file: Path) -> None:
    assert file.exists()
    assert checks(ledger) == {
        "checkpoints": (
            "warning",
            "none is kept: against a history that was rewritten as a whole, nothing speaks",
        ),
        "guards": ("ok", "tables and triggers are those that dipledger made"),
        "tree": ("ok", "3 events fit their leaves, and the tree with every checkpoint"),
        "seen before": ("ok", "it goes on from the 3 events that were last seen"),
        "events": ("ok", "every event can be read"),
        "rules": ("ok", "every rule would take every event again"),
        "read model": ("ok", "it says what the log says"),
    }
    assert list(checks(ledger, "--quick")) == ["checkpoints", "guards", "tree", "seen before"]


def test_a_person_reads_the_head_of_the_tree_to_compare(ledger: Runner, file: Path) -> None:
    view = ledger("verify", "--format", "json").ok().data
    page = ledger("verify").ok().out
    assert page.endswith(f"{view['origin']}: 3 events, root\n{view['root']}\n")
    assert file.exists()


def test_an_empty_ledger_is_sound(dipledger: Runner) -> None:
    dipledger("init", "--origin", "archive.example/talks").ok()
    view = dipledger("verify", "--format", "json").ok().data
    assert (view["origin"], view["events"]) == ("archive.example/talks", 0)


def test_an_event_that_speaks_against_the_rules(ledger: Runner, file: Path) -> None:
    rewrite(
        file,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
        ' \'"point":"1"\', \'"point":"2"\') AS BLOB) WHERE position = 3',
    )
    unseen(ledger)
    assert "fail" not in {result for result, _ in checks(ledger, "--quick").values()}
    unseen(ledger)
    result, what = checks(ledger, code=1)["rules"]
    assert result == "fail"
    assert what.startswith(
        "event 3 speaks against the rules: answers names the point 2, which is not there"
    )
    # A clearance lets no more be said than where.
    assert checks(ledger, "--clearance", "restricted", code=1)["rules"] == (
        "fail",
        "event 3 speaks against the rules",
    )


def test_an_event_that_cannot_be_read(ledger: Runner, file: Path) -> None:
    rewrite(file, "UPDATE stored_events SET state = x'7b7d' WHERE position = 2")
    unseen(ledger)
    result, what = checks(ledger, code=1)["events"]
    assert result == "fail"
    assert what.startswith("record 2 is damaged: its bytes are no dipledger.DemandIssued.v1")


def test_events_of_a_later_release_are_not_judged(ledger: Runner, file: Path) -> None:
    rewrite(file, "UPDATE stored_events SET topic = 'dipledger.Later.v1' WHERE position = 3")
    unseen(ledger)
    found = checks(ledger)
    assert found["events"] == (
        "warning",
        "1 of 3 are of types that this release does not know",
    )
    assert found["rules"][0] == "warning"


def test_rows_that_the_log_does_not_give(ledger: Runner, file: Path) -> None:
    ledger("threads").ok()
    tool = another_tool(file)
    tool.execute("DELETE FROM read_reply")
    tool.close()
    assert checks(ledger, code=1)["read model"] == (
        "fail",
        "read_reply has rows of the thread us-russia-2021 that the log does not give",
    )
    discreet = checks(ledger, "--clearance", "secret", code=1)["read model"]
    assert discreet == ("fail", "it has rows that the log does not give")
    ledger("projection", "rebuild").ok()
    assert checks(ledger)["read model"][0] == "ok"


def test_a_ledger_of_the_first_format_has_no_tree_yet(dipledger: Runner) -> None:
    old = dipledger.folder / "ledger.dipledger"
    tool = another_tool(old)
    tool.executescript(FORMAT_1.read_text(encoding="utf-8"))
    tool.close()
    refused = dipledger("verify")
    assert refused.code == 2
    assert "it is of an older format" in refused.err
    dipledger("show", "talks").ok()
    dipledger("thread", "open", "more", "--title", "More").ok()
    assert checks(dipledger)["tree"][0] == "ok"


def test_a_place_where_nothing_can_be_remembered_does_no_harm(ledger: Runner, file: Path) -> None:
    nowhere: dict[str, Any] = {"env": {"XDG_STATE_HOME": str(file)}}
    ledger("show", "us-russia-2021", **nowhere).ok()
    view = ledger("verify", "--format", "json", **nowhere).ok().data
    assert {"check": "seen before", "result": "ok"}.items() <= view["checks"][3].items()
