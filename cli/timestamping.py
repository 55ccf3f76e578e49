"""Time-stamping authorities: asked over HTTP, believed by their root certificates (RFC 3161)."""

from __future__ import annotations

import re
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.context import current
from ledger.errors import InputError, SetupError

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from cryptography.x509 import Certificate

PATIENCE = 20.0
"""Seconds that an authority has to answer."""

_LARGEST = 262_144
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_CERTIFICATES = 1_048_576

AuthorityOption = Annotated[
    Path | None,
    typer.Option(
        "--authority-cert",
        metavar="PEM",
        help="The root certificate of the time-stamping authority.",
    ),
]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Where an authority sends one elsewhere, that is not followed: it was not asked for."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow nothing."""


def _read(answer: HTTPResponse) -> bytes:
    """What is answered, a little more than the largest at most, and not for ever."""
    deadline = time.monotonic() + PATIENCE
    reply = b""
    while (part := answer.read1(_LARGEST)) and len(reply) <= _LARGEST:
        reply += part
        if time.monotonic() > deadline:
            raise TimeoutError(f"it took more than {PATIENCE:.0f} s")
    return reply


def authorities(path: Path | None) -> tuple[Certificate, ...]:
    """The root certificates of the option, else of the settings; none where neither names any."""
    from ledger.integrity.timestamp import root_certificates

    told = current().settings.values["timestamp-certs"]
    if path is None and not told.value:
        return ()
    file = path or Path(told.value or "")
    try:
        with file.open("rb") as stream:
            pem = stream.read(_CERTIFICATES)
    except OSError as error:
        raise SetupError(
            f"cannot read the certificate: {error.strerror}", where=str(file)
        ) from None
    try:
        return root_certificates(pem)
    except InputError as error:
        raise error.at(str(file)) from None


def ask_authority(url: str, message: bytes) -> bytes:
    """The reply of an authority to a request. InputError for another address than of HTTP.

    SetupError where it cannot be reached, or answers with something else.
    """
    if not _ADDRESS.match(url):
        raise InputError(
            f"{url} is no address to ask at",
            where="--timestamp",
            mend="Write the address of a time-stamping authority, http://… or https://….",
        )
    headers = {"Content-Type": "application/timestamp-query"}
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        request = urllib.request.Request(url, message, headers, method="POST")  # noqa: S310
        with opener.open(request, timeout=PATIENCE) as answer:
            reply = _read(answer)
    except (OSError, ValueError, HTTPException) as error:  # ValueError: no address after all
        raise SetupError(
            f"the time-stamping authority {url} did not answer: {error}",
            mend="Try again later; the checkpoint was not made.",
        ) from None
    if len(reply) > _LARGEST:
        raise SetupError(f"the time-stamping authority {url} answered with too much")
    return reply
