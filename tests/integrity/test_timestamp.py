"""Time stamps of a real authority: what it says of a text, and what says nothing."""

from __future__ import annotations

import time

import pytest

from ledger.errors import InputError, SetupError
from ledger.integrity.timestamp import Stamped, root_certificates, stamp_request, verify_stamp
from ledger.integrity.unverified import Unverified
from tests.integrity.authority import Authority

TEXT = b"dipledger/0011\n5\nAAEC\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "it")


@pytest.fixture(scope="module")
def reply(authority: Authority) -> bytes:
    return authority.reply(stamp_request(TEXT).message)


def test_the_authority_says_when_it_saw_the_text_and_who_it_is(authority: Authority) -> None:
    before = int(time.time())
    request = stamp_request(TEXT)
    roots = root_certificates(authority.root.read_bytes())
    stamped = verify_stamp(authority.reply(request.message), TEXT, roots, request.nonce)

    assert stamped == Stamped(stamped.at, "CN=Authority of the test")
    assert before <= stamped.at <= time.time() + 1


def test_a_stamp_of_another_text_request_or_authority_is_refused(
    authority: Authority, reply: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    roots = root_certificates(authority.root.read_bytes())
    other = Authority(tmp_path_factory.mktemp("other") / "it")
    cases = [
        (TEXT + b"x", roots, None, "mismatch between messages"),
        (TEXT, roots, 1, "nonce mismatch"),
        (TEXT, root_certificates(other.root.read_bytes()), None, "error while verifying"),
    ]
    for text, given, nonce, said in cases:
        with pytest.raises(Unverified, match=said):
            verify_stamp(reply, text, given, nonce)


def test_a_refusal_and_what_is_no_reply_are_told_apart(authority: Authority) -> None:
    roots = root_certificates(authority.root.read_bytes())
    with pytest.raises(Unverified, match="the time-stamping authority refused: Bad request"):
        verify_stamp(authority.reply(b"nonsense"), TEXT, roots)
    for nonsense in (b"", b"<html>", bytes(100)):
        with pytest.raises(Unverified, match="is not a reply"):
            verify_stamp(nonsense, TEXT, roots)


def test_no_byte_of_a_stamp_moves_its_time(authority: Authority, reply: bytes) -> None:
    roots = root_certificates(authority.root.read_bytes())
    true = verify_stamp(reply, TEXT, roots)
    for place in range(0, len(reply), 3):
        altered = bytearray(reply)
        altered[place] ^= 1
        try:
            found = verify_stamp(bytes(altered), TEXT, roots)
        except Unverified:
            continue
        assert found == true


def test_a_file_without_certificates_is_refused(authority: Authority) -> None:
    assert len(root_certificates(authority.root.read_bytes() * 2)) == 2
    with pytest.raises(InputError, match="no certificate"):
        root_certificates(b"-----BEGIN CERTIFICATE-----\n")


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)
    with pytest.raises(SetupError) as caught:
        stamp_request(TEXT)
    assert caught.value.mend == "Install it with: pip install 'dipledger[timestamp]'"
