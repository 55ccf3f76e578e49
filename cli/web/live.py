"""New acts appear without a reload: a stream of events for each page somebody looks at.

A stream tells that its page says something else than it did, and nothing more: whoever may not see
what was recorded is not told that something was.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Match, Route

from cli.web.answering import answered, asked_of
from ledger.errors import DipledgerError, InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request

    from cli.web.desk import Desk, Seat
    from cli.web.pages.base import PageRoute
    from cli.web.serving import Serving

EVERY = 0.5
"""Seconds between two looks at the log."""
AT_LEAST = 30.0
"""Seconds after which a page is looked at again although nothing was recorded: deadlines pass."""
ALIVE = ": alive\n\n"


class Live:
    """Watches the log while somebody listens."""

    def __init__(self, desk: Desk, serving: Serving, pages: Sequence[PageRoute]) -> None:
        self._desk = desk
        self._serving = serving
        self._pages = [(Route(page.path, _nothing), page) for page in pages]
        self._head = 0
        self._turn = 0
        self._listening = 0
        self._changed = asyncio.Condition()
        self._watcher: asyncio.Task[None] | None = None

    async def stream(self, request: Request) -> Response:
        """`/live?page=ADDRESS&digest=…`: an event whenever the page has another digest."""
        address = request.query_params.get("page", "")
        try:
            route, path, query = self._read(address)
        except DipledgerError as error:
            return PlainTextResponse(error.what, 404)
        digest = request.query_params.get("digest", "")
        events = self._events(partial(self._digest, route, path, query), digest)
        return StreamingResponse(events, media_type="text/event-stream")

    def _read(self, address: str) -> tuple[PageRoute, dict[str, str], dict[str, str]]:
        split = urlsplit(address)
        for route, page in self._pages:
            scope = {"type": "http", "path": split.path, "method": "GET"}
            match, child = route.matches(scope)
            if match is Match.FULL:
                query = asked_of(page.query, parse_qsl(split.query, keep_blank_values=True))
                return page, dict(child["path_params"]), query
        raise InputError("there is no such page")

    def _digest(
        self, route: PageRoute, path: dict[str, str], query: dict[str, str], seat: Seat
    ) -> str:
        try:
            return answered(self._serving, route, seat, path, query).digest
        except DipledgerError:
            return ""  # what a reload will say

    async def _events(self, ask: partial[str], digest: str) -> AsyncIterator[str]:
        """One event for each change, and a sign of life in between."""
        self._listening += 1
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._watch())
        clock = asyncio.get_running_loop().time
        due = clock() + AT_LEAST
        try:
            yield ALIVE
            while True:
                turn = self._turn
                found = await self._desk.ask(ask)
                if found != digest:
                    digest = found
                    yield f"event: changed\nid: {digest}\ndata: {digest}\n\n"
                if clock() >= due:
                    # At its own times: one after each look would tell how often more is recorded.
                    due += AT_LEAST
                    yield ALIVE
                await self._more(turn, due - clock())
        finally:
            self._listening -= 1
            if not self._listening and self._watcher is not None:
                self._watcher.cancel()
                self._watcher = None

    async def _more(self, turn: int, seconds: float) -> None:
        """Wait for more to be recorded than at a turn, or for the clock to have moved so far."""
        async with self._changed:
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    self._changed.wait_for(lambda: self._turn != turn), max(seconds, 0)
                )

    async def _watch(self) -> None:
        while True:
            try:
                head, _ = await self._desk.ask(lambda seat: seat.ledger.head())
            except DipledgerError:
                head = self._head  # whoever asks next is told
            if head != self._head:
                self._head = head
                self._turn += 1
                async with self._changed:
                    self._changed.notify_all()
            await asyncio.sleep(EVERY)


async def _nothing(_request: Request) -> Response:
    return Response(status_code=204)
