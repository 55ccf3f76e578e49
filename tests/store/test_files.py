"""The file of a ledger: its name, its making, its rights, and what is refused as none."""

from __future__ import annotations

import os
import re
import resource
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.errors import SetupError
from ledger.store import check_ledger_file, create_ledger_file
from tests.store.stored import ROOT, another_tool, fill, note, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD_NAMES = [
    "file:x?mode=memory",
    "a?b#c%20.db",
    "-rf",
    "x:memory:y",
    "with space & ?immutable=1",
    "Ноты 1962 – копия",
    "%2e%2e%00",
    "a;b'c\"d",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    file = tmp_path / "ledger.dipledger"
    create_ledger_file(file)
    return file


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def umask() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


# --------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_odd_name_is_the_literal_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    create_ledger_file(path)
    fill(path, 2)

    with open_log(path, read_only=True) as log:
        assert log.head()[0] == 2
    assert names(tmp_path) == [name]


def test_a_path_that_begins_with_two_slashes_is_no_network_host(tmp_path: Path) -> None:
    path = Path(f"/{tmp_path}/ledger")
    create_ledger_file(path)
    fill(path, 1)

    assert names(tmp_path) == ["ledger"]


def test_a_name_that_is_no_utf_8_is_kept_and_shown_escaped(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    create_ledger_file(path)
    fill(path, 1)

    with pytest.raises(SetupError, match=re.escape("/<U+DCFF> exists already")):
        create_ledger_file(path)


@pytest.mark.parametrize("name", ["", ".", ":memory:", "a\nb", "a\0b", "a\x1b[2Jb", "a\tb"])
def test_names_that_no_ledger_may_have(name: str) -> None:
    for use in (create_ledger_file, check_ledger_file):
        with pytest.raises(SetupError, match=r"names no file|control character") as caught:
            use(Path(name))
        assert caught.value.mend
        assert not set("\n\t\0\x1b") & set(str(caught.value))


# -------------------------------------------------------------------------------------- making


@pytest.mark.usefixtures("umask")
def test_a_new_ledger_and_its_companions_are_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    create_ledger_file(path)

    assert check_ledger_file(path) == ()
    with open_log(path) as log:
        log.append([note("a", 1)])
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"ledger": 0o600, "ledger-wal": 0o600, "ledger-shm": 0o600}
    assert names(tmp_path) == ["ledger"]


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_what_is_there_already_is_not_overwritten(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ledger"
    if kind == "file":
        path.write_text("precious")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")

    with pytest.raises(SetupError, match="exists already, and is not overwritten"):
        create_ledger_file(path)
    assert names(tmp_path) == ["ledger"]
    assert kind != "file" or path.read_text() == "precious"


def test_a_missing_folder_is_named_with_the_way_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "no" / "such" / "ledger"

    with pytest.raises(SetupError, match="does not exist") as caught:
        create_ledger_file(path)
    assert caught.value.mend is not None
    assert f"mkdir -p {path.parent}" in caught.value.mend
    assert names(tmp_path) == []


def test_a_name_too_long_for_the_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="File name too long"):
        create_ledger_file(tmp_path / ("x" * 300))
    assert names(tmp_path) == []


def test_a_disk_that_fills_up_while_a_ledger_is_made_leaves_no_half_file(tmp_path: Path) -> None:
    result = subprocess.run(
        command("fills_up", tmp_path), capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert result.stdout == "the disk\n"
    assert names(tmp_path) == []


def test_of_many_who_create_the_same_ledger_at_once_one_does(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    processes = [
        subprocess.Popen(command("creates", path), stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    results = sorted(process.communicate()[0].strip() for process in processes)

    assert results == ["SetupError", "SetupError", "SetupError", "done"]
    check_ledger_file(path)
    assert names(tmp_path) == ["ledger"]


# ------------------------------------------------------------------------------------- refused


def test_a_missing_ledger_is_said_to_be_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "no" / "none"):
        with pytest.raises(SetupError, match="there is no ledger at") as caught:
            check_ledger_file(path)
        assert "dipledger init" in str(caught.value)
        assert names(tmp_path) == []


def test_a_file_for_a_folder_is_said_to_be_missing_too(path: Path) -> None:
    with pytest.raises(SetupError, match="there is no ledger at"):
        check_ledger_file(path / "ledger")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty, not a ledger"),
        (b"acts:\n  - kind: demand\n" * 200, "is not a ledger: it is no SQLite file"),
        (b"SQLite format 3\0" + b"\xff" * 4_000, "is not a ledger|is damaged"),
    ],
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(SetupError, match=sentence):
        open_log(path)
    assert path.read_bytes() == content
    assert names(tmp_path) == ["notes.txt"]


def test_a_folder_a_pipe_and_a_socket_are_no_ledgers(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(SetupError, match="is a folder"):
        check_ledger_file(tmp_path)
    with pytest.raises(SetupError, match="a device or a pipe"):
        check_ledger_file(pipe)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket"))
        with pytest.raises(SetupError, match="a device or a pipe"):
            check_ledger_file(tmp_path / "socket")


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("application_id = 0", "an SQLite file, but not a ledger"),
        ("application_id = 1196444487", "an SQLite file, but not a ledger"),
        ("user_version = 0", "an SQLite file, but not a ledger"),
        ("user_version = 3", "has format 3, and this dipledger reads up to 2"),
    ],
)
def test_databases_of_others_and_newer_ledgers_are_refused_untouched(
    path: Path, pragma: str, sentence: str
) -> None:
    tool = another_tool(path)
    tool.execute(f"PRAGMA {pragma}")
    tool.close()
    before = path.read_bytes()

    for read_only in (False, True):
        with pytest.raises(SetupError, match=sentence):
            open_log(path, read_only=read_only)
    assert path.read_bytes() == before
    assert names(path.parent) == [path.name]


def test_a_newer_format_that_still_waits_in_the_write_ahead_log_is_seen(path: Path) -> None:
    tool = another_tool(path)
    tool.execute("PRAGMA user_version = 3")
    check_ledger_file(path)  # the file itself does not say so yet

    with pytest.raises(SetupError, match="Install a newer dipledger, one that reads format 3"):
        open_log(path)
    tool.close()


def test_a_damaged_page_is_damage_and_no_crash(path: Path) -> None:
    fill(path, 200)
    content = bytearray(path.read_bytes())
    behind_the_schema = 24 * 4096
    content[behind_the_schema:] = b"\xa5" * (len(content) - behind_the_schema)
    path.write_bytes(content)

    with open_log(path, read_only=True) as log, pytest.raises(SetupError, match="is damaged"):
        log.all_after()


def test_a_second_name_of_the_file_is_refused_and_a_link_to_it_is_not(path: Path) -> None:
    link = path.with_name("link")
    link.symlink_to(path)
    fill(link, 2)
    with open_log(path) as log:
        assert log.head()[0] == 2

    os.link(path, path.with_name("second"))
    for name in (path, link):
        with pytest.raises(SetupError, match=r"has 2 names \(hard links\)"):
            open_log(name)


def test_rights_for_others_are_worth_a_note(path: Path) -> None:
    path.chmod(0o646)

    with open_log(path) as log:
        assert log.notes == (f"{path} is open to others (mode 0646); chmod 600 closes it",)


# ------------------------------------------------------------- what is done in another process


def command(story: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.store.test_files", story, str(path)]


def creates(path: Path) -> str:
    try:
        create_ledger_file(path)
    except SetupError:
        return "SetupError"
    return "done"


def fills_up(folder: Path) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, resource.RLIM_INFINITY))
    try:
        create_ledger_file(folder / "ledger")
    except SetupError as error:
        return str(error)[:8]
    return "done"


if __name__ == "__main__":
    print(globals()[sys.argv[1]](Path(sys.argv[2])))  # noqa: T201 -- what the test reads
