"""A person with a browser at the form of an act, and what is in the ledger then."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from cli.web.app import application
from cli.web.ceiling import Ceiling
from cli.web.guard import Guard, guarded
from cli.web.serving import Serving
from ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_643_300_000_000_000  # 2022-01-27T16:13:20Z
HOME = "http://127.0.0.1:8000"


def opened_as_rival(path: Path) -> Ledger:
    """The ledger, as somebody else has it open."""
    return Ledger.open(path, clock=lambda: NOW, recorder="rival")


def record(path: Path, *commands: Any) -> None:  # noqa: ANN401 -- commands
    """Somebody else records."""
    with opened_as_rival(path) as ledger:
        ledger.handle(commands)


class Desk:
    """A person with a browser at the form of an act."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def form(self, kind: str) -> Form:
        """Open a form."""
        return Form(self.client, f"/threads/t/record/{kind}")


class Form:
    """A form as a browser has it: what is hidden in it is sent along."""

    def __init__(self, client: TestClient, address: str) -> None:
        self._client = client
        self._address = address
        self.response = client.get(address)
        self.hidden = self._hidden()

    def _hidden(self) -> dict[str, str]:
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.html)
        return {name: unescape(value) for name, value in found}

    @property
    def html(self) -> str:
        """The page as it is."""
        return self.response.text

    @property
    def status(self) -> int:
        """Of the last answer."""
        return self.response.status_code

    def press(self, button: str, **said: str | list[str]) -> Form:
        """Send it; the controls of rows are written with two underscores for each dot."""
        named = {name.replace("__", "."): value for name, value in said.items()}
        self.response = self._client.post(
            self._address,
            data={**self.hidden, "channel": "official", **named, "do": button},
            headers={"Origin": HOME},
        )
        self.hidden = self._hidden() or self.hidden
        return self

    def control(self, name: str) -> str:
        """A control with what stands in it, as HTML."""
        begun = re.search(rf'<(?:input|select|textarea) id="{re.escape(name)}"', self.html)
        assert begun, name
        return unescape(self.html[begun.start() :].partition("</p>")[0])

    def problem(self, name: str) -> str:
        """What is told beside a control, or beside a row of them."""
        found = re.search(
            rf'aria-describedby="[^"]*{re.escape(name)}-problem".*?id="{re.escape(name)}-problem"'
            r"[^>]*>(.*?)</span>",
            self.html,
            re.DOTALL,
        )
        return unescape(found[1]) if found else ""


def serving(path: Path, **ceiling: Any) -> Serving:  # noqa: ANN401
    """What the page is started with."""
    return Serving(path, lambda: NOW, "desk", 5.0, Ceiling(**ceiling), may_append=True)


def client_of(path: Path, **ceiling: Any) -> TestClient:  # noqa: ANN401
    """A browser that follows nothing by itself."""
    guard = Guard(may_append=True)
    app = guarded(application(serving(path, **ceiling), guard), guard)
    return TestClient(app, HOME, follow_redirects=False)


def acts_in(path: Path) -> dict[str, Any]:
    """What is recorded in the thread."""
    with opened_as_rival(path) as ledger:
        return dict(ledger.world(["t"]).threads["t"].acts)
