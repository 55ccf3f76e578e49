"""Private keys: made of a seed, kept as PKCS #8, opened by their passphrase and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ledger.errors import SetupError
from ledger.integrity.keys import Verifier, is_encrypted, make_signer, signer_from_pem
from ledger.integrity.vkey import ED25519, VerifierKey
from tests.integrity.authority import openssl
from tests.integrity.signed import REGISTRY

if TYPE_CHECKING:
    from pathlib import Path

NAME = REGISTRY.key.name


def test_a_key_follows_from_its_seed_as_in_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signer = make_signer("rfc8032.example", seed)

    assert signer.key.key.hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    assert signer.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974")


def test_a_private_key_is_kept_and_read_with_and_without_a_passphrase() -> None:
    for passphrase in (None, b"correct horse battery"):
        pem = REGISTRY.to_pem(passphrase)
        assert is_encrypted(pem) is (passphrase is not None)
        assert signer_from_pem(NAME, pem, passphrase).key == REGISTRY.key
    assert signer_from_pem(NAME, REGISTRY.to_pem(), b"not asked for").key == REGISTRY.key


def test_a_key_that_openssl_encrypted_more_slowly_is_read(tmp_path: Path) -> None:
    plain, slow = tmp_path / "plain", tmp_path / "slow"
    plain.write_bytes(REGISTRY.to_pem())
    openssl(
        *("pkcs8", "-topk8", "-scrypt", "-passout", "pass:correct horse battery"),
        *("-in", plain, "-out", slow),
    )

    assert signer_from_pem(NAME, slow.read_bytes(), b"correct horse battery").key == REGISTRY.key


@pytest.mark.parametrize(
    ("pem", "passphrase", "said"),
    [
        (REGISTRY.to_pem(b"correct horse battery"), b"wrong", "does not open"),
        (REGISTRY.to_pem(b"correct horse battery"), None, "does not open"),
        (REGISTRY.to_pem()[:60], None, "damaged"),
        (b"", None, "damaged"),
        (b"\xff" * 99, b"x", "damaged"),
    ],
)
def test_a_key_that_cannot_be_read_is_told_why(
    pem: bytes, passphrase: bytes | None, said: str
) -> None:
    with pytest.raises(SetupError) as caught:
        signer_from_pem(NAME, pem, passphrase)
    assert said in caught.value.what


def test_a_key_of_another_algorithm_is_refused() -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )

    with pytest.raises(SetupError, match="not of Ed25519"):
        signer_from_pem(NAME, pem)


def test_what_is_no_signature_or_no_key_verifies_nothing() -> None:
    good = REGISTRY.sign(b"x")
    assert Verifier(REGISTRY.key).verifies(b"x", good)
    for message, signature in ((b"y", good), (b"x", good[:-1]), (b"x", b""), (b"x", bytes(64))):
        assert not Verifier(REGISTRY.key).verifies(message, signature)
    assert not Verifier(VerifierKey("short.example", ED25519, b"")).verifies(b"x", good)
