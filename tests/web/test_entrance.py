"""The access code of a page that others can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.web.guard import Guard
from cli.web.guarding.entrance import Tries, Visitors, inside
from tests.web.guarded_page import FORM, client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

CODED = Guard(hosts=("desk.example",), code="open sesame", may_append=True)
DESK = "http://desk.example:8000"
THERE = {"Origin": DESK}


def _enter(client: TestClient, code: str, then: str = "/") -> Any:  # noqa: ANN401 -- a response
    form = {"token": CODED.entry_token, "code": code, "then": then}
    return client.post("/enter", data=form, headers=THERE)


def test_without_the_code_a_person_is_sent_to_the_form_and_a_program_away() -> None:
    client = client_of(CODED, DESK)
    sent = client.get("/threads?as_of=2022")
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/enter?then=%2Fthreads%3Fas_of%3D2022",
    )
    assert client.get("/threads.json").status_code == client.get("/live").status_code == 401
    assert client.post(FORM, data={"token": CODED.token}, headers=THERE).status_code == 401
    assert client.get("/static/style.css").status_code == 200
    form = client.get("/enter").text
    assert CODED.entry_token in form
    assert CODED.token not in form, "the other forms' token is not for who has no code"


def test_whoever_gives_the_code_gets_a_cookie_that_is_not_the_code() -> None:
    client = client_of(CODED, DESK)
    entered = _enter(client, " open sesame ", "/threads?as_of=2022")
    assert (entered.status_code, entered.headers["location"]) == (303, "/threads?as_of=2022")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert "SameSite=strict" in cookie
    assert "sesame" not in cookie
    assert client.get("/threads.json").text == "home"
    assert client.get("/enter?then=/threads").headers["location"] == "/threads"
    assert client_of(CODED, DESK).get("/", headers={"Cookie": 'a"b; =;'}).status_code == 303


def test_a_wrong_code_is_told_and_only_a_few_are_tried_in_a_second() -> None:
    client = client_of(CODED, DESK)
    wrong = _enter(client, "open barley")
    assert wrong.status_code == 403
    assert "That is not the code" in wrong.text
    assert [_enter(client, "é").status_code for _ in range(3)] == [403, 403, 429]
    ticks = iter([0.0, 0.1, 0.2, 0.9, 1.05])
    tries = Tries(lambda: next(ticks))
    assert [tries.one_more() for _ in range(5)] == [True, True, True, False, True]


def test_the_oldest_visitor_is_forgotten_when_there_are_very_many() -> None:
    visitors = Visitors()
    first, *_, last = [visitors.welcome() for _ in range(1_001)]
    assert not visitors.knows(first)
    assert visitors.knows(last)


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil.example", "/\r\nx", "", "x"]
)
def test_nobody_is_sent_elsewhere_after_the_code(then: str) -> None:
    assert inside(then) == "/"
