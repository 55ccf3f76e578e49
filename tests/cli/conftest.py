"""The real command, run as a process of its own: what a user or a script sees of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
NOW = "2022-02-03T12:00Z"


@dataclass(frozen=True)
class Result:
    """How a call ended: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 -- whatever JSON it printed
        return json.loads(self.out)

    @property
    def data(self) -> Any:  # noqa: ANN401
        return self.json["data"]

    def ok(self) -> Result:
        """The same, once it is certain that nothing went wrong."""
        assert self.code == 0, self.err
        return self


class Runner:
    """The command with a folder, a home and a clock of its own."""

    def __init__(self, folder: Path, server: subprocess.Popen[str]) -> None:
        self.folder = folder / "work"
        self.home = folder / "home"
        self.streams = [folder / name for name in ("in", "out", "err")]
        self.server = server
        self.folder.mkdir()
        self.home.mkdir()

    def environment(self, now: str | None = NOW) -> dict[str, str]:
        """What the process sees, and nothing of the machine's own settings."""
        given = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "LOGNAME": "registrar",
            "LANG": "C.UTF-8",
        }
        return given if now is None else {**given, "DIPLEDGER_NOW": now}

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes = "",
        now: str | None = NOW,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run the command and give what it printed."""
        given, *printed = self.streams
        given.write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
        for path in printed:
            path.write_bytes(b"")
        request = {
            "args": [str(arg) for arg in args],
            "folder": str(self.folder),
            "env": {**self.environment(now), **(env or {})},
            "streams": [str(path) for path in self.streams],
        }
        _of(self.server.stdin).write(f"{json.dumps(request)}\n")
        _of(self.server.stdin).flush()
        code = int(_of(self.server.stdout).readline())
        return Result(code, *(path.read_bytes().decode() for path in printed))

    def start(self, *args: str, **streams: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
        """Start the command without waiting for it, and from nothing."""
        return subprocess.Popen(
            [sys.executable, "-m", "cli.app", *args],
            cwd=self.folder,
            env=self.environment(),
            **streams,
        )


def _of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@pytest.fixture(scope="session")
def server() -> Iterator[subprocess.Popen[str]]:
    """The process that forks for each call."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.forks"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        _of(process.stdin).close()


@pytest.fixture
def dipledger(tmp_path: Path, server: subprocess.Popen[str]) -> Runner:
    """The command, in an empty folder: `dipledger("owed", "--format", "json")`."""
    return Runner(tmp_path, server)


@pytest.fixture
def ledger(dipledger: Runner) -> Runner:
    """The command, in a folder with a ledger of one thread."""
    dipledger("init").ok()
    dipledger(
        "thread", "open", "us-russia-2021", "--title", "Security guarantees",
        "--party", "USA", "--party", "RUS", "--zone", "Europe/Moscow",
    ).ok()  # fmt: skip
    return dipledger
