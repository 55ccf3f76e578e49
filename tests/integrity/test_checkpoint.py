"""Checkpoints: the examples of the specification, who may sign, and every forgery refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.integrity.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.integrity.cosignature import split_cosignature
from ledger.integrity.keys import Verifier
from ledger.integrity.note import parse_note, sign_note
from ledger.integrity.unverified import Unverified
from tests.integrity.signed import (
    IMPOSTOR,
    KNOWN,
    ORIGIN,
    REGISTRY,
    STRANGER,
    WITNESS,
    checkpoint_note,
    cosigned,
)

ROOT = bytes(range(32))
BEHIND_THE_SOFA = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501 -- the example of https://c2sp.org/tlog-cosignature
SIGNED = checkpoint_note(5, ROOT)


def refused(written: str | bytes) -> str:
    with pytest.raises(Unverified) as caught:
        open_checkpoint(written, KNOWN, [Verifier(WITNESS)])
    return caught.value.what


def test_the_example_of_the_specification_is_read_and_written_alike() -> None:
    note = parse_note(BEHIND_THE_SOFA)
    said = parse_checkpoint(note.text)

    assert (said.origin, said.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert said.root.hex().startswith("0ac5186a91863e8e1d90")
    assert (str(said), str(note)) == (note.text, BEHIND_THE_SOFA)
    cosignature = split_cosignature(note.signatures[1].signature)
    assert cosignature is not None
    assert cosignature[0] == 1_679_315_147


def test_a_checkpoint_is_what_its_lines_say_and_who_signed_it_is_told_apart() -> None:
    with_stranger = str(
        sign_note(str(Checkpoint(ORIGIN, 5, ROOT, ("an extension",))), [REGISTRY, STRANGER])
    )
    opened = open_checkpoint(cosigned(with_stranger), KNOWN, [Verifier(WITNESS)])

    assert opened.checkpoint == Checkpoint(ORIGIN, 5, ROOT, ("an extension",))
    assert [one.key for one in opened.signed] == [REGISTRY.key]
    assert [(one.key, one.at) for one in opened.cosigned] == [(WITNESS, 1_679_315_147)]
    assert [one.name for one in opened.unknown] == [STRANGER.key.name]


def test_the_checkpoint_of_an_empty_log_has_size_nought() -> None:
    assert open_checkpoint(checkpoint_note(0, ROOT), KNOWN).checkpoint.size == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not 3 lines"),
        ("a\n1\n", "not 3 lines"),
        ("a\n1\n{root}", "not 3 lines"),
        ("\n1\n{root}\n", "not 3 lines"),
        ("a\n1\n{root}\n\nmore\n", "not 3 lines"),
        ("a\n01\n{root}\n", "no size"),
        ("a\n00\n{root}\n", "no size"),
        ("a\n+1\n{root}\n", "no size"),
        ("a\n-1\n{root}\n", "no size"),
        ("a\n\u22121\n{root}\n", "no size"),
        ("a\n\u0661\n{root}\n", "no size"),
        ("a\n1 \n{root}\n", "no size"),
        ("a\n1e3\n{root}\n", "no size"),
        ("a\n9223372036854775808\n{root}\n", "no size"),
        ("a\n" + "9" * 5000 + "\n{root}\n", "no size"),
        ("a\n1\n{root}=\n", "not the base64 of 32 bytes"),
        ("a\n1\nAAAA\n", "not the base64 of 32 bytes"),
        ("a\n1\n{unpadded}\n", "not the base64 of 32 bytes"),
        ("a\n1\n{root} \n", "not the base64 of 32 bytes"),
    ],
)
def test_the_text_of_a_checkpoint_has_one_form(text: str, said: str) -> None:
    root = SIGNED.splitlines()[2]
    written = text.format(root=root, unpadded=root.rstrip("="))

    with pytest.raises(Unverified, match=re.escape(said)):
        parse_checkpoint(written)


def test_a_known_key_makes_no_checkpoint_of_another_text() -> None:
    assert "not a checkpoint" in refused(str(sign_note("hello\n", [REGISTRY])))


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (SIGNED.replace("\n5\n", "\n6\n"), "is not of this text"),
        (SIGNED.replace("\n5\n", "\n05\n"), "is not of this text"),
        (SIGNED.replace("\n5\n", "\n\u22125\n"), "is not of this text"),
        (SIGNED.replace("AAEC", "AAED"), "is not of this text"),
        (SIGNED.replace(ORIGIN, ORIGIN + "0"), "is not of this text"),
        (SIGNED.replace("\n\n", "\nan extension\n\n"), "is not of this text"),
        (SIGNED.replace("\n", "\r\n"), "line ends of another system"),
        (SIGNED[:-1], "no line feed at its end"),
        (SIGNED[:80] + "\n", "no blank line"),
        (SIGNED + "trailing\n", "not in its form"),
        (SIGNED.replace("=\n\n", "\n\n"), "is not of this text"),
        (SIGNED[:-2] + "\n", "not in its form"),
        (checkpoint_note(5, ROOT, signer=IMPOSTOR), "the key known by that name is"),
        (checkpoint_note(5, ROOT, signer=STRANGER), "no key that is known signed it"),
        (cosigned(checkpoint_note(5, ROOT, signer=STRANGER)), "only a witness did"),
    ],
    ids=range(15),
)
def test_a_forged_checkpoint_is_refused(forged: str, said: str) -> None:
    assert forged != SIGNED
    assert said in refused(forged)


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(1, 255))
def test_no_byte_of_a_checkpoint_can_be_another(place: int, change: int) -> None:
    altered = bytearray(SIGNED.encode())
    altered[place] ^= change

    refused(bytes(altered))
