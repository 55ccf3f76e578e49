"""A page of a few addresses behind the real guard, to be asked by all sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from cli.web.guard import Guard, form_of, guarded

if TYPE_CHECKING:
    from starlette.requests import Request

HOME = "http://127.0.0.1:8000"
FORM = "/threads/t/record/demand"


async def _home(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("home", headers={"ETag": '"1"', "Server": "x"})


async def _sent(request: Request) -> PlainTextResponse:
    return PlainTextResponse(repr(form_of(request)))


async def _broken(_request: Request) -> PlainTextResponse:
    raise RuntimeError


def small_page() -> Starlette:
    """Pages, a stream, a file, a form and a fault."""
    names = ("/", "/threads", "/threads.json", "/live", "/static/style.css", FORM)
    routes = [Route(name, _home) for name in names]
    return Starlette(
        routes=[*routes, Route("/broken", _broken), Route(FORM, _sent, methods=["POST"])]
    )


def client_of(guard: Guard, base: str = HOME) -> TestClient:
    """Somebody who asks at the base."""
    return TestClient(
        guarded(small_page(), guard), base, raise_server_exceptions=False, follow_redirects=False
    )
