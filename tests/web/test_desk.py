"""Workers: each answer is of the ledger as it stands, for itself, and a damaged table is no end."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from starlette.requests import Request

from cli.web.answering import answer_of, asking_of
from cli.web.ceiling import Ceiling
from cli.web.desk import DOUBTFUL, WITHHELD, WORKERS, Desk, Seat
from cli.web.pages.home import home
from cli.web.serving import Serving
from cli.web.waiting import while_waited
from ledger.errors import SetupError
from ledger.importers.plainly import read_acts
from ledger.redaction import Redaction
from ledger.store import Ledger
from ledger.store.redacting import copy_redacted
from ledger.vocabulary import MarkingLevel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import Message

T = TypeVar("T")
NOW = 1_650_000_000_000_000


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serving:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "ledger.dipledger"
    Ledger.create(path)
    _record(path, "one")
    return Serving(path, lambda: NOW, "tester", 5.0, Ceiling())


def _record(path: Path, *names: str, marking: str = "official") -> None:
    with Ledger.open(path, clock=lambda: NOW, recorder="tester") as ledger:
        for name in names:
            acts: dict[str, Any] = {
                "thread": name,
                "open": {"title": name, "zone": "UTC", "marking": marking},
            }
            ledger.handle(read_acts(ledger, acts))


def answers(serving: Serving, *questions: Callable[[Seat], T]) -> list[T]:
    """What several questions at once come to."""

    async def ask() -> list[T]:
        desk = Desk(serving)
        try:
            return list(await asyncio.gather(*map(desk.ask, questions)))
        finally:
            await asyncio.to_thread(desk.close)

    return asyncio.run(ask())


def _threads(seat: Seat) -> list[str]:
    return [one.thread.id for one in seat.reader.threads().threads]


def test_many_at_once_are_answered_alike(serving: Serving) -> None:
    assert answers(serving, *[_threads] * 20) == [["one"]] * 20


def test_a_worker_sees_what_was_recorded_since_it_last_answered(serving: Serving) -> None:
    async def ask() -> list[list[str]]:
        desk = Desk(serving)
        before = [await desk.ask(_threads) for _ in range(WORKERS)]
        _record(serving.path, "two")
        after = [await desk.ask(_threads) for _ in range(WORKERS)]
        await asyncio.to_thread(desk.close)
        return [*before, *after]

    assert asyncio.run(ask()) == [["one"]] * WORKERS + [["one", "two"]] * WORKERS


def test_an_answer_is_marked_and_noted_for_itself_alone(serving: Serving) -> None:
    _record(serving.path, "secret", marking="secret")

    def marked(thread: str, seat: Seat) -> tuple[str | None, list[str]]:
        seat.reader.thread(thread)
        seat.reader.stops(thread)
        marking = seat.reader.marking
        seat.notes.append(f"about {thread}")
        return marking, list(seat.notes)

    asked = [partial(marked, name) for name in ("secret", "one", "secret", "one")]
    assert answers(serving, *asked) == [
        ("secret", ["about secret"]),
        ("official", ["about one"]),
        ("secret", ["about secret"]),
        ("official", ["about one"]),
    ]


def test_tables_that_are_damaged_are_made_anew_and_the_question_asked_again(
    serving: Serving,
) -> None:
    answers(serving, _threads)
    with sqlite3.connect(serving.path) as file:
        file.execute("DROP TABLE read_head")
    assert answers(serving, _threads) == [["one"]]


def test_a_ledger_that_is_gone_is_said_and_looked_for_again(serving: Serving) -> None:
    away = serving.path.with_suffix(".away")

    async def ask() -> list[str]:
        desk = Desk(serving)
        serving.path.rename(away)
        with pytest.raises(SetupError, match="there is no ledger"):
            await desk.ask(_threads)
        away.rename(serving.path)
        found = await desk.ask(_threads)
        await asyncio.to_thread(desk.close)
        return found

    assert asyncio.run(ask()) == ["one"]


def test_a_ledger_put_in_the_place_of_another_is_shown_by_every_worker(serving: Serving) -> None:
    other = serving.path.with_name("other.dipledger")
    Ledger.create(other)
    _record(other, "restored")

    async def ask() -> list[list[str]]:
        desk = Desk(serving)
        await asyncio.gather(*[desk.ask(_threads) for _ in range(WORKERS)])
        other.replace(serving.path)
        found = [await desk.ask(_threads) for _ in range(WORKERS)]
        serving.path.unlink()
        for _ in range(WORKERS):
            with pytest.raises(SetupError, match="there is no ledger"):
                await desk.ask(_threads)
        await asyncio.to_thread(desk.close)
        return found

    assert asyncio.run(ask()) == [["restored"]] * WORKERS


def test_below_a_ceiling_a_doubt_tells_nothing_of_the_log(serving: Serving) -> None:
    old = serving.path.with_suffix(".old")
    shutil.copy(serving.path, old)
    _record(serving.path, "two")
    answers(serving, _threads)
    old.replace(serving.path)

    def notes(seat: Seat) -> list[str]:
        return list(seat.notes)

    (told,) = answers(serving, notes)[0]
    assert "1 event is missing" in told
    for ceiling in (Ceiling(known_by="public"), Ceiling(known_at="#1"), Ceiling("restricted")):
        assert answers(replace(serving, ceiling=ceiling), notes) == [[DOUBTFUL]]


@pytest.mark.parametrize(
    ("ceiling", "told"),
    [
        (Ceiling(), "copy.dipledger is a copy in which 1 event is withheld"),
        (Ceiling("restricted"), WITHHELD),
        (Ceiling(known_by="public"), None),
        (Ceiling(known_at="#1"), None),
        (Ceiling("restricted", known_at="#1"), None),
    ],
)
def test_a_copy_with_less_in_it_says_so_where_that_tells_of_nothing_hidden(
    serving: Serving, ceiling: Ceiling, told: str | None
) -> None:
    _record(serving.path, "secret", marking="secret")
    copy = serving.path.with_name("copy.dipledger")
    with Ledger.open(serving.path, clock=lambda: NOW, recorder="tester") as ledger:
        copy_redacted(ledger, copy, Redaction(MarkingLevel.OFFICIAL))
    of_copy = replace(serving, path=copy, ceiling=ceiling)

    def notes(seat: Seat) -> tuple[str, ...]:
        asking = asking_of(of_copy, seat, {}, {})
        return answer_of(home(asking), asking, seat).notes

    assert answers(of_copy, notes) == [() if told is None else (told,)]


def test_a_copy_that_is_damaged_where_it_says_what_is_withheld_is_shown(serving: Serving) -> None:
    with sqlite3.connect(serving.path) as file:
        file.execute("DROP TABLE log_withheld")
    cleared = replace(serving, ceiling=Ceiling("restricted"))
    assert answers(cleared, _threads) == [["one"]]


def test_whoever_reads_the_page_is_not_told_where_another_copy_was(serving: Serving) -> None:
    old = serving.path.with_suffix(".old")
    shutil.copy(serving.path, old)
    _record(serving.path, "two")
    answers(serving, _threads)
    (told,) = answers(replace(serving, path=old), lambda seat: list(seat.notes))[0]
    assert told.startswith("1 event is missing that was seen elsewhere: it ends at 1, and had 2")
    assert str(serving.path.parent) not in told


def test_the_end_does_not_wait_for_the_read_model_to_be_built(serving: Serving) -> None:
    begun, ending = Event(), Event()

    def slow(seat: Seat) -> list[str]:
        begun.set()
        ending.wait(10)
        return _threads(seat)

    async def ask() -> None:
        desk = Desk(serving)
        asked = asyncio.create_task(desk.ask(slow))
        await asyncio.to_thread(begun.wait, 10)
        closed = asyncio.create_task(asyncio.to_thread(desk.close))
        await asyncio.sleep(0.2)
        ending.set()
        with pytest.raises(SetupError, match="the page is ending"):
            await asked
        await closed

    asyncio.run(ask())
    assert answers(serving, _threads) == [["one"]]


def test_what_nobody_waits_for_any_more_is_not_begun(serving: Serving) -> None:
    begun: list[str] = []
    free = Event()

    def busy(_seat: Seat) -> bool:
        return free.wait(10)

    def asked(name: str, _seat: Seat) -> str:
        begun.append(name)
        return name

    def request(*told: str) -> Request:
        messages = iter(told)

        async def receive() -> Message:
            for kind in messages:
                return {"type": kind}
            return await asyncio.Future()

        return Request({"type": "http", "headers": []}, receive)

    async def ask() -> list[str | None]:
        desk = Desk(serving)
        working = [asyncio.create_task(desk.ask(busy)) for _ in range(WORKERS)]
        await asyncio.sleep(0)
        left = request("http.request", "http.disconnect")
        first = await while_waited(left, desk.ask(partial(asked, "left")))
        free.set()
        second = await while_waited(request("http.request"), desk.ask(partial(asked, "there")))
        await asyncio.gather(*working)
        await asyncio.to_thread(desk.close)
        return [first, second]

    assert asyncio.run(ask()) == [None, "there"]
    assert begun == ["there"]


def test_after_the_end_nothing_is_answered(serving: Serving) -> None:
    async def ask() -> None:
        desk = Desk(serving)
        await desk.ask(_threads)
        await asyncio.to_thread(desk.close)
        with pytest.raises(RuntimeError):
            await desk.ask(_threads)

    asyncio.run(ask())
