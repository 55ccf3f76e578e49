"""The page on a socket: uvicorn, made patient for a while only, quiet, and quick to end."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from cli.signals import SIGNALS
from cli.web.guarding.hosts import in_brackets
from cli.web.listening import bound
from cli.web.quiet import LOGGING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType
    from typing import Any

    from starlette.types import ASGIApp, Receive, Scope, Send

HEAD_SECONDS = 10.0
"""For the head of a request to arrive, from the start of the connection or the last answer."""
MAX_HEAD = 32 * 1024
"""Bytes of the head of a request."""
MAX_CONNECTIONS = 500
"""Open at once: a process has about a thousand files at most, and the ledger needs some."""
END_SECONDS = 1
"""For answers to be finished once the end has come; event streams never finish."""
_STARTUP_FAILED = 3


class PatientForAWhile(H11Protocol):
    """Ends a connection whose next request has not been told in time, however busily it arrives.

    The library's own timer ends with the first byte that comes.
    """

    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, unless there are too many who do."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            transport.close()
        else:
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Once the head of a request is there, its body has limits of its own."""
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next one."""
        self._expect_head()
        super().on_response_complete()

    def _expect_head(self) -> None:
        self._stop_waiting()
        self.head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None


class _Listening(Server):
    """Says once it listens; takes signals, and leaves it to `serve` to pass them on."""

    def __init__(self, config: Config, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = told
        self.came: list[int] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        if self.started:
            self._told()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Not here: the library raises them anew inside the event loop, where some get lost."""
        return nullcontext()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; at once when asked twice."""
        self.came.append(sig)
        super().handle_exit(sig, frame)


class _Beginning:
    """Keeps what went wrong when the page began or ended, which the library only logs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            self.failure = error
            raise


def serve(
    app: ASGIApp, host: str, port: int, *, listening: Callable[[str], None] = lambda _: None
) -> None:
    """Serve until a signal comes, which is then raised as everywhere in the command line.

    Args:
        app: the page behind its guard.
        host: the address to listen at, as `check_address` lets it pass.
        port: 0 takes a free one.
        listening: called once it listens, with its URL.

    SetupError where the address is taken, or is none of this machine's; whatever the page raises
    when it begins.
    """
    with bound(host, port) as listener:
        address = f"http://{in_brackets(host)}:{listener.getsockname()[1]}/"
        beginning = _Beginning(app)
        server = _Listening(_config(beginning), lambda: listening(address))
        with _signals_to(server):
            try:
                server.run(sockets=[listener])
            except SystemExit as error:
                if error.code != _STARTUP_FAILED or beginning.failure is None:
                    raise
        if beginning.failure is not None:
            raise beginning.failure
    if server.came:
        signal.raise_signal(server.came[0])


def _config(app: ASGIApp) -> Config:
    return Config(
        app,
        loop="asyncio",
        http=PatientForAWhile,
        ws="none",
        lifespan="on",
        log_config=LOGGING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEAD,
        timeout_graceful_shutdown=END_SECONDS,
    )


@contextmanager
def _signals_to(server: Server) -> Iterator[None]:
    """Let a server take the signals that end a call; those that are ignored stay so."""
    before: dict[int, Any] = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, server.handle_exit)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
