"""Copies of a ledger: of one moment while others write, whole, and never in another's place."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ledger import open_ledger, restore_ledger
from ledger.commands import OpenThread
from ledger.errors import SetupError
from ledger.integrity.checkpoint import Checkpoint
from ledger.integrity.merkle import root_of
from ledger.integrity.unverified import Unverified
from ledger.redaction import Redaction
from ledger.store import Ledger, create_ledger_file
from ledger.store.machine import clock
from ledger.store.redacting import copy_redacted
from ledger.vocabulary import MarkingLevel
from tests.core.given import opened
from tests.store.stored import ROOT, another_tool, behind_the_guards

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.store import Recorded

ORIGIN = "archive.example/talks"
KEEP = "INSERT INTO log_checkpoint VALUES (1, 2, '{}', NULL)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of a few events, in more than one transaction."""
    file = tmp_path / "ledger"
    create_ledger_file(file, ORIGIN)
    record(file, 1, 4)
    return file


def record(path: Path, *counts: int) -> None:
    with open_ledger(path, recorder="desk") as ledger:
        for count in counts:
            first = ledger.head()[0]
            names = (f"thread-{first + number}" for number in range(count))
            ledger.handle([OpenThread(opened(name).opening) for name in names])


def back_up(path: Path, to: Path) -> Path:
    with open_ledger(path, read_only=True) as ledger:
        ledger.backup(to)
    return to


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def rows(path: Path, table: str = "stored_events") -> list[object]:
    with closing(another_tool(path)) as tool:
        return tool.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608


def note(size: int, root: bytes, origin: str = ORIGIN) -> str:
    """A checkpoint with a signature that nobody can verify."""
    return f"{Checkpoint(origin, size, root)}\n— {origin} AAAAAAAA\n"


# ------------------------------------------------------------------------------------- what it is


def test_a_backup_is_the_same_ledger_in_one_file(path: Path, tmp_path: Path) -> None:
    with open_ledger(path, recorder="desk") as ledger:
        ledger.keep_checkpoint(note(2, ledger.tree(2).root), size=2, timestamp=b"stamp")
        behind_the_guards(path, "INSERT INTO seal_key VALUES ('a', randomblob(32))")
        copied = ledger.backup(str(tmp_path / "copy"))
        root = ledger.tree().root

    assert (copied.origin, copied.size, copied.root) == (ORIGIN, 5, root)
    assert copied.checkpoint is not None
    assert copied.checkpoint.number == 1
    assert copied.bytes == (tmp_path / "copy").stat().st_size
    assert names(tmp_path) == ["copy", "ledger"]
    for table in ("stored_events", "ledger_identity", "log_head", "log_checkpoint", "seal_key"):
        assert rows(tmp_path / "copy", table) == rows(path, table)


class Overtaken(Ledger):
    """Somebody else records as soon as the log was read."""

    def log(self, **bounds: Any) -> Iterator[Recorded]:  # noqa: ANN401 -- as of the ledger
        yield from super().log(**bounds)
        record(self.path, 1)


def test_a_copy_for_others_has_nothing_that_was_not_looked_at(path: Path, tmp_path: Path) -> None:
    with Overtaken.open(path, clock=clock, recorder="desk") as ledger:
        copied = copy_redacted(ledger, tmp_path / "copy", Redaction(MarkingLevel.RESTRICTED))
    assert (copied.size, len(rows(tmp_path / "copy")), len(rows(path))) == (5, 5, 6)


def test_a_backup_needs_no_file_beside_it_and_can_be_recorded_in(
    path: Path, tmp_path: Path
) -> None:
    copy = back_up(path, tmp_path / "copy")
    with closing(sqlite3.connect(f"file:{copy}?immutable=1&mode=ro", uri=True)) as tool:
        assert tool.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert tool.execute("SELECT count(*) FROM stored_events").fetchone() == (5,)
    record(copy, 2)
    assert len(rows(copy)) == 7
    assert len(rows(path)) == 5


def test_a_restored_ledger_goes_on_where_the_backup_was_made(path: Path, tmp_path: Path) -> None:
    copy = back_up(path, tmp_path / "copy")
    record(path, 1)
    before = copy.read_bytes()
    copied = restore_ledger(copy, tmp_path / "again")

    assert (copied.path, copied.size, copied.checkpoint) == (tmp_path / "again", 5, None)
    assert copy.read_bytes() == before
    assert rows(tmp_path / "again") == rows(path)[:5]
    with closing(another_tool(tmp_path / "again")) as tool:
        assert tool.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    record(tmp_path / "again", 1)
    assert names(tmp_path) == ["again", "copy", "ledger"]


def test_an_empty_ledger_and_one_of_the_first_format_are_copied_as_they_are(
    tmp_path: Path,
) -> None:
    create_ledger_file(tmp_path / "empty", ORIGIN)
    assert rows(back_up(tmp_path / "empty", tmp_path / "copy")) == []

    script = (ROOT / "tests" / "store" / "format-1.sql").read_text(encoding="utf-8")
    with closing(another_tool(tmp_path / "old")) as tool:
        tool.executescript(script)
    back_up(tmp_path / "old", tmp_path / "old copy")
    copied = restore_ledger(tmp_path / "old copy", tmp_path / "old again")
    assert copied.origin is None
    assert copied.root == root_of(row[9] for row in rows(tmp_path / "old"))  # type: ignore[index]
    assert rows(tmp_path / "old again") == rows(tmp_path / "old")


@pytest.fixture
def umask() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_copies_are_for_their_owner_alone(path: Path, tmp_path: Path) -> None:
    path.chmod(0o644)
    back_up(path, tmp_path / "copy").chmod(0o644)
    restore_ledger(tmp_path / "copy", tmp_path / "again")
    back_up(path, tmp_path / "other")
    for name in ("again", "other"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


# ------------------------------------------------------------------------------ while others write

WRITER = """
import sys
from pathlib import Path
from itertools import count
from ledger import open_ledger
from ledger.commands import OpenThread
from tests.core.given import opened
with open_ledger(sys.argv[1], recorder="desk") as ledger:
    for number in count():
        names = [f"w-{number}-{each}" for each in range(3)]
        ledger.handle([OpenThread(opened(name).opening) for name in names])
        print(ledger.head()[0], flush=True)
"""


def test_a_backup_is_of_one_moment_and_writers_go_on(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.copying._PAGES", 1)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = int(writer.stdout.readline())
        during: list[int] = []

        def told(what: str, done: int, total: int) -> None:
            if what == "copying" and done * 2 > total and not during:
                assert writer.stdout is not None
                during.extend(int(writer.stdout.readline()) for _ in range(20))

        with open_ledger(path, read_only=True) as ledger:
            copied = ledger.backup(tmp_path / "copy", progress=told)
        after = int(writer.stdout.readline())
        writer.kill()

    # What was acknowledged before it began is there, in whole transactions of three.
    assert acknowledged <= copied.size < max(during) < after
    assert (copied.size - 5) % 3 == 0
    assert rows(tmp_path / "copy") == rows(path)[: copied.size]


# -------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("taken", ["copy", "copy-wal", "copy-shm", "copy-journal"])
def test_nothing_is_overwritten_and_no_other_ledgers_rest_is_mixed_in(
    path: Path, tmp_path: Path, taken: str
) -> None:
    good = back_up(path, tmp_path / "good")
    (tmp_path / taken).write_text("precious")
    before = names(tmp_path)
    for attempt in (
        lambda: back_up(path, tmp_path / "copy"),
        lambda: restore_ledger(good, tmp_path / "copy"),
    ):
        with pytest.raises(SetupError, match=r"not overwritten|left over from another"):
            attempt()
    assert (tmp_path / taken).read_text() == "precious"
    assert names(tmp_path) == before


def test_a_name_taken_while_the_copy_is_made_is_not_overwritten(path: Path, tmp_path: Path) -> None:
    def told(*_: object) -> None:
        (tmp_path / "copy").write_text("precious")

    with (
        open_ledger(path, read_only=True) as ledger,
        pytest.raises(SetupError, match="is not overwritten"),
    ):
        ledger.backup(tmp_path / "copy", progress=told)
    assert (tmp_path / "copy").read_text() == "precious"
    assert names(tmp_path) == ["copy", "ledger"]


HARM = {
    "a byte of an event": (
        "UPDATE stored_events SET state = x'7b7d' WHERE position = 4",
        "event 4 is not as it was recorded",
    ),
    "an event removed": ("DELETE FROM stored_events WHERE position = 2", "event 2 is missing"),
    "the tail cut": (
        "DELETE FROM stored_events WHERE position = 5",
        "the events after 4 are missing",
    ),
    "the newest head": (
        "UPDATE log_head SET root = zeroblob(32) WHERE size = 5",
        "of the events 2 to 5 one is not as it was recorded",
    ),
    "a head removed": (
        "DELETE FROM log_head WHERE size = 5",
        "event 2 is not in the tree, nor are those after it",
    ),
    "a checkpoint of another history": (
        KEEP.format(note(2, bytes(32))),
        "checkpoint 1 was made over another history",
    ),
    "a checkpoint that is none": (KEEP.format("two"), "checkpoint 1 cannot be read"),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_is_not_whole_is_neither_restored_nor_backed_up(
    path: Path, tmp_path: Path, harm: str
) -> None:
    statement, said = HARM[harm]
    good = back_up(path, tmp_path / "good")
    behind_the_guards(good, statement)
    before = names(tmp_path)

    with pytest.raises(Unverified, match=f"good is not whole: {said}"):
        restore_ledger(good, tmp_path / "again")
    with pytest.raises(Unverified, match=said):
        back_up(good, tmp_path / "again")
    assert names(tmp_path) == before


def test_guards_taken_away_are_noticed(path: Path, tmp_path: Path) -> None:
    with closing(another_tool(path)) as tool:
        tool.execute("DROP TRIGGER stored_events_no_update")
    with pytest.raises(Unverified, match="trigger stored_events_no_update is missing"):
        back_up(path, tmp_path / "copy")


def test_a_backup_cut_off_or_with_a_page_overwritten_is_not_restored(
    path: Path, tmp_path: Path
) -> None:
    record(path, 100)
    good = back_up(path, tmp_path / "good")
    data = good.read_bytes()
    with closing(another_tool(good)) as tool:
        (size,) = tool.execute("PRAGMA page_size").fetchone()
        (page,) = tool.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'stored_events'"
        ).fetchone()
        (index,) = tool.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'stored_events_recorded_at'"
        ).fetchone()
    for number, damaged in enumerate(
        (
            data[: len(data) // 2],
            data[: (page - 1) * size] + bytes(size) + data[page * size :],
            data[: (index - 1) * size] + bytes(size) + data[index * size :],
        )
    ):
        bad = tmp_path / f"bad-{number}"
        bad.write_bytes(damaged)
        bad.chmod(0o600)
        with pytest.raises(Unverified, match=r"bad-\d is not whole: SQLite"):
            restore_ledger(bad, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_is_no_ledger_or_not_there_is_not_restored(path: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("A ledger, they say. " * 100)
    for name, said in (("text", "is not a ledger"), ("none", "there is no ledger")):
        with pytest.raises(SetupError, match=said):
            restore_ledger(tmp_path / name, tmp_path / "again")
    with pytest.raises(SetupError, match="does not exist"):
        back_up(path, tmp_path / "no folder" / "copy")
    assert names(tmp_path) == ["ledger", "text"]


# -------------------------------------------------------------------------------- what goes wrong

FULL = """
import resource, sys
from ledger import open_ledger
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
with open_ledger(sys.argv[1], read_only=True) as ledger:
    try:
        ledger.backup(sys.argv[2])
    except Exception as error:
        print(type(error).__name__, error)
"""


def test_a_full_disk_is_said_and_nothing_is_left_behind(path: Path, tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    record(path, 300)
    done = subprocess.run(
        [sys.executable, "-c", FULL, path, tmp_path / "copy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SetupError the disk is full: ")
    assert names(tmp_path) == ["ledger"]


@pytest.mark.parametrize("stage", ["copying", "checking every event"])
def test_an_interrupt_leaves_nothing_behind(path: Path, tmp_path: Path, stage: str) -> None:
    def interrupt(what: str, *_: object) -> None:
        if what == stage:
            raise KeyboardInterrupt

    with open_ledger(path, read_only=True) as ledger, pytest.raises(KeyboardInterrupt):
        ledger.backup(tmp_path / "copy", progress=interrupt)
    shutil.copy(path, tmp_path / "as it was")
    with pytest.raises(KeyboardInterrupt):
        restore_ledger(tmp_path / "as it was", tmp_path / "copy", progress=interrupt)
    assert names(tmp_path) == ["as it was", "ledger"]
