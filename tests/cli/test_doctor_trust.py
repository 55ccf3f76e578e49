"""`doctor` on what others could have done: tree, memory, checkpoints, keys, copies, libraries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ledger import open_ledger, shred
from tests.cli.conftest import ROOT
from tests.cli.signing import NAME, grown, signed, with_acts, with_key
from tests.store.stored import another_tool, behind_the_guards

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

FORMAT_1 = ROOT / "tests/store/format-1.sql"


def examined(runner: Runner, code: int, *args: str, **how: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """What doctor finds: check → its line; the last one of several."""
    told = runner(*args, "doctor", "--format", "json", now=None, **how)
    assert told.code == code, told.err
    return {line["check"]: line for line in told.data["checks"]}


def result(line: dict[str, Any]) -> tuple[str, str]:
    return line["result"], line["found"]


@pytest.fixture
def file(dipledger: Runner) -> Path:
    """A ledger of three events, as it was last seen on this machine."""
    with_acts(dipledger)
    return dipledger.folder / "ledger.dipledger"


def keys_of(runner: Runner) -> Path:
    return runner.home / ".local/share/dipledger/keys"


# ------------------------------------------------------------------------------- the tree


@pytest.mark.parametrize(
    ("alteration", "found"),
    [
        ("DELETE FROM log_head WHERE size = 3", "it is over 0 events, the log has 3"),
        (
            "UPDATE stored_events SET leaf = zeroblob(32) WHERE position = 2",
            "its newest head is not that of the leaves in the log",
        ),
        (
            "UPDATE log_head SET root = zeroblob(32)",
            "the log does not fit its tree: its head of 3 events is not whole",
        ),
        (
            "UPDATE log_head SET frontier = zeroblob(32)",
            "the log does not fit its tree: its head of 3 events is not whole",
        ),
    ],
)
def test_a_tree_that_is_not_the_logs_fails(
    dipledger: Runner, file: Path, alteration: str, found: str
) -> None:
    behind_the_guards(file, alteration)
    line = examined(dipledger, 1)["tree"]

    assert result(line) == ("fail", found)
    assert "`dipledger verify` says" in line["mend"]


def test_what_is_in_the_events_is_left_to_verify_and_that_is_said(
    dipledger: Runner, file: Path
) -> None:
    behind_the_guards(file, "UPDATE stored_events SET recorded_by = 'somebody'")

    assert result(examined(dipledger, 0)["tree"]) == (
        "ok",
        "its head fits the leaves of 3 events; what the events say is read by `dipledger verify`",
    )
    assert dipledger("verify", "--quick").code == 1


def test_a_ledger_of_the_first_format_gets_its_tree_when_it_is_next_recorded_in(
    dipledger: Runner,
) -> None:
    old = dipledger.folder / "ledger.dipledger"
    with closing(another_tool(old)) as tool:
        tool.executescript(FORMAT_1.read_text(encoding="utf-8"))
    checks = examined(dipledger, 0)

    assert checks["tree"]["result"] == "warning"
    assert checks["tree"]["mend"] == "It gets its tree when something is next recorded in it."
    assert "checkpoints" not in checks
    grown(dipledger, "more")
    assert examined(dipledger, 0)["tree"]["result"] == "ok"


# ---------------------------------------------------------------------- what was seen before


def test_an_old_copy_put_back_fails(dipledger: Runner, file: Path) -> None:
    shutil.copy(file, file.with_name("old"))
    grown(dipledger, "more")
    shutil.copy(file.with_name("old"), file)
    result_, found = result(examined(dipledger, 1)["seen before"])

    assert result_ == "fail"
    assert found.startswith("1 event is missing that was seen")


def test_another_ledger_in_its_place_fails(dipledger: Runner, file: Path) -> None:
    file.rename(file.with_name("moved"))
    dipledger("--ledger", "other", "init").ok()
    file.with_name("other").rename(file)
    line = examined(dipledger, 1)["seen before"]

    assert line["result"] == "fail"
    assert "another ledger is in its place" in line["found"]


def test_doctor_itself_remembers_nothing(dipledger: Runner, file: Path) -> None:
    shutil.rmtree(dipledger.home / ".local/state/dipledger")
    for _ in range(2):
        found = examined(dipledger, 0)["seen before"]["found"]
        assert found == "nothing was seen of it yet"
    assert file.exists()


def test_a_place_where_nothing_can_be_remembered_is_a_warning(
    dipledger: Runner, file: Path
) -> None:
    line = examined(dipledger, 0, env={"XDG_STATE_HOME": str(file)})["state folder"]

    assert result(line) == (
        "warning",
        f"{file} cannot be written: what was last seen of a ledger is not remembered",
    )


def test_a_memory_that_others_can_change_is_a_warning(dipledger: Runner, file: Path) -> None:
    folder = dipledger.home / ".local/state/dipledger"
    folder.chmod(0o777)
    line = examined(dipledger, 0)["state folder"]

    assert (line["result"], line["mend"]) == ("warning", f"chmod 700 {folder}")
    assert file.exists()


# ------------------------------------------------------------------------------ checkpoints


def test_without_a_checkpoint_it_says_how_to_make_one(dipledger: Runner, file: Path) -> None:
    line = examined(dipledger, 0)["checkpoints"]

    assert line["result"] == "warning"
    assert "`dipledger checkpoint create`" in line["mend"]
    assert file.exists()


def test_how_old_the_newest_checkpoint_is_and_who_signed_it(dipledger: Runner, file: Path) -> None:
    with_key(dipledger)
    signed(dipledger)
    _, over_all = result(examined(dipledger, 0)["checkpoints"])
    grown(dipledger, "more")
    _, before = result(examined(dipledger, 0)["checkpoints"])

    assert over_all.startswith(f"1 kept, the newest over every event, signed by {NAME}+")
    assert before.startswith(f"1 kept, the newest 1 event ago, signed by {NAME}+")
    assert file.exists()


def test_a_checkpoint_of_nobody_that_is_known_is_a_warning(dipledger: Runner, file: Path) -> None:
    with_key(dipledger)
    signed(dipledger)
    shutil.rmtree(keys_of(dipledger))
    line = examined(dipledger, 0)["checkpoints"]

    assert result(line) == (
        "warning",
        "1 kept, the newest over every event, signed by nobody that you know",
    )
    assert "`dipledger keys trust`" in line["mend"]
    assert file.exists()


@pytest.mark.parametrize(
    ("alteration", "found"),
    [
        ("note = replace(note, 'dipledger/', 'another/')", "checkpoint 1: it is of another ledger"),
        ("note = replace(note, char(10, 10), char(10) || 'more' || char(10, 10))",
         f"checkpoint 1: the signature of {NAME}+"),
        ("note = 'x'", "checkpoint 1: it is not a signed note"),
        ("note = replace(note, char(10) || '3' || char(10), char(10) || '9' || char(10))",
         "checkpoint 1: it is over 9 events, and the ledger has 3"),
        ("note = replace(note, char(10) || '3' || char(10), char(10) || '2' || char(10))",
         "checkpoint 1: the tree over the first 2 events has another root"),
    ],
)  # fmt: skip
def test_a_forged_checkpoint_fails(
    dipledger: Runner, file: Path, alteration: str, found: str
) -> None:
    with_key(dipledger)
    signed(dipledger)
    behind_the_guards(file, f"UPDATE log_checkpoint SET {alteration}")  # noqa: S608
    line = examined(dipledger, 1)["checkpoints"]

    assert line["result"] == "fail"
    assert line["found"].startswith(found)
    assert line["mend"]


# ------------------------------------------------------------------------------------- keys


def test_no_key_is_no_trouble(dipledger: Runner, file: Path) -> None:
    assert result(examined(dipledger, 0)["keys"]) == (
        "ok",
        "there are none, and only who signs or checks checkpoints needs some",
    )
    assert file.exists()


@pytest.mark.parametrize(
    ("what", "mode", "mend"),
    [
        ("", 0o750, "chmod 700 "),
        ("*.key", 0o640, "chmod 600 "),
        ("*.vkey", 0o666, "chmod go-w "),
    ],
)
def test_keys_that_others_can_get_at_fail(
    dipledger: Runner, file: Path, what: str, mode: int, mend: str
) -> None:
    with_key(dipledger)
    folder = keys_of(dipledger)
    path = next(folder.glob(what)) if what else folder
    path.chmod(mode)
    line = examined(dipledger, 1)["keys"]

    assert line["result"] == "fail"
    assert str(path) in line["found"]
    assert line["mend"].startswith(f"{mend}{path}")
    assert file.exists()


def test_a_retired_key_is_looked_at_too(dipledger: Runner) -> None:
    with_acts(dipledger)
    with_key(dipledger)
    signed(dipledger)
    dipledger("keys", "retire", NAME).ok()
    checks = examined(dipledger, 0)
    assert "0 keys to sign with" in checks["keys"]["found"]
    assert checks["checkpoints"]["result"] == "ok"

    next(keys_of(dipledger).glob("*.retired.key")).chmod(0o604)
    assert examined(dipledger, 1)["keys"]["result"] == "fail"


@pytest.mark.parametrize("where", [".", "keys"])
def test_a_key_beside_the_ledger_is_a_warning(dipledger: Runner, file: Path, where: str) -> None:
    with_key(dipledger)
    folder = file.parent / where
    folder.mkdir(mode=0o700, exist_ok=True)
    for each in keys_of(dipledger).iterdir():
        each.rename(folder / each.name)
    folder.chmod(0o700)
    line = examined(dipledger, 0, env={"DIPLEDGER_KEYS": where})["keys"]

    assert line["result"] == "warning"
    assert "is in the ledger's own folder" in line["found"]
    assert "the setting `keys`" in line["mend"]


def test_where_keys_cannot_be_believed_signatures_are_not_looked_at(
    dipledger: Runner, file: Path
) -> None:
    with_key(dipledger)
    signed(dipledger)
    keys_of(dipledger).chmod(0o777)
    checks = examined(dipledger, 1)

    assert checks["keys"]["result"] == "fail"
    assert checks["checkpoints"]["result"] == "warning"
    assert "who signed it was not looked at" in checks["checkpoints"]["found"]
    assert file.exists()


# --------------------------------------------------- a sealed text, a copy, the libraries


def test_with_a_clearance_a_key_that_should_be_gone_is_told_by_position_alone(
    dipledger: Runner, file: Path
) -> None:
    said = ("append", "statement", "straits", "--id", "said", "--from", "USA", "--when")
    dipledger(*said, "2022-01-26", "--text", "Trieste", "--seal", "text").ok()
    with open_ledger(file, recorder="registrar") as opened:
        command = shred(opened, "straits/said", reason="ordered")
        assert command is not None
        opened.handle(command)  # and the key is left where it was

    assert "of straits/said is" in examined(dipledger, 1)["sealed texts"]["found"]
    line = examined(dipledger, 1, "--clearance", "restricted")["sealed texts"]
    assert "of event 4 is recorded as shredded" in line["found"]
    assert "said" not in line["mend"]


def test_a_redacted_copy_is_said_to_be_one(dipledger: Runner, file: Path) -> None:
    copied = ("export", "ledger", "copy", "--redact-above", "official")
    dipledger(*copied).ok()
    checks = examined(dipledger, 0, "--ledger", "copy")

    assert result(checks["copy"]) == (
        "ok",
        "of 2 of 3 events it has only the leaf: it is read, and nothing recorded in it",
    )
    assert result(checks["ledger"]) == ("ok", "a ledger of 3 events, its guards in place")
    assert checks["tree"]["result"] == "ok"
    assert "whoever made the copy" in checks["checkpoints"]["mend"]
    assert "copy" not in examined(dipledger, 0)
    assert file.exists()


def test_a_library_that_cannot_be_loaded_fails_and_one_that_few_need_does_not(
    dipledger: Runner, file: Path, tmp_path: Path
) -> None:
    with_key(dipledger)
    signed(dipledger)
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("cryptography", "rfc3161_client"):
        (broken / f"{name}.py").write_text("raise ImportError('libssl is missing')\n")
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", "doctor", "--format", "json"],
        cwd=dipledger.folder,
        env={**dipledger.environment(), "PYTHONPATH": f"{broken}:{ROOT}"},
        capture_output=True,
        check=False,
    )
    checks = {line["check"]: line for line in json.loads(done.stdout)["data"]["checks"]}

    assert done.returncode == 1, done.stderr
    assert checks["cryptography"]["result"] == "fail"
    assert "libssl is missing" in checks["cryptography"]["found"]
    assert checks["time stamps"]["result"] == "ok"
    assert "pip install 'dipledger[timestamp]'" in checks["time stamps"]["found"]
    assert checks["checkpoints"]["result"] == "warning"
    assert file.exists()
