"""`checkpoint`: signed, kept, cosigned, stamped, and held against a ledger that may differ."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cli.timestamping import ask_authority
from ledger.errors import SetupError
from ledger.integrity.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.integrity.keys import Verifier
from ledger.integrity.note import parse_note, sign_note
from ledger.integrity.vkey import parse_vkey
from tests.cli.signing import NAME, grown, signed, with_acts, with_key
from tests.integrity.authority import Authority, serving
from tests.integrity.signed import IMPOSTOR, STRANGER, WITNESS, cosigned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Result, Runner


@pytest.fixture
def acts(dipledger: Runner) -> Runner:
    """A ledger of three events, and a key to sign for it."""
    with_acts(dipledger)
    with_key(dipledger)
    return dipledger


def put(runner: Runner, note: str, name: str = "note.txt") -> str:
    (runner.folder / name).write_bytes(note.encode())
    return name


def one(told: Result) -> dict[str, Any]:
    """What was found of a single checkpoint."""
    (found,) = told.data["checkpoints"]
    return dict(found)


def verified(runner: Runner, note: str) -> dict[str, Any]:
    return one(runner("checkpoint", "verify", put(runner, note), "--format", "json"))


def said(runner: Runner) -> Checkpoint:
    """The newest state of a ledger, as a checkpoint says it."""
    return parse_checkpoint(parse_note(signed(runner)).text)


# ----------------------------------------------------------------------------------- made and kept


def test_a_checkpoint_is_signed_printed_and_kept(acts: Runner) -> None:
    done = acts("checkpoint", "create").ok()
    vkey = parse_vkey(acts("keys", "show", NAME).ok().out.strip())
    opened = open_checkpoint(done.out, [Verifier(vkey)])

    assert opened.checkpoint.size == 3
    assert opened.checkpoint.origin.startswith("dipledger/")
    assert f"checkpoint 1: {vkey.shown} signed for 3 events" in done.err
    listed = acts("checkpoint", "list", "--format", "json").ok().data
    assert listed["origin"] == opened.checkpoint.origin
    assert one_line(listed) == (1, 3, opened.checkpoint.root.hex(), [vkey.shown], False)


def one_line(listed: dict[str, Any]) -> tuple[Any, ...]:
    (line,) = listed["checkpoints"]
    return tuple(line[name] for name in ("number", "size", "root", "signed_by", "timestamped"))


def test_the_same_state_signed_again_is_kept_once_and_a_new_one_beside_it(acts: Runner) -> None:
    first = signed(acts)
    assert signed(acts) == first
    grown(acts, "more")
    assert signed(acts) != first

    sizes = [
        one["size"] for one in acts("checkpoint", "list", "--format", "json").data["checkpoints"]
    ]
    assert sizes == [3, 4]


def test_an_empty_ledger_can_be_signed_for(dipledger: Runner) -> None:
    dipledger("init").ok()
    with_key(dipledger)

    assert said(dipledger).size == 0
    assert "its 0 events unaltered, and none since" in dipledger("checkpoint", "verify").ok().out


def test_a_checkpoint_goes_into_a_new_file_and_never_over_another(acts: Runner) -> None:
    assert acts("checkpoint", "create", "--out", "c.txt").ok().out == ""
    note = (acts.folder / "c.txt").read_bytes()
    grown(acts, "more")
    refused = acts("checkpoint", "create", "--out", "c.txt")

    assert (refused.code, "is not overwritten" in refused.err) == (2, True)
    assert (acts.folder / "c.txt").read_bytes() == note
    assert len(acts("checkpoint", "list", "--format", "csv").ok().out.splitlines()) == 2
    nowhere = acts("checkpoint", "create", "--out", "none/c.txt")
    assert (nowhere.code, "cannot write none/c.txt" in nowhere.err) == (2, True)


def test_of_several_keys_one_is_named(acts: Runner) -> None:
    acts("keys", "new", "other.example").ok()
    several = acts("checkpoint", "create")
    assert (several.code, f"other.example, {NAME}" in several.err) == (2, True)
    near = acts("checkpoint", "create", "--key", "othr.example")
    assert (near.code, "near: other.example" in near.err) == (2, True)

    assert "— other.example " in acts("checkpoint", "create", "--key", "other.example").ok().out


def test_without_a_key_or_a_checkpoint_it_is_said_how_to_make_one(dipledger: Runner) -> None:
    with_acts(dipledger)

    for command, mend in (("create", "keys new NAME"), ("verify", "checkpoint create")):
        refused = dipledger("checkpoint", command)
        assert (refused.code, mend in refused.err) == (2, True)
    assert "None is kept yet" in dipledger("checkpoint", "list").ok().out


# ----------------------------------------------------------------------------------------- verified


def test_what_is_kept_is_held_against_the_ledger_and_told_how_far_it_is_behind(
    acts: Runner,
) -> None:
    signed(acts)
    grown(acts, "more")
    signed(acts)
    told = acts("checkpoint", "verify").ok().out

    assert "The ledger has its 3 events unaltered, and 1 event since." in told
    assert "The ledger has its 4 events unaltered, and none since." in told
    assert f"signed by {NAME}+" in told


def test_a_published_checkpoint_is_held_against_the_ledger_from_a_file_or_stdin(
    acts: Runner,
) -> None:
    note = signed(acts)

    assert verified(acts, note)["result"] == "ok"
    piped = acts("checkpoint", "verify", "-", "--format", "json", stdin=note)
    assert one(piped.ok())["name"] == "the checkpoint on stdin"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda note: note.replace("\n3\n", "\n4\n"), "is not of this text"),
        (lambda note: note.replace("dipledger/", "dipledger/0"), "is not of this text"),
        (lambda note: note.replace("=\n\n", "A=\n\n"), "is not of this text"),
        (lambda note: note.replace("\n", "\r\n"), "line ends of another system"),
        (lambda note: note[:-1], "was cut off"),
        (lambda note: note[: note.index("—")], "was cut off"),
        (lambda note: note + "x\n", "not in its form"),
        (lambda _: "", "was cut off"),
    ],
)
def test_a_checkpoint_that_was_forged_or_cut_is_a_finding(
    acts: Runner,
    change: Callable[[str], str],
    found: str,
) -> None:
    file = put(acts, change(signed(acts)))
    told = acts("checkpoint", "verify", file)

    assert told.code == 1
    assert "fail" in told.out
    assert found in " ".join(told.out.split())
    refused = acts("checkpoint", "add", file)
    assert (refused.code, found in refused.err) == (1, True)
    assert "Traceback" not in told.err + refused.err


def test_whoever_else_signed_it_is_named(acts: Runner) -> None:
    text = str(said(acts))
    name = parse_vkey(acts("keys", "show", NAME).ok().out.strip())
    by_stranger = str(sign_note(text, [STRANGER]))
    by_impostor = str(sign_note(text, [IMPOSTOR]))
    forged = by_impostor.splitlines()[-1].split()[-1]

    assert "no key that is known signed it" in verified(acts, by_stranger)["found"]
    assert f"the key known by that name is {name.id.hex()}" in verified(acts, by_impostor)["found"]
    blob = b64encode(name.id + b64decode(forged)[4:]).decode()
    with_our_id = by_impostor.replace(forged, blob)
    assert "another key signed that only shares the id" in verified(acts, with_our_id)["found"]
    acts("keys", "trust", str(STRANGER.key)).ok()
    assert verified(acts, by_stranger)["signed_by"] == [STRANGER.key.shown]


def test_a_checkpoint_of_another_ledger_is_told_from_this_one(acts: Runner, tmp_path: Path) -> None:
    acts("init", tmp_path / "other.dipledger").ok()
    other = acts("--ledger", tmp_path / "other.dipledger", "checkpoint", "create").ok().out

    assert "it is of another ledger, dipledger/" in verified(acts, other)["found"]


def test_a_checkpoint_ahead_of_the_ledger_shows_an_old_copy(acts: Runner) -> None:
    path = acts.folder / "ledger.dipledger"
    shutil.copy(path, acts.folder / "old")
    for slug in ("more", "still-more"):
        grown(acts, slug)
    note = signed(acts)
    shutil.copy(acts.folder / "old", path)
    found = verified(acts, note)

    assert found["found"] == "it is over 5 events, and the ledger has 3: 2 are missing"
    assert found["events_since"] == -2
    assert "older copy" in found["mend"]


def altered(runner: Runner, *statements: str) -> None:
    """What another program did to the file."""
    with closing(sqlite3.connect(runner.folder / "ledger.dipledger")) as other:
        guards = other.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)
        for _, sql in guards:
            other.execute(sql)
        other.commit()


def test_an_event_that_was_altered_is_shown_and_not_signed_for(acts: Runner) -> None:
    note = signed(acts)
    altered(acts, "UPDATE stored_events SET state = CAST(replace(state, 'Never', 'Maybe') AS BLOB)")
    told = acts("checkpoint", "verify", put(acts, note), "--format", "json")

    assert told.code == 1
    _, whole = told.data["checkpoints"]
    assert (whole["name"], whole["result"]) == ("the ledger", "fail")
    assert "event 3 is not as it was recorded" in whole["found"]
    refused = acts("checkpoint", "create")
    assert (refused.code, refused.out) == (1, "")
    assert "event 3 is not as it was recorded" in refused.err


def test_a_history_rewritten_with_its_tree_is_shown_by_the_checkpoint(acts: Runner) -> None:
    note = signed(acts)
    (acts.folder / "ledger.dipledger").unlink()
    acts("init", "--origin", parse_checkpoint(parse_note(note).text).origin).ok()
    for slug in ("one", "two", "three"):
        grown(acts, slug)
    found = verified(acts, note)

    assert "the tree over the first 3 events has another root" in found["found"]


def test_a_checkpoint_that_is_kept_can_be_forged_no_more_than_one_in_a_file(acts: Runner) -> None:
    signed(acts)
    altered(acts, "UPDATE log_checkpoint SET note = replace(note, char(10)||'3'||char(10), '')")
    told = acts("checkpoint", "verify", "--format", "json")

    assert told.code == 1
    assert {one["result"] for one in told.data["checkpoints"]} == {"fail"}
    assert acts("checkpoint", "list").code == 0


def test_a_lost_key_blocks_nothing_but_signing(acts: Runner) -> None:
    signed(acts)
    for private in (acts.home / ".local/share/dipledger/keys").glob("*.key"):
        private.unlink()

    acts("checkpoint", "verify").ok()
    acts("show", "straits").ok()
    assert acts("checkpoint", "create").code == 2
    with_key(acts)
    signed(acts)
    assert len(acts("checkpoint", "verify", "--format", "json").ok().data["checkpoints"]) == 2


# --------------------------------------------------------------------------------------- witnesses


def test_a_checkpoint_comes_back_from_a_witness_and_is_kept_as_it_is(acts: Runner) -> None:
    note = cosigned(signed(acts))
    file = put(acts, note)
    assert f"keys that are not known: {WITNESS.shown}" in acts("checkpoint", "add", file).ok().err
    acts("keys", "trust", str(WITNESS)).ok()

    again = acts("checkpoint", "add", file).ok()
    assert "checkpoint 2: " in again.err
    assert f"cosigned by {WITNESS.shown} at 2023-03-20T12:25:47Z" in again.err
    kept = acts("checkpoint", "verify", "--format", "json").ok().data["checkpoints"]
    assert [one["cosigned"] for one in kept] == [
        [], [f"{WITNESS.shown} at 2023-03-20T12:25:47Z"],
    ]  # fmt: skip
    forged = cosigned(note.rpartition("—")[0], at=1).rpartition("—")[2]
    moved = f"{note.rpartition('—')[0]}—{forged[:40]}{note.rpartition('—')[2][40:]}"
    assert acts("checkpoint", "add", put(acts, moved)).code == 1


def test_a_witness_alone_makes_no_checkpoint(acts: Runner) -> None:
    note = cosigned(str(sign_note(str(said(acts)), [STRANGER])))
    acts("keys", "trust", str(WITNESS)).ok()

    assert "only a witness did" in verified(acts, note)["found"]


# ------------------------------------------------------------------------------------- time stamps


def test_an_authority_stamps_a_checkpoint_and_is_believed_by_its_certificate(
    acts: Runner, tmp_path: Path
) -> None:
    authority = Authority(tmp_path / "authority")
    before = time.strftime("%FT%TZ", time.gmtime(time.time() - 1))
    with serving(authority.reply) as url:
        create = ("checkpoint", "create", "--timestamp", url)
        unbelieved = acts(*create)
        done = acts(*create, "--authority-cert", authority.root).ok()

    assert (unbelieved.code, "--authority-cert" in unbelieved.err) == (2, True)
    assert "by CN=Authority of the test" in done.err
    assert (
        "its time stamp is not checked"
        in one(acts("checkpoint", "verify", "--format", "json").ok())["found"]
    )
    (acts.folder / ".dipledger.toml").write_text(f'timestamp-certs = "{authority.root}"\n')
    found = one(acts("checkpoint", "verify", "--format", "json").ok())
    assert found["authority"] == "CN=Authority of the test"
    assert before <= found["stamped"] <= time.strftime("%FT%TZ", time.gmtime(time.time() + 2))
    assert "stamped at 2" in acts("checkpoint", "verify").ok().out
    assert "with a time stamp" in acts("checkpoint", "list").ok().out


def test_a_stamp_that_does_not_hold_is_a_finding_and_nothing_is_kept(
    acts: Runner, tmp_path: Path
) -> None:
    authority, other = (Authority(tmp_path / name, name) for name in ("one", "two"))

    def asked(url: str, certificate: Path = authority.root) -> Result:
        done = acts("checkpoint", "create", "--timestamp", url, "--authority-cert", certificate)
        assert done.out == ""
        assert "Traceback" not in done.err
        return done

    with serving(authority.reply) as url:
        assert "the time stamp does not hold" in asked(url, other.root).err
        assert asked(url, other.root).code == 1
        assert "no certificate in the file" in asked(url, acts.folder / "ledger.dipledger").err
        assert "cannot read the certificate" in asked(url, tmp_path / "none").err
    old = authority.reply(b"")
    for reply, code, found in (
        (lambda _: b"<html>", 1, "is not a reply of a time-stamping authority"),
        (lambda _: old, 1, "refused"),
        (other.reply, 1, "the time stamp does not hold"),
        (lambda _: b"x" * 300_000, 2, "answered with too much"),
    ):
        with serving(reply) as url:
            done = asked(url)
            assert (done.code, found in done.err) == (code, True), done.err
    with (
        serving(authority.reply) as url,
        serving(lambda _: b"", 302, Location=url) as elsewhere,
        serving(lambda _: b"", 500) as broken,
    ):
        for address in (elsewhere, broken, "http://127.0.0.1:1", "http://", "https://[::1"):
            assert asked(address).code == 2
    for address in ("file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense"):
        assert "is no address to ask at" in asked(address).err
    assert "None is kept yet" in acts("checkpoint", "list").ok().out


def test_without_the_package_for_time_stamps_all_else_works(acts: Runner, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    (tmp_path / "rfc3161_client.py").write_text("raise ImportError\n")
    environment = acts.environment()
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", "checkpoint", "create",
         "--timestamp", "http://127.0.0.1:1", "--authority-cert", authority.root],
        cwd=acts.folder, capture_output=True, text=True, check=False,
        env={**environment, "PYTHONPATH": f"{tmp_path}:{environment['PYTHONPATH']}"},
    )  # fmt: skip

    assert done.returncode == 2
    assert "pip install 'dipledger[timestamp]'" in done.stderr
    signed(acts)


def test_an_authority_that_dawdles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.timestamping.PATIENCE", 0.5)

    def dawdle(_: bytes) -> bytes:
        time.sleep(2)
        return b""

    with serving(dawdle) as url, pytest.raises(SetupError, match="did not answer"):
        ask_authority(url, b"query")
    began = time.monotonic()
    with serving(lambda _: b"x" * 40, pause=0.1) as url, pytest.raises(SetupError, match="took"):
        ask_authority(url, b"query")
    assert time.monotonic() - began < 4
