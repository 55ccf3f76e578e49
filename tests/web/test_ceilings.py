"""What lies above the ceiling of a page shows at no address of it, however it is asked for.

Two ledgers are compared: one has more than the page may show, the other never had it. At every
address, as a page and as data, both have to say the same.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from cli.web.app import PATHS, application
from cli.web.ceiling import Ceiling
from cli.web.guard import Guard, guarded
from cli.web.live import ALIVE, EVERY
from cli.web.pages import PAGES
from cli.web.serving import Serving
from tests.cli import test_clearance, test_viewers
from tests.cli.conftest import Runner
from tests.cli.test_clearance import LATER, SECRETS
from tests.cli.test_viewers import PUBLIC_PART, WORD

if TYPE_CHECKING:
    import subprocess
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message

NOW = 1_646_092_800_000_000  # 2022-03-01
GUARD = Guard(token="token", entry_token="token")  # noqa: S106 -- drawn by lot otherwise
ASKED = {
    "home": ("/", "/?since=2022-01-01", "/?status=open"),
    "thread": ("/threads/straits", "/threads/annex", "/threads/anex", "/threads/zagadka-sub"),
    "compare": (
        "/threads/straits/compare?first=2022-01-15",
        "/threads/straits/compare?axis=known_at&first=%231&second=%23999",
        "/threads/annex/compare?first=2022-01-15",
    ),
    "act": (
        "/threads/straits/acts/note",
        "/threads/straits/acts/answer",
        "/threads/straits/acts/whisper",
        "/threads/straits/acts/whispr",
        "/threads/straits/acts/later",
        "/threads/annex/acts/zagadka-demand",
    ),
    "search": (
        "/search?q=never",
        "/search?q=zagadk*+OR+harbour",
        "/search?q=never+-zagadka",
        "/search?q=never&party=ZAGADKA",
        "/search?q=never&thread=annex",
    ),
    "parties": ("/parties",),
    "record": ("/threads/straits/record/reply", "/threads/annex/record/reply"),
    "proof": (
        "/threads/straits/acts/whisper/proof.json",
        "/threads/annex/acts/zagadka-demand/proof.json",
    ),
    "openapi": ("/openapi.json",),
}
"""By the name of the page: what is there, what is hidden, what is near to it."""
LENSES = (
    "", "known_by=ledger", "known_by=public", "known_by=USA", "known_by=ZAGADKA", "known_at=%235",
    "known_at=%23999", "known_at=2022-02-12", "known_at=2023-01-01", "as_of=2022-01-26",
    "clearance=top-secret",
)  # fmt: skip


_COUNTED = re.compile(
    r'<ul class="notes"[^>]*>\s*<li[^>]*>\d+ acts of this ledger lie above.*?</ul>\s*'
    r'|"notes": \[[^]]*\]',
    re.DOTALL,
)


def _client(runner: Runner, **ceiling: Any) -> TestClient:  # noqa: ANN401
    path = runner.folder / "ledger.dipledger"
    serving = Serving(path, lambda: NOW, "registrar", 5.0, Ceiling(**ceiling))
    return TestClient(
        guarded(application(serving, GUARD), GUARD),
        base_url="http://127.0.0.1",
        follow_redirects=False,
    )


Pair = tuple[TestClient, TestClient]


@pytest.fixture(scope="module")
def pairs(
    tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]
) -> Iterator[dict[str, Pair]]:
    """By what hides it: the page of a ledger with something to hide, and of one without it."""

    def ledger(*parts: str) -> Runner:
        return test_clearance.make(tmp_path_factory.mktemp("ledger"), server, *parts)

    secret, open_, early = ledger(SECRETS, LATER), ledger(LATER), ledger()
    whispered = Runner(tmp_path_factory.mktemp("whispered"), server)
    whispered("init").ok()
    whispered("append", "-", stdin=PUBLIC_PART, now="2022-02-01").ok()
    whispered("party", "add", "ZAGADKA", "--name", "Zagadka bureau", "--kind", "body").ok()
    whispered("append", "-", stdin=test_viewers.SECRETS).ok()
    ceilings: dict[str, tuple[Runner, Runner, dict[str, str]]] = {
        "clearance": (secret, open_, {"clearance": "restricted"}),
        "known by": (whispered, early, {"known_by": "public"}),
        "known at": (open_, early, {"known_at": "2022-02-05"}),
        "nothing": (secret, open_, {}),
        "both": (secret, early, {"clearance": "restricted", "known_at": "#3"}),
    }
    with ExitStack() as open_pages:

        def page(runner: Runner, ceiling: dict[str, str]) -> TestClient:
            return open_pages.enter_context(_client(runner, **ceiling))

        yield {
            name: (page(more, ceiling), page(less, ceiling))
            for name, (more, less, ceiling) in ceilings.items()
        }


def test_every_address_is_asked_here() -> None:
    pages = {route.name for route in PAGES}
    assert {name for name in PATHS if not name.endswith(".json")} == ASKED.keys()
    assert {f"{name}.json" for name in pages} | ASKED.keys() == PATHS.keys()


def _twin(address: str) -> str:
    path, _, query = address.partition("?")
    return f"{'/home' if path == '/' else path}.json" + (f"?{query}" if query else "")


def _said(client: TestClient, address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, without the one sentence that counts what is hidden."""
    answer = client.get(address)
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    body = _COUNTED.sub("", answer.text)
    return answer.status_code, headers, re.sub(r"\s+", " ", body)


@pytest.mark.parametrize("hides", ["clearance", "known by", "known at", "both"])
@pytest.mark.parametrize("page", [name for name in ASKED if name != "proof"])
def test_what_lies_above_the_ceiling_was_never_there(
    pairs: dict[str, Pair], hides: str, page: str
) -> None:
    more, less = pairs[hides]
    is_page = page in {route.name for route in PAGES}
    for address in ASKED[page]:
        joined = f"{address}{'&' if '?' in address else '?'}"
        as_pages = [f"{joined}{lens}" for lens in ("", "known_at=%23999")]
        as_data = [_twin(f"{joined}{lens}") for lens in LENSES]
        for asked in (*as_pages, *as_data) if is_page else (address,):
            seen = _said(more, asked)
            assert seen == _said(less, asked), asked
            typed = "|".join(re.findall(r"\w{4,}", unquote(asked).casefold()))
            assert WORD not in re.sub(typed, "", seen[2].casefold()), asked


def test_without_a_ceiling_it_is_there(pairs: dict[str, Pair]) -> None:
    app = pairs["nothing"][0]
    for address in ("/", "/threads/straits", "/threads/annex", "/search?q=zagadk*", "/parties"):
        assert WORD in app.get(_twin(address)).text.casefold().replace("zagadk*", ""), address


@pytest.mark.parametrize("hides", ["clearance", "known by", "known at", "both"])
def test_a_proof_is_given_of_nothing_where_anything_is_hidden(
    pairs: dict[str, Pair], hides: str
) -> None:
    more, _ = pairs[hides]
    refused = {_said(more, address)[::2] for address in ASKED["proof"]}
    assert [status for status, _ in refused] == [404]


@pytest.mark.parametrize("page", ["/threads/straits", "/"])
def test_nobody_is_told_that_something_hidden_was_recorded(
    tmp_path: Path, server: subprocess.Popen[str], page: str
) -> None:
    runner = test_clearance.make(tmp_path, server)
    client = _client(runner, clearance="restricted")
    digest = re.findall(r'data-digest="(\w+)"', client.get(page).text)[0]
    address = f"/live?page={quote(page, safe='')}&digest={digest}"

    async def told() -> tuple[list[str], list[str]]:
        async with _listening(client.app, address) as chunks:
            await asyncio.to_thread(_record, runner, SECRETS)
            await asyncio.sleep(3 * EVERY)
            hidden = list(chunks)
            await asyncio.to_thread(_record, runner, LATER)
            async with asyncio.timeout(20):
                while chunks == hidden:  # noqa: ASYNC110 -- of a list that only grows
                    await asyncio.sleep(EVERY / 5)
            return hidden, chunks[len(hidden) :]

    hidden, shown = asyncio.run(told())
    assert hidden == [ALIVE]
    assert [each.splitlines()[0] for each in shown] == ["event: changed"]


def _record(runner: Runner, acts: str) -> None:
    if acts is SECRETS:
        runner("party", "add", "ZAGADKA", "--name", "Zagadka", "--kind", "body").ok()
    runner("append", "-", stdin=acts, now="2022-02-10").ok()


@asynccontextmanager
async def _listening(app: ASGIApp, address: str) -> AsyncIterator[list[str]]:
    """What a stream of events says, as it comes."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(b"host", b"127.0.0.1")],
        "scheme": "http", "server": ("127.0.0.1", 80), "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    chunks: list[str] = []
    gone = asyncio.Event()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            chunks.append(message["body"].decode())

    async def listen() -> None:
        await app(scope, receive, send)

    listening = asyncio.create_task(listen())
    await asyncio.sleep(EVERY)
    try:
        yield chunks
    finally:
        gone.set()
        await listening
