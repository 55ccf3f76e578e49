"""The console of a page: its commands, run one after the other in a folder of their own.

`dipledger` alone is a fork of a process that has imported everything (as in `tests.cli.forks`); a
line for the shell goes to bash, with this checkout's `dipledger` on the PATH. Both streams go to
one place as they are written, as on a screen. The clock stands at the beginning of 2026, and goes
on by a minute with each command.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, Self

from ledger.acts import ACT_CLASSES
from ledger.events import TOPICS
from projections.views.schema import VIEWS
from tests.cli.forks import LONGEST, preload
from tests.docs.pages import ROOT, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.docs.pages import Page, Step

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SHELL = frozenset("|&;<>()$`*~#")
_SHIM = f"""#!/bin/sh
exec {shlex.quote(sys.executable)} -m cli.app "$@"
"""


class Server:
    """The process that forks for each call of `dipledger`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.docs.console"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        _of(self._process.stdin).close()
        self._process.wait()
        _of(self._process.stdout).close()

    def call(self, **request: Any) -> int:  # noqa: ANN401 -- JSON
        """Run a call; its exit code."""
        _of(self._process.stdin).write(f"{json.dumps(request)}\n")
        _of(self._process.stdin).flush()
        return int(_of(self._process.stdout).readline())


@dataclass
class Console:
    """A folder with the examples of the docs, a home, and what was exported so far."""

    folder: Path
    server: Server
    exported: dict[str, str] = field(default_factory=dict)
    code: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        self.work, self.home, self.bin = (self.folder / name for name in ("work", "home", "bin"))
        self.home.mkdir(parents=True)
        self.bin.mkdir()
        shim = self.bin / "dipledger"
        shim.write_text(_SHIM)
        shim.chmod(0o755)
        examples = ROOT / "docs" / "examples"
        if examples.exists():
            shutil.copytree(examples, self.work)
        self.work.mkdir(exist_ok=True)

    def run(self, command: str) -> list[str]:
        """The lines that a command prints."""
        words = _plain_words(command.replace("\\\n", " "))
        if words and words[0] == "export":
            self.exported |= dict(word.split("=", 1) for word in words[1:])
            return []
        out = self.folder / "out"
        out.write_bytes(b"")
        self.minutes += 1
        if words and words[0] == "dipledger":
            self.code = self.server.call(
                args=words[1:], folder=str(self.work), env=self._environment(), out=str(out)
            )
        else:
            with out.open("ab") as stream:
                self.code = subprocess.run(
                    ["bash", "-c", f"(exit {self.code})\n{command}"],
                    cwd=self.work,
                    env={**self._environment(), "PYTHONUNBUFFERED": "1"},
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    timeout=LONGEST,
                    check=False,
                ).returncode
        return out.read_text(encoding="utf-8").replace("\r\n", "\n").splitlines()

    def dry_run(self, name: str) -> list[str]:
        """What an act file would record: in the ledger of the page, or in an empty one."""
        ledger = self.exported.get("DIPLEDGER_LEDGER", "ledger.dipledger")
        if not (self.work / ledger).exists():
            ledger = "../empty.dipledger"
            self.run(f"dipledger --ledger {ledger} init")
        return self.run(f"dipledger --ledger {ledger} append --dry-run --file {name}")

    def put(self, name: str, text: str) -> None:
        """Write a file that a page shows."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "LOGNAME": "registrar",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "DIPLEDGER_NOW": f"{NOW + timedelta(minutes=self.minutes - 1):%FT%TZ}",
            **self.exported,
        }


def tried(page: Page, console: Console) -> Iterator[tuple[Step, list[str]]]:
    """Each command of a page with the lines it prints now; files are written on the way.

    AssertionError for an act file that would be refused.
    """
    for block in page.blocks:
        if block.file:
            console.put(block.file, block.text)
        if block.act_file:
            printed = console.dry_run(block.act_file)
            assert console.code == 0, f"{page.name}:{block.first}: {printed}"
        elif block.is_console:
            for step in steps_of(block):
                yield step, console.run(step.command)


def _plain_words(command: str) -> list[str]:
    """The words of a command that needs no shell; empty where it does."""
    lexer = shlex.shlex(command, posix=False, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    lexer.commenters = ""
    for word in lexer:
        alive = {"'": frozenset(), '"': frozenset("$`")}.get(word[0], _SHELL)
        if set(word) & alive:
            return []
    return shlex.split(command)


def _of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _serve() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(**json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(args: list[str], folder: str, env: dict[str, str], out: str) -> None:
    """Become the command, and end as it ends; both of its streams are lines of one file."""
    signal.alarm(LONGEST)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(out, os.O_WRONLY | os.O_APPEND), 1)
    os.dup2(1, 2)
    os.closerange(3, 64)
    sys.stdin = open(0)  # noqa: SIM115
    sys.stdout, sys.stderr = open(1, "w", buffering=1), open(2, "w", buffering=1)  # noqa: SIM115
    sys.argv = ["dipledger", *args]
    from cli.app import main

    code: object = 70
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


def _warm() -> None:
    """Do once what each call would do again: import what is imported late, build the models."""
    preload()
    for name in ("rich.table", "edtf", "convertdate", "rapidfuzz", "pycountry", "yaml"):
        import_module(name)
    for model in (*ACT_CLASSES, *TOPICS.values(), *VIEWS.values()):
        model.model_rebuild()


if __name__ == "__main__":
    _warm()
    _serve()
