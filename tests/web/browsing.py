"""Somebody who looks at the page in a browser, and what must not happen to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, WebError

    from tests.cli.conftest import Runner

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass(frozen=True)
class Served:
    """A page that is served: where, of which ledger, by which process."""

    url: str
    runner: Runner
    process: subprocess.Popen[bytes]


Browse = Callable[..., "Visitor"]


class Visitor:
    """A browser with nothing in it yet; `options` are those of a Playwright context."""

    def __init__(self, browser: Browser, served: Served, **options: Any) -> None:  # noqa: ANN401
        self._home = served.url
        self.faults: list[str] = []
        self.context = browser.new_context(base_url=served.url, **options)
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(_WATCH)
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)
        self.context.on("dialog", self._dialog)
        self.context.on("request", self._request)

    def open(self, path: str) -> Page:
        """A page in a tab of its own."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def forgive(self, *expected: str) -> None:
        """Take what was meant to go wrong from the faults; each has to be among them."""
        for part in expected:
            assert any(part in fault for fault in self.faults), (part, self.faults)
        self.faults = [
            fault for fault in self.faults if not any(part in fault for part in expected)
        ]

    def leave(self) -> None:
        """Close every tab."""
        self.context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.text} {message.location['url']}")

    def _error(self, error: WebError) -> None:
        self.faults.append(str(error.error))

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._home, "data:,")):
            self.faults.append(f"request: {request.url}")


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
