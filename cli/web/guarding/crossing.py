"""What other sites may make a browser do here: follow a link, and nothing else.

Two signs are read. `Origin` is the site that a form stands on, and always sent with a form;
`Sec-Fetch-*` say where a request comes from and what for, and are sent by every browser of today to
a loopback address (elsewhere the cookie of the access code is kept from other sites). Whoever sends
neither is no browser, and carries no rights of somebody else.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from cli.web.guarding.refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

READING = ("GET", "HEAD")
FORM_TYPE = "application/x-www-form-urlencoded"
_OURS = ("same-origin", "none")
_FOREIGN = "This request comes from another site; here it may only be followed as a link."
_NO_FORM = "Nothing can be sent to this address."


class SameSite:
    """Answers 405 to methods that have no business at an address, 403 to what other sites send."""

    def __init__(self, app: ASGIApp, takes_form: Callable[[str], bool]) -> None:
        self._app = app
        self._takes_form = takes_form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        headers, method = Headers(scope=scope), scope["method"]
        takes_form = self._takes_form(scope["path"])
        if method not in READING and not (method == "POST" and takes_form):
            allowed = ", ".join((*READING, "POST") if takes_form else READING)
            response = refusal(HTTPStatus.METHOD_NOT_ALLOWED, _NO_FORM, {"Allow": allowed})
        elif method in READING:
            if may_read(headers):
                await self._app(scope, receive, send)
                return
            response = refusal(HTTPStatus.FORBIDDEN, _FOREIGN)
        elif not may_send(headers):
            response = refusal(HTTPStatus.FORBIDDEN, _FOREIGN)
        elif headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
            response = refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send a form: {FORM_TYPE}.")
        else:
            await self._app(scope, receive, send)
            return
        await response(scope, receive, send)


def may_read(headers: Headers) -> bool:
    """Whether an answer may be given: to ourselves, to no browser, or to a link that is followed.

    Other ports of this machine are other sites too, though browsers call them the same.
    """
    if headers.get("sec-fetch-site", "none") in _OURS:
        return True
    is_link = headers.get("sec-fetch-mode") == "navigate"
    return is_link and headers.get("sec-fetch-dest", "document") == "document"


def may_send(headers: Headers) -> bool:
    """Whether a form comes from a page of ours, by all that the browser says.

    `https` is ours too: it is how the page is seen where something before it speaks TLS.
    """
    host = headers.get("host", "").lower()
    origins = [origin.lower() for origin in headers.getlist("origin")]
    is_ours = origins in ([f"http://{host}"], [f"https://{host}"])
    return is_ours and headers.get("sec-fetch-site", "same-origin") == "same-origin"
