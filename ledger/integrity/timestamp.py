"""Time stamps over checkpoints: an authority says that a text was there at a time (RFC 3161).

A signature says who, not when. The request has the SHA-256 of the checkpoint's text, the reply a
token that the authority signed; whoever has the authority's root certificate can check it. All of
it is done by `rfc3161-client`, which comes with `dipledger[timestamp]` and never uses the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.errors import InputError, SetupError
from ledger.integrity.unverified import Unverified

if TYPE_CHECKING:
    from types import ModuleType

    from cryptography.x509 import Certificate, Name
    from rfc3161_client import TimeStampResponse


class Stamped(NamedTuple):
    """When a text was there at the latest, in POSIX seconds, and which authority says so."""

    at: int
    authority: str


class StampRequest(NamedTuple):
    """What is sent to the authority, and the number by which its reply is known."""

    message: bytes
    nonce: int


def stamp_request(text: bytes) -> StampRequest:
    """The request for a time stamp over a text. SetupError without `rfc3161-client`."""
    client = _client()
    builder = client.TimestampRequestBuilder().data(text)
    request = builder.hash_algorithm(client.HashAlgorithm.SHA256).build()
    return StampRequest(request.as_bytes(), request.nonce)


def root_certificates(pem: bytes) -> tuple[Certificate, ...]:
    """The certificates of a PEM file. InputError where it has none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(pem))
    except ValueError:
        raise InputError(
            "there is no certificate in the file",
            mend="Give the root certificate of the time-stamping authority, in PEM.",
        ) from None


def verify_stamp(
    reply: bytes, text: bytes, roots: tuple[Certificate, ...], nonce: int | None = None
) -> Stamped:
    """What the authority says of a text in its reply, by one of the root certificates.

    `nonce` is that of the request, where the reply has just come. Unverified where the reply is
    none, is of another text, or was not signed under one of the certificates; SetupError without
    `rfc3161-client`.
    """
    client = _client()
    try:
        response: TimeStampResponse = client.decode_timestamp_response(reply)
        granted = client.PKIStatus(response.status) == client.PKIStatus.GRANTED
    except ValueError:
        raise Unverified(
            "it is not a reply of a time-stamping authority", mend="Ask the authority again."
        ) from None
    if not granted:
        said = "; ".join(response.status_string) or f"status {response.status}"
        raise Unverified(f"the time-stamping authority refused: {said}")
    builder = client.VerifierBuilder(roots=list(roots), nonce=nonce)
    try:
        builder.build().verify_message(response, text)
        (signer,) = response.signed_data.signer_infos
        issuer, serial = signer.issuer, signer.serial_number
        return Stamped(
            int(response.tst_info.gen_time.timestamp()), _authority(response, issuer, serial)
        )
    except (client.VerificationError, ValueError) as error:
        what = str(error).partition(":")[0]
        raise Unverified(
            f"the time stamp does not hold: {what[:1].lower()}{what[1:]}",
            mend="Check that the root certificate is that of the authority.",
        ) from None


def _authority(response: TimeStampResponse, issuer: Name, serial: int) -> str:
    """The name in the certificate that signed the token; verified before."""
    from cryptography.x509 import load_der_x509_certificate

    certificates = map(load_der_x509_certificate, response.signed_data.certificates)
    return next(
        each.subject.rfc4514_string()
        for each in certificates
        if (each.issuer, each.serial_number) == (issuer, serial)
    )


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        raise SetupError(
            "time stamps need the package rfc3161-client, which is not installed",
            mend="Install it with: pip install 'dipledger[timestamp]'",
        ) from None
    return rfc3161_client
