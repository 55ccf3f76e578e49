"""`prove` and `verify-proof`: a file that convinces without the ledger, also in another Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.signing import NAME, grown, signed, with_acts, with_key
from tests.integrity.signed import REGISTRY, STRANGER, WITNESS, cosigned

if TYPE_CHECKING:
    from tests.cli.conftest import Runner


@pytest.fixture
def acts(dipledger: Runner) -> Runner:
    """A ledger of three events that is signed for."""
    with_acts(dipledger)
    with_key(dipledger)
    signed(dipledger)
    return dipledger


@pytest.fixture
def elsewhere(tmp_path: Path, server: subprocess.Popen[str]) -> Runner:
    """Somebody else, without the ledger and its keys."""
    from tests.cli.conftest import Runner

    (tmp_path / "elsewhere").mkdir()
    return Runner(tmp_path / "elsewhere", server)


def proof(runner: Runner, *args: str) -> dict[str, Any]:
    """A proof, written to `proof.json` too."""
    text = runner("prove", *args).ok().out
    (runner.folder / "proof.json").write_text(text)
    return dict(json.loads(text))


def vkey(runner: Runner) -> str:
    return runner("keys", "show", NAME).ok().out.strip()


def checked_elsewhere(acts: Runner, elsewhere: Runner, *keys: str) -> dict[str, Any]:
    """What somebody else finds proven, by the key alone."""
    told = elsewhere(
        "verify-proof", acts.folder / "proof.json", "--format", "json",
        *(word for key in keys or (vkey(acts),) for word in ("--key", key)),
    )  # fmt: skip
    assert not list(elsewhere.home.iterdir())
    return dict(told.ok().data)


# --------------------------------------------------------------------------------------- of an act


def test_an_act_is_proven_to_whoever_has_nothing_but_the_key(
    acts: Runner, elsewhere: Runner
) -> None:
    grown(acts, "more")
    bundle = proof(acts, "straits/note")
    (event,) = bundle["events"]
    assert (bundle["format"], bundle["kind"]) == ("dipledger/proof/1", "inclusion")
    assert (event["position"], event["leaf_index"]) == (2, 1)
    assert json.loads(b64decode(event["body"]))["id"] == "note"
    assert "answer" not in json.dumps(bundle)

    told = checked_elsewhere(acts, elsewhere)
    assert told["events"][0]["summary"].startswith("demand note, RUS -> USA")
    assert told["events"][0]["marking"] == "restricted"
    assert told["checkpoints"][0]["size"] == 3
    assert "recorded by registrar at 2022-02-03T12:00:00.000000Z" in told["proven"][0]
    shown = elsewhere("verify-proof", acts.folder / "proof.json", "--key", vkey(acts)).ok().out
    assert "PROVEN" in shown
    assert f"Signed by {NAME}+" in shown


def test_a_proof_of_all_has_what_was_said_later_and_what_took_that_back(acts: Runner) -> None:
    for place in ("Moscow", "Geneva"):
        acts("correct", "straits/note", "--set", f"place={place}", "--reason", "slip").ok()
    acts("correct", "straits/answer", "--set", "place=Bern", "--reason", "slip").ok()
    notices = acts("errata", "straits", "--format", "json").ok().data["errata"]
    acts("retract", "straits", "--notice", notices[1]["id"], "--reason", "no slip").ok()
    signed(acts)

    assert [one["position"] for one in proof(acts, "straits/note", "--all")["events"]] == [
        2,
        4,
        5,
        7,
    ]
    assert [one["position"] for one in proof(acts, "straits/note")["events"]] == [2]


def test_an_act_that_was_retracted_is_still_proven(acts: Runner) -> None:
    acts("retract", "straits/answer", "--reason", "not theirs").ok()

    assert proof(acts, "straits/answer")["events"][0]["position"] == 3


def test_a_proof_has_no_word_that_was_sealed(acts: Runner) -> None:
    acts(
        "append", "statement", "straits", "--id", "said", "--from", "USA",
        "--summary", "On the price", "--text", "The price is Trieste", "--seal", "text",
    ).ok()  # fmt: skip
    signed(acts)
    (event,) = proof(acts, "straits/said")["events"]

    assert "On the price" in b64decode(event["body"]).decode()
    shown = acts("verify-proof", "proof.json").ok().out
    assert "Trieste" not in b64decode(event["body"]).decode() + shown


def test_the_newest_checkpoint_that_is_over_the_act_is_taken_or_the_one_named(
    acts: Runner,
) -> None:
    grown(acts, "more")
    signed(acts)
    sizes = [
        proof(acts, "straits/note", *args)["checkpoint"].splitlines()[1]
        for args in ((), ("--checkpoint", "1"))
    ]

    assert sizes == ["4", "3"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "either an act is proven, or two checkpoints are"),
        (("straits/note", "--consistency", "1", "1"), "either an act is proven"),
        (("--consistency", "1", "1", "--all"), "are for the proof of an act"),
        (("--consistency", "1", "1", "--checkpoint", "1"), "are for the proof of an act"),
        (("straits",), "straits names no act"),
        (("straits/not",), "near: straits/note"),
        (("strait/note",), "near: straits"),
        (("straits/note", "--checkpoint", "7"), "there is no checkpoint 7"),
        (("straits/late",), "event 4 cannot be proven yet"),
        (("straits/late", "--checkpoint", "1"), "checkpoint 1 is older"),
        (("--consistency", "1", "7"), "there is no checkpoint 7"),
        (("--consistency", "#2", "1"), "no checkpoint is over the first 2 events"),
        (("--consistency", "none.txt", "1"), "cannot read none.txt"),
        (("straits/note", "--out", "there"), "is not overwritten"),
    ],
)
def test_what_cannot_be_proven_is_said_and_how_to_mend_it(
    acts: Runner, args: tuple[str, ...], said: str
) -> None:
    late = "acts: [{statement: late, thread: straits, from: RUS, summary: Later}]"
    acts("append", "-", stdin=late).ok()
    (acts.folder / "there").write_text("")
    refused = acts("prove", *args)

    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err


def test_under_a_clearance_nothing_is_proven_that_could_name_what_is_hidden(acts: Runner) -> None:
    refused = acts("prove", "straits/answer", "--clearance", "unclassified")
    assert (refused.code, refused.out) == (2, "")
    assert "a proof has an event as it was recorded, whole" in refused.err

    acts("prove", "straits/answer", "--clearance", "restricted").ok()


# ------------------------------------------------------------------------------ of two checkpoints


def test_two_checkpoints_are_proven_to_follow_by_number_size_or_file(
    acts: Runner, elsewhere: Runner
) -> None:
    (acts.folder / "published.txt").write_text(signed(acts))
    grown(acts, "more")
    later = cosigned(signed(acts))
    (acts.folder / "later.txt").write_text(later)
    acts("checkpoint", "add", "later.txt").ok()
    for first, second in (("1", "3"), ("#3", "#4"), ("published.txt", "later.txt")):
        proof(acts, "--consistency", first, second)
        told = checked_elsewhere(acts, elsewhere, vkey(acts), str(WITNESS))

        assert told["kind"] == "consistency"
        assert [one["size"] for one in told["checkpoints"]] == [3, 4]
        assert told["checkpoints"][1]["cosigned"] == [f"{WITNESS.shown} at 2023-03-20T12:25:47Z"]
        assert "none was altered, moved or taken out" in told["proven"][0]


def test_a_proof_backwards_is_refused(acts: Runner) -> None:
    grown(acts, "more")
    signed(acts)
    refused = acts("prove", "--consistency", "2", "1")

    assert (refused.code, "Name the earlier one first" in refused.err) == (2, True)


def test_what_the_ledger_no_longer_has_is_not_proven(acts: Runner, tmp_path: Path) -> None:
    acts("init", tmp_path / "other").ok()
    (acts.folder / "other.txt").write_text(
        acts("--ledger", tmp_path / "other", "checkpoint", "create").ok().out
    )
    (acts.folder / "cut.txt").write_text("x\n")
    old = acts.folder / "old"
    shutil.copy(acts.folder / "ledger.dipledger", old)
    grown(acts, "more")
    (acts.folder / "newer.txt").write_text(signed(acts))
    for args, said in (
        (("--consistency", "1", "other.txt"), "it is of another ledger"),
        (("--consistency", "1", "cut.txt"), "no blank line"),
        (("--ledger", str(old), "--consistency", "1", "newer.txt"), "1 are missing"),
    ):
        refused = acts("prove", *args)
        assert (refused.code, said in refused.err) == (1, True), refused.err


# --------------------------------------------------------------------------------------- checking


def test_without_keys_on_the_line_those_that_are_trusted_count(
    acts: Runner, elsewhere: Runner
) -> None:
    proof(acts, "straits/note")
    file = acts.folder / "proof.json"
    acts("verify-proof", file).ok()
    acts("verify-proof", "-", stdin=file.read_bytes()).ok()

    nobody = elsewhere("verify-proof", file)
    assert (nobody.code, "--key" in nobody.err) == (2, True)
    elsewhere("keys", "trust", str(STRANGER.key)).ok()
    wrong = elsewhere("verify-proof", file)
    assert (wrong.code, "no key that is known signed it" in wrong.err) == (1, True)
    elsewhere("keys", "trust", vkey(acts)).ok()
    elsewhere("verify-proof", file).ok()


def test_a_proof_that_does_not_hold_is_a_finding_that_names_the_step(acts: Runner) -> None:
    bundle = proof(acts, "straits/note")
    (event,) = bundle["events"]
    for changed, said in (
        ({"checkpoint": bundle["checkpoint"].replace("\n3\n", "\n4\n")}, "is not of this text"),
        ({"events": [{**event, "recorded_by": "me"}]}, "event 2 is not in the tree"),
        ({"origin": "other"}, "is of another log"),
        ({"format": "\x1b[2J"}, "is not a proof in the form dipledger/proof/1"),
    ):
        text = json.dumps({**bundle, **changed})
        refused = acts("verify-proof", "-", stdin=text)
        assert (refused.code, refused.out) == (1, "")
        assert said in refused.err
        assert "\x1b" not in refused.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "there is no proof to check"),
        (("none",), "cannot read none"),
        (("-", "--key", "nonsense"), "not a verifier key"),
    ],
)
def test_what_cannot_be_checked_is_said(acts: Runner, args: tuple[str, ...], said: str) -> None:
    refused = acts("verify-proof", *args)

    assert (refused.code, said in refused.err) == (2, True)


# ------------------------------------------------------------------------------------- the script


def _with_cryptography_alone(folder: Path) -> Path:
    """A Python that has nothing but `cryptography`; skipped without a network, never in CI."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    python = folder / "bin" / "python"
    try:
        for command in (
            ("venv", "-q", "--python", sys.executable, folder),
            ("pip", "install", "-q", "--python", python, "cryptography"),
        ):
            subprocess.run([uv, *command], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"cryptography cannot be installed here: {error}")
    return python


def test_the_script_checks_a_proof_in_a_python_that_has_only_cryptography(
    acts: Runner, tmp_path: Path
) -> None:
    script = tmp_path / "verify_proof.py"
    script.write_text(acts("verify-proof", "--script").ok().out)
    assert len(script.read_text().splitlines()) < 200
    python = _with_cryptography_alone(tmp_path / "venv")
    file = acts.folder / "proof.json"
    key = vkey(acts)

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-I", script, *args], check=False, capture_output=True, text=True, env={}
        )

    missing = subprocess.run([python, "-c", "import pydantic"], check=False, capture_output=True)
    assert missing.returncode == 1
    proof(acts, "straits/note")
    done = run(str(file), "--key", str(STRANGER.key), "--key", key)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PROVEN: event 2 of 3 of the ledger dipledger/" in done.stdout
    assert '"text": "Open the straits"' in done.stdout
    wrong = run(str(file), str(REGISTRY.key))
    assert (wrong.returncode, "NOT PROVEN: none of the given keys" in wrong.stderr) == (1, True)
    file.write_text(file.read_text().replace('"position": 2', '"position": 1'))
    assert run(str(file), key).returncode == 1

    grown(acts, "more")
    signed(acts)
    proof(acts, "--consistency", "1", "2")
    done = run(str(file), key)
    assert done.returncode == 0
    assert "PROVEN: the 3 events of the first checkpoint" in done.stdout
    assert run(str(file)).stderr.startswith("Check a proof of dipledger")
