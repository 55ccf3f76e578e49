"""How much of a request is read, how long it is waited for, how many streams are open at once."""

from __future__ import annotations

import asyncio
from hmac import compare_digest
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import Headers

from cli.web.guarding.crossing import READING
from cli.web.guarding.refusing import last_refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

Form = tuple[tuple[str, str], ...]
"""A form as it was sent: names and values, in its order."""

MAX_URL = 8 * 1024
"""Bytes of an address with its query."""
MAX_BODY = 1 << 20
"""Bytes of a form."""
MAX_FIELDS = 5_000
MAX_SECONDS = 10.0
"""For a whole form to arrive."""
MAX_STREAMS = 64
LIVE = "/live"
TOKEN = "token"  # noqa: S105 -- the name of the field
_RETRY = {"Retry-After": "5"}


class BoundedRequests:
    """Answers 414 to addresses that are too long, and 413 to a body where none belongs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        path = scope.get("raw_path") or scope["path"].encode()
        response: Response | None = None
        if len(path) + len(scope["query_string"]) > MAX_URL:
            response = last_refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.")
        elif not path.startswith(b"/"):
            response = refusal(HTTPStatus.BAD_REQUEST, "The address is not a path.")
        elif scope["method"] in READING and _has_body(Headers(scope=scope)):
            status, sentence = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "A question has no body."
            response = last_refusal(status, sentence)
        await (response or self._app)(scope, receive, send)


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


class BoundedStreams:
    """Answers 503 while as many streams are open as may be."""

    def __init__(self, app: ASGIApp, most: int = MAX_STREAMS) -> None:
        self._app = app
        self._most = most
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["path"] != LIVE:
            await self._app(scope, receive, send)
        elif self._open >= self._most:
            sentence = "As many pages are told of changes as can be; this one is not."
            await refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, _RETRY)(scope, receive, send)
        else:
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1


class Forms:
    """Reads a form, up to its limits, and hands it on only with the right token in it.

    The token, another one in each run, stands in the forms of our own pages; no other site can read
    it. 413, 408, 400 or 403 otherwise. The page finds what was sent in `scope["form"]`.
    """

    def __init__(
        self, app: ASGIApp, token: Callable[[str], str], seconds: float = MAX_SECONDS
    ) -> None:
        """`token` gives that of the form at a path."""
        self._app = app
        self._token = token
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["method"] in READING:
            await self._app(scope, receive, send)
            return
        read = await self._read(Headers(scope=scope), receive)
        form = _form(read, self._token(scope["path"])) if isinstance(read, bytes) else read
        if isinstance(form, tuple):
            await self._app({**scope, "form": form}, receive, send)
        elif form is not None:
            await form(scope, receive, send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes | Response | None:
        """The body; the answer that refuses it; None where who sent it has gone."""
        too_large = last_refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The form is too large.")
        told = headers.get("content-length", "0")
        if not told.isdecimal() or int(told[:20]) > MAX_BODY:
            return too_large
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if len(body) > MAX_BODY:
                        return too_large
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            return last_refusal(HTTPStatus.REQUEST_TIMEOUT, "The form did not arrive in time.")


def _form(body: bytes, token: str) -> Form | Response:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:  # UnicodeDecodeError is one
        return refusal(HTTPStatus.BAD_REQUEST, "What was sent is not a form in UTF-8.")
    tokens = [value for name, value in pairs if name == TOKEN]
    if len(tokens) != 1 or not compare_digest(tokens[0].encode(), token.encode()):
        sentence = "The form is not of this run of the page. Load it again, and send it from there."
        return refusal(HTTPStatus.FORBIDDEN, sentence)
    return tuple((name, value) for name, value in pairs if name != TOKEN)
