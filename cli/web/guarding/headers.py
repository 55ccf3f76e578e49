"""The headers of every answer: what a browser may do with it, and for how long it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Files of ours and nothing else: no inline script, no inline style, no other site."""

PROTECTIVE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, browsers would send our own forms with the origin `null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_TELLING = ("etag", "last-modified")
STATIC = "/static/"
_OK, _NOT_MODIFIED = 200, 304


class SafeHeaders:
    """Sets the headers of whatever is answered, errors and files included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and dress the answer."""
        is_file = scope["path"].startswith(STATIC)
        versioned = is_file and b"v" in parse_qs(scope["query_string"])

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(PROTECTIVE)
                answered = message["status"] in (_OK, _NOT_MODIFIED)
                headers["Cache-Control"] = _kept(
                    is_file=is_file and answered, versioned=versioned and answered
                )
                del headers["Server"]
                if not is_file:
                    # A tag of a page would tell whether what lies above the ceiling has changed.
                    for name in _TELLING:
                        del headers[name]
            await send(message)

        await self._app(scope, receive, dressed)


def _kept(*, is_file: bool, versioned: bool) -> str:
    """How long a browser may keep an answer: a file for as long as its address says which one."""
    if versioned:
        return _FOR_EVER
    return "no-cache" if is_file else "no-store"
