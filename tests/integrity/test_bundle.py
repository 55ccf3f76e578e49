"""Proofs: what holds, and that nothing else does, by the library and by the stand-alone script."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from cli.standalone import verify_proof as script
from ledger.integrity.bundle import inclusion_bundle, verify_bundle
from ledger.integrity.bundle_form import MAX_BYTES, read_bundle, written
from ledger.integrity.keys import Verifier
from ledger.integrity.unverified import Unverified
from tests.integrity.proofs import Event, leaves_of, log_of, note_over, proof_between, proof_of
from tests.integrity.signed import (
    IMPOSTOR,
    KNOWN,
    REGISTRY,
    STRANGER,
    WITNESS,
    cosigned,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VKEY = str(REGISTRY.key)
INCLUSION = proof_of(3, size=5)
CONSISTENCY = proof_between(3, 5)


def by_library(proof: str | bytes) -> str | None:
    """What the library says against a proof; None: it holds."""
    data = proof.encode() if isinstance(proof, str) else proof
    try:
        verify_bundle(data, KNOWN, [Verifier(WITNESS)])
    except Unverified as error:
        return error.what
    return None


@pytest.fixture
def by_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | bytes], str | None]:
    """What the script says against a proof; None: it holds."""
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    monkeypatch.setattr("sys.stderr.reconfigure", lambda **_: None, raising=False)
    file = tmp_path / "proof"

    def check(proof: str | bytes, vkey: str = VKEY) -> str | None:
        file.write_bytes(proof.encode() if isinstance(proof, str) else proof)
        try:
            script.main(str(file), vkey)
        except SystemExit as ended:
            return str(ended.code)
        return None

    return check


def changed(proof: str, **fields: object) -> str:
    return json.dumps({**json.loads(proof), **fields}, ensure_ascii=False)


def event_changed(**fields: object) -> str:
    (event,) = json.loads(INCLUSION)["events"]
    return changed(INCLUSION, events=[{**event, **fields}])


# ----------------------------------------------------------------------------------- what holds


def test_a_proof_says_what_was_recorded_when_by_whom_and_who_signed() -> None:
    proven = verify_bundle(proof_of(3, 2, size=5).encode(), KNOWN)

    assert [one.position for one in proven.events] == [3, 2]
    event = log_of(3)[2]
    told = proven.events[0]
    assert (told.body, told.recorded_at, told.recorded_by, told.marking, told.stream) == (
        event.body, event.recorded_at, "registrar", "secret", "straits",
    )  # fmt: skip
    (signed,) = proven.checkpoints
    assert signed.checkpoint.size == 5
    assert [one.key for one in signed.signed] == [REGISTRY.key]


def test_two_checkpoints_follow_and_witnesses_are_told() -> None:
    events = log_of(5)
    proof = changed(CONSISTENCY, second=cosigned(note_over(events)))
    proven = verify_bundle(proof.encode(), KNOWN, [Verifier(WITNESS)])

    assert [one.checkpoint.size for one in proven.checkpoints] == [3, 5]
    assert [one.key for one in proven.checkpoints[1].cosigned] == [WITNESS]
    assert not proven.events


@pytest.mark.parametrize("size", range(1, 18))
def test_every_event_of_every_small_log_is_proven(
    size: int, by_script: Callable[[str], str | None]
) -> None:
    proof = proof_of(*range(1, size + 1), size=size)

    assert by_library(proof) is None
    assert by_script(proof) is None
    for first in range(size + 1):
        between = proof_between(first, size)
        assert by_library(between) is None
        assert by_script(between) is None


def test_the_file_of_a_proof_is_read_as_it_was_written() -> None:
    for proof in (INCLUSION, CONSISTENCY):
        assert written(read_bundle(proof.encode())) == proof


def test_white_space_and_line_ends_do_a_proof_no_harm(
    by_script: Callable[[str], str | None],
) -> None:
    for proof in (json.dumps(json.loads(INCLUSION)), INCLUSION.replace("\n", "\r\n")):
        assert by_library(proof) is None
        assert by_script(proof) is None


def test_no_proof_is_made_of_an_event_that_does_not_fit_its_leaf() -> None:
    events = log_of(3)
    altered = Event(2, body=b"{}")

    with pytest.raises(Unverified, match="event 2 is not as it was recorded"):
        inclusion_bundle(note_over(events), [altered], leaves_of(events))


# -------------------------------------------------------------------------------- what does not

(_EVENT,) = json.loads(INCLUSION)["events"]
_PATH = _EVENT["inclusion"]
_HASH = b64encode(bytes(32)).decode()
_FIVE = note_over(log_of(5))
_STEPS = json.loads(CONSISTENCY)["consistency"]

WRONG: dict[str, tuple[str, str, str]] = {
    # what was done: the proof, what the library says, what the script says
    "no JSON": ("{", "is not a proof", "its form"),
    "a list": ("[]", "is not a proof", "it is not dipledger/proof/1"),
    "too deep": ("[" * 100_000, "is not a proof", "its form"),
    "another format": (
        changed(INCLUSION, format="dipledger/proof/2"), "format: ", "it is not dipledger/proof/1",
    ),
    "no format": (
        INCLUSION.replace('"format": "dipledger/proof/1",', ""), "format: ", "it is not dipledger/",
    ),
    "another kind": (changed(INCLUSION, kind="exclusion"), "is not a proof", "its form"),
    "no kind": (changed(INCLUSION, kind=[]), "is not a proof", "its form"),
    "a field too many": (changed(INCLUSION, more=1), "is not a proof", "the fields"),
    "a field twice": (
        INCLUSION.replace('"kind"', '"kind": "inclusion", "kind"'), "a field is there twice",
        "there twice",
    ),
    "no event": (changed(INCLUSION, events=[]), "is not a proof", "has no event"),
    "another origin": (changed(INCLUSION, origin="other"), "of another log", "of another ledger"),
    "another checkpoint": (
        changed(INCLUSION, checkpoint=note_over(log_of(6)[1:])), "was altered", "was altered",
    ),
    "a forged checkpoint": (
        changed(INCLUSION, checkpoint=_FIVE.replace("\n5\n", "\n6\n")), "is not of this text",
        "one of the two was altered",
    ),
    "no checkpoint": (changed(INCLUSION, checkpoint=""), "not a signed note", "cut off"),
    "a checkpoint with CR LF": (
        changed(INCLUSION, checkpoint=_FIVE.replace("\n", "\r\n")), "line ends", "no note",
    ),
    "a checkpoint that is a number": (changed(INCLUSION, checkpoint=1), "is not a pr", "no note"),
    "a signature out of form": (
        changed(INCLUSION, checkpoint=_FIVE + "x\n"), "not in its form", "not in its form",
    ),
    "position 0": (event_changed(position=0, leaf_index=-1), "is not a proof", "came after"),
    "after the checkpoint": (
        event_changed(position=6, leaf_index=5), "event 6 came after it", "came after the",
    ),
    "another position": (
        event_changed(position=2, leaf_index=1), "was altered", "was altered",
    ),
    "a leaf of another's": (event_changed(leaf_index=3), "another's", "not that of the leaf"),
    "a position that is a fraction": (event_changed(position=3.0), "is not a pr", "a number"),
    "another stream": (event_changed(stream="strait"), "was altered", "was altered"),
    "another version": (event_changed(version=4), "was altered", "was altered"),
    "another topic": (event_changed(topic="x"), "was altered", "was altered"),
    "another marking": (event_changed(marking=None), "was altered", "was altered"),
    "another recorder": (event_changed(recorded_by="me"), "was altered", "was altered"),
    "another time": (
        event_changed(recorded_at="2022-01-27T09:00:00.000005Z"), "was altered", "was altered",
    ),
    "a time in another form": (
        event_changed(recorded_at="2022-01-27T10:00:00.000004+01:00"), "no time of recording",
        "was altered",
    ),
    "no time": (event_changed(recorded_at="soon"), "no time of recording", "was altered"),
    "a time too early": (
        event_changed(recorded_at="0000-01-01T00:00:00.000000Z"), "no time", "was altered",
    ),
    "another body": (
        event_changed(body=b64encode(b'{"id":"other"}').decode()), "was altered", "was altered",
    ),
    "a body that is not base64": (event_changed(body="{}"), "not in its form", "not base64"),
    "a body with loose bits": (
        event_changed(body=_EVENT["body"].rstrip("=")), "not in its form", "base64",
    ),
    "another nonce": (event_changed(nonce=_HASH), "was altered", "was altered"),
    "a short nonce": (event_changed(nonce="AAAA"), "not in its form", "not 32 bytes"),
    "a hash too many": (event_changed(inclusion=[*_PATH, _HASH]), "was altered", "too many"),
    "a hash missing": (event_changed(inclusion=_PATH[:-1]), "was altered", "too few"),
    "no hash": (event_changed(inclusion=[]), "was altered", "too few"),
    "hashes swapped": (event_changed(inclusion=_PATH[::-1]), "was altered", "was altered"),
    "a hash too short": (event_changed(inclusion=["AAAA"]), "was altered", "not 32 bytes"),
    "hashes in an object": (event_changed(inclusion={_HASH: 1}), "is not a proof", "the hashes"),
    "a hash that is none": (event_changed(inclusion=["?"]), "not in its form", "not base64"),
    "first and second swapped": (
        changed(CONSISTENCY, first=_FIVE, second=note_over(log_of(3))), "more than the second",
        "is the newer one",
    ),
    "another history": (
        changed(CONSISTENCY, first=note_over(log_of(4)[1:])), "does not begin with", "altered",
    ),
    "a step too many": (
        changed(CONSISTENCY, consistency=[*_STEPS, _HASH]), "does not begin with", "too many",
    ),
    "a step missing": (
        changed(CONSISTENCY, consistency=_STEPS[:-1]), "does not begin with", "too few",
    ),
    "no step": (changed(CONSISTENCY, consistency=[]), "does not begin with", "too few"),
    "steps swapped": (
        changed(CONSISTENCY, consistency=_STEPS[::-1]), "does not begin with", "altered",
    ),
    "a step that is none": (
        changed(CONSISTENCY, consistency=["?"]), "not in its form", "not base64",
    ),
    "a step where none is needed": (
        changed(proof_between(5, 5), consistency=[_HASH]), "does not begin with", "too many",
    ),
    "two roots of one size": (
        changed(proof_between(3, 3), second=note_over(log_of(4)[1:])), "does not begin with",
        "the roots do not fit",
    ),
    "a root of nothing that is none": (
        changed(
            proof_between(0, 3), first=note_over(log_of(1)).replace("\n1\n", "\n0\n"),
        ), "is not of this text", "one of the two was altered",
    ),
    "of another ledger": (
        changed(CONSISTENCY, first=note_over(log_of(3), origin="elsewhere")), "of another log",
        "of another ledger",
    ),
    "signed by a stranger": (proof_of(3, size=5, signer=STRANGER), "no key", "none of the given"),
    "signed by an impostor": (
        proof_of(3, size=5, signer=IMPOSTOR), "the key known by that name", "none of the given",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_proof_that_was_tampered_with_fails_and_says_where(
    name: str, by_script: Callable[[str], str | None]
) -> None:
    proof, library, told = WRONG[name]
    assert library in (by_library(proof) or "it holds")
    assert told in (by_script(proof) or "it holds")


def test_a_proof_beyond_the_limit_is_not_looked_at() -> None:
    assert "is longer than" in (by_library(b" " * (MAX_BYTES + 1)) or "")


@pytest.mark.parametrize("proof", [proof_of(1, size=2), proof_between(1, 2)])
def test_no_byte_of_a_proof_can_be_another(
    proof: str, by_script: Callable[[bytes], str | None]
) -> None:
    data = proof.encode()
    for place in range(len(data)):
        change = (0x01, 0x20, 0x80, 0xFF)[place % 4]
        altered = bytearray(data)
        altered[place] ^= change
        if not json_alike(bytes(altered), proof):
            assert by_library(bytes(altered)), (place, change)
            assert by_script(bytes(altered)), (place, change)


def json_alike(data: bytes, proof: str) -> bool:
    """Whether only white space between the fields differs."""
    try:
        found: Any = json.loads(data)
    except ValueError:
        return False
    return bool(found == json.loads(proof))


@pytest.mark.parametrize(
    "vkey", ["", "x", "a+b+c", VKEY[:-1], VKEY.replace("AQ", "Ag"), str(WITNESS)]
)
def test_the_script_takes_no_other_key(
    vkey: str, by_script: Callable[[str, str], str | None]
) -> None:
    assert "NOT PROVEN" in (by_script(INCLUSION, vkey) or "")
