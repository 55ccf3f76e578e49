"""What somebody does to the file with other tools, and what notices it.

The table in docs/security.md names each of these stories.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Runner
from tests.faults.forger import RENUMBER, column, rewrite
from tests.store.stored import another_tool, behind_the_guards, insert, row

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Result

CUT_TAIL = (
    "DELETE FROM stored_events WHERE position > 5",
    "DELETE FROM log_head WHERE size > 5",
    "UPDATE sqlite_sequence SET seq = 5",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]) -> Path:
    """A ledger of two threads and seven events, each recorded by a command of its own."""
    folder = tmp_path_factory.mktemp("template")
    dipledger = Runner(folder, server)
    dipledger("init").ok()
    for thread in ("talks", "borders"):
        dipledger("thread", "open", thread, "--title", thread, "--party", "RUS").ok()
    for thread, number in (
        ("talks", 1),
        ("borders", 2),
        ("talks", 3),
        ("talks", 4),
        ("borders", 5),
    ):
        dipledger(
            *("append", "demand", thread, "--id", f"d{number}", "--from", "RUS", "--to", "USA"),
            *("--when", f"2022-01-0{number}", "--point", f"p{number}: Withdraw {number}"),
        ).ok()
    return folder


@pytest.fixture
def file(dipledger: Runner, template: Path) -> Path:
    """That ledger, as it was last seen on this machine."""
    shutil.copytree(template / "work", dipledger.folder, dirs_exist_ok=True)
    dipledger("log").ok()
    return dipledger.folder / "ledger.dipledger"


@pytest.fixture
def published(dipledger: Runner, file: Path) -> Path:
    """A checkpoint over all of it, signed, and kept elsewhere."""
    note = file.with_name("published.note")
    dipledger("keys", "new", "archive.example").ok()
    dipledger("checkpoint", "create", "--out", note.name).ok()
    return note


def forget(dipledger: Runner) -> None:
    """Nothing is remembered of any ledger any more."""
    shutil.rmtree(dipledger.home / ".local/state/dipledger")


def found(result: Result) -> tuple[str, str, int | None]:
    """What failed, in what words, and the first event that differs."""
    assert result.code == 1, result.err
    (check,) = [one for one in result.data["checks"] if one["result"] == "fail"]
    return check["check"], check["found"], result.data["first_difference"]


def verified(dipledger: Runner, *, quick: bool = True) -> tuple[str, str, int | None]:
    """What `verify` finds, which is what `verify --quick` finds where that looks at it too."""
    whole = found(dipledger("verify", "--format", "json"))
    if quick:
        assert found(dipledger("verify", "--quick", "--format", "json")) == whole
    return whole


def test_nothing_is_found_where_nothing_was_done(dipledger: Runner, published: Path) -> None:
    view = dipledger("verify", "--format", "json").ok().data
    assert {check["result"] for check in view["checks"]} == {"ok"}
    assert (view["events"], view["first_difference"]) == (7, None)
    dipledger("checkpoint", "verify", published.name).ok()


# ------------------------------------------------------------------------- what is stored


def test_one_byte_of_a_payload(dipledger: Runner, file: Path) -> None:
    behind_the_guards(
        file,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'Withdraw 3',"
        " 'Withdrew 3') AS BLOB) WHERE position = 5",
    )
    assert verified(dipledger) == (
        "tree",
        "event 5 is not as it was recorded: its bytes do not fit its leaf",
        5,
    )


def test_one_byte_of_a_payload_with_a_hex_editor(dipledger: Runner, file: Path) -> None:
    content = bytearray(file.read_bytes())
    at = content.index(b"Withdraw 3")
    content[at] ^= 0x20
    file.write_bytes(content)
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 5)


@pytest.mark.parametrize(
    "change",
    ["topic = 'dipledger.RequestMade.v1'", "recorded_by = 'somebody'", "marking = 'secret'"],
)
def test_what_stands_beside_a_payload(dipledger: Runner, file: Path, change: str) -> None:
    behind_the_guards(file, f"UPDATE stored_events SET {change} WHERE position = 4")  # noqa: S608
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 4)


def test_a_changed_time_of_recording(dipledger: Runner, file: Path) -> None:
    behind_the_guards(
        file, "UPDATE stored_events SET recorded_at = recorded_at + 1 WHERE position = 6"
    )
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 6)


SWAPPED = {
    "what they say": (
        (
            "UPDATE stored_events SET state = CASE position"
            " WHEN 5 THEN (SELECT state FROM stored_events WHERE position = 6)"
            " ELSE (SELECT state FROM stored_events WHERE position = 5) END"
            " WHERE position IN (5, 6)"
        ),
    ),
    "whole": (
        "UPDATE stored_events SET position = 1000 WHERE position = 5",
        "UPDATE stored_events SET position = 5 WHERE position = 6",
        "UPDATE stored_events SET position = 6 WHERE position = 1000",
        "UPDATE sqlite_sequence SET seq = 7",
    ),
}


@pytest.mark.parametrize("how", SWAPPED)
def test_a_swapped_pair(dipledger: Runner, file: Path, how: str) -> None:
    behind_the_guards(file, *SWAPPED[how])
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 5)


def test_a_removed_event(dipledger: Runner, file: Path) -> None:
    behind_the_guards(file, "DELETE FROM stored_events WHERE position = 4")
    assert verified(dipledger) == ("tree", "event 4 is missing", 4)


def test_a_removed_event_and_the_others_moved_up(dipledger: Runner, file: Path) -> None:
    behind_the_guards(file, "DELETE FROM stored_events WHERE position = 4", *RENUMBER)
    check, what, first = verified(dipledger)
    assert (check, first) == ("tree", 7)
    assert what == "the events after 6 are missing: its tree has 7"


def test_a_removed_stream(dipledger: Runner, file: Path) -> None:
    behind_the_guards(
        file,
        "DELETE FROM stored_events WHERE originator_id = 'borders'",
        *RENUMBER,
        "DELETE FROM log_head WHERE size > 4",
    )
    check, _, first = verified(dipledger)
    assert (check, first) == ("tree", 2)


def test_an_inserted_event(dipledger: Runner, file: Path) -> None:
    statement, values = insert("INSERT", row(9, "talks", 9, nonce=bytes(32)))
    behind_the_guards(file, "UPDATE stored_events SET position = position + 1 WHERE position = 7")
    with closing(another_tool(file)) as tool:
        for name in ("stored_events_append", "stored_events_no_update"):
            tool.execute(f"DROP TRIGGER {name}")
        tool.execute(statement, values)
        tool.execute("UPDATE stored_events SET position = 7 WHERE position = 9")
    check, what, _ = verified(dipledger)
    assert check == "tree"
    assert "the trigger stored_events_append is missing" in what


# ------------------------------------------------------------- what fits itself all the same


def test_an_inserted_event_that_fits_leaves_and_tree(dipledger: Runner, file: Path) -> None:
    rewrite(
        file,
        "UPDATE stored_events SET position = position + 1000 WHERE position > 5",
        "INSERT INTO stored_events SELECT 6, 'talks', 9, topic, state, recorded_at, recorded_by,"
        " marking, nonce, leaf, NULL FROM stored_events WHERE position = 5",
        *RENUMBER,
    )
    check, what, _ = verified(dipledger)
    assert check == "tree"
    assert what.startswith("what was seen of it before was made over another history")


def test_a_cut_tail(dipledger: Runner, file: Path) -> None:
    behind_the_guards(file, *CUT_TAIL)

    told = "2 events are missing that were seen: it ends at 5, and had 7"
    assert told in dipledger("show", "talks").ok().err
    refused = dipledger("thread", "open", "more", "--title", "More")
    assert refused.code == 2
    assert "nothing is recorded in this ledger: 2 events are missing" in refused.err
    check, what, _ = verified(dipledger)
    assert check == "seen before"
    assert what.startswith(told)


def test_a_cut_tail_where_nothing_is_remembered(
    dipledger: Runner, file: Path, published: Path
) -> None:
    behind_the_guards(file, *CUT_TAIL)
    forget(dipledger)
    assert verified(dipledger) == ("tree", "the events after 5 are missing: checkpoint 1 has 7", 6)

    behind_the_guards(file, "DELETE FROM log_checkpoint")
    dipledger("verify").ok()  # nothing in the file speaks of what is gone
    checked = dipledger("checkpoint", "verify", published.name)
    assert checked.code == 1
    assert "7" in checked.out


def test_an_old_copy_put_back(dipledger: Runner, file: Path) -> None:
    old = file.with_name("old")
    dipledger("backup", old.name).ok()
    dipledger("thread", "open", "more", "--title", "More").ok()
    old.replace(file)

    told = "1 event is missing that was seen: it ends at 7, and had 8"
    assert told in dipledger("threads").ok().err
    assert dipledger("thread", "open", "other", "--title", "Other").code == 2
    assert verified(dipledger)[0] == "seen before"
    # Whoever put it back on purpose says so.
    dipledger("verify", "--accept").ok()
    dipledger("thread", "open", "other", "--title", "Other").ok()


def test_another_ledger_in_its_place(dipledger: Runner, file: Path) -> None:
    dipledger("init", "other.dipledger").ok()
    file.with_name("other.dipledger").replace(file)
    assert "another ledger is in its place" in dipledger("threads").ok().err
    assert dipledger("thread", "open", "more", "--title", "More").code == 2
    check, what, _ = verified(dipledger)
    assert (check, what.partition(" than")[0]) == ("seen before", "another ledger is in its place")


def test_a_rewritten_history_with_its_tree_recomputed(
    dipledger: Runner, file: Path, published: Path
) -> None:
    rewrite(
        file,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'Withdraw 3',"
        " 'Withdrew 3') AS BLOB) WHERE position = 5",
    )
    # The head last seen, of which every command takes note …
    assert "the history was rewritten" in dipledger("threads").ok().err
    assert dipledger("thread", "open", "more", "--title", "More").code == 2
    assert "another history" in verified(dipledger)[1]
    # … the checkpoint kept with the ledger, where nothing is remembered …
    forget(dipledger)
    assert verified(dipledger) == (
        "tree",
        "checkpoint 1 was made over another history: the log was rewritten",
        None,
    )
    # … and the one that was published, where that is taken away.
    behind_the_guards(file, "DELETE FROM log_checkpoint")
    dipledger("verify").ok()
    assert dipledger("checkpoint", "verify", published.name).code == 1


def test_a_head_of_the_tree_in_the_middle(dipledger: Runner, file: Path) -> None:
    behind_the_guards(file, "UPDATE log_head SET root = zeroblob(32) WHERE size = 3")
    assert verified(dipledger, quick=False)[0] == "tree"


# ------------------------------------------------------------------------------ checkpoints


def kept_note(file: Path) -> str:
    return str(column(file, "SELECT note FROM log_checkpoint")[0])


def keep(file: Path, note: str) -> None:
    behind_the_guards(file, f"UPDATE log_checkpoint SET note = '{note}'")  # noqa: S608


def test_a_forged_checkpoint(dipledger: Runner, file: Path, published: Path) -> None:
    note = published.read_text(encoding="utf-8")
    assert note == kept_note(file)
    origin, size, root, *rest = note.split("\n")
    for lines in (
        [origin, "6", root],
        [origin, size, "A" * 43 + "="],
        ["else.example", size, root],
    ):
        forged = "\n".join([*lines, *rest])
        keep(file, forged)
        check, what, _ = verified(dipledger)
        assert check == "checkpoints"
        assert "the text was altered after it was signed" in what
        published.write_text(forged, encoding="utf-8")
        assert dipledger("checkpoint", "verify", published.name).code == 1


@pytest.mark.parametrize("length", [10, 60, -1])
def test_a_truncated_checkpoint(
    dipledger: Runner, file: Path, published: Path, length: int
) -> None:
    cut = published.read_text(encoding="utf-8")[:length]
    keep(file, cut)
    assert verified(dipledger)[0] == "checkpoints"
    published.write_text(cut, encoding="utf-8")
    assert dipledger("checkpoint", "verify", published.name).code == 1


def test_a_checkpoint_of_another_ledger(dipledger: Runner, file: Path, published: Path) -> None:
    dipledger("init", "other.dipledger").ok()
    other = ("--ledger", "other.dipledger")
    dipledger(*other, "thread", "open", "x", "--title", "X").ok()
    dipledger(*other, "checkpoint", "create", "--out", "other.note").ok()
    keep(file, file.with_name("other.note").read_text(encoding="utf-8"))
    check, what, _ = verified(dipledger)
    assert (check, what.partition(" of another")[0]) == ("tree", "checkpoint 1 is")
    foreign = dipledger("checkpoint", "verify", "other.note")
    assert foreign.code == 1
    assert published.exists()


def test_a_checkpoint_signed_with_a_key_that_nobody_knows(
    dipledger: Runner, published: Path
) -> None:
    shutil.rmtree(dipledger.home / ".local/share/dipledger/keys")
    view = dipledger("verify", "--format", "json").ok().data
    (check,) = [one for one in view["checks"] if one["check"] == "checkpoints"]
    assert check["result"] == "warning"
    assert "signed by nobody that you know" in check["found"]
    # The same name with another key: the checkpoint is not by whom it says.
    dipledger("keys", "new", "archive.example").ok()
    checked = dipledger("checkpoint", "verify", published.name)
    assert checked.code == 1
    assert "the key known by that name is" in " ".join(checked.out.split())


# ---------------------------------------------------------------------------------- guards


def refused_by_guard(file: Path, statement: str, values: list[Any] | None = None) -> str:
    with closing(another_tool(file)) as tool, pytest.raises(sqlite3.IntegrityError) as caught:
        tool.execute(statement, values or [])
    return str(caught.value)


def test_insert_or_replace(dipledger: Runner, file: Path) -> None:
    statement, values = insert("INSERT OR REPLACE", row(4, "talks", 2))
    assert "not the next" in refused_by_guard(file, statement, values)
    dipledger("verify").ok()
    # Around the guard it shows like any other change.
    with closing(another_tool(file)) as tool:
        (guard,) = tool.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'stored_events_append'"
        ).fetchone()
        tool.execute("DROP TRIGGER stored_events_append")
        tool.execute(statement, values)
        tool.execute(guard)
    check, _, first = verified(dipledger)
    assert check == "tree"
    assert first in {3, 4}  # the second of `talks` is replaced too, where it stood


@pytest.mark.parametrize(
    "table", ["stored_events", "log_head", "log_checkpoint", "ledger_identity"]
)
def test_dropped_triggers(dipledger: Runner, file: Path, published: Path, table: str) -> None:
    assert "no UPDATE" in refused_by_guard(file, f"UPDATE {table} SET rowid = rowid")  # noqa: S608
    assert "no DELETE" in refused_by_guard(file, f"DELETE FROM {table}")  # noqa: S608
    with closing(another_tool(file)) as tool:
        tool.execute(f"DROP TRIGGER {table}_no_update")
    check, what, _ = verified(dipledger)
    assert (check, f"the trigger {table}_no_update is missing" in what) == ("tree", True)
    assert dipledger("thread", "open", "more", "--title", "More").code == 2
    assert published.exists()


def test_writable_schema(dipledger: Runner, file: Path) -> None:
    with closing(another_tool(file)) as tool:
        tool.execute("PRAGMA writable_schema = ON")
        tool.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'stored_events'"
        )
    check, what, _ = verified(dipledger)
    assert check == "tree"
    assert "the table stored_events is not the one that dipledger created" in what
    assert dipledger("thread", "open", "more", "--title", "More").code == 2


def test_a_reset_count_of_positions(dipledger: Runner, file: Path) -> None:
    with closing(another_tool(file)) as tool:
        tool.execute("UPDATE sqlite_sequence SET seq = 0")
    check, what, _ = verified(dipledger)
    assert check == "tree"
    assert what == "the count of positions given stands at 0, and the log has 7 events"
