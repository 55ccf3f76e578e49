"""By which names the page may be asked for.

A foreign site can point a name of its own at this machine (DNS rebinding), and its scripts may then
read what they are given. So the name in the request has to be one of ours.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING

from starlette.middleware.trustedhost import TrustedHostMiddleware

from cli.web.guarding.refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names that mean this machine to itself, wherever it stands."""


def in_brackets(host: str) -> str:
    """A host as it stands in an address: `[::1]`, `localhost`."""
    return f"[{host}]" if ":" in host else host


class KnownHosts:
    """Answers 400 to whoever asks for a name that is not ours, or for several, or for none."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        names = [in_brackets(host) for host in hosts]
        if any("*" in name for name in names):
            raise ValueError("every name is listed; there are no patterns")
        self._app = app
        self._trusted = TrustedHostMiddleware(app, names, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        # The library looks at the first name only, and the page might be told of the second.
        named = [value for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1:
            response = refusal(HTTPStatus.BAD_REQUEST, "The request names no host, or several.")
            await response(scope, receive, send)
        elif _is_where_it_came_in(named[0], scope):
            await self._app(scope, receive, send)
        else:
            await self._trusted(scope, receive, send)


def _is_where_it_came_in(host: bytes, scope: Scope) -> bool:
    """Whether the host is the very address, as numbers, that the request reached.

    Nobody can point that at another machine, so a page opened to a network needs no list of the
    addresses that the machine has there.
    """
    address, port = scope.get("server") or ("", None)
    try:
        ip_address(address)
    except ValueError:
        return False
    literal = in_brackets(address)
    return host.decode("latin-1") in (literal, f"{literal}:{port}")
