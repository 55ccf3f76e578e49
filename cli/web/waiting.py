"""Questions that nobody waits for any more: who moves a slider fast has left most answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request

T = TypeVar("T")


async def while_waited(request: Request, question: Coroutine[object, object, T]) -> T | None:
    """What a question comes to; None once whoever asked has gone, and it is not begun then."""
    asking = asyncio.create_task(question)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((asking, gone), return_when=asyncio.FIRST_COMPLETED)
        return asking.result() if asking.done() else None
    finally:
        asking.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    """Wait for the end of the connection; before it comes what was sent of the request."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
