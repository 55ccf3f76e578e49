"""The page as a process, and a real browser that looks at it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.cli.conftest import Runner, dipledger, server
from tests.web.browsing import FLAGS, Served, Visitor
from tests.web.cases import rich, small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

__all__ = ["dipledger", "server"]

SECONDS = 10
"""For the page to begin, and to end."""


@contextmanager
def served(runner: Runner, *options: str) -> Iterator[Served]:
    """`dipledger serve` over a ledger, as a process; it has to end without a fault of ours."""
    told = runner.folder / "served.txt"
    with (
        told.open("wb") as stderr,
        runner.start(
            "serve", "--port", "0", *options, stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        try:
            assert process.stdout
            url = process.stdout.readline().decode().strip()
            assert url, told.read_text()
            yield Served(url, runner, process)
        finally:
            process.terminate()
            process.wait(SECONDS)
    assert [line for line in told.read_text().splitlines() if "fault of dipledger" in line] == []


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]
) -> Iterator[Served]:
    """Two negotiations with a leak, two crises, and what is hard: to be read."""
    runner = rich(Runner(tmp_path_factory.mktemp("rich"), server))
    with served(runner, "--allow-append") as found:
        yield found


@pytest.fixture
def desk(dipledger: Runner) -> Iterator[Served]:
    """One demand, past its deadline, in a page that takes acts."""
    with served(small(dipledger), "--allow-append") as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser. Without one the tests are skipped, and fail in CI."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        assert not os.environ.get("CI"), "chromium is needed"
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Somebody with a browser of their own: `browse(site, color_scheme="dark")`.

    Nothing may go wrong in it: no error on its console, no script, no request to anybody else.
    """
    # Playwright leaves its event loop running for this thread, where other tests run theirs.
    loop = chromium._impl_obj._loop
    asyncio._set_running_loop(loop)
    visitors: list[Visitor] = []

    def visit(served: Served, **options: object) -> Visitor:
        visitors.append(Visitor(chromium, served, **options))
        return visitors[-1]

    try:
        yield visit
        for visitor in visitors:
            visitor.leave()
        assert [fault for visitor in visitors for fault in visitor.faults] == []
    finally:
        asyncio._set_running_loop(None)
