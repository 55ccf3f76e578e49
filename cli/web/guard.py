"""All that stands between a browser and the page: by which name, from where, how much, and who.

In this order: headers of every answer, the host's name, the limits of a request, what other sites
may do, the form with its token, the access code, the number of streams; then the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from cli.web.guarding.crossing import SameSite
from cli.web.guarding.entrance import ENTER, Entrance
from cli.web.guarding.headers import SafeHeaders
from cli.web.guarding.hosts import LOOPBACK, KnownHosts
from cli.web.guarding.limits import (
    MAX_SECONDS,
    MAX_STREAMS,
    BoundedRequests,
    BoundedStreams,
    Form,
    Forms,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

_RECORDING = re.compile(r"/threads/[^/]+/record/[^/]+\Z")


def _fresh() -> str:
    return token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Guard:
    """What is guarded, and how.

    `hosts` are names that the page may be asked by. `code` is what others have to know; None where
    only this machine can reach the page. `may_append`: forms may be sent. `token` stands in them,
    `entry_token` in the form for the code, which may be seen before the code is given. `streams` is
    how many may be open at once, `seconds` how long a form may take to arrive.
    """

    hosts: tuple[str, ...] = LOOPBACK
    code: str | None = field(default=None, repr=False)
    may_append: bool = False
    token: str = field(default_factory=_fresh, repr=False)
    entry_token: str = field(default_factory=_fresh, repr=False)
    streams: int = MAX_STREAMS
    seconds: float = MAX_SECONDS

    def takes_form(self, path: str) -> bool:
        """Whether a form may be sent to a path."""
        if path == ENTER:
            return self.code is not None
        return self.may_append and _RECORDING.match(path) is not None

    def token_of(self, path: str) -> str:
        """The token in the form at a path."""
        return self.entry_token if path == ENTER else self.token


def guarded(app: ASGIApp, guard: Guard) -> ASGIApp:
    """The page behind its guard; what begins and ends it goes through untouched."""
    inner: ASGIApp = BoundedStreams(app, guard.streams)
    if guard.code is not None:
        inner = Entrance(inner, guard.code, guard.entry_token, _entrance_page)
    inner = Forms(inner, guard.token_of, guard.seconds)
    inner = SameSite(inner, guard.takes_form)
    inner = SafeHeaders(KnownHosts(BoundedRequests(inner), guard.hosts))

    async def by_type(scope: Scope, receive: Receive, send: Send) -> None:
        await (inner if scope["type"] == "http" else app)(scope, receive, send)

    return by_type


def form_of(request: Request) -> Form:
    """The form that was sent, its token checked and taken out."""
    form: Form = request.scope["form"]
    return form


def _entrance_page(request: Request, token: str, then: str, failed: bool) -> str:
    from cli.web.language import chosen
    from cli.web.templating import environment

    lang = chosen(request.query_params.get("lang"), request.headers.get("accept-language"))
    template = environment(lang).get_template("enter.html")
    return template.render(lang=lang, token=token, then=then, failed=failed)
