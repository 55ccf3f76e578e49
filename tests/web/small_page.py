"""A page of a few lines behind the real guard and on the real server, run as a process."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from cli.failures import run, say
from cli.web.guard import Guard, guarded
from cli.web.server import serve
from ledger.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request


async def _home(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("home")


async def _broken(request: Request) -> PlainTextResponse:
    raise ValueError(request.query_params["q"])


async def _live(_request: Request) -> StreamingResponse:
    async def events() -> AsyncIterator[str]:
        yield "data: begun\n\n"
        await asyncio.sleep(3_600)

    return StreamingResponse(events(), media_type="text/event-stream")


@asynccontextmanager
async def _lifespan(_app: Starlette) -> AsyncIterator[None]:
    if "--unready" in sys.argv:
        raise SetupError("the ledger is gone", where="lifespan")
    yield
    say("ended")


def main() -> None:
    """Serve at the host and port of the arguments; the address goes to stdout."""
    routes = [Route("/", _home), Route("/broken", _broken), Route("/live", _live)]
    app = guarded(Starlette(routes=routes, lifespan=_lifespan), Guard())
    host, port = sys.argv[1:3]
    sys.exit(run(lambda: serve(app, host, int(port), listening=_told)))


def _told(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
