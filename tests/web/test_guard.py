"""The guard of the page: names, headers, other sites, limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cli.web.guard import Guard, guarded
from cli.web.guarding.headers import PROTECTIVE
from cli.web.guarding.limits import MAX_BODY
from tests.web.guarded_page import FORM, HOME, client_of, small_page

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from starlette.types import ASGIApp, Message, Scope

OURS = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
GUARD = Guard(may_append=True)


@pytest.fixture
def client() -> TestClient:
    """The page of one machine, with forms."""
    return client_of(GUARD)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost.", 400),
        ("127.0.0.1@evil.example", 400),
        ("[::1", 400),
        ("localhost:x", 400),
        ("", 400),
    ],
)
def test_the_page_answers_to_its_own_names_only(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("hosts", [[], ["localhost", "evil.example"], ["localhost", "localhost"]])
def test_no_name_and_several_names_are_refused(hosts: list[str]) -> None:
    assert _asked("/", [("host", host) for host in hosts])[0] == 400


def test_the_address_that_a_request_came_in_at_is_a_name_of_ours() -> None:
    def asked(host: str, server: tuple[str, int] | None) -> int | None:
        return _asked("/", [("host", host)], server=server)[0]

    assert asked("192.0.2.7:8000", ("192.0.2.7", 8000)) == 200
    assert asked("[2001:db8::7]:8000", ("2001:db8::7", 8000)) == 200
    assert asked("192.0.2.8:8000", ("192.0.2.7", 8000)) == 400
    assert asked("evil.example:8000", ("evil.example", 8000)) == 400
    assert asked("192.0.2.7:8000", None) == 400


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/broken", "/static/style.css", f"/{'x' * 9_000}"]
)
def test_every_answer_carries_the_same_protection(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in PROTECTIVE} == PROTECTIVE
    assert "server" not in headers


def test_a_page_is_never_kept_and_a_file_as_long_as_its_address_names_its_version(
    client: TestClient,
) -> None:
    def kept(path: str) -> str:
        return str(client.get(path).headers["cache-control"])

    assert kept("/") == kept("/static/nowhere.css?v=1") == kept("/live") == "no-store"
    assert kept("/static/style.css") == "no-cache"
    assert kept("/static/style.css?v=abc") == "public, max-age=31536000, immutable"
    assert "etag" not in client.get("/").headers
    assert "etag" in client.get("/static/style.css").headers


def test_only_a_form_of_ours_is_taken_and_only_where_one_is(client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"):
        refused = client.request(method, "/threads", headers=OURS)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert client.put(FORM, headers=OURS).headers["allow"] == "GET, HEAD, POST"
    assert client.head("/").status_code == 200
    body = {"token": GUARD.token, "summary": "é & ;", "from": "USA"}
    taken = client.post(FORM, data=body, headers=OURS)
    assert taken.text == repr((("summary", "é & ;"), ("from", "USA")))
    assert client_of(Guard()).post(FORM, data=body, headers=OURS).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:9000", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:8000"},
        {"Origin": HOME, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(
    client: TestClient, headers: dict[str, str]
) -> None:
    sent = client.post(FORM, data={"token": GUARD.token}, headers=headers)
    assert sent.status_code == 403


def test_a_form_needs_the_token_of_this_run_once_and_the_type_of_a_form(
    client: TestClient,
) -> None:
    def sent(content: str | bytes, kind: str = TYPE["Content-Type"]) -> int:
        headers = {**OURS, "Content-Type": kind}
        return client.post(FORM, content=content, headers=headers).status_code

    right = f"token={GUARD.token}"
    assert sent(right) == 200
    assert sent(right, "application/x-www-form-urlencoded; charset=UTF-8") == 200
    assert sent("") == sent("token=") == sent(f"token={Guard().token}") == 403
    assert sent(f"{right}&{right}") == sent("token=%C3%A9") == 403
    assert sent(right, "text/plain") == sent(right, "multipart/form-data; boundary=x") == 415
    assert sent(right, "application/json") == sent(right, "") == 415
    assert sent(f"{right}&text=%ff") == sent(f"{right}&text=é".encode()) == 400
    assert sent("&".join([right, *["a=b"] * 6_000])) == 400


def test_another_site_may_link_here_but_not_read_or_embed(client: TestClient) -> None:
    def asked(site: str, mode: str, dest: str) -> int:
        fetch = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        return client.get("/threads.json", headers=fetch).status_code

    assert asked("cross-site", "navigate", "document") == 200
    assert asked("none", "navigate", "document") == asked("same-origin", "cors", "empty") == 200
    assert asked("cross-site", "no-cors", "script") == asked("cross-site", "cors", "empty") == 403
    assert asked("same-site", "no-cors", "image") == 403, "another port of this machine"
    assert asked("cross-site", "navigate", "iframe") == 403


def test_addresses_and_bodies_have_limits(client: TestClient) -> None:
    assert client.get("/", params={"q": "x" * 8_300}).status_code == 414
    assert client.get("/", params={"q": "x" * 8_000}).status_code == 200
    assert client.request("GET", "/", content=b"x").status_code == 413
    too_large = client.post(FORM, content=b"x" * (MAX_BODY + 1), headers={**OURS, **TYPE})
    assert (too_large.status_code, too_large.headers["connection"]) == (413, "close")
    assert _asked("http://evil.example/", [("host", "localhost")])[0] == 400


def test_a_form_without_a_length_is_read_to_the_limit_and_no_further() -> None:
    chunk: dict[str, object] = {"type": "http.request", "body": b"x" * 65_536, "more_body": True}
    status, read = _asked(FORM, _form_headers(), method="POST", body=[chunk] * 100)
    assert (status, read) == (413, MAX_BODY // 65_536 + 1)
    told = [*_form_headers(), ("content-length", "9" * 30)]
    assert _asked(FORM, told, method="POST", body=[chunk]) == (413, 0)
    assert _asked(FORM, [*_form_headers(), ("content-length", "-1")], method="POST")[0] == 413


def test_a_form_that_does_not_arrive_is_not_waited_for() -> None:
    slow = replace(GUARD, seconds=0.05)
    start: dict[str, object] = {"type": "http.request", "body": b"token=", "more_body": True}
    assert _asked(FORM, _form_headers(), method="POST", body=[start], guard=slow)[0] == 408
    gone: dict[str, object] = {"type": "http.disconnect"}
    assert _asked(FORM, _form_headers(), method="POST", body=[start, gone])[0] is None


def test_so_many_streams_and_no_more() -> None:
    async def scene() -> None:
        opened, end = asyncio.Event(), asyncio.Event()

        async def stream(_scope: Scope, _receive: Any, send: Any) -> None:  # noqa: ANN401
            opened.set()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await end.wait()

        app = guarded(stream, replace(GUARD, streams=1))
        first = asyncio.create_task(_answer(app, "/live", [("host", "localhost")]))
        await opened.wait()
        refused = await _answer(app, "/live", [("host", "localhost")])
        assert refused["status"] == 503
        assert (b"retry-after", b"5") in refused["headers"]
        end.set()
        await first
        assert (await _answer(app, "/live", [("host", "localhost")]))["status"] == 200

    asyncio.run(scene())


def test_what_begins_and_ends_the_page_goes_through() -> None:
    with client_of(GUARD) as client:
        assert client.get("/").text == "home"


def _form_headers() -> list[tuple[str, str]]:
    return [("host", "127.0.0.1:8000"), ("origin", HOME), ("content-type", TYPE["Content-Type"])]


def _asked(
    path: str,
    headers: list[tuple[str, str]],
    *,
    method: str = "GET",
    body: list[dict[str, object]] | None = None,
    server: tuple[str, int] | None = ("127.0.0.1", 8000),
    guard: Guard = GUARD,
) -> tuple[int | None, int]:
    """What a request as it comes from the network is answered, and how much of it was read."""
    waiting = list(body or [])
    read = 0

    async def receive() -> Any:  # noqa: ANN401
        nonlocal read
        if not waiting:
            await asyncio.sleep(5)
        read += 1
        return waiting.pop(0)

    app = guarded(small_page(), guard)
    answer = asyncio.run(_answer(app, path, headers, method, server, receive))
    return answer.get("status"), read


async def _answer(
    app: ASGIApp,
    path: str,
    headers: list[tuple[str, str]],
    method: str = "GET",
    server: tuple[str, int] | None = ("127.0.0.1", 8000),
    receive: Any = None,  # noqa: ANN401
) -> Message:
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "server": server,
        "scheme": "http",
    }
    told: Message = {}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.update(message)

    await app(scope, receive, send)
    return told
