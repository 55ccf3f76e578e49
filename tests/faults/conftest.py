"""A ledger to do harm to, and the command that has to get on with it."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Runner, dipledger, server
from tests.cli.kept import asked_once
from tests.faults.checks import path_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["dipledger", "server"]


@pytest.fixture
def harmed(dipledger: Runner) -> Runner:
    """The command, in a folder with a ledger in which one thread is open."""
    dipledger("init").ok()
    dipledger("thread", "open", "before", "--title", "What was there before").ok()
    return dipledger


@pytest.fixture(scope="session")
def july_1914(tmp_path_factory: pytest.TempPathFactory, server: subprocess.Popen[str]) -> Path:
    """A ledger of July 1914 with a read model, and a thread for what comes after the fault."""
    runner = asked_once(Runner(tmp_path_factory.mktemp("july"), server))
    runner("thread", "open", "before", "--title", "What was there before").ok()
    runner("threads", "--known-by", "public").ok()
    return path_of(runner)


@pytest.fixture
def july(dipledger: Runner, july_1914: Path) -> Runner:
    """The command, in a folder with a copy of that ledger."""
    shutil.copy(july_1914, path_of(dipledger))
    return dipledger


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Whoever started the tests may ignore signals, and what they start would ignore them too."""
    numbers = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)  # what has a handler is reset by exec
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
