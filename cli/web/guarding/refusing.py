"""How a request is refused before the page sees it: a status and a sentence, nothing of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Mapping


def refusal(
    status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None
) -> PlainTextResponse:
    """The answer that refuses a request."""
    return PlainTextResponse(f"{sentence}\n", status, dict(headers or {}))


def last_refusal(status: HTTPStatus, sentence: str) -> PlainTextResponse:
    """As `refusal`, and the connection ends: what was not read of the request is not waited for."""
    return refusal(status, sentence, {"Connection": "close"})
