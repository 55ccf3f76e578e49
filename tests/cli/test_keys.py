"""`keys`: made and kept apart from any ledger, shown, trusted, retired; refused where loose."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from ledger.integrity.vkey import ED25519, MAX_NAME, VerifierKey, parse_vkey
from tests.cli.test_completion import offered
from tests.integrity.signed import IMPOSTOR, REGISTRY, STRANGER, WITNESS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

NAME = "registry.example/2026"
PASSPHRASE = "correct horse battery"  # noqa: S105 -- of no key but those made here


def folder_of(dipledger: Runner) -> Path:
    return dipledger.home / ".local" / "share" / "dipledger" / "keys"


def made(dipledger: Runner, name: str = NAME) -> str:
    """A new key; its verifier key."""
    return dipledger("keys", "new", name).ok().out.removesuffix("\n")


def lines(dipledger: Runner) -> list[tuple[str, str, str | None]]:
    found = dipledger("keys", "list", "--format", "json").ok().data["keys"]
    return [(one["name"], one["role"], one["private"]) for one in found]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_key_is_made_for_its_owner_alone_and_its_public_half_is_printed(
    dipledger: Runner,
) -> None:
    done = dipledger("keys", "new", NAME).ok()
    key = parse_vkey(done.out.removesuffix("\n"))

    assert key.name == NAME
    private, public = sorted(folder_of(dipledger).iterdir())
    assert private.name == f"registry.example%2F2026+{key.id.hex()}.key"
    assert str(private) in done.err
    assert (mode(private), mode(folder_of(dipledger))) == (0o600, 0o700)
    assert public.read_text() == done.out
    assert dipledger("keys", "show", NAME).ok().out == done.out
    assert dipledger("keys", "show", key.shown).ok().out == done.out
    assert "PRIVATE" not in done.out + done.err


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_the_umask_neither_opens_a_key_nor_locks_it(dipledger: Runner, umask: int) -> None:
    folder_of(dipledger).parent.mkdir(parents=True)
    before = os.umask(umask)
    try:
        with dipledger.start("keys", "new", NAME) as process:
            assert process.wait() == 0
    finally:
        os.umask(before)

    private, public = sorted(folder_of(dipledger).iterdir())
    assert [mode(each) for each in (folder_of(dipledger), private, public)] == [
        0o700, 0o600, 0o644,
    ]  # fmt: skip


def test_a_private_key_is_never_overwritten(dipledger: Runner) -> None:
    vkey = made(dipledger)
    again = dipledger("keys", "new", NAME)

    assert again.code == 2
    assert "is not overwritten" in again.err
    assert dipledger("keys", "show", NAME).ok().out == f"{vkey}\n"


def test_a_retired_key_gives_its_name_free_and_its_public_half_stays(dipledger: Runner) -> None:
    first = made(dipledger)
    retired = dipledger("keys", "retire", NAME).ok()
    assert ".retired.key, which you may delete" in retired.err
    assert lines(dipledger) == [(NAME, "own", None)]

    second = made(dipledger)
    assert sorted(dipledger("keys", "show", NAME).ok().out.split()) == sorted([first, second])
    assert sorted(one[2] or "" for one in lines(dipledger)) == ["", "plain"]
    assert dipledger("keys", "retire", "registry").code == 2


def test_keys_of_others_are_trusted_by_their_line_or_from_a_file(dipledger: Runner) -> None:
    assert "as a log" in dipledger("keys", "trust", str(STRANGER.key)).ok().err
    file = dipledger.folder / "witnesses.txt"
    file.write_text(f"{WITNESS}\n\n{STRANGER.key}\n")
    told = dipledger("keys", "trust", file).ok().err

    assert f"{WITNESS.shown} is trusted as a witness" in told
    assert f"{STRANGER.key.shown} is known already" in told
    assert lines(dipledger) == [
        (STRANGER.key.name, "log", None),
        (WITNESS.name, "witness", None),
    ]
    dipledger("keys", "trust", str(REGISTRY.key), "--as", "witness").ok()
    other = dipledger("keys", "trust", str(IMPOSTOR.key)).ok().err
    assert f"other keys of that name are known: {REGISTRY.key.shown}" in other


def test_a_key_with_a_name_longer_than_a_files_is_read(dipledger: Runner) -> None:
    key = VerifierKey("\u00e9" * MAX_NAME, ED25519, bytes(range(32)))
    refused = dipledger("keys", "trust", str(key))
    assert refused.code == 2
    assert "cannot write" in refused.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("new", "a b"), "cannot be called 'a b'"),
        (("new", "a+b"), "cannot be called"),
        (("new", ""), "cannot be called"),
        (("new", "a\u202eb"), "cannot be called"),
        (("new", "x" * 65), "cannot be called"),
        (("show", "registry"), "there is no key registry"),
        (("trust", "nonsense"), "not a verifier key"),
        (("trust", str(STRANGER.key)[:-1]), "not a verifier key"),
        (("trust", "empty.txt"), "no verifier key in the file"),
        (("trust", "wrong.txt"), "not a verifier key"),
        (("trust", str(WITNESS), "--as", "log"), "signs no ledger of its own"),
        (("trust", str(WITNESS), "--as", "own"), "is not trusted as 'own'"),
        (("retire", NAME), "there is no private key"),
        (("new", NAME, "--passphrase"), "no terminal to ask at"),
        (("new", NAME, "--passphrase-file", "none"), "cannot read the passphrase"),
        (("new", NAME, "--passphrase-file", "empty.txt"), "the first line is no passphrase"),
        (("new", NAME, "--passphrase-file", "short.txt"), "too short"),
    ],
)
def test_what_cannot_be_done_is_said_and_makes_nothing(
    dipledger: Runner, args: tuple[str, ...], said: str
) -> None:
    for name, text in (("empty.txt", ""), ("wrong.txt", "a+b\n"), ("short.txt", "hunter2\n")):
        (dipledger.folder / name).write_text(text)
        (dipledger.folder / name).chmod(0o600)
    done = dipledger("keys", *args)

    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "hunter2" not in done.err
    assert lines(dipledger) == []


def test_a_name_with_dots_and_slashes_stays_in_its_folder(dipledger: Runner) -> None:
    made(dipledger, "../../etc/passwd")

    assert {path.name.partition("+")[0] for path in folder_of(dipledger).iterdir()} == {
        "..%2F..%2Fetc%2Fpasswd"
    }


def test_the_folder_is_that_of_the_settings(dipledger: Runner) -> None:
    (dipledger.folder / ".dipledger.toml").write_text('keys = "ours"\n')
    made(dipledger)

    assert len(list((dipledger.folder / "ours").iterdir())) == 2
    assert not folder_of(dipledger).exists()


# ------------------------------------------------------------------------------------ passphrases


def test_a_passphrase_is_asked_for_twice_and_never_shown(ledger: Runner) -> None:
    def typed(*args: str, answers: tuple[str, ...]) -> tuple[str, int]:
        screen = pexpect.spawn(
            sys.executable, ["-m", "cli.app", *args], cwd=ledger.folder,
            env={**ledger.environment(), "TERM": "xterm"}, encoding="utf-8", timeout=60,
        )  # fmt: skip
        seen = ""
        for answer in answers:
            screen.expect(r"(Passphrase[^:]*|The same again): ")
            seen += screen.before or ""
            screen.sendline(answer)
        screen.expect(pexpect.EOF)
        seen += screen.before or ""
        screen.close()
        assert PASSPHRASE not in seen
        return seen, screen.exitstatus or 0

    new = ("keys", "new", NAME, "--passphrase")
    assert "the two passphrases differ" in typed(*new, answers=(PASSPHRASE, "another"))[0]
    assert lines(ledger) == []
    assert typed(*new, answers=(PASSPHRASE, PASSPHRASE))[1] == 0
    assert lines(ledger) == [(NAME, "own", "passphrase")]
    assert "signs, with a passphrase" in ledger("keys", "list").ok().out
    told, code = typed("checkpoint", "create", answers=("something else",))
    assert (code, "does not open" in told) == (2, True)
    told, code = typed("checkpoint", "create", answers=(PASSPHRASE,))
    assert (code, "signed for 1 event" in told) == (0, True)


def test_a_passphrase_is_read_from_a_file_that_is_the_users_alone(ledger: Runner) -> None:
    file = ledger.folder / "passphrase"
    file.write_text(f"{PASSPHRASE}\nmore\n")
    file.chmod(0o640)
    new = ("keys", "new", NAME, "--passphrase-file", file)

    refused = ledger(*new)
    assert (refused.code, "chmod 600" in refused.err) == (2, True)
    file.chmod(0o400)
    ledger(*new).ok()
    (private,) = folder_of(ledger).glob("*.key")
    assert b"ENCRYPTED" in private.read_bytes()
    assert "no terminal" in ledger("checkpoint", "create").err
    ledger("checkpoint", "create", "--passphrase-file", file).ok()


# ------------------------------------------------------------------------------------------ rights


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o622])
def test_a_private_key_that_others_can_read_signs_nothing(ledger: Runner, rights: int) -> None:
    made(ledger)
    (private,) = folder_of(ledger).glob("*.key")
    private.chmod(rights)
    refused = ledger("checkpoint", "create")

    assert refused.code == 2
    assert f"can read the private key {private} ({rights:04o})" in refused.err
    assert f"mend: chmod 600 {private}" in refused.err
    assert "ok" not in ledger("checkpoint", "list", "--format", "csv").ok().out
    private.chmod(0o600)
    ledger("checkpoint", "create").ok()


@pytest.mark.parametrize("what", ["folder", "key"])
def test_keys_that_others_can_write_are_not_believed(dipledger: Runner, what: str) -> None:
    made(dipledger)
    folder = folder_of(dipledger)
    loose = folder if what == "folder" else next(iter(folder.glob("*.vkey")))
    loose.chmod(mode(loose) | 0o020)

    for call in (("list",), ("show", NAME), ("new", "other.example")):
        refused = dipledger("keys", *call)
        assert refused.code == 2
        assert "and so say whom you trust" in refused.err
        assert f"mend: chmod go-w {loose}" in refused.err


def test_files_that_hold_something_else_are_said(ledger: Runner) -> None:
    made(ledger)
    (private,) = folder_of(ledger).glob("*.key")
    private.write_bytes(IMPOSTOR.to_pem())
    assert "is not that of registry.example/2026+" in ledger("checkpoint", "create").err
    private.write_bytes(b"")
    assert "its file is damaged" in ledger("checkpoint", "create").err
    private.unlink()
    assert "there is no key to sign with" in ledger("checkpoint", "create").err
    (folder_of(ledger) / "x.log.vkey").write_text("x\n")
    refused = ledger("keys", "list")
    assert (refused.code, "holds no verifier key" in refused.err) == (2, True)
    assert offered(ledger, "dipledger keys show ") == []


def test_a_folder_that_cannot_be_made_is_said(dipledger: Runner) -> None:
    (dipledger.folder / "file").write_text("")
    refused = dipledger("keys", "new", NAME, env={"DIPLEDGER_KEYS": "file/keys"})

    assert refused.code == 2
    assert "cannot make file/keys" in refused.err


def test_names_of_keys_are_completed(dipledger: Runner) -> None:
    made(dipledger)
    made(dipledger, "other.example")

    assert offered(dipledger, "dipledger keys show reg") == [NAME]
    assert offered(dipledger, "dipledger checkpoint create --key o") == ["other.example"]
    assert offered(dipledger, "dipledger keys trust x --as ") == ["log", "witness"]
