"""Checkpoints held against a ledger, and what a proof proves, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.integrity.bundle import inclusion_bundle, verify_bundle
from ledger.integrity.bundle_form import written
from ledger.integrity.keys import Verifier
from ledger.integrity.timestamp import root_certificates, stamp_request
from ledger.integrity.unverified import Unverified
from projections.checkpoints import (
    FAIL,
    OK,
    Trusted,
    attested,
    checked,
    checkpoints_view,
    cosigners,
    failed,
    held_against,
)
from projections.proofs import proof_view
from projections.tables import rows
from projections.views.checkpoints import CheckedView
from tests.integrity.authority import Authority
from tests.integrity.proofs import Event, leaves_of, log_of, note_over, proof_between, proof_of
from tests.integrity.signed import (
    IMPOSTOR,
    KNOWN,
    ORIGIN,
    REGISTRY,
    STRANGER,
    WITNESS,
    cosigned,
)

if TYPE_CHECKING:
    from pathlib import Path

LOG = log_of(5)
NOTE = note_over(LOG[:3])
TRUSTED = Trusted(KNOWN, [Verifier(WITNESS)])


def found(note: str | bytes, of: int = 5, origin: str = ORIGIN) -> str:
    """What is found of a checkpoint in a ledger of so many events."""
    state = attested(origin, leaves_of(LOG[:of]), [NOTE, note])
    one = checked(state, "it", note, TRUSTED)
    assert (one.result == OK) is (one.signed_by != ())
    return f"{one.result}: {one.found}"


def test_a_checkpoint_holds_and_it_is_told_what_was_recorded_since() -> None:
    assert found(NOTE) == "ok: the ledger has its 3 events unaltered, and 2 events since"
    assert found(NOTE, of=3) == "ok: the ledger has its 3 events unaltered, and none since"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (note_over(LOG[1:4]), "the tree over the first 3 events has another root in the ledger"),
        (note_over(log_of(7)), "it is over 7 events, and the ledger has 5: 2 are missing"),
        (note_over(LOG[:3], origin="elsewhere"), "it is of another ledger, elsewhere"),
        (note_over(LOG[:3], signer=STRANGER), "no key that is known signed it"),
        (note_over(LOG[:3], signer=IMPOSTOR), "the key known by that name is"),
        (NOTE.replace("\n3\n", "\n4\n"), "is not of this text"),
        (NOTE[:-20], "it was cut off"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_a_checkpoint_that_does_not_hold_says_why(note: str | bytes, said: str) -> None:
    assert found(note).startswith("fail: ")
    assert said in found(note)


def test_of_one_that_fails_it_is_told_what_it_says_and_how_far_it_is_ahead() -> None:
    note = note_over(log_of(7))
    one = checked(attested(ORIGIN, leaves_of(LOG), [note]), "it", note, TRUSTED)

    assert (one.size, one.events_since, one.signed_by) == (7, -2, ())
    nothing = failed("it", Unverified("no"))
    view = CheckedView(origin=ORIGIN, size=5, checkpoints=(one, nothing))
    assert [(row["size"], row["events_since"]) for row in rows(view)] == [(7, -2), (None, None)]


def test_witnesses_are_told_with_the_time_and_a_plain_signature_of_one_without() -> None:
    both = Trusted(KNOWN, [Verifier(WITNESS), Verifier(STRANGER.key)])
    state = attested(ORIGIN, leaves_of(LOG), [NOTE])
    note = cosigned(NOTE)
    one = checked(state, "it", note, both)

    assert one.cosigned == (f"{WITNESS.shown} at 2023-03-20T12:25:47Z",)
    by_two = (
        note_over(LOG[:3]).rstrip("\n")
        + "\n"
        + note_over(LOG[:3], signer=STRANGER).split("\n")[-2]
        + "\n"
    )
    assert cosigners(held_against(state, by_two, both)) == (STRANGER.key.shown,)
    forged = cosigned(NOTE, at=1).replace(NOTE, note_over(LOG[:2]))
    assert "is not of this text" in checked(state, "it", forged, both).found


def test_the_list_says_what_the_notes_say_and_checks_nothing() -> None:
    class Kept:
        number, size, note, timestamp = 1, 3, NOTE.replace("\n3\n", "\n4\n"), b"x"

    class Broken(Kept):
        note, timestamp = "?\n", None  # type: ignore[assignment]

    view = checkpoints_view(ORIGIN, 5, [Kept(), Broken()])

    first, second = view.checkpoints
    assert (first.signed_by, first.timestamped) == ((REGISTRY.key.shown,), True)
    assert (second.root, second.signed_by, second.timestamped) == ("", (), False)
    assert [row["number"] for row in rows(view)] == [1, 1]


def test_a_time_stamp_is_checked_where_an_authority_is_believed(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    believed = Trusted(KNOWN, authorities=root_certificates(authority.root.read_bytes()))
    state = attested(ORIGIN, leaves_of(LOG), [NOTE])
    text = NOTE.rpartition("\n\n")[0].encode() + b"\n"
    reply = authority.reply(stamp_request(text).message)

    one = checked(state, "it", NOTE, believed, reply)
    assert (one.result, one.authority) == (OK, "CN=Authority of the test")
    assert one.stamped is not None
    unchecked = checked(state, "it", NOTE, TRUSTED, reply)
    assert (unchecked.result, unchecked.stamped) == (OK, None)
    assert unchecked.found.endswith("; its time stamp is not checked")
    assert "--authority-cert" in (unchecked.mend or "")
    other = authority.reply(stamp_request(b"other").message)
    assert checked(state, "it", NOTE, believed, other).result == FAIL


# --------------------------------------------------------------------------------------- proofs


def test_a_proof_of_an_event_says_what_it_is_in_words() -> None:
    view = proof_view(verify_bundle(proof_of(3, size=5).encode(), KNOWN))

    assert view.kind == "inclusion"
    event, signed = view.proven
    assert event.startswith(
        f"event 3 of the ledger {ORIGIN} is the event 3 of straits (statement note-3, RUS"
    )
    assert "recorded by registrar at 2022-01-27T09:00:00.000004Z" in event
    assert signed == f"signed by {REGISTRY.key.shown}, for the 5 events that it is among"
    assert rows(view)[0]["position"] == 3


def test_a_proof_of_several_says_of_each_and_of_the_witness() -> None:
    events = log_of(5)
    note = cosigned(note_over(events))
    proof = written(inclusion_bundle(note, events[:2], leaves_of(events)))
    view = proof_view(verify_bundle(proof.encode(), KNOWN, [Verifier(WITNESS)]))

    assert len(view.proven) == 3
    assert view.proven[-1].endswith(
        f"that they are among, cosigned by {WITNESS.shown} at 2023-03-20T12:25:47Z"
    )


@pytest.mark.parametrize("event", [Event(1, topic="dipledger.Later.v9"), Event(1, body=b"{}")])
def test_an_event_that_this_version_does_not_know_is_proven_all_the_same(event: Event) -> None:
    proof = written(inclusion_bundle(note_over([event]), [event], leaves_of([event])))
    view = proof_view(verify_bundle(proof.encode(), KNOWN))

    assert "(unknown type)" in view.proven[0]


def test_a_proof_of_two_checkpoints_says_which_is_the_beginning_of_which() -> None:
    view = proof_view(verify_bundle(proof_between(1, 4).encode(), KNOWN))

    assert view.kind == "consistency"
    assert "are the first 1 of the 4 it had at the second" in view.proven[0]
    assert rows(view) == []
