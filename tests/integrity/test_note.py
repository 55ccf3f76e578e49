"""Signed notes to the letter, by the examples of the specification and by what is refused."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InputError
from ledger.integrity.cosignature import split_cosignature
from ledger.integrity.keys import Verifier, make_signer
from ledger.integrity.note import (
    MAX_BYTES,
    MAX_SIGNATURES,
    Note,
    Signature,
    parse_note,
    sign_note,
    verify_note,
)
from ledger.integrity.unverified import Unverified
from ledger.integrity.vkey import COSIGNATURE, ED25519, VerifierKey, parse_vkey
from tests.integrity.signed import IMPOSTOR, KNOWN, REGISTRY, STRANGER, WITNESS, cosigned

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
BY_FOO = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONn"
    "cAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
WITH_BLANK_LINES = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU"
    "0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
"""The examples of https://c2sp.org/signed-note."""

SMALL = str(sign_note("hello\n", [REGISTRY]))


def refused(written: str | bytes) -> str:
    with pytest.raises(Unverified) as caught:
        verify_note(parse_note(written), KNOWN)
    return caught.value.what


def test_the_example_of_the_specification_is_verified_by_its_key() -> None:
    key = parse_vkey(FOO)
    note = parse_note(BY_FOO)

    assert [one.key for one in verify_note(note, [Verifier(key)])] == [key]
    assert (note.text, str(note)) == ("This is an example message.\n", BY_FOO)
    assert (str(key), key.shown) == (FOO, "example.com/foo+530d903a")


def test_the_text_may_have_blank_lines_and_ends_at_the_last() -> None:
    note = parse_note(WITH_BLANK_LINES.encode())

    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert str(note) == WITH_BLANK_LINES


def test_what_is_signed_is_verified_and_who_is_not_known_is_passed_over() -> None:
    note = sign_note("a text\n", [STRANGER, REGISTRY])

    assert [one.key for one in verify_note(parse_note(str(note)), KNOWN)] == [REGISTRY.key]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (SMALL.replace("hello", "hallo"), "is not of this text"),
        (SMALL.replace("\n", "\r\n"), "line ends of another system"),
        (SMALL.replace("hello", "hel\x00lo"), "control character (U+0000)"),
        (SMALL.replace("hello", "hel\tlo"), "control character (U+0009)"),
        (SMALL[:-1], "no line feed at its end"),
        (SMALL + "more", "no line feed at its end"),
        (SMALL + "more\n", "a signature that is not in its form, the line 2"),
        (SMALL + "\n", "has no signature"),
        ("hello\n", "no blank line"),
        ("", "no line feed"),
        ("hello\n\n", "has no signature"),
        (SMALL.replace("\n\n", "\n"), "no blank line"),
        (SMALL.encode().replace(b"hello", b"h\xe9llo"), "not UTF-8"),
        ("\ud800" + SMALL, "not UTF-8"),
        ("x" * MAX_BYTES + SMALL, f"longer than {MAX_BYTES} bytes"),
        (SMALL + SMALL.splitlines()[-1] + "\n", "two signatures by registry.example/2026+"),
    ],
)
def test_what_is_not_a_note_to_the_letter_is_refused(written: str | bytes, said: str) -> None:
    assert said in refused(written)


@pytest.mark.parametrize(
    "line",
    [
        "- registry.example/2026 {}",
        "—registry.example/2026 {}",
        "—  {}",
        "— a b {}",
        "— a+b {}",
        "— a\u00a0b {}",
        "— registry.example/2026  {}",
        "— registry.example/2026 {} ",
        "— registry.example/2026",
        "— registry.example/2026 AAAA",
        "— registry.example/2026 =",
        "— " + "x" * 201 + " {}",
    ],
)
def test_a_signature_line_has_one_form(line: str) -> None:
    said = b64encode(REGISTRY.key.id + bytes(64)).decode()

    assert "not in its form" in refused(f"hello\n\n{line.format(said)}\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.rstrip("="),
        lambda said: said.replace("/", "_").replace("+", "-"),
        lambda said: said[:40] + "\u200b" + said[40:],
        lambda said: said[:-2] + "F=",  # bits that no byte has
    ],
)
def test_base64_has_one_form(change: object) -> None:
    blob = REGISTRY.key.id + bytes(range(250, 256)) * 10 + b"\xff\xff\xff\xff"
    said = b64encode(blob).decode()
    assert said.endswith("8=")
    changed = change(said)  # type: ignore[operator]

    assert changed != said
    assert "not in its form" in refused(f"hello\n\n— {REGISTRY.key.name} {changed}\n")


def test_sixteen_signatures_are_looked_at_and_a_hundred_but_no_more() -> None:
    others = [make_signer(f"s{number}.example", bytes([number] * 32)) for number in range(100)]

    for number in (15, MAX_SIGNATURES - 1):
        note = sign_note("hello\n", [*others[:number], REGISTRY])
        assert verify_note(parse_note(str(note)), KNOWN)
    assert "101 signatures" in refused(str(sign_note("hello\n", [*others, REGISTRY])))


def test_a_key_of_the_same_name_is_told_from_a_stranger() -> None:
    said = refused(str(sign_note("hello\n", [IMPOSTOR])))
    assert f"with the key {IMPOSTOR.key.id.hex()}" in said
    assert f"by that name is {REGISTRY.key.id.hex()}" in said

    said = refused(str(sign_note("hello\n", [STRANGER])))
    assert f"no key that is known signed it: it is signed by {STRANGER.key.shown}" in said


def test_the_id_of_a_known_key_under_a_signature_of_another_is_refused() -> None:
    forged = IMPOSTOR.sign(b"hello\n")
    note = Note("hello\n", (Signature(REGISTRY.key.name, REGISTRY.key.id, forged),))

    assert "another key signed that only shares the id" in refused(str(note))


def test_of_two_keys_that_share_name_and_id_either_may_have_signed() -> None:
    class Twin:
        """A key made so that its id is the other's: four bytes are soon found."""

        key = REGISTRY.key

        def verifies(self, message: bytes, signature: bytes) -> bool:  # noqa: ARG002
            return False

    assert verify_note(parse_note(SMALL), [Twin(), *KNOWN])


def test_a_note_without_a_line_feed_at_its_end_is_not_signed() -> None:
    for text in ("hello", "hel\rlo\n"):
        with pytest.raises(ValueError, match="ends in a line feed"):
            sign_note(text, [REGISTRY])


@given(st.integers(0, len(SMALL.encode()) - 1), st.integers(1, 255))
def test_no_byte_of_a_note_can_be_another(place: int, change: int) -> None:
    altered = bytearray(SMALL.encode())
    altered[place] ^= change

    with pytest.raises(Unverified):
        verify_note(parse_note(bytes(altered)), KNOWN)


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_refused(data: bytes) -> None:
    with pytest.raises(Unverified):
        verify_note(parse_note(data + SMALL.encode()[20:]), KNOWN)


# ------------------------------------------------------------------------------- verifier keys


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "not a verifier key"),
        ("example.com/foo", "not a verifier key"),
        ("example.com/foo+530d903a", "not a verifier key"),
        (FOO.replace("example.com/foo", ""), "not a verifier key"),
        (FOO.replace("example.com/foo", "example com"), "not a verifier key"),
        (FOO.rstrip("k"), "not a verifier key"),
        (FOO + "=", "not a verifier key"),
        (FOO.replace("530d903a", "530D903A"), "do not fit together"),
        (FOO.replace("530d903a", "530d903b"), "do not fit together"),
        (FOO.replace("foo", "bar"), "do not fit together"),
        ("a+00000000+AQ==", "do not fit together"),
        (f"a+00000000+{b64encode(bytes([2]) + bytes(32)).decode()}", "of algorithm 2"),
        (f"a+00000000+{b64encode(bytes([6]) + bytes(1312)).decode()}", "of algorithm 6"),
    ],
)
def test_a_verifier_key_has_one_form(written: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_vkey(written)
    assert said in caught.value.what


def test_one_public_key_has_an_id_for_each_algorithm() -> None:
    signs = VerifierKey("w.example", ED25519, bytes(32))
    cosigns = VerifierKey("w.example", COSIGNATURE, bytes(32))

    assert signs.id != cosigns.id
    assert (signs.is_witness, cosigns.is_witness) == (False, True)
    assert parse_vkey(str(cosigns)) == cosigns


# ---------------------------------------------------------------------------------- cosignatures


def test_a_cosignature_tells_its_time() -> None:
    note = parse_note(cosigned(SMALL, at=1_679_315_147))

    assert [(one.key, one.at) for one in verify_note(note, [*KNOWN, Verifier(WITNESS)])] == [
        (REGISTRY.key, None),
        (WITNESS, 1_679_315_147),
    ]


def test_a_cosignature_of_another_time_or_length_is_refused() -> None:
    note = parse_note(cosigned(SMALL))
    ours, theirs = note.signatures
    late = (1_679_315_148).to_bytes(8, "big") + theirs.signature[8:]
    never = (2**63).to_bytes(8, "big") + theirs.signature[8:]
    for blob in (late, never, theirs.signature[:-1], theirs.signature[8:]):
        changed = Note(note.text, (ours, theirs._replace(signature=blob)))
        with pytest.raises(Unverified, match="is not of this text"):
            verify_note(changed, [*KNOWN, Verifier(WITNESS)])
    assert split_cosignature(never) is None
