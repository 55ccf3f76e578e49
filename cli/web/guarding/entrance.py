"""The access code, where others than this machine can reach the page.

Whoever has the code gives it once, in a form, and gets a cookie: never the code itself, never in an
address. What is known of visitors is kept in memory, and gone with the run.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from cli.web.guarding.headers import STATIC
from cli.web.guarding.refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from cli.web.guarding.limits import Form

ENTER = "/enter"
_TRIES, _WITHIN = 3, 1.0
"""How many codes may be tried, in how many seconds, by all together."""
_VISITORS = 1_000
_SEE_OTHER = HTTPStatus.SEE_OTHER


class Tries:
    """Lets through a few tries in a second, so that guessing takes longer than the universe has."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: deque[float] = deque(maxlen=_TRIES)

    def one_more(self) -> bool:
        """Whether another one may be made now; it is counted if so."""
        now = self._clock()
        if len(self._recent) == _TRIES and now - self._recent[0] < _WITHIN:
            return False
        self._recent.append(now)
        return True


class Visitors:
    """Who has given the code: random values that browsers keep, of which we keep the hashes."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def welcome(self) -> str:
        """A new visitor's value; the oldest is forgotten when there are too many."""
        value = token_urlsafe(32)
        self._known[_hashed(value)] = None
        while len(self._known) > _VISITORS:
            self._known.popitem(last=False)
        return value

    def knows(self, value: str | None) -> bool:
        """Whether a value is one that was handed out."""
        return value is not None and _hashed(value) in self._known


def _hashed(value: str) -> bytes:
    return sha256(value.encode()).digest()


class Entrance:
    """Sends whoever has not given the code to the form for it; programs are told 401."""

    def __init__(
        self,
        app: ASGIApp,
        code: str,
        token: str,
        page: Callable[[Request, str, str, bool], str],
        tries: Tries | None = None,
    ) -> None:
        """`page` makes the form: of the request, the token, where to go then, whether it failed."""
        self._app = app
        self._code = code.encode()
        self._token = token
        self._page = page
        self._tries = tries or Tries()
        self._visitors = Visitors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        path: str = scope["path"]
        if path == ENTER:
            await self._enter(Request(scope))(scope, receive, send)
        elif path.startswith(STATIC) or self._visitors.knows(_cookie(scope)):
            await self._app(scope, receive, send)
        else:
            await self._turned_away(scope)(scope, receive, send)

    def _turned_away(self, scope: Scope) -> Response:
        path: str = scope["path"]
        if path.endswith(".json") or path == "/live" or scope["method"] == "POST":
            return refusal(
                HTTPStatus.UNAUTHORIZED,
                f"Give the access code at {ENTER} first.",
                {"WWW-Authenticate": 'Access-Code realm="dipledger"'},
            )
        query = scope["query_string"].decode("ascii", "replace")
        then = f"{path}?{query}" if query else path
        return RedirectResponse(f"{ENTER}?{urlencode({'then': then})}", _SEE_OTHER)

    def _enter(self, request: Request) -> Response:
        if request.method != "POST":
            then = inside(request.query_params.get("then", "/"))
            if self._visitors.knows(_cookie(request.scope)):
                return RedirectResponse(then, _SEE_OTHER)
            return HTMLResponse(self._page(request, self._token, then, False))
        form: Form = request.scope["form"]
        given = dict(form)
        then = inside(given.get("then", "/"))
        if not self._tries.one_more():
            sentence = "Too many codes were tried just now. Try again in a second."
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, sentence, {"Retry-After": "1"})
        if not compare_digest(given.get("code", "").strip().encode(), self._code):
            return HTMLResponse(self._page(request, self._token, then, True), HTTPStatus.FORBIDDEN)
        response = RedirectResponse(then, _SEE_OTHER)
        response.set_cookie(
            _cookie_name(request.scope),
            self._visitors.welcome(),
            path="/",
            httponly=True,
            samesite="strict",
        )
        return response


def inside(then: str) -> str:
    """A path of ours to go on to; the first page for anything that could lead elsewhere."""
    is_path = then.startswith("/") and not then.startswith("//")
    return then if is_path and then.isprintable() and "\\" not in then else "/"


def _cookie_name(scope: Scope) -> str:
    """Cookies are those of a machine, whatever the port: two pages on one must not share them."""
    _, port = scope.get("server") or (None, None)
    return f"dipledger-{port}"


def _cookie(scope: Scope) -> str | None:
    try:
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    morsel = cookies.get(_cookie_name(scope))
    return None if morsel is None else morsel.value
